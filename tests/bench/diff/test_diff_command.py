"""`triage diff`: what changed, which cases move, for whom; from files and git revisions; as text and Markdown."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from tests.bench.evaluate.coded_plants import OBO, coded, line
from tests.conftest import HOUSEPLANT
from tests.rule_texts import in_parts, written
from triage.bench import hpo_library
from triage.bench.diff import verdict as judging
from triage.bench.prove.smt_solver import MISSING, Missing, z3
from triage.cli import main

pytestmark = pytest.mark.slow

TEXT = HOUSEPLANT.read_text(encoding="utf-8")
CASES = """\
title: Plants
cases:
  - id: thirsty
    name: A plant hangs in dry soil
    story: My plant hangs, and its soil is dust.
    answers: {leaves: [limp], soil: [dry]}
    expects: {best: [too_dry], level: strong, urgency: soon}
    teaches: Water helps.
    source: [book]
  - id: pale
    name: A plant turns yellow
    story: My plant is yellow.
    answers: {leaves: [yellow]}
    expects: {best: [too_wet], urgency: none}
    teaches: Less helps.
    source: [book]
"""


def no_solver():
    raise Missing(MISSING)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """A folder with the tiny rule set and its cases, and no solver."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(judging, "z3", no_solver)
    (tmp_path / "old" / "cases").mkdir(parents=True)
    (tmp_path / "old" / "rules.yaml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "old" / "cases" / "plants.yaml").write_text(CASES, encoding="utf-8")
    return tmp_path


def edit(here, *pairs, text=TEXT):
    """Write a rule file in which some words are others."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    (here / "new.yaml").write_text(text, encoding="utf-8")


def run(*arguments):
    return main(["diff", "old/rules.yaml", "new.yaml", "--seconds", "1", *arguments])


LATER = ("some: {from: 4", "some: {from: 5")
URGENT = ("urgency: soon", "urgency: same_day")


def test_a_change_is_told_with_the_cases_that_move_and_why(here, capsys):
    edit(here, ("for: {strong: [dry_soil]", "for: {weak: [dry_soil]"), URGENT)
    assert run() == 2
    out = capsys.readouterr().out
    assert "2 changes to what decides a result, 0 to texts, notes and sources." in out
    assert "Worked cases: 1 of 2 with another result." in out
    assert "\n  pattern too_dry › thirst: changed\n    “dry soil” (dry_soil): moved from strong to weak for it" in out
    assert "\n  thirsty: A plant hangs in dry soil\n    categories: too_dry (strong) -> too_dry (some)" in out
    assert "\n    urgency: soon -> same_day" in out
    assert "\n    why: too_dry: 11 (thirst) -> 6 (thirst), strong -> some" in out
    assert "pale:" not in out


def test_the_smallest_response_is_told_in_words_and_can_be_assessed(here, capsys):
    edit(here, URGENT)
    assert run() == 2
    out = capsys.readouterr().out
    assert "Not decided; the smallest response found that changes has 1 tick: the proofs need the solver z3" in out
    assert "\n    What do you see on the leaves? they hang\n" in out
    assert "\n  what changes\n    urgency: soon -> same_day\n  as a file of answers\n" in out
    (here / "answers.json").write_text(out.strip().splitlines()[-1])
    assert main(["assess", "answers.json", "--rules", "new.yaml", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["urgency"] == "same_day"


def test_texts_alone_end_with_0(here, capsys):
    edit(here, ("text: Sun,", "text: Sunlight,"))
    assert run() == 0
    out = capsys.readouterr().out
    assert "No response changes: nothing that decides a result was changed." in out
    assert "Worked cases: 0 of 2 with another result." in out


def test_a_file_against_itself_says_that_nothing_was_changed(capsys):
    assert main(["diff", "old/rules.yaml", "old/rules.yaml"]) == 0
    out = capsys.readouterr().out
    assert "Nothing was changed." in out and "No response changes" in out


def test_a_note_that_comes_later_is_the_same_result_told_otherwise(here, capsys):
    edit(here, ("text: Sun, when: {leaves: [yellow]}", "text: Sun, when: {leaves: [limp]}"))
    assert run() == 0
    out = capsys.readouterr().out
    assert "Worked cases: 0 of 2 with another result; 2 told otherwise." in out
    assert "The same result, told otherwise: Worked cases\n  thirsty" in out and "notes: none -> sun" in out


def test_what_the_solver_proves_ends_with_1(here, monkeypatch, capsys):
    monkeypatch.setattr(judging, "z3", z3)
    edit(here, URGENT)
    assert run() == 1
    assert "The smallest response that changes has 1 tick: no response with fewer ticks changes." in (
        capsys.readouterr().out
    )


def test_markdown_says_the_same_with_marks_kept_from_meaning_anything(here, capsys):
    edit(here, LATER, ("text: Sun,", "text: '*Sun*',"))
    assert run("--markdown") == 2
    out = capsys.readouterr().out
    assert out.startswith("## old/rules.yaml (1.0, ") and " → new.yaml (1.0, " in out.splitlines()[0]
    assert "\n### What decides a result\n\n- **level some: changed**\n  - from points: 4 → 5\n" in out
    assert "\n- **note sun: changed**\n  - text: “Sun” → “\\*Sun\\*”\n" in out
    assert "too\\_wet (some) → no clear match" in out


def test_cases_of_both_sides_run_and_one_told_anew_runs_twice(here, capsys):
    (here / "draft" / "cases").mkdir(parents=True)
    edit(here, URGENT)
    shutil.move(here / "new.yaml", here / "draft" / "new.yaml")
    told = CASES.replace("id: pale", "id: paler").replace("leaves: [limp], soil: [dry]", "leaves: [limp], soil: [wet]")
    (here / "draft" / "cases" / "plants.yaml").write_text(told, encoding="utf-8")
    assert main(["diff", "old/rules.yaml", "draft/new.yaml", "--seconds", "1"]) == 2
    out = capsys.readouterr().out
    assert "Worked cases: 2 of 4 with another result." in out
    assert "thirsty: A plant hangs in dry soil (as old/rules.yaml tells it)" in out


def test_cases_that_the_new_file_cannot_read_are_read_as_the_old_one_does(here, capsys):
    edit(here, ("      - {id: dry, text: dry}\n", ""), ("{soil: [dry]}", "{soil: [wet]}"))
    shutil.copytree(here / "old" / "cases", here / "cases")
    assert run() == 2
    out = capsys.readouterr().out
    assert "new.yaml cannot read the cases in cases: cases/plants.yaml:6: question `soil` has no option `dry`" in out
    assert "Worked cases: 1 of 2 with another result." in out


def test_without_cases_beside_either_that_is_said(here, capsys):
    shutil.rmtree(here / "old" / "cases")
    edit(here, ("text: Sun,", "text: Sunlight,"))
    assert run() == 0
    out = capsys.readouterr().out
    assert "There are no worked cases beside either file." in out and "Worked cases" not in out


def test_coded_cases_run_under_both_files(here, monkeypatch, capsys):
    monkeypatch.setenv("XDG_CACHE_HOME", str(here / "cache"))
    (here / "hp.obo").write_text(OBO)
    monkeypatch.setattr(hpo_library, "obo_file", lambda: here / "hp.obo")
    (here / "old" / "rules.yaml").write_text(coded(), encoding="utf-8")
    edit(here, ("codes: [HP:0000120, HP:0000121]", "codes: [HP:0000121]"), text=coded())
    (here / "coded.jsonl").write_text(line("limp", "HP:0000120", category="too_dry") + line("well", category="none"))
    assert run("--cases", "coded.jsonl") == 1
    out = capsys.readouterr().out
    assert "Cases of coded.jsonl: 1 of 2 with another result." in out
    assert "No response changes" in out
    assert "clues of coded cases, codes: taken out HP:0000120" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.yaml", "old/rules.yaml"], "nowhere.yaml:1:1: error R001"),
        (["old/rules.yaml", "broken.yaml"], "error R012"),
        (["broken.yaml", "old/rules.yaml"], "error R012"),
        (["old/rules.yaml", "old/rules.yaml", "--cases", "nowhere.jsonl"], "nowhere.jsonl: cannot be read"),
        (["main:rules.yaml", "old/rules.yaml"], "main:rules.yaml: there is no such file"),
        (["main:", "old/rules.yaml"], "name the file too"),
    ],
)
def test_what_cannot_be_read_ends_with_3_and_no_traceback(here, monkeypatch, capsys, arguments, words):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(here.parent))
    (here / "broken.yaml").write_text(TEXT.replace("source: [book]}", "source: [boot]}", 1), encoding="utf-8")
    assert main(["diff", *arguments]) == 3
    shown = capsys.readouterr()
    assert words in shown.err and "Traceback" not in shown.err and shown.out == ""


@pytest.mark.parametrize("seconds", ["0", "-1", "soon"])
def test_a_time_that_is_none_is_unclear(seconds):
    with pytest.raises(SystemExit) as stopped:
        main(["diff", "a", "b", f"--seconds={seconds}"])
    assert stopped.value.code == 2


def test_help_names_every_exit_code(capsys):
    with pytest.raises(SystemExit):
        main(["diff", "--help"])
    out = capsys.readouterr().out
    assert all(f"\n  {code}  " in out for code in (0, 1, 2, 3))


@pytest.fixture
def repository(here, monkeypatch):
    """A git repository whose first commit holds the old file with its cases."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(here.parent))
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    me = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], [*me, "commit", "-q", "-m", "first"]):
        subprocess.run(["git", *command], cwd=here, check=True)
    return here


def test_a_revision_is_read_with_its_cases(repository, capsys):
    edit(repository, URGENT)
    shutil.rmtree(repository / "old" / "cases")
    assert main(["diff", "main:old/rules.yaml", "new.yaml", "--seconds", "1"]) == 2
    out = capsys.readouterr().out
    assert out.startswith("main:old/rules.yaml (1.0, ")
    assert "Worked cases: 1 of 2 with another result." in out


def test_a_path_in_a_revision_may_start_where_the_reader_stands(repository, monkeypatch, capsys):
    monkeypatch.chdir(repository / "old")
    assert main(["diff", "HEAD:./rules.yaml", "rules.yaml"]) == 0
    assert "Worked cases: 0 of 2 with another result." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("mian:old/rules.yaml", "git knows no revision `mian`"),
        ("main:old/rulez.yaml", "`main` has no file `old/rulez.yaml`"),
        ("main:old", "`main` has no file `old`"),
    ],
)
def test_a_revision_that_is_not_there_is_one_line(repository, capsys, name, words):
    assert main(["diff", name, "old/rules.yaml"]) == 3
    shown = capsys.readouterr()
    assert words in shown.err and len(shown.err.splitlines()) == 1


def test_without_git_that_is_said_in_one_line(repository, monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")
    assert main(["diff", "main:old/rules.yaml", "old/rules.yaml"]) == 3
    assert "git, which reads revisions, is not installed here" in capsys.readouterr().err


def test_a_broken_file_of_a_revision_is_named_as_the_reader_named_it(repository, capsys):
    (repository / "old" / "rules.yaml").write_text(TEXT.replace("[book]}", "[boot]}", 1), encoding="utf-8")
    me = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *me, "commit", "-q", "-a", "-m", "second"], check=True)
    assert main(["diff", "HEAD:old/rules.yaml", "main~1:old/rules.yaml"]) == 3
    assert capsys.readouterr().err.startswith("HEAD:old/rules.yaml:")


def test_a_folder_of_a_revision_and_a_file_are_held_against_each_other(repository, capsys):
    written(in_parts(TEXT), repository / "old" / "plants")
    (repository / "old" / "figures").mkdir()
    subprocess.run(["git", "add", "-A"], cwd=repository, check=True)
    me = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *me, "commit", "-q", "-m", "split"], check=True)
    shutil.rmtree(repository / "old" / "plants")
    for name in ("HEAD:old/plants", "HEAD:old/plants/"):
        assert main(["diff", "main~1:old/rules.yaml", name]) == 0
        assert "Nothing was changed." in capsys.readouterr().out
    edit(repository, URGENT)
    assert main(["diff", "HEAD:old/plants", "new.yaml", "--seconds", "1"]) == 2
    assert "Worked cases: 1 of 2 with another result." in capsys.readouterr().out


def test_a_broken_part_of_a_revision_is_named_as_the_reader_named_it(repository, capsys):
    written({**in_parts(TEXT), "notes": "notes: {"}, repository / "old" / "plants")
    subprocess.run(["git", "add", "-A"], cwd=repository, check=True)
    me = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *me, "commit", "-q", "-m", "split"], check=True)
    assert main(["diff", "HEAD:old/plants", "old/rules.yaml"]) == 3
    assert capsys.readouterr().err.startswith("HEAD:old/plants/notes.yaml:1:")
