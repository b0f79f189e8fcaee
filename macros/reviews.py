"""When lessons are looked at again: the review calendar of the editors, as a page and as a file to subscribe to.

In: the knowledge base. Out: the published lessons by the day before which they are looked at again; an iCalendar file (RFC 5545).
Nothing here knows what day it is, so that two builds of one commit are equal: `docs/assets/js/nakijken.js` asks the reader's clock.
"""

import datetime
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from macros import addresses
from macros.derive import KnowledgeBase, Lesson
from macros.feeds import identifier

if TYPE_CHECKING:  # the page asks the other way round
    from macros.render import Renderer

LONGEST = 75  # bytes per line: RFC 5545, section 3.1
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def by_date(kb: KnowledgeBase) -> list[Lesson]:
    """The published lessons, soonest review first; on one day in the order of the lists."""
    return sorted(kb.actief, key=lambda lesson: lesson.kaart.herzien_voor)


def by_month(kb: KnowledgeBase) -> list[tuple[datetime.date, list[Lesson]]]:
    """The same per month; the month as its first day."""
    found = groupby(by_date(kb), key=lambda lesson: lesson.kaart.herzien_voor.replace(day=1))
    return [(month, list(lessons)) for month, lessons in found]


def files(renderer: "Renderer") -> Iterator[tuple[str, str]]:
    """Path and text of the calendar to subscribe to."""
    lessons = by_date(renderer.kb)
    yield addresses.CALENDAR, folded(renderer.document("kalender/kalender.ics", lessen=lessons))


def urn(lesson: Lesson) -> str:
    """The name of the appointment, for ever: so a review on another day moves it, and does not add one."""
    return identifier(f"{lesson.slug}/nakijken")


def escaped(text: str) -> Markup:
    """A text as a value of iCalendar (RFC 5545, section 3.3.11), which knows no HTML."""
    return Markup(" ".join(text.split()).translate(_ESCAPED))


def folded(text: str) -> str:
    """Lines → content lines: CRLF at the end, and a line of more than `LONGEST` bytes goes on in the next after a space."""
    return "".join(f"{part}\r\n" for line in text.split("\n") if line for part in _parts(line))


def _parts(line: str) -> Iterator[str]:
    if len(line.encode()) <= LONGEST:
        yield line
        return
    part = ""
    for sign in line:
        if len((part + sign).encode()) > LONGEST:
            yield part
            part = " "
        part += sign
    yield part
