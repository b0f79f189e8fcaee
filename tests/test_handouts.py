"""The prints: every handout is there, on two pages at most, readable for people and programs; what is wrong with one is a finding."""

import io
import re
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from macros import addresses
from macros.beside import Beside
from macros.cli import main
from macros.derive import KnowledgeBase
from macros.findings import Refused
from macros.handouts import Handouts, Print
from macros.knowledge_base import load
from macros.press import Press, number_of_pages, qr
from tests.conftest import CARD

SITE = "https://voorbeeld.example/"


def structure(node: Any) -> Iterator[Any]:
    """Every element of the structure tree below `node`, in order of reading."""
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from structure(child)


def solid(text: str) -> str:
    """Without spaces and dashes, which fall away where a line ends."""
    return re.sub(r"[\s\-\u00ad\ufffe]+", "", text)


def text_of(path: Path) -> str:
    """The text of all pages, in the order in which it stands on them."""
    return solid("".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)))


@pytest.fixture(scope="session")
def pdfs(site: Path) -> dict[str, Path]:
    """Address → file of every PDF of the site."""
    return {p.relative_to(site).as_posix(): p for p in sorted(site.rglob("*.pdf"))}


def test_every_published_lesson_has_a_handout_per_audience(pdfs: dict[str, Path], kb: KnowledgeBase) -> None:
    wanted = {addresses.handout(x.slug, a) for x in kb.actief for a in x.kaart.voor}
    wanted |= {addresses.folder(slug) for slug in kb.pilots}
    wanted |= {addresses.checklist(slug) for slug in kb.vocabulaire["publiek"] if kb.voor(slug)}
    wanted |= {addresses.pack(slug, "pdf") for slug in kb.partners}
    assert wanted <= set(pdfs)


def test_a_handout_is_one_sheet(pdfs: dict[str, Path]) -> None:
    pages = {a: number_of_pages(p.read_bytes()) for a, p in pdfs.items() if "-voor-" in a}
    assert {a: n for a, n in pages.items() if n > 2} == {}
    assert all(len(pypdfium2.PdfDocument(pdfs[a])) == n for a, n in list(pages.items())[:5]), "verkeerd geteld"


def test_programs_can_read_every_pdf(pdfs: dict[str, Path]) -> None:
    """Tags, language, title, bookmarks, alternative texts, headings in order, embedded letters, and the standards it keeps to."""
    for address, path in pdfs.items():
        with pikepdf.open(path) as pdf:
            assert pdf.Root.MarkInfo.Marked, address
            assert str(pdf.Root.Lang) == "nl-NL", address
            assert len(str(pdf.docinfo["/Title"])) > 3, address
            assert pdf.Root.ViewerPreferences.DisplayDocTitle, address
            with pdf.open_outline() as outline:
                assert outline.root, f"{address}: geen bladwijzers"
            elements = list(structure(pdf.Root.StructTreeRoot))
            kinds = [str(e.S) for e in elements]
            levels = [int(kind[2:]) for kind in kinds if re.fullmatch("/H[1-6]", kind)]
            assert levels[0] == 1, address
            assert all(b - a <= 1 for a, b in pairwise(levels)), f"{address}: {levels}"
            figures = [e for e in elements if e.S == "/Figure"]
            assert figures, f"{address}: geen QR-code"
            assert all("https://" in str(f.get("/Alt", "")) for f in figures), address
            with pdf.open_metadata() as metadata:
                assert [metadata.get(k) for k in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")] == [
                    "2",
                    "A",
                    "1",
                ], address
            fonts = [f for page in pdf.pages for f in page.resources.get("/Font", {}).values()]
            assert fonts, address
            for font in fonts:
                assert "/ToUnicode" in font, address
                assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor, address


def test_the_text_stands_in_the_order_of_reading(pdfs: dict[str, Path], kb: KnowledgeBase) -> None:
    for lesson in kb.actief:
        card = lesson.kaart
        for audience in card.voor:
            text = text_of(pdfs[addresses.handout(lesson.slug, audience)])
            parts = [
                card.titel,
                card.kernboodschap,
                kb.vocabulaire["label"][lesson.oordeel.label].label,
                *card.stappen[audience],
                *card.werkzame_elementen,
                *(card.wanneer_wel or ()),
                *(card.wanneer_niet or ()),
                *(card.randvoorwaarden or ()),
                *(card.valkuilen or ()),
                lesson.versie,
                "Onze afspraken",
            ]
            places = [text.find(solid(part)) for part in parts]
            missing = [part for part, place in zip(parts, places, strict=True) if place < 0]
            assert missing == [], f"{lesson.slug}, {audience}"
            assert places == sorted(places), f"{lesson.slug}, {audience}"


def test_the_qr_code_leads_to_the_live_page_with_the_version(pdfs: dict[str, Path], kb: KnowledgeBase) -> None:
    for lesson in kb.actief[:10]:
        with pikepdf.open(pdfs[addresses.handout(lesson.slug, lesson.kaart.voor[0])]) as pdf:
            alts = [str(e.Alt) for e in structure(pdf.Root.StructTreeRoot) if e.S == "/Figure"]
        assert any(alt.endswith(f"/lessen/{lesson.slug}/?versie={lesson.versie}") for alt in alts)
    assert qr("https://a.example/") != qr("https://b.example/")


def test_a_handout_keeps_its_meaning_without_colour(pdfs: dict[str, Path]) -> None:
    """In grey every label still differs from its background enough to be read: at least 4.5 to 1 (WCAG 1.4.3)."""
    source = Path("macros/templates/druk/huisstijl.typ").read_text("utf-8")
    pairs = re.findall(r'"[a-z-]+": \(rgb\("#(\w{6})"\), rgb\("#(\w{6})"\)\)', source)
    assert len(pairs) == 6
    for full, light in pairs:
        dark, pale = sorted((luminance(full), luminance(light)))
        assert (pale + 0.05) / (dark + 0.05) >= 4.5, full


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2): all that is left of it on a grey print."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_pack_holds_the_lessons_of_the_partner_in_its_order(pdfs: dict[str, Path], kb: KnowledgeBase) -> None:
    for partner in kb.partners.values():
        titles = [kb.lessen[slug].kaart.titel for slug in partner.lessen]
        with pikepdf.open(pdfs[addresses.pack(partner.slug, "pdf")]) as pdf, pdf.open_outline() as outline:
            assert [str(item.title) for item in outline.root][1:] == titles, partner.slug


def test_a_kit_holds_pack_handouts_and_texts(site: Path, kb: KnowledgeBase) -> None:
    for partner in kb.partners.values():
        with zipfile.ZipFile(site / addresses.pack(partner.slug, "zip")) as kit:
            assert kit.testzip() is None
            names = kit.namelist()
            assert names[:2] == ["teksten.txt", f"00-pakket-{partner.slug}.pdf"]
            wanted = [
                f"{s}-voor-{a}.pdf"
                for s in partner.lessen
                for a in kb.lessen[s].kaart.voor
                if a in partner.record.publiek
            ]
            assert [name[3:] for name in names[2:]] == wanted
            texts = kit.read("teksten.txt").decode()
            assert all(kb.lessen[slug].nieuwsbrief in texts for slug in partner.lessen)
            assert kit.read(names[2]) == (site / "handouts" / wanted[0]).read_bytes()


def test_share_images_have_the_size_that_channels_ask(site: Path, kb: KnowledgeBase) -> None:
    for path in [*(addresses.image(x.slug) for x in kb.actief), addresses.SITE_IMAGE]:
        head = (site / path).read_bytes()[:24]
        assert head[:8] == b"\x89PNG\r\n\x1a\n", path
        assert (int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")) == (1200, 630), path


@pytest.fixture
def pressed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Make the prints of the small knowledge base after a change to its card: `pressed(old, new)` → folder with the files."""

    def make(old: str = "", new: str = "") -> Path:
        path = root / CARD
        path.write_text(path.read_text("utf-8").replace(old, new, 1) if old else path.read_text("utf-8"), "utf-8")
        out = tmp_path_factory.mktemp("druk")
        Press(Handouts(load(root), SITE), root).finish(out)
        return out

    return make


def test_the_same_card_gives_the_same_bytes(pressed: Callable[..., Path], root: Path) -> None:
    first = pressed()
    shutil.rmtree(root / ".cache")
    second = pressed()
    files = sorted(p.relative_to(first) for p in first.rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(second) for p in second.rglob("*") if p.is_file())
    assert [f for f in files if (first / f).read_bytes() != (second / f).read_bytes()] == []


def test_only_what_changed_is_made_again(pressed: Callable[..., Path], root: Path) -> None:
    pressed()
    before = {p.name: p.stat().st_ino for p in (root / ".cache/druk").iterdir()}
    pressed("Stel vooraf vast", "Leg vooraf vast")
    after = {p.name for p in (root / ".cache/druk").iterdir()}
    assert set(before) < after
    fresh = after - set(before)
    assert 1 <= len(fresh) < len(before), "de mappen en lijsten met deze les zijn nieuw, de rest niet"


def test_a_long_card_gets_smaller_letters_before_it_is_refused(pressed: Callable[..., Path]) -> None:
    out = pressed(
        "    - Kies", "".join(f"    - Stap {n} {'met wat meer woorden ' * 8}\n" for n in range(5)) + "    - Kies"
    )
    (handout,) = out.glob("handouts/*-voor-werkgever.pdf")
    assert number_of_pages(handout.read_bytes()) == 2


def test_a_handout_that_does_not_fit_is_a_finding_at_its_card(pressed: Callable[..., Path], root: Path) -> None:
    steps = "".join(f"    - Stap {n} {'met heel veel woorden erin ' * 7}\n" for n in range(8))
    reasons = "werkzame_elementen:\n" + "".join(
        f"  - Reden {n} {'met heel veel woorden erin ' * 7}\n" for n in range(7)
    )
    path = root / CARD
    path.write_text(path.read_text("utf-8").replace("werkzame_elementen:\n", reasons, 1), "utf-8")
    with pytest.raises(Refused) as refused:
        pressed("    - Kies", steps + "    - Kies")
    (found,) = refused.value.findings
    assert found.path == CARD
    assert re.search(r"de handout voor werkgevers telt \d bladzijden; hooguit 2 mag: kort", found.melding)


def test_a_sign_that_the_letter_lacks_is_a_finding_on_its_line(pressed: Callable[..., Path], root: Path) -> None:
    with pytest.raises(Refused) as refused:
        pressed("    - Kies", "    - Eerst → dan\n    - Kies")
    line = (root / CARD).read_text("utf-8").split("\n").index("    - Eerst → dan") + 1
    assert {(f.path, f.line, f.column) for f in refused.value.findings} == {(CARD, line, 13)}
    assert "kan „→” niet tonen" in refused.value.findings[0].melding


def test_progress_is_said_when_it_takes_long(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("macros.press.PATIENCE", 0.0)
    made = Press._made

    def slowly(self: Press, each: Print) -> bytes:
        time.sleep(0.4)
        return made(self, each)

    monkeypatch.setattr(Press, "_made", slowly)
    Press(Handouts(load(root), SITE), root).finish(tmp_path / "uit")
    assert re.search(r"Handouts en beelden: \d+ van \d+", capsys.readouterr().err)


def test_the_command_makes_handouts_of_one_lesson(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kb: KnowledgeBase
) -> None:
    slug = kb.actief[0].slug
    assert main(["handout", slug, "--map", str(tmp_path)]) == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(f"{slug}-voor-{a}.pdf" for a in kb.actief[0].kaart.voor)
    assert main(["handout", slug[:-1], "--map", str(tmp_path)]) == 2
    assert f'Bedoelde u "{slug}"?' in capsys.readouterr().err


def test_a_picture_of_a_page_is_not_empty(pdfs: dict[str, Path], kb: KnowledgeBase) -> None:
    """Drawn in grey, the first page holds the dark band, white paper and shades between."""
    page = pypdfium2.PdfDocument(pdfs[addresses.handout(kb.actief[0].slug, kb.actief[0].kaart.voor[0])])[0]
    bitmap = page.render(scale=0.5, grayscale=True)
    shades = set(io.BytesIO(bytes(bitmap.buffer)).getvalue())
    assert min(shades) < 80
    assert max(shades) == 255
    assert len(shades) > 30


# --- the process beside the pages ---


def test_what_cannot_be_printed_is_found_at_its_card_and_stops_the_build(root: Path, tmp_path: Path) -> None:
    card = root / CARD
    card.write_text(card.read_text("utf-8").replace("Stel vooraf vast", "Stel vooraf → vast"), "utf-8")
    beside = Beside(root, SITE, "")
    beside.begin(tmp_path / "site")
    with pytest.raises(Refused) as refused:
        beside.finish()
    assert {finding.path for finding in refused.value.findings} == {CARD}
    assert all("„→”" in finding.melding and finding.line > 1 for finding in refused.value.findings)


def test_all_that_is_no_page_is_made(root: Path, tmp_path: Path) -> None:
    site, slug = tmp_path / "site", Path(CARD).stem
    beside = Beside(root, SITE, "")
    beside.begin(site)
    beside.finish()
    audience = load(root).lessen[slug].kaart.voor[0]
    for path in (
        addresses.handout(slug, audience),
        addresses.image(slug),
        addresses.embed(slug) + "index.html",
        addresses.oembed(slug),
        addresses.citation(slug, "bib"),
        addresses.citation(slug, "ris"),
        "feeds/lessen.atom",
        "pagefind/woorden.json",
    ):
        assert (site / path).stat().st_size, path
    assert SITE in (site / addresses.oembed(slug)).read_text("utf-8")


def test_a_build_that_fails_leaves_no_process_behind(root: Path) -> None:
    beside = Beside(root, SITE, "")
    process = beside._process
    beside.stop()
    assert process.poll() is not None
