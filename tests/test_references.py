"""References: Dutch APA as readers know it, and files that a reference manager reads back without loss."""

import json
import re
from typing import Any

import pypandoc
import pytest
import rispy

from macros import references
from macros.derive import KnowledgeBase, View
from macros.model import Bron
from macros.references import apa, bibtex, csl_items, csl_json, ris

BASE = {"type": "report", "title": "Een rapport", "soort": "verkenning", "gelezen": "deels", "via_pilot": False}


def item(**fields: Any) -> dict[str, Any]:
    (made,) = csl_items([View("bron", Bron.model_validate({**BASE, **fields}), ())])
    return made


def said(**fields: Any) -> str:
    return re.sub("<[^>]+>", "", apa([item(**fields)])["bron"])


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"author": [{"literal": "TNO"}], "issued": "2021-03", "publisher": "Ministerie van SZW"},
            "TNO. (2021). Een rapport. Ministerie van SZW.",
        ),
        ({"author": [{"literal": "TNO"}]}, "TNO. (z.d.). Een rapport."),
        (
            {"type": "webpage", "author": [{"literal": "AWVN"}], "issued": "2022-08-18", "URL": "https://example.org/a"},
            "AWVN. (2022, 18 augustus). Een rapport. https://example.org/a",
        ),
        (
            {
                "type": "article-journal",
                "author": [{"family": "De Witte", "given": "Kristof"}, {"family": "Cabus", "given": "Sofie J."}],
                "issued": "2013", "container-title": "Educational Review", "volume": "65", "issue": "2", "page": "155-176",
                "DOI": "10.1080/00131911.2011.648172",
            },
            "De Witte, K., & Cabus, S. J. (2013). Een rapport. Educational Review, 65(2), 155-176. https://doi.org/10.1080/00131911.2011.648172",
        ),
        (
            {"author": [{"literal": "Minister van SZW"}], "issued": "2019-11-12", "number": "Kamerstuk 29 544, nr. 960"},
            "Minister van SZW. (2019). Een rapport (Kamerstuk 29 544, nr. 960).",
        ),
    ],
)  # fmt: skip
def test_a_reference_is_dutch_apa(fields: dict[str, Any], expected: str) -> None:
    assert said(**fields).replace("&amp;", "&") == expected


def test_a_title_cannot_bring_html_or_a_script_link() -> None:
    html = apa([{**item(), "title": '<b onclick="x">dik</b> <script>x</script>', "URL": "javascript:alert(1)"}])["bron"]
    assert "<script" not in html
    assert "onclick" not in html.replace("&lt;b onclick", "")
    assert 'href="javascript' not in html


def test_every_source_has_its_reference(kb: KnowledgeBase) -> None:
    made = apa(csl_items(kb.bronnen.values()))
    assert set(made) == set(kb.bronnen)
    titles = [re.sub(r"\W+", "", s.record.title) for s in kb.bronnen.values()]
    texts = [re.sub(r"\W+", "", re.sub("<[^>]+>|&amp;", "", made[slug])) for slug in kb.bronnen]
    assert [t for t, text in zip(titles, texts, strict=True) if t.lower() not in text.lower()] == []


def plain(text: str) -> str:
    """Letters and digits only: BibTeX writes capitals, quotes and dashes its own way."""
    return re.sub(r"[\W_]+", "", text).lower()


def known(one: dict[str, Any]) -> dict[str, Any]:
    """What must survive a trip through a reference manager."""
    authors = [
        plain(
            a.get("literal")
            or a.get("dropping-particle", "") + a.get("non-dropping-particle", "") + a["family"] + a.get("given", "")
        )
        for a in one.get("author", ())
    ]
    return {
        "title": plain(one["title"]),
        "author": authors,
        "year": one.get("issued", {}).get("date-parts", [[None]])[0][0],
        "url": one.get("URL"),
        "doi": one.get("DOI"),
    }


def test_bibtex_is_read_back_without_loss(kb: KnowledgeBase) -> None:
    items = csl_items(kb.bronnen.values())
    back = json.loads(pypandoc.convert_text(bibtex(items), "csljson", format="bibtex"))
    again = {one["id"]: known(one) for one in back}
    lost = {one["id"]: (known(one), again.get(one["id"])) for one in items if again.get(one["id"]) != known(one)}
    assert lost == {}


def test_ris_is_read_back_without_loss(kb: KnowledgeBase) -> None:
    items = csl_items(kb.bronnen.values())
    back = {entry["id"]: entry for entry in rispy.loads(ris(items))}
    assert set(back) == {one["id"] for one in items}
    for one in items:
        entry = back[one["id"]]
        assert plain(entry["title"]) == plain(one["title"])
        assert [plain(a) for a in entry.get("authors", ())] == known(one)["author"]
        assert entry.get("year") == (str(known(one)["year"]) if known(one)["year"] else None)
        assert entry.get("urls", [None])[0] == one.get("URL")
        for ours, theirs in (
            ("publisher", "publisher"),
            ("container-title", "secondary_title"),
            ("DOI", "doi"),
            ("note", "notes"),
        ):
            if ours in one:
                assert plain(str(one[ours])) == plain("".join(entry[theirs])), one["id"]


def test_csl_json_holds_no_field_of_our_own(kb: KnowledgeBase) -> None:
    items = json.loads(csl_json(csl_items(kb.bronnen.values())))
    allowed = {"id", "type", "title", "author", "issued", "publisher", "container-title", "volume", "issue", "page", "number", "language", "DOI", "URL", "note"}  # fmt: skip
    assert {key for one in items for key in one} <= allowed


def test_every_kind_of_source_has_a_kind_in_ris(kb: KnowledgeBase) -> None:
    assert set(kb.vocabulaire["brontype"]) == set(references._RIS_TYPES)
