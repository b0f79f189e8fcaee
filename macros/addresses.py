"""Every address that belongs to a record, relative to the root of the site: one place, so that pages, feeds, prints and the
link promise never disagree. An address that was published once is never given another meaning (`data/permalinks.txt`).
"""

from macros.derive import PROGRAMME, Lesson

EXPORTS = (
    "bronnen/bronnen.bib",
    "bronnen/bronnen.ris",
    "bronnen/bronnen.json",
    "cijfers/datapackage.json",
    "lessen/lessen.csv",
)
CALENDAR = "redactie/kalender.ics"  # when lessons are looked at again
FEED_FORMS = ("atom", "json")
CITATION_FORMS = ("bib", "ris")


def lesson(slug: str) -> str:
    """The page of a lesson."""
    return f"lessen/{slug}/"


def pilot(slug: str) -> str:
    """The page of a pilot, or of the programme as a whole."""
    return f"{PROGRAMME}/" if slug == PROGRAMME else f"pilots/{slug}/"


def partner(slug: str) -> str:
    """The page of a partner."""
    return f"partners/{slug}/"


def embed(slug: str) -> str:
    """The card of a lesson that other sites can show."""
    return f"embed/{slug}/"


def oembed(slug: str) -> str:
    """What that card is, for sites that ask by the oEmbed protocol."""
    return f"embed/{slug}/oembed.json"


def image(slug: str) -> str:
    """The picture of a lesson for where its address is shared: 1200 × 630 pixels."""
    return f"delen/{slug}.png"


IMAGE_SIZE = (1200, 630)
SITE_IMAGE = "delen/site/weten-wat-werkt.png"  # the picture of every other page; in a folder that no lesson can take


def picture(lesson: Lesson) -> str:
    """The picture that goes with the address of a lesson: its own while it is published, after that the one of the site."""
    return image(lesson.slug) if lesson.actief else SITE_IMAGE


def citation(slug: str, form: str) -> str:
    """The reference to a lesson as a file, in one of `CITATION_FORMS`."""
    return f"lessen/{slug}/{slug}.{form}"


def handout(slug: str, audience: str) -> str:
    """The handout of a lesson for one audience."""
    return f"handouts/{slug}-voor-{audience}.pdf"


def folder(slug: str) -> str:
    """The information folder of a pilot."""
    return f"handouts/pilot-{slug}.pdf"


def checklist(audience: str) -> str:
    """The checklist of an audience."""
    return f"handouts/checklist-{audience}.pdf"


def pack(slug: str, form: str) -> str:
    """The handouts for a partner together: `form` pdf or zip."""
    return f"handouts/pakket-{slug}.{form}"


def feed(form: str, *, audience: str | None = None, pilot: str | None = None, partner: str | None = None) -> str:
    """A feed in one of `FEED_FORMS`: of all lessons, or of one audience, pilot or partner."""
    name = (
        f"voor-{audience}" if audience else f"pilot-{pilot}" if pilot else f"partner-{partner}" if partner else "lessen"
    )
    return f"feeds/{name}.{form}"
