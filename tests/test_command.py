"""The command `kennisbank`: exit codes, formats, and that a failed build leaves the last good site."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from macros.cli import main
from macros.schema import schemas
from tests.conftest import CARD, ROOT


def test_check_is_silent_on_a_clean_base(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--root", str(root)]) == 0
    out, err = capsys.readouterr()
    assert (out, err.strip()) == ("", "Alles in orde.")


def damage(root: Path) -> None:
    path = root / CARD
    path.write_text(path.read_text("utf-8").replace("soort: aanpak", "soort: aanpk"), "utf-8")


def test_check_prints_place_field_and_remedy(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damage(root)
    assert main(["check", "--root", str(root)]) == 1
    assert capsys.readouterr().out.startswith(f'{CARD}:3:1: soort: "aanpk" bestaat niet; kies uit')


def test_check_as_annotations(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damage(root)
    assert main(["check", "--root", str(root), "--format", "github"]) == 1
    assert capsys.readouterr().out.startswith(f"::error file={CARD},line=3,col=1,title=soort::")


def test_annotations_cannot_be_forged(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = root / CARD
    path.write_text(path.read_text("utf-8").replace("soort: aanpak", 'soort: "x\\n::error::nep"'), "utf-8")
    main(["check", "--root", str(root), "--format", "github"])
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_check_as_json(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--root", str(root), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    damage(root)
    assert main(["check", "--root", str(root), "--format", "json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["path"], found["line"], found["column"], found["veld"]) == (CARD, 3, 1, "soort")


def test_check_of_a_path_shows_that_path_only(root: Path) -> None:
    damage(root)
    assert main(["check", "--root", str(root), str(root / CARD)]) == 1
    assert main(["check", "--root", str(root), "lessons"]) == 1
    assert main(["check", "--root", str(root), "data"]) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["chek"],
        ["check", "--format", "xml"],
        ["check", "--root", "/bestaat/niet"],
        ["check", "lessons/bestaat-niet.yml"],
        ["check", "/"],
    ],
)
def test_wrong_use_exits_with_2_and_says_so_in_dutch(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "macros.cli", *arguments], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("kennisbank: ")
    assert not any(english in done.stderr for english in ("invalid", "required", "unrecognized", "Traceback"))


def test_the_committed_schema_is_that_of_the_model() -> None:
    for path, text in schemas(ROOT).items():
        assert path.read_text("utf-8") == text, f"{path.name} is verouderd; draai `kennisbank schema`"


def test_a_failed_build_leaves_the_last_good_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("docs", "data", "lessons", "macros"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("de laatste goede site", "utf-8")
    card = next((tmp_path / "lessons").glob("*/*.yml"))
    good = card.read_text("utf-8")

    card.write_text(good.replace("soort:", "sort:"), "utf-8")  # a finding
    assert main(["build", "--root", str(tmp_path)]) == 1
    assert card.name in capsys.readouterr().out

    card.write_text(good, "utf-8")
    page = tmp_path / "docs" / "over" / "index.md"
    page.write_text(page.read_text("utf-8") + "\n[dood](bestaat-niet.md)\n", "utf-8")  # a warning of the strict build
    assert main(["build", "--root", str(tmp_path)]) == 1
    assert "bestaat-niet.md" in capsys.readouterr().err

    page.write_text('{{ les("bestaat-niet") }}\n', "utf-8")  # an unknown slug in a macro
    assert main(["build", "--root", str(tmp_path)]) == 1
    assert "bestaat-niet" in capsys.readouterr().err

    assert [p.name for p in (tmp_path / "site").iterdir()] == ["index.html"]
    assert (tmp_path / "site" / "index.html").read_text("utf-8") == "de laatste goede site"
    assert not (tmp_path / ".opbouw").exists()


def test_two_builds_are_equal(site: Path, tmp_path: Path) -> None:
    """Byte for byte, by way of plain `mkdocs build --strict`."""
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")],
        cwd=site.parent, check=True, capture_output=True,
    )  # fmt: skip
    ours = {p.relative_to(site): p.read_bytes() for p in site.rglob("*") if p.is_file()}
    again = {p.relative_to(tmp_path / "site"): p.read_bytes() for p in (tmp_path / "site").rglob("*") if p.is_file()}
    assert ours.keys() == again.keys()
    assert [str(p) for p in ours if ours[p] != again[p]] == []
