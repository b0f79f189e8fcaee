"""Old addresses → files that answer there.

In: the promise. Out: a page that sends on for each old page, and which file has to stand at which other old address too. A page
sends on by itself (meta refresh with no delay: WCAG technique H76), without a script, and says where to and why.
"""

import posixpath
import shutil
from collections.abc import Iterator
from pathlib import Path

import jinja2

from macros.derive import KnowledgeBase
from macros.promise import Promise, Redirect, record_of
from macros.render import date_in_words

TEMPLATES = Path(__file__).parent / "templates" / "omleiding"
RULES = "_redirects"  # read by hosts that can redirect by themselves (Netlify, Cloudflare Pages); others leave it alone


def files(promise: Promise, site: str) -> Iterator[tuple[str, str]]:
    """Path and text of every page that sends on, and of the rules for hosts that can do it themselves. `site`: absolute address."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    environment.filters["datum"] = date_in_words
    template = environment.get_template("pagina.html")
    moved = [r for r in promise.omleidingen.values() if r.van.endswith("/") and r.pagina]
    for redirect in moved:
        yield (
            f"{redirect.van}index.html",
            template.render(
                doel=posixpath.relpath(redirect.naar or ".", redirect.van) + "/",
                root=posixpath.relpath(".", redirect.van) + "/",
                naar=redirect.naar,
                naam=name(promise.kb, redirect),
                site=site,
                vervangen=redirect.vervangen,
                reden=redirect.reden,
                sinds=redirect.sinds,
            ),
        )
    if promise.omleidingen:
        yield RULES, "".join(f"/{r.van} /{r.naar} 301\n" for r in promise.omleidingen.values())


def copy(promise: Promise, folder: Path) -> None:
    """Put what stands at the new address at the old one too, in the built site in `folder`."""
    for redirect in promise.omleidingen.values():
        if not redirect.pagina:
            target = folder / file_of(redirect.van)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / file_of(redirect.naar), target)


def name(kb: KnowledgeBase, redirect: Redirect) -> str:
    """What the page is called that an old address leads to; its address where it has no record."""
    kind, slug = record_of(redirect.naar) or ("", "")
    if kind == "les" and slug in kb.lessen:
        return str(kb.lessen[slug].kaart.titel)
    if kind == "pilot" and slug in kb.pilots:
        return str(kb.pilots[slug].record.titel)
    if kind == "partner" and slug in kb.partners:
        return str(kb.partners[slug].record.naam)
    return f"/{redirect.naar}"  # a page written by hand


def file_of(address: str) -> str:
    """The file of an address."""
    return f"{address}index.html" if address.endswith("/") or not address else address
