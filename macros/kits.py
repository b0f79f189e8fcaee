"""The zip of each partner: its handouts as loose files, the pack, and the ready texts.

In: a built site that holds the handouts. Out: one zip per partner in it, byte for byte the same for the same contents.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import jinja2

from macros import addresses
from macros.derive import Lesson, View
from macros.handouts import Handouts
from macros.model import Partner

TEMPLATES = Path(__file__).parent / "templates" / "druk"
_DAY = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # of every file in a zip: the format knows nothing earlier, and a clock would change the bytes


def write(handouts: Handouts, site: Path) -> None:
    """Write the zip of every partner below `site`, from the handouts that are there."""
    for partner in handouts.kb.partners.values():
        target = site / addresses.pack(partner.slug, "zip")
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as kit:  # PDF is compressed already
            _add(kit, "teksten.txt", _texts(handouts, partner).encode())
            for number, path in enumerate(_files(handouts, partner)):
                _add(kit, f"{number:02d}-{Path(path).name}", (site / path).read_bytes())
    for redirect in handouts.promise.omleidingen.values() if handouts.promise else ():
        if redirect.pagina and redirect.van.endswith(".zip"):  # the partner is no more: the zip says so
            note = Path(redirect.van).with_suffix(".pdf")
            with zipfile.ZipFile(site / redirect.van, "w", zipfile.ZIP_STORED) as kit:
                _add(kit, note.name, (site / note).read_bytes())


def _files(handouts: Handouts, partner: View[Partner]) -> Iterator[str]:
    """The pack, and then every handout that suits its members, in its order."""
    yield addresses.pack(partner.slug, "pdf")
    for lesson, _ in handouts.in_pack(partner):
        for audience in lesson.kaart.voor:
            if audience in partner.record.publiek:
                yield addresses.handout(lesson.slug, audience)


def _add(kit: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _DAY)
    entry.external_attr = 0o644 << 16
    kit.writestr(entry, content)


def _texts(handouts: Handouts, partner: View[Partner]) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    lessons: list[Lesson] = [handouts.kb.lessen[slug] for slug in partner.lessen]
    labels = handouts.kb.vocabulaire["label"]
    return environment.get_template("teksten.txt").render(
        partner=partner.record, lessen=lessons, labels=labels, site=handouts.site, adres=addresses.lesson, beeld=addresses.image,
        bladzijde=addresses.partner(partner.slug),
    )  # fmt: skip
