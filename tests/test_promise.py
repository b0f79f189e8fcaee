"""The link promise: whatever happens to a record, every address that it ever had answers, and nothing is dropped unseen."""

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from macros import forwarding
from macros.build import build_site
from macros.cli import main
from macros.derive import KnowledgeBase
from macros.findings import Finding
from macros.handouts import Handouts
from macros.knowledge_base import findings, load
from macros.permalinks import FILE, added
from macros.promise import Promise
from macros.render import Renderer
from tests.conftest import CARD, ROOT
from tests.test_handouts import solid, text_of
from tests.test_rules import TRAJECT

DAY = date(2026, 11, 23)
OLD, NEW = "lessons/proefpilot/een-goede-les.yml", "lessons/proefpilot/een-betere-les.yml"
HEAD = "# adressen\n"


def publish(root: Path) -> None:
    """What `kennisbank permalinks` does at publication."""
    (root / FILE).write_text(
        added((root / FILE).read_text("utf-8"), Promise(load(root), root / "docs").nu, DAY), "utf-8"
    )


def once_published(root: Path, *addresses: str) -> None:
    """As if these were published once, before what is there now."""
    (root / FILE).write_text(added((root / FILE).read_text("utf-8"), addresses, DAY), "utf-8")


def redirect(root: Path, *moves: tuple[str, str]) -> None:
    lines = [f"  - {{van: {old}, naar: {new}, sinds: 2026-12-01, reden: Een betere naam.}}\n" for old, new in moves]
    (root / "data/redirects.yml").write_text("omleidingen:\n" + "".join(lines), "utf-8")


def leads(root: Path) -> dict[str, str]:
    return {r.van: r.naar for r in Promise(load(root), root / "docs").omleidingen.values()}


@pytest.fixture
def published(root: Path) -> Path:
    publish(root)
    assert findings(root) == ()
    return root


def test_a_removed_lesson_without_redirect_is_refused_with_the_remedy(published: Path) -> None:
    rename(published)
    found = findings(published)
    assert [f.path for f in found] == [FILE], "één melding voor de les, niet één per handout"
    assert "/lessen/een-goede-les/ bestaat niet meer" in found[0].melding
    assert "status ingetrokken" in found[0].melding
    assert "{van: /lessen/een-goede-les/, naar: /lessen/een-betere-les/, sinds: …, reden: …}" in found[0].melding
    assert (published / FILE).read_text("utf-8").splitlines()[found[0].line - 1].endswith(" /lessen/een-goede-les/")


def rename(root: Path) -> None:
    shutil.move(root / OLD, root / NEW)
    path = root / "data/partners/voorbeeldpartner.yml"
    path.write_text(path.read_text("utf-8").replace("een-goede-les", "een-betere-les"), "utf-8")


def test_all_that_belongs_to_a_renamed_lesson_moves_with_it(published: Path) -> None:
    rename(published)
    redirect(published, ("/lessen/een-goede-les/", "/lessen/een-betere-les/"))
    assert findings(published) == ()
    assert leads(published) == {
        "lessen/een-goede-les/": "lessen/een-betere-les/",
        "embed/een-goede-les/": "embed/een-betere-les/",
        "embed/een-goede-les/oembed.json": "embed/een-betere-les/oembed.json",
        "delen/een-goede-les.png": "delen/een-betere-les.png",
        "lessen/een-goede-les/een-goede-les.bib": "lessen/een-betere-les/een-betere-les.bib",
        "lessen/een-goede-les/een-goede-les.ris": "lessen/een-betere-les/een-betere-les.ris",
        "handouts/een-goede-les-voor-werkgever.pdf": "handouts/een-betere-les-voor-werkgever.pdf",
    }


def test_a_chain_of_moves_is_one_hop(published: Path) -> None:
    rename(published)
    once_published(published, "lessen/een-tweede-naam/")
    redirect(
        published,
        ("/lessen/een-goede-les/", "/lessen/een-tweede-naam/"),
        ("/lessen/een-tweede-naam/", "/lessen/een-betere-les/"),
    )
    assert findings(published) == ()
    assert leads(published)["handouts/een-goede-les-voor-werkgever.pdf"] == "handouts/een-betere-les-voor-werkgever.pdf"
    assert leads(published)["lessen/een-goede-les/"] == "lessen/een-betere-les/"


CHANGE = "wijzigingen: [{datum: 2026-12-01, wat: Er is een nieuwere les., reden: Er is nieuw onderzoek.}]\n"


def replace(root: Path) -> None:
    """The lesson gets a successor."""
    text = (root / OLD).read_text("utf-8")
    (root / NEW).write_text(text.replace("titel: Stel", "titel: Spreek"), "utf-8")
    old = text.replace("status: gepubliceerd", "status: vervangen\nvervangen_door: een-betere-les") + CHANGE
    (root / OLD).write_text(old, "utf-8")


def test_a_replaced_lesson_leads_to_its_successor_with_all_it_had(published: Path) -> None:
    replace(published)
    assert findings(published) == ()
    found = leads(published)
    assert found["lessen/een-goede-les/"] == "lessen/een-betere-les/"
    assert found["embed/een-goede-les/"] == "embed/een-betere-les/"
    assert found["handouts/een-goede-les-voor-werkgever.pdf"] == "handouts/een-betere-les-voor-werkgever.pdf"
    moved = Promise(load(published), published / "docs").omleidingen["lessen/een-goede-les/"]
    assert load(published).partners["voorbeeldpartner"].lessen == ("een-betere-les",), (
        "de lijst van een partner gaat mee"
    )
    assert (moved.reden, moved.sinds, moved.vervangen) == ("Er is nieuw onderzoek.", date(2026, 12, 1), True)


def test_lists_name_the_successor_in_the_place_of_a_replaced_lesson(published: Path) -> None:
    text = (published / OLD).read_text("utf-8").replace("titel: Stel", "titel: Vraag")
    related = text.replace("beoordeeld_op:", "verwant: [een-goede-les]\nbeoordeeld_op:")
    (published / "lessons/proefpilot/de-buurman.yml").write_text(related, "utf-8")
    (published / "data/trajecten").mkdir()
    (published / "data/trajecten/verwant.yml").write_text(TRAJECT, "utf-8")
    replace(published)
    path = published / NEW
    path.write_text(
        path.read_text("utf-8").replace("beoordeeld_op:", "verwant: [een-goede-les]\nbeoordeeld_op:"), "utf-8"
    )
    assert findings(published) == ()
    kb = load(published)
    assert kb.partners["voorbeeldpartner"].lessen == ("een-betere-les",)
    assert kb.trajecten["verwant"].lessen == ("een-betere-les",)
    assert kb.lessen["de-buurman"].verwant == ("een-betere-les",)
    assert kb.lessen["een-betere-les"].verwant == ("de-buurman",), "niet zichzelf"
    assert kb.levend(["een-goede-les", "een-betere-les", "bestaat-niet"]) == ("een-betere-les",)
    assert [x.slug for x in kb.voorgangers(kb.lessen["een-betere-les"])] == ["een-goede-les"]
    shown = Renderer(kb, "https://a.example/").block("les", "een-betere-les", "lessen/een-betere-les/")
    assert "Deze les komt in de plaats van „Stel vooraf vast waar u op let” sinds 1 december 2026." in shown
    assert "Reden: Er is nieuw onderzoek." in shown


def test_the_last_change_tells_why_a_lesson_was_replaced(published: Path) -> None:
    replace(published)
    path = published / OLD
    older = "wijzigingen: [{datum: 2026-11-30, wat: Iets anders., reden: Een tikfout.}"
    text = path.read_text("utf-8")
    for changes in (text.replace("wijzigingen: [", f"{older}, "), text.replace("}]\n", f"}}, {older[14:]}]\n")):
        path.write_text(changes, "utf-8")
        moved = Promise(load(published), published / "docs").omleidingen["lessen/een-goede-les/"]
        assert moved.reden == "Er is nieuw onderzoek."


def test_replacements_may_follow_each_other(published: Path) -> None:
    replace(published)
    text = (published / NEW).read_text("utf-8")
    (published / NEW).write_text(
        text.replace("status: gepubliceerd", "status: vervangen\nvervangen_door: de-beste-les") + CHANGE, "utf-8"
    )
    (published / "lessons/proefpilot/de-beste-les.yml").write_text(text.replace("titel: Spreek", "titel: Leg"), "utf-8")
    assert findings(published) == ()
    assert leads(published)["embed/een-goede-les/"] == "embed/de-beste-les/"
    (published / NEW).write_text(
        text.replace("status: gepubliceerd", "status: vervangen\nvervangen_door: een-goede-les") + CHANGE, "utf-8"
    )
    assert {f.veld for f in findings(published)} == {"vervangen_door"}


def test_a_withdrawn_lesson_keeps_its_page_and_its_handouts_say_so(published: Path) -> None:
    text = (published / OLD).read_text("utf-8")
    change = "wijzigingen: [{datum: 2026-12-01, wat: De les is ingetrokken., reden: De bron is ingetrokken.}]\n"
    (published / OLD).write_text(text.replace("status: gepubliceerd", "status: ingetrokken") + change, "utf-8")
    assert findings(published) == ()
    kb = load(published)
    promise = Promise(kb, published / "docs")
    assert {"lessen/een-goede-les/", "embed/een-goede-les/"} <= promise.nu
    assert promise.omleidingen["handouts/een-goede-les-voor-werkgever.pdf"].naar == "lessen/een-goede-les/"
    (notice,) = [
        p for p in Handouts(kb, "https://a.example/", promise) if p.template == "bericht" and "-voor-" in p.path
    ]
    assert notice.data["reden"] == "De bron is ingetrokken."
    assert notice.data["sinds"] == "1 december 2026"


def test_a_lesson_keeps_its_addresses_in_the_folder_of_another_pilot(published: Path) -> None:
    text = (published / "data/pilots/proefpilot.yml").read_text("utf-8")
    (published / "data/pilots/andere-pilot.yml").write_text(text, "utf-8")
    (published / "lessons/andere-pilot").mkdir()
    shutil.move(published / OLD, published / "lessons/andere-pilot/een-goede-les.yml")
    assert findings(published) == ()
    assert leads(published) == {"lessen/per/pilot/proefpilot/": "lessen/"} or "lessen/een-goede-les/" not in leads(
        published
    )


def test_a_published_lesson_cannot_become_a_draft_again(published: Path) -> None:
    text = (published / OLD).read_text("utf-8")
    (published / OLD).write_text(text.replace("status: gepubliceerd", "status: concept"), "utf-8")
    (found,) = findings(published)
    assert (found.path, found.veld) == (OLD, "status"), "bij de kaart, en één keer"
    assert "sinds 2026-11-23 gepubliceerd; kies gepubliceerd, of ingetrokken" in found.melding


def test_an_audience_that_goes_leaves_a_notice(published: Path) -> None:
    text = (published / OLD).read_text("utf-8")
    path = published / OLD
    path.write_text(
        text.replace("voor: [werkgever]", "voor: [gemeente]").replace(
            "  werkgever:\n    - Kies", "  gemeente:\n    - Kies"
        ),
        "utf-8",
    )
    assert findings(published) == ()
    found = leads(published)
    assert found["handouts/een-goede-les-voor-werkgever.pdf"] == "lessen/een-goede-les/"
    assert found["feeds/voor-werkgever.atom"] == "feeds/lessen.atom"
    assert found["lessen/per/voor/werkgever/"] == ""  # the small base has no /lessen/


def test_an_audience_that_the_vocabulary_no_longer_has_still_answers(published: Path) -> None:
    once_published(
        published,
        *("handouts/checklist-pers.pdf", "feeds/voor-pers.json", "handouts/een-goede-les-voor-pers.pdf"),
        *("lessen/per/voor/pers/", "keuzehulp/pers/alles/"),
    )
    assert findings(published) == ()
    found = leads(published)
    assert found["handouts/een-goede-les-voor-pers.pdf"] == "lessen/een-goede-les/"
    assert found["feeds/voor-pers.json"] == "feeds/lessen.json"
    assert "handouts/checklist-pers.pdf" in found


def test_a_redirect_that_was_written_goes_before_what_follows_by_itself(published: Path) -> None:
    once_published(published, "handouts/een-goede-les-voor-uwv.pdf")
    assert leads(published)["handouts/een-goede-les-voor-uwv.pdf"] == "lessen/een-goede-les/"
    moved = ("/handouts/een-goede-les-voor-uwv.pdf", "/handouts/een-goede-les-voor-werkgever.pdf")
    redirect(published, moved)
    assert findings(published) == ()
    assert leads(published)[moved[0][1:]] == moved[1][1:]


def test_a_loose_address_that_goes_is_a_finding(published: Path) -> None:
    once_published(published, "bronnen/oud.ris", "over/oud/")
    found = findings(published)
    assert [f.path for f in found] == [FILE, FILE]
    assert "- {van: /bronnen/oud.ris, naar: /bronnen/bronnen.ris, sinds: …, reden: …}" in found[0].melding
    assert "/over/oud/ bestaat niet meer; zet in data/redirects.yml: - {van: /over/oud/, naar: /" in found[1].melding


def test_the_name_of_a_hand_written_page_is_an_address(published: Path) -> None:
    (published / "docs").mkdir()
    (published / "docs" / "Nieuwe Pagina.md").write_text("# Nieuw\n", "utf-8")
    (found,) = findings(published)
    assert (found.path, found.veld) == ("docs/Nieuwe Pagina.md", "bestandsnaam")


def test_a_partner_takes_its_kit_and_feeds_along(published: Path) -> None:
    folder = published / "data/partners"
    shutil.move(folder / "voorbeeldpartner.yml", folder / "nieuwe-naam.yml")
    redirect(published, ("/partners/voorbeeldpartner/", "/partners/nieuwe-naam/"))
    assert findings(published) == ()
    assert leads(published) == {
        "partners/voorbeeldpartner/": "partners/nieuwe-naam/",
        **{f"handouts/pakket-voorbeeldpartner.{f}": f"handouts/pakket-nieuwe-naam.{f}" for f in ("pdf", "zip")},
        **{f"feeds/partner-voorbeeldpartner.{f}": f"feeds/partner-nieuwe-naam.{f}" for f in ("atom", "json")},
    }


@pytest.mark.parametrize(
    ("moves", "field", "said"),
    [
        ([("/lessen/een-goede-les/", "/lessen/een-goede-les/")], "omleidingen.0.van", "bestaat nog"),
        ([("/lessen/a/", "/lessen/een-goede-le/")], "omleidingen.0.naar", 'Bedoelde u "/lessen/een-goede-les/"?'),
        ([("/lessen/a/", "/lessen/heel-iets-anders/")], "omleidingen.0.naar", "/lessen/heel-iets-anders/ bestaat niet; kies een adres dat er is."),
        ([("/lessen/a/", "/lessen/b/"), ("/lessen/b/", "/lessen/a/")], "omleidingen.0.naar", "leidt weer naar /lessen/a/"),
        ([("/lessen/a/", "/lessen/een-goede-les/")] * 2, "omleidingen.1.van", "staat er twee keer"),
        ([("/lessen/a/", "/partners/voorbeeldpartner/")], "omleidingen.0.naar", "leidt naar een andere les"),
        ([("lessen/a/", "/lessen/een-goede-les/")], "omleidingen.0.van", "de verkeerde vorm"),
        ([("/../a/", "/lessen/een-goede-les/")], "omleidingen.0.van", "de verkeerde vorm"),
        ([("/lessen/a/", "/lessen/een-goede-les/")], "omleidingen.0.van", "is nooit gepubliceerd"),
        ([("/lessen/een-goede-less/", "/lessen/een-goede-les/")], "omleidingen.0.van", 'Bedoelde u "/lessen/een-goede-les/"?'),
        ([("/over/a/", "/bronnen/bronnen.bib")], "omleidingen.0.naar", "is een bestand .bib en /over/a/ was een pagina; kies een adres van dezelfde soort"),
        ([("/feeds/a.atom", "/pilots/proefpilot/")], "omleidingen.0.naar", "is een pagina en /feeds/a.atom was een bestand .atom"),
    ],
)  # fmt: skip
def test_a_wrong_redirect_is_a_finding(published: Path, moves: list[tuple[str, str]], field: str, said: str) -> None:
    redirect(published, *moves)
    found = findings(published)
    assert any(f.veld == field and said in f.melding for f in found), found


def test_a_replaced_lesson_needs_no_redirect(published: Path) -> None:
    replace(published)
    redirect(published, ("/lessen/een-goede-les/", "/lessen/een-betere-les/"))
    (found,) = findings(published)
    assert "status vervangen en leidt al naar haar opvolger" in found.melding


def test_the_command_writes_what_is_new_and_only_adds(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["permalinks", "--root", str(root), "--datum", "2026-11-23"]) == 0
    first = (root / FILE).read_text("utf-8")
    assert re.search(r"^2026-11-23 [0-9a-f]{6} /lessen/een-goede-les/$", first, re.MULTILINE)
    assert main(["permalinks", "--root", str(root), "--datum", "2026-12-01"]) == 0
    assert (root / FILE).read_text("utf-8") == first
    assert "0 nieuw" in capsys.readouterr().out
    text = (root / CARD).read_text("utf-8")
    (root / "lessons/proefpilot/nog-een-les.yml").write_text(text.replace("titel: Stel", "titel: Leg"), "utf-8")
    assert main(["permalinks", "--root", str(root), "--datum", "2026-12-01"]) == 0
    second = (root / FILE).read_text("utf-8")
    assert second.startswith(first)
    assert "2026-12-01" in second[len(first) :]
    assert findings(root) == ()
    assert main(["permalinks", "--root", str(root), "--datum", "2026-11-30"]) == 2, "een dag vóór de laatste publicatie"
    assert main(["permalinks", "--root", str(root), "--datum", "31-12-2026"]) == 2
    assert "schrijf jaar-maand-dag" in capsys.readouterr().err
    (root / "lessons/proefpilot/nog-een-les.yml").write_text("titel: x\n", "utf-8")
    assert main(["permalinks", "--root", str(root)]) == 1
    assert (root / FILE).read_text("utf-8") == second


def test_a_last_line_without_an_end_stays_a_line(published: Path) -> None:
    path = published / FILE
    path.write_text(path.read_text("utf-8").rstrip("\n"), "utf-8")
    once_published(published, "lessen/per/x/y/")
    assert findings(published) == ()


@pytest.mark.parametrize(
    "damage",
    [
        lambda lines: lines[:4] + lines[5:],
        lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]],
        lambda lines: [*lines[:4], lines[4].replace("2026", "2025"), *lines[5:]],
        lambda lines: [*lines[:4], "<<<<<<< HEAD\n", *lines[4:]],
        lambda lines: [*lines[:4], "2026-13-45 000000 /x/\n", *lines[4:]],
        lambda lines: [added("".join(lines[:4]), ["../x/"], DAY), *lines[4:]],
        lambda lines: [added("".join(lines[:4]), ["een adres/"], DAY), *lines[4:]],
    ],
)
def test_a_list_that_was_touched_by_hand_is_refused(published: Path, damage: Callable[[list[str]], list[str]]) -> None:
    lines = (published / FILE).read_text("utf-8").splitlines(keepends=True)
    (published / FILE).write_text("".join(damage(lines)), "utf-8")
    (found,) = findings(published)
    assert found.path == FILE
    assert 4 <= found.line <= 6
    assert f"git checkout main -- {FILE}" in found.melding


def test_a_missing_list_is_refused(root: Path) -> None:
    (root / FILE).unlink()
    (found,) = findings(root)
    assert found == Finding(FILE, 1, 1, "", found.melding)
    assert "zet dit bestand terug" in found.melding


def dropped(root: Path) -> list[str]:
    """Addresses that some commit put in the list, on any branch that came in here, and that it does not hold now."""
    log = subprocess.run(
        ["git", "-C", str(root), "-c", "safe.directory=*", "log", "--full-history", "-m", "-p", "--format=", "--", FILE],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    line = r"\d{4}-\d{2}-\d{2} \S+ (/.*)$"
    now = re.findall(f"^{line}", (root / FILE).read_text("utf-8"), re.MULTILINE)
    return sorted({*re.findall(f"^\\+{line}", log, re.MULTILINE)} - {*now})


def test_no_commit_ever_took_an_address_out() -> None:
    assert dropped(ROOT) == []


def test_a_commit_that_takes_an_address_out_is_seen(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run(["git", "-C", str(tmp_path), *who, *arguments], check=True, capture_output=True)

    def commit(*addresses: str) -> None:
        (tmp_path / FILE).write_text(added(HEAD, addresses, DAY), "utf-8")
        git("add", "-A")
        git("commit", "-qm", "x")

    git("init", "-qb", "hoofd")
    (tmp_path / "data").mkdir()
    commit("a/")
    commit("a/", "b/")
    assert dropped(tmp_path) == []
    commit("a/")
    assert dropped(tmp_path) == ["/b/"]
    git("switch", "-qc", "zijtak")
    commit("a/", "b/", "c/")
    git("switch", "-q", "hoofd")
    commit("a/", "b/", "d/")
    assert dropped(tmp_path) == []
    git("merge", "-q", "-s", "ours", "zijtak")
    assert dropped(tmp_path) == ["/c/"], "een samenvoeging die een kant laat vallen"
    commit("a/", "b/", "c/", "d/")
    assert dropped(tmp_path) == [], "een andere volgorde is goed, als alles er staat"


def test_the_list_holds_what_the_site_has(site: Path, kb: KnowledgeBase) -> None:
    """What is promised is what is built: no address is missing, and nothing that is not promised can be linked to."""
    furniture = re.compile(r"assets/|pagefind/|404\.html$|sitemap\.xml|_redirects$|robots\.txt$")
    files = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    there = {re.sub(r"(^|/)index\.html$", r"\1", f) for f in files if not furniture.match(f)}
    promise = Promise(kb, ROOT / "docs")
    assert there == promise.nu | set(promise.omleidingen)


def test_the_real_list_is_kept(kb: KnowledgeBase) -> None:
    """At publication the command writes them; a lesson that is not in it has not been published yet."""
    assert len(kb.permalinks) > 500


@pytest.fixture(scope="module")
def changed_site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, KnowledgeBase, Promise]:
    """The real site after publication, and then: a lesson renamed, one withdrawn, one replaced, one for fewer people, a partner renamed."""
    root = tmp_path_factory.mktemp("veranderd")
    for name in ("docs", "data", "lessons", "macros"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", root)
    publish(root)
    lessons = root / "lessons/nudging-werving-en-selectie"

    def edit(path: Path, *pairs: tuple[str, str]) -> None:
        text = path.read_text("utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, "utf-8")

    change = "\nwijzigingen: [{datum: 2026-12-01, wat: Een wijziging., reden: Een goede reden.}]\nherzien_voor:"
    shutil.move(lessons / "stel-alle-kandidaten-dezelfde-vragen.yml", lessons / "vaste-vragen.yml")
    for path in [*(root / "lessons").glob("*/*.yml"), *(root / "data").rglob("*.yml")]:
        if "stel-alle-kandidaten-dezelfde-vragen" in (text := path.read_text("utf-8")):
            path.write_text(text.replace("stel-alle-kandidaten-dezelfde-vragen", "vaste-vragen"), "utf-8")
    edit(
        lessons / "meet-een-proef-met-werving-lang-genoeg.yml",
        ("status: gepubliceerd", "status: ingetrokken"),
        ("\nherzien_voor:", change),
    )
    edit(
        lessons / "schrijf-vacatures-met-weinig-concrete-eisen.yml",
        ("status: gepubliceerd", "status: vervangen\nvervangen_door: vaste-vragen"),
        ("\nherzien_voor:", change),
    )
    shutil.move(root / "data/partners/vng.yml", root / "data/partners/gemeentenbond.yml")
    redirect(
        root,
        ("/lessen/stel-alle-kandidaten-dezelfde-vragen/", "/lessen/vaste-vragen/"),
        ("/partners/vng/", "/partners/gemeentenbond/"),
    )
    build_site(root)
    kb = load(root)
    return root / "site", kb, Promise(kb, root / "docs")


def test_every_address_that_was_published_answers(changed_site: tuple[Path, KnowledgeBase, Promise]) -> None:
    site, kb, _ = changed_site
    silent = [
        link.adres
        for link in kb.permalinks
        if not (site / link.adres / "index.html").is_file() and not (site / link.adres).is_file()
    ]
    assert silent == []


def test_old_pages_send_on_in_one_hop(changed_site: tuple[Path, KnowledgeBase, Promise]) -> None:
    site, _, _ = changed_site
    for old, new, title in (
        ("lessen/stel-alle-kandidaten-dezelfde-vragen/", "lessen/vaste-vragen/", "verhuisd"),
        ("lessen/schrijf-vacatures-met-weinig-concrete-eisen/", "lessen/vaste-vragen/", "nieuwere les"),
        ("partners/vng/", "partners/gemeentenbond/", "verhuisd"),
    ):
        html = (site / old / "index.html").read_text("utf-8")
        (target,) = re.findall(r'<meta http-equiv="refresh" content="0; url=(\S+)">', html)
        landed = (site / old / target / "index.html").resolve()
        assert landed == (site / new / "index.html").resolve()
        assert 'http-equiv="refresh"' not in landed.read_text("utf-8"), "meer dan één stap"
        assert f'<link rel="canonical" href="https://wetenwatwerkt.example/{new}">' in html
        assert f'<a href="{target}">' in html
        assert '<html lang="nl">' in html
        assert "<script" not in html
        assert title in html


def test_other_old_addresses_hold_the_new_content(changed_site: tuple[Path, KnowledgeBase, Promise]) -> None:
    site, _, promise = changed_site
    copies = {r.van: r.naar for r in promise.omleidingen.values() if not r.pagina}
    assert "handouts/stel-alle-kandidaten-dezelfde-vragen-voor-werkgever.pdf" in copies
    assert "handouts/pakket-vng.zip" in copies
    assert "delen/schrijf-vacatures-met-weinig-concrete-eisen.png" in copies
    for old, new in copies.items():
        assert (site / forwarding.file_of(old)).read_bytes() == (site / forwarding.file_of(new)).read_bytes(), old


def test_a_withdrawn_lesson_says_so_and_stands_in_no_list(changed_site: tuple[Path, KnowledgeBase, Promise]) -> None:
    site, _, _ = changed_site
    slug = "meet-een-proef-met-werving-lang-genoeg"
    page = (site / "lessen" / slug / "index.html").read_text("utf-8")
    assert "Deze les is ingetrokken op 1 december 2026: Een goede reden." in page
    assert '<meta name="robots" content="noindex">' in page
    for listing in ("lessen", "voor/werkgever", "pilots/nudging-werving-en-selectie", "partners/awvn"):
        assert f"lessen/{slug}/" not in (site / listing / "index.html").read_text("utf-8"), listing
    said = text_of(site / "handouts" / f"{slug}-voor-werkgever.pdf")
    assert solid("Deze handout is er niet meer") in said
    assert solid("Een goede reden.") in said


def test_what_replaced_a_lesson_says_so(changed_site: tuple[Path, KnowledgeBase, Promise]) -> None:
    site, _, _ = changed_site
    page = (site / "lessen/vaste-vragen/index.html").read_text("utf-8")
    assert re.search(r"in de plaats van „[^”]+” sinds 1 december 2026", page)


def test_hosts_that_can_redirect_get_the_rules(changed_site: tuple[Path, KnowledgeBase, Promise]) -> None:
    site, _, promise = changed_site
    rules = (site / "_redirects").read_text("utf-8").splitlines()
    assert "/partners/vng/ /partners/gemeentenbond/ 301" in rules
    assert len(rules) == len(promise.omleidingen)


@pytest.fixture(scope="module")
def small_changed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, KnowledgeBase, Promise]:
    """A small site after publication, with every change that the real one is not put through, all at once."""
    root = tmp_path_factory.mktemp("klein")
    shutil.copytree(ROOT / "tests/voorbeeld", root, dirs_exist_ok=True)
    for name in ("docs", "macros", "data/vocabulaire"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "data/effectwoorden.yml", root / "data")
    shutil.copy(ROOT / "mkdocs.yml", root)
    pilots, lessons = root / "data/pilots", root / "lessons"
    for slug in ("programma", "tweede"):
        shutil.copy(pilots / "proefpilot.yml", pilots / f"{slug}.yml")
    card = (root / OLD).read_text("utf-8")

    def write(slug: str, *pairs: tuple[str, str], pilot: str = "proefpilot", more: str = "") -> None:
        text = card.replace("titel: Stel vooraf vast waar u op let", f"titel: Een les over {slug}")
        for old, new in pairs:
            text = text.replace(old, new)
        (lessons / pilot).mkdir(exist_ok=True)
        (lessons / pilot / f"{slug}.yml").write_text(text + more, "utf-8")

    for slug in ("eerste", "middelste", "verhuizer"):
        write(slug)
    write("smaller", ("[werkgever]", "[werkgever, uwv]"), ("stappen:\n", "stappen:\n  uwv:\n    - Doe dit.\n"))
    publish(root)
    for slug, successor in (("eerste", "middelste"), ("middelste", "een-goede-les")):
        status = f"status: vervangen\nvervangen_door: {successor}"
        write(slug, ("status: gepubliceerd", status), more=CHANGE)
    write("smaller")
    (lessons / "proefpilot/verhuizer.yml").unlink()
    write("verhuizer", pilot="derde")
    shutil.move(pilots / "tweede.yml", pilots / "derde.yml")
    redirect(root, ("/pilots/tweede/", "/pilots/derde/"))
    build_site(root)
    kb = load(root)
    return root / "site", kb, Promise(kb, root / "docs")


def test_after_every_change_every_address_answers_in_one_hop(
    small_changed: tuple[Path, KnowledgeBase, Promise],
) -> None:
    site, kb, promise = small_changed
    assert [link.adres for link in kb.permalinks if not (site / forwarding.file_of(link.adres)).is_file()] == []
    prints = set()
    for redirect in promise.omleidingen.values():
        old, new = site / forwarding.file_of(redirect.van), site / forwarding.file_of(redirect.naar)
        if not redirect.pagina:
            assert old.read_bytes() == new.read_bytes(), redirect
        elif old.suffix == ".html":
            (target,) = re.findall(r'<meta http-equiv="refresh" content="0; url=(\S+)">', old.read_text("utf-8"))
            assert (old.parent / target / "index.html").resolve() == new.resolve(), redirect
            assert "http-equiv" not in new.read_text("utf-8"), redirect
        else:
            prints.add(redirect.van)
            assert solid("Deze handout is er niet meer") in text_of(old), redirect
    assert prints == {"handouts/smaller-voor-uwv.pdf", "handouts/checklist-uwv.pdf"}
    led = {van: r.naar for van, r in promise.omleidingen.items()}
    assert led["embed/eerste/"] == "embed/een-goede-les/"
    assert led["feeds/pilot-tweede.atom"] == "feeds/pilot-derde.atom"
    assert led["handouts/pilot-tweede.pdf"] == "handouts/pilot-derde.pdf"
    assert led["keuzehulp/uwv/"] == "keuzehulp/"
    assert led["lessen/per/voor/uwv/"] == "lessen/"
    assert not [van for van in led if "verhuizer" in van], "een andere map verandert geen adres"


def test_a_page_that_sends_on_stands_in_no_list(small_changed: tuple[Path, KnowledgeBase, Promise]) -> None:
    site, _, _ = small_changed
    assert "/lessen/eerste/" not in (site / "sitemap.xml").read_text("utf-8")
    assert "lessen/eerste/" not in (site / "lessen/index.html").read_text("utf-8")
    assert "eerste" not in (site / "lessen/lessen.csv").read_text("utf-8")
    page = (site / "lessen/eerste/index.html").read_text("utf-8")
    assert '<meta name="robots" content="noindex">' in page
    assert "Sinds 1 december 2026. Reden: Er is nieuw onderzoek." in page
    assert not re.search(r"<style|<script| style=| on[a-z]+=", page)
    assert page.count("<h1>") == page.count("<main") == 1
