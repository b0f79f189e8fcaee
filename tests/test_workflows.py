"""What runs at the code host: pinned, with the least rights, and a proposal of a stranger gains nothing. And what editor programs are told."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from macros.cli import main
from macros.findings import Finding, as_github
from macros.knowledge_base import findings
from macros.model import Les
from macros.previews import shown
from macros.proposal import ALLOWED, Refused, lay_over
from macros.read import MAX_BYTES, Document, read_text
from macros.records import model_files, read_all
from macros.schema import tree
from tests.conftest import CARD, ROOT, git

HOST = ROOT / ".github"
WORKFLOWS = {path.name: yaml.safe_load(path.read_text("utf-8")) for path in sorted((HOST / "workflows").glob("*.yml"))}
FORMS = {p.name: yaml.safe_load(p.read_text("utf-8")) for p in sorted((HOST / "ISSUE_TEMPLATE").glob("*.yml")) if p.name != "config.yml"}  # fmt: skip
EACH = pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=WORKFLOWS)


def steps(workflow: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for job in workflow["jobs"].values():
        yield from job["steps"]


@EACH
def test_every_action_is_pinned_by_hash_with_its_version_beside_it(workflow: dict[str, Any]) -> None:
    text = "\n".join(path.read_text("utf-8") for path in (HOST / "workflows").glob("*.yml"))
    for step in steps(workflow):
        if uses := step.get("uses"):
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", uses)
            assert re.search(re.escape(uses) + r" # v\d+\.\d+\.\d+\n", text)


@EACH
def test_no_right_is_given_but_by_name_to_one_job(workflow: dict[str, Any]) -> None:
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert "write-all" not in str(job["permissions"])
        assert job["timeout-minutes"] <= 90
        writes = [name for name, right in job["permissions"].items() if right == "write"]
        runs_a_program = any(".venv/bin" in step.get("run", "") or "bouw.sh" in step.get("run", "") for step in job["steps"])  # fmt: skip
        assert not (writes and runs_a_program), "wie het programma draait, mag niets schrijven"
        if "secrets." in str(job):
            assert not runs_a_program
            assert job["environment"], "een geheim hoort bij een omgeving die alleen de hoofdtak krijgt"


@EACH
def test_no_text_of_a_stranger_is_part_of_a_command(workflow: dict[str, Any]) -> None:
    for step in steps(workflow):
        assert "${{" not in step.get("run", "")
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False


def test_what_a_proposal_starts_itself_can_only_read() -> None:
    """A proposal that changes its own workflow changes this one; the others come from the default branch."""
    for name, workflow in WORKFLOWS.items():
        starts = workflow[True]  # YAML 1.1 reads "on" so
        assert "pull_request_target" not in starts
        if {"pull_request", "pull_request_review"} & {*starts}:
            assert name in ("controle.yml", "voorbeeld.yml")
            rights = {right for job in workflow["jobs"].values() for right in job["permissions"].items()}
            assert rights <= {("contents", "read")}
            assert "secrets." not in (HOST / "workflows" / name).read_text("utf-8")
        if "workflow_run" in starts:
            checkouts = [s for s in steps(workflow) if "checkout" in s.get("uses", "")]
            assert all(s["with"]["ref"] == "${{ github.event.repository.default_branch }}" for s in checkouts)


def test_no_job_of_the_gate_can_be_skipped() -> None:
    """A required check that is skipped counts as passed."""
    assert not any("if" in job for job in WORKFLOWS["controle.yml"]["jobs"].values())
    assert WORKFLOWS["controle.yml"][True]["pull_request"] is None  # every change of a proposal, and only that


def test_an_outside_eye_finds_no_hole_in_the_workflows() -> None:
    zizmor = Path(sys.executable).parent / "zizmor"
    done = subprocess.run([zizmor, "--offline", "--persona=pedantic", "--format=json", HOST], capture_output=True, text=True, check=False)  # fmt: skip
    assert json.loads(done.stdout) == [], done.stdout
    assert done.returncode == 0


def test_what_is_not_looked_at_has_its_reason() -> None:
    for path in (HOST / "workflows").glob("*.yml"):
        for line in path.read_text("utf-8").splitlines():
            if "zizmor: ignore" in line:
                assert re.search(r"zizmor: ignore\[[a-z-]+\] \w+.{20,}", line), line


def test_the_commands_that_the_workflows_call_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    called = set()
    for path in (*(HOST / "workflows").glob("*.yml"), HOST / "bouw.sh", ROOT / ".pre-commit-config.yaml"):
        called |= set(re.findall(r"kennisbank (\w+)((?: --[a-z]+)*)", path.read_text("utf-8")))
    assert {command for command, _ in called} >= {"check", "diff", "audit", "build", "permalinks"}
    for command, options in called:
        with pytest.raises(SystemExit):
            main([command, "--help"])
        told = capsys.readouterr().out
        assert all(option in told for option in options.split())


# --- which proposals are shown, on the address of the site ---

SEEN, LATER = "a" * 40, "b" * 40


def review(**changed: Any) -> dict[str, Any]:
    return {"body": "/voorbeeld graag", "authorCanPushToRepository": True, "commit": {"oid": SEEN}} | changed


def shown_of(*reviews: dict[str, Any], **changed: Any) -> list[tuple[int, str]]:
    proposal = {"number": 7, "headRefOid": SEEN, "baseRefName": "main", "isCrossRepository": True, "reviews": {"nodes": [*reviews]}}  # fmt: skip
    repository = {"defaultBranchRef": {"name": "main"}, "pullRequests": {"nodes": [proposal | changed]}}
    return list(shown({"data": {"repository": repository}}))


def test_a_proposal_of_the_editors_is_shown_and_one_from_outside_when_they_ask() -> None:
    assert shown_of(isCrossRepository=False) == [(7, SEEN)]
    assert shown_of() == []
    assert shown_of(review()) == [(7, SEEN)]
    assert shown_of(review(body="Goed!"), review(body="/voorbeeld")) == [(7, SEEN)]


@pytest.mark.parametrize(
    "unasked",
    [
        {"commit": {"oid": LATER}},
        {"commit": None},
        {"authorCanPushToRepository": False},
        {"body": ""},
        {"body": "niet /voorbeeld"},
        {"body": "/voorbeelden"},
    ],
    ids=str,
)
def test_a_proposal_from_outside_is_not_shown_but_as_the_editors_saw_it(unasked: dict[str, Any]) -> None:
    assert shown_of(review(**unasked)) == []


def test_what_came_after_the_look_of_the_editors_is_not_shown() -> None:
    assert shown_of(review(), headRefOid=LATER) == []


def test_a_proposal_for_another_branch_is_not_shown() -> None:
    assert shown_of(review(), baseRefName="proef") == []


def test_the_code_host_is_asked_for_what_is_needed() -> None:
    asked = (HOST / "open.graphql").read_text("utf-8")
    for name in ("defaultBranchRef", "number", "headRefOid", "baseRefName", "isCrossRepository", "body", "authorCanPushToRepository", "oid"):  # fmt: skip
        assert re.search(rf"\b{name}\b", asked)


@pytest.fixture
def publish(repository: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `bouw.sh` in the repository for proposals, with a build that only notes what it was asked."""
    git(repository, "remote", "add", "origin", str(repository))
    programs = {
        "python": f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" "$@"\n',
        "kennisbank": "#!/bin/sh\nif grep -q kapot lessons/*/*.yml; then exit 1; fi\n"
        'mkdir site; echo "$SITE_URL" "${VOORBEELD:-}" > site/adres; cat lessons/*/*.yml > site/kaarten\n'
        "head -c 2000000 /dev/zero > site/groot\n",
    }

    def run(*commits: str, **environment: str) -> subprocess.CompletedProcess[str]:
        nodes = [
            {
                "number": number,
                "headRefOid": commit,
                "baseRefName": "main",
                "isCrossRepository": False,
                "reviews": {"nodes": []},
            }
            for number, commit in enumerate(commits, 1)
        ]
        answer = {"data": {"repository": {"defaultBranchRef": {"name": "main"}, "pullRequests": {"nodes": nodes}}}}
        for name, text in programs.items():
            program = repository / ".venv" / "bin" / name
            program.parent.mkdir(parents=True, exist_ok=True)
            program.write_text(text)
            program.chmod(0o755)
        return subprocess.run(
            ["sh", HOST / "bouw.sh"], cwd=repository, input=json.dumps(answer), capture_output=True, text=True, check=False,
            env=os.environ | {"SITE_URL": "https://voorbeeld.nl/kennis"} | environment,
        )  # fmt: skip

    return run


def test_each_proposal_is_built_on_its_own_beside_the_site(
    repository: Path, publish: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    card = repository / CARD
    commits = [proposed(repository, partial(card.write_text, f"titel: {text}\n")) for text in ("een", "kapot", "drie")]
    done = publish(*commits)
    assert done.returncode == 0, done.stderr
    assert "Voorstel 2 krijgt geen voorbeeld." in done.stdout
    site = repository / "publicatie"
    assert (site / "adres").read_text() == "https://voorbeeld.nl/kennis/ \n"
    assert "titel: een" not in (site / "kaarten").read_text()
    assert sorted(each.name for each in (site / "voorbeeld").iterdir()) == ["1", "3"]
    assert (site / "voorbeeld/3/adres").read_text() == "https://voorbeeld.nl/kennis/voorbeeld/3/ 3\n"
    assert "titel: drie" in (site / "voorbeeld/3/kaarten").read_text()
    assert "titel: een" not in (site / "voorbeeld/3/kaarten").read_text()


def test_previews_that_do_not_fit_are_left_out_and_the_site_goes_on(
    repository: Path, publish: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    commits = [proposed(repository, partial((repository / CARD).write_text, f"titel: {text}\n")) for text in "ab"]
    done = publish(*commits, PAST="5")
    assert done.returncode == 0, done.stderr
    assert "Voorstel 2 past niet meer op Pages" in done.stdout
    assert [each.name for each in (repository / "publicatie/voorbeeld").iterdir()] == ["1"]


def test_without_an_address_nothing_is_published(publish: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = publish(SITE_URL="")
    assert done.returncode
    assert "SITE_URL" in done.stderr


# --- a malicious proposal ---


@pytest.fixture
def repository(root: Path) -> Path:
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=basis")
    return root


def proposed(repository: Path, change: Callable[[], object]) -> str:
    """A commit with a change, of which nothing is left in the working tree."""
    change()
    git(repository, "add", "--all", "--force")
    git(repository, "commit", "--quiet", "--message=voorstel")
    commit = git(repository, "rev-parse", "HEAD")
    git(repository, "reset", "--quiet", "--hard", "HEAD~1")
    return commit


def test_a_changed_a_new_and_a_removed_record_are_taken_over(repository: Path) -> None:
    card, source = repository / CARD, repository / "data/bronnen/voorbeeldrapport.yml"

    def write() -> None:
        card.with_name("nieuw.yml").write_text("titel: x\n")
        source.unlink()
        card.write_text("titel: y\n")

    commit = proposed(repository, write)
    assert lay_over(repository, commit) == ["data/bronnen/voorbeeldrapport.yml", CARD, CARD.replace("een-goede-les", "nieuw")]  # fmt: skip
    assert card.read_text() == "titel: y\n"
    assert not source.exists()


def test_what_came_to_the_base_since_stays(repository: Path) -> None:
    commit = proposed(repository, lambda: (repository / CARD).write_text("titel: y\n"))
    later = repository / CARD.replace("een-goede-les", "later")
    later.write_text("titel: z\n")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message=later")
    lay_over(repository, commit)
    assert later.read_text() == "titel: z\n"


EVIL = {
    "workflow": ".github/workflows/controle.yml",
    "programma": "macros/cli.py",
    "test": "tests/test_rules.py",
    "makefile": "Makefile",
    "pagina": "docs/index.md",
    "script": "docs/assets/js/kopieer.js",
    "belofte": "data/permalinks.txt",
    "schema": "data/schema/les.schema.json",
    "optie als naam": "lessons/proefpilot/-rf.yml",
    "hoofdletters": "lessons/proefpilot/Les.yml",
    "regel in een naam": "lessons/proefpilot/les\n::error::x.yml",
    "punt in een naam": "lessons/proefpilot/les.yml.yml",
    "te diep": "lessons/proefpilot/diep/les.yml",
    "te hoog": "lessons/les.yml",
    "andere soort": "data/geheim/les.yml",
    "git in de map": "lessons/.git-hooks/les.yml",
}


@pytest.mark.parametrize("path", EVIL.values(), ids=EVIL)
def test_nothing_else_of_a_proposal_is_taken_over(repository: Path, path: str) -> None:
    def write() -> None:
        (repository / path).parent.mkdir(parents=True, exist_ok=True)
        (repository / path).write_text("kwaad")

    commit = proposed(repository, write)
    assert not ALLOWED.fullmatch(path)
    assert lay_over(repository, commit) == []
    assert git(repository, "status", "--porcelain") == ""


@pytest.mark.parametrize("path", ["../buiten.yml", "lessons/../../buiten.yml", "/etc/passwd", "lessons/a/../b/c.yml", "data/bronnen/..", "lessons\\a\\b.yml"])  # fmt: skip
def test_a_path_that_leaves_the_base_is_not_allowed(path: str) -> None:
    assert not ALLOWED.fullmatch(path)


def test_a_link_is_not_taken_over(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("elders") / "geheim"
    secret.write_text("geheim")
    commit = proposed(repository, lambda: (repository / "data/bronnen/koppeling.yml").symlink_to(secret))
    assert lay_over(repository, commit) == []


def test_through_a_link_that_is_there_nothing_is_written(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:  # fmt: skip
    commit = proposed(repository, lambda: (repository / "data/bronnen/nieuw.yml").write_text("title: x\n"))
    outside = tmp_path_factory.mktemp("elders")
    (repository / "data/bronnen").rename(outside / "bronnen")
    (repository / "data/bronnen").symlink_to(outside / "bronnen")
    with pytest.raises(Refused, match="koppeling"):
        lay_over(repository, commit)
    assert not (outside / "bronnen/nieuw.yml").exists()


def test_too_much_and_too_large_is_refused_before_anything_changes(repository: Path) -> None:
    def many() -> None:
        for number in range(301):
            (repository / f"lessons/proefpilot/les-{number}.yml").write_text("titel: x\n")

    large = proposed(repository, lambda: [(repository / CARD).write_text("x" * (MAX_BYTES + 1))])
    for commit, says in ((proposed(repository, many), "hooguit 300"), (large, "groter dan")):
        with pytest.raises(Refused, match=says):
            lay_over(repository, commit)
        assert git(repository, "status", "--porcelain") == ""


@pytest.mark.parametrize("commit", ["main", "HEAD", "--output=x", "", "0" * 40])
def test_what_is_no_known_commit_is_refused(repository: Path, commit: str) -> None:
    with pytest.raises(Refused):
        lay_over(repository, commit)


def test_a_card_cannot_give_commands_to_the_runner(change: Callable[..., tuple[Finding, ...]]) -> None:
    """What a card holds comes back in a message; a message is one command on one line, whatever it holds."""
    found = change("soort: aanpak", 'soort: "x\\n::error file=.github/x::%0A::add-mask::"')
    lines = as_github(found).split("\n")
    assert len(lines) == len(found)
    assert all(line.startswith("::error file=lessons/") for line in lines)
    named = as_github([Finding("lessons/x/a,line=1::b\n::error.yml", 1, 1, "veld:\n", "tekst")])
    assert named.count("\n") == 0
    assert named.startswith("::error file=lessons/x/a%2Cline=1%3A%3Ab%0A%3A%3Aerror.yml,")


# --- forms, owners, gate ---


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_an_issue_form_is_complete_and_its_label_exists(form: dict[str, Any]) -> None:
    labels = {label["naam"] for label in yaml.safe_load((HOST / "labels.yml").read_text("utf-8"))}
    assert {*form["labels"]} <= labels
    assert form["name"]
    assert form["description"]
    ids = [field["id"] for field in form["body"] if field["type"] != "markdown"]
    assert len(ids) == len(set(ids)) > 0


def test_links_of_the_site_open_forms_and_fields_that_are_there() -> None:
    text = "".join(path.read_text("utf-8") for path in (ROOT / "macros/templates/html").glob("*.html"))
    links = re.findall(r"issues/new\?template=([a-z-]+\.yml)((?:&amp;[a-z]+=\{\{.*?\}\})*)", text)
    assert {name for name, _ in links} >= {"fout.yml", "bezwaar.yml", "partner.yml"}
    for name, fields in links:
        known = {field.get("id") for field in FORMS[name]["body"]} | {"title"}
        assert set(re.findall(r"&amp;([a-z]+)=", fields)) <= known


def test_the_gate_asks_for_the_checks_by_their_names() -> None:
    rules = json.loads((HOST / "rulesets" / "main.json").read_text("utf-8"))["rules"]
    asked = next(r["parameters"]["required_status_checks"] for r in rules if r["type"] == "required_status_checks")
    assert {check["context"] for check in asked} == {job["name"] for job in WORKFLOWS["controle.yml"]["jobs"].values()}
    asked_review = next(r["parameters"] for r in rules if r["type"] == "pull_request")
    assert asked_review["require_code_owner_review"] is True


def test_only_the_key_that_records_addresses_passes_the_gate_without_it() -> None:
    """An app in this list would let any workflow of any branch through."""
    rules = json.loads((HOST / "rulesets" / "main.json").read_text("utf-8"))
    assert [actor["actor_type"] for actor in rules["bypass_actors"]] == ["DeployKey"]
    with_a_secret = [job["name"] for workflow in WORKFLOWS.values() for job in workflow["jobs"].values() if "secrets." in str(job)]  # fmt: skip
    assert with_a_secret == ["Leg nieuwe adressen vast"]


def test_who_changes_the_gate_needs_the_owners_of_the_gate() -> None:
    owners = (HOST / "CODEOWNERS").read_text("utf-8")
    for path in ("/.github/", "/.ci/", "/data/permalinks.txt", "*"):
        assert re.search(rf"^{re.escape(path)}\s+@\S+", owners, re.MULTILINE)


# --- editor programs ---


def settings() -> dict[str, Any]:
    text = re.sub(r"^\s*//.*$", "", (ROOT / ".vscode" / "settings.json").read_text("utf-8"), flags=re.MULTILINE)
    found: dict[str, Any] = json.loads(text)
    return found


def test_every_record_is_bound_to_its_schema_in_the_editor() -> None:
    bound = {pattern: ROOT / schema for schema, pattern in settings()["yaml.schemas"].items()}
    assert all(schema.is_file() for schema in bound.values())
    for path, model in model_files(ROOT):
        fits = [schema for pattern, schema in bound.items() if Path(path).match(pattern)]
        assert len(fits) == 1, path
        assert json.loads(fits[0].read_text("utf-8"))["title"] == model.__name__


def test_the_snippet_is_a_card_with_what_has_to_be_there_and_the_right_choices() -> None:
    snippet = json.loads((ROOT / ".vscode" / "les.code-snippets").read_text("utf-8"))["Nieuwe les"]["body"]
    text = "\n".join(snippet)
    first = {number: choices.split(",") for number, choices in re.findall(r"\$\{(\d+)\|([^|]*)\|\}", text)}
    words = {name: [w.slug for w in v.waarden] for name, v in read_all(ROOT)[0].vocabularies.items()}
    for number, name in (("2", "soort"), ("4", "publiek"), ("5", "doelgroep"), ("10", "kosten"), ("13", "richting"), ("14", "groep")):  # fmt: skip
        assert sorted(first[number]) == sorted(words[name])
    filled = re.sub(r"\$\{CURRENT_YEAR\}-\$\{CURRENT_MONTH\}-\$\{CURRENT_DATE\}", "2026-11-23", text)
    filled = re.sub(r"\$\{(\d+)\}", lambda m: first[m[1]][0], filled)
    filled = re.sub(r"\$\{\d+\|([^,|]*)[^|]*\|\}|\$\{\d+:([^}]*)\}", lambda m: m[1] or m[2], filled)
    card = read_text("les.yml", filled.replace("\\$", "$").replace("$0", ""))
    assert isinstance(card, Document), card
    needed = {name for name, field in Les.model_fields.items() if field.is_required()}
    assert needed <= set(card.value) <= set(Les.model_fields)
    assert card.value["bewijs"][0].keys() >= set(tree("lessen", {})["properties"]["bewijs"]["items"]["required"])


def test_hooks_run_what_is_there_and_fetch_nothing() -> None:
    [repository] = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert repository["repo"] == "local"
    for hook in repository["hooks"]:
        assert hook["language"] == "system"
        assert (Path(sys.executable).parent / Path(hook["entry"].split()[0]).name).exists()


def test_a_hook_on_a_broken_card_names_it(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / CARD).write_text((root / CARD).read_text("utf-8").replace("soort: aanpak", "soort: aanpk"), "utf-8")
    assert main(["check", "--root", str(root), CARD]) == 1
    assert findings(root)[0].melding in capsys.readouterr().out
