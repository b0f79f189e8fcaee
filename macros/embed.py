"""The card of a lesson for other sites, and what it is for sites that ask by the oEmbed protocol.

In: the renderer (knowledge base and address of the site). Out: path (relative to the site) and text of each file.
An address that was handed out keeps its promise: a withdrawn lesson says so, and where a replaced one stood, the promise
(`forwarding.py`) puts the card of its successor.
"""

import json
from collections.abc import Iterator

from macros import addresses
from macros.citations import NAME
from macros.derive import Lesson
from macros.render import Renderer

DAY = 24 * 60 * 60


def files(renderer: Renderer) -> Iterator[tuple[str, str]]:
    """Two files per lesson: the card, and its description for oEmbed 1.0."""
    for lesson in renderer.kb.lessen.values():
        if lesson.kaart.status != "vervangen":
            yield f"{addresses.embed(lesson.slug)}index.html", renderer.document("embed/les.html", les=lesson)
            yield addresses.oembed(lesson.slug), oembed(renderer, lesson)


def oembed(renderer: Renderer, lesson: Lesson) -> str:
    """The answer of oEmbed 1.0 (https://oembed.com) for the card of a lesson."""
    parts = renderer.part("_inbedden.html")
    return json.dumps(
        {
            "version": "1.0",
            "type": "rich",
            "title": lesson.kaart.titel,
            "author_name": NAME,
            "provider_name": NAME,
            "provider_url": renderer.site,
            "cache_age": DAY,
            "thumbnail_url": renderer.site + addresses.picture(lesson),
            "thumbnail_width": addresses.IMAGE_SIZE[0],
            "thumbnail_height": addresses.IMAGE_SIZE[1],
            "html": str(parts.iframe(lesson, renderer.site)),
            "width": parts.BREED,
            "height": parts.HOOG,
        },
        ensure_ascii=False,
    )
