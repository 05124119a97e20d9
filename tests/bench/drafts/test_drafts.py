"""A draft is a whole rule set apart from what is live; it takes its place whole and sound, or not at all."""

from __future__ import annotations

import json
import re

import pytest

from tests.conftest import HOUSEPLANT
from tests.rule_texts import in_parts, written
from triage.cli import main
from triage.preview.command import preview_app
from triage.rule_files import draft_folder, whole_set
from triage.rule_files.load import load
from triage.rule_files.whole_set import KEPT, digests_of_set
from triage.today import today

CASES = """title: Plants
cases:
  - id: thirsty
    name: Thirsty
    story: The leaves are yellow.
    answers: {leaves: [yellow]}
    expects: {best: [too_wet], level: some, urgency: none}
    teaches: Water.
    source: [book]
"""
YELLOW, PALE = "text: they are yellow", "text: they are pale"


@pytest.fixture(params=["file", "folder"])
def live(request, tmp_path, monkeypatch):
    """Live rules about plants with all that may stand beside them."""
    monkeypatch.setattr(draft_folder, "DRAFTS", tmp_path / "drafts")
    place, text = tmp_path / "live", HOUSEPLANT.read_text(encoding="utf-8")
    for name, content in {"cases/plants.yaml": CASES, "translations/es.po": "", "resources.yaml": "[]\n"}.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(content, encoding="utf-8")
    (place / "cases" / ".plants.yaml.swp").write_text("an editor's", encoding="utf-8")
    if request.param == "folder":
        return written(in_parts(text), place / "plants")
    (place / "plants.yaml").write_text(text, encoding="utf-8")
    return place / "plants.yaml"


@pytest.fixture
def draft(live):
    assert main(["draft", "greener", "--rules", str(live)]) == 0
    return draft_folder.DRAFTS / "greener"


def questions(rules):
    return rules if rules.is_file() else rules / "questions.yaml"


def change(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_draft_holds_every_file_of_the_rule_set_and_none_of_an_editor(live, draft):
    assert digests_of_set(draft / live.name) == digests_of_set(live)
    assert {"resources.yaml", "cases/plants.yaml", "translations/es.po"} < set(digests_of_set(draft / live.name))
    assert not list(draft.rglob(".*"))


@pytest.mark.parametrize(
    "command",
    [
        ["check", "NAME"],
        ["cases", "--rules", "NAME"],
        ["coverage", "--rules", "NAME"],
        ["where", "yellow_leaves", "--rules", "NAME"],
        ["schema", "NAME"],
        ["diff", "NAME", "NAME"],
        ["assess", "ANSWERS", "--rules", "NAME"],
        ["summary", "ANSWERS", "--rules", "NAME", "--text"],
    ],
    ids=lambda command: command[0],
)
@pytest.mark.parametrize("by", ["name", "folder", "rules"])
def test_commands_take_a_draft_by_its_name_its_folder_or_the_rules_in_it(live, draft, tmp_path, command, by):
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"leaves": ["yellow"]}), encoding="utf-8")
    name = {"name": "greener", "folder": str(draft), "rules": str(draft / live.name)}[by]
    assert main([{"NAME": name, "ANSWERS": str(answers)}.get(word, word) for word in command]) == 0


def test_a_preview_shows_a_draft_with_its_own_cases(live, draft, tmp_path):
    _, seen = preview_app(draft_folder.rules_named("greener"), live, tmp_path, tmp_path / "key")
    assert [case.file for case in seen.look().site.cases] == [str(draft / "cases" / "plants.yaml")]


def test_whatever_is_broken_in_a_draft_the_live_rules_stay_as_they_are(live, draft):
    before = digests_of_set(live)
    questions(draft / live.name).write_text("questions: [", encoding="utf-8")
    (draft / "cases" / "plants.yaml").write_text("nonsense", encoding="utf-8")
    assert main(["check", "greener"]) == 1
    assert digests_of_set(live) == before and main(["check", str(live)]) == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["draft", "greener"], "there is a draft `greener` already"),
        (["draft", "a/b"], "`a/b` cannot name a draft"),
        (["draft", "greenr", "--update"], "did you mean `greener`?"),
        (["publish", "greenr"], "no draft is named `greenr`: did you mean `greener`?"),
    ],
)
def test_a_name_that_will_not_do_is_refused_in_words_that_help(draft, capsys, arguments, told):
    assert main(arguments) == 1
    assert told in capsys.readouterr().err


def test_drafts_are_listed_with_what_they_change(live, draft, capsys):
    change(questions(draft / live.name), YELLOW, PALE)
    assert main(["draft"]) == 0
    assert re.search(r"^greener: made on \S+ of .*, 1 files changed$", capsys.readouterr().out, re.MULTILINE)


def test_publishing_shows_the_difference_and_puts_all_in_place_with_version_dates_and_schema(live, draft, capsys):
    change(questions(draft / live.name), YELLOW, PALE)
    change(draft / "cases" / "plants.yaml", "The leaves are yellow", "The leaves are pale")
    (draft / "translations" / "es.po").unlink()
    assert main(["publish", "greener", "--yes", "--reviewed-by", "Dr Fern: botanist"]) == 0
    assert "pale" in capsys.readouterr().out
    made, span = load(live), "2036-11-21"
    assert (made.version, made.reviewed, made.reviewed_by) == ("1.1", today().isoformat(), "Dr Fern: botanist")
    assert made.review_due >= span
    assert made.question("leaves").options[0].text.self_ == "they are pale"
    assert "leaves are pale" in (live.parent / "cases" / "plants.yaml").read_text(encoding="utf-8")
    assert not (live.parent / "translations" / "es.po").exists()
    schema = live / "schema" / "questions.schema.json" if live.is_dir() else live.with_suffix(".schema.json")
    assert "they are pale" in schema.read_text(encoding="utf-8")
    assert not draft.exists() and not (live.parent / KEPT).exists()


def test_a_version_and_dates_that_the_draft_sets_itself_stay(live, draft):
    index = draft / live.name if live.is_file() else draft / live.name / "index.yaml"
    change(index, "version: 1.0", "version: 7 # a big step")
    change(index, "review_due: 2036-11-21", "review_due: '2040-01-01'")
    assert main(["publish", "greener", "--yes"]) == 0
    assert (load(live).version, load(live).review_due) == ("7", "2040-01-01")


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("cases/plants.yaml", "[yellow]", "[purple]", "has no option `purple`"),
        ("cases/plants.yaml", "urgency: none", "urgency: soon", "Worked cases fail"),
        ("QUESTIONS", "id: leaves", "id: leafs", "errors: nothing was published"),
    ],
)
def test_errors_and_failing_cases_stop_a_publication(live, draft, capsys, file, old, new, told):
    before = digests_of_set(live)
    change(questions(draft / live.name) if file == "QUESTIONS" else draft / file, old, new)
    assert main(["publish", "greener", "--yes"]) == 1
    assert told in capsys.readouterr().err
    assert digests_of_set(live) == before and draft.exists()


def test_nothing_is_published_unless_somebody_says_so(live, draft, capsys):
    before = digests_of_set(live)
    change(questions(draft / live.name), YELLOW, PALE)
    assert main(["publish", "greener"]) == 1
    assert "--yes" in capsys.readouterr().err and digests_of_set(live) == before


def test_a_draft_without_a_change_is_not_published(live, draft, capsys):
    before = digests_of_set(live)
    assert main(["publish", "greener", "--yes"]) == 0
    assert "nothing to publish" in capsys.readouterr().out and digests_of_set(live) == before


def test_a_draft_of_older_rules_is_refused_until_it_holds_what_changed_live(live, draft, capsys):
    change(questions(draft / live.name), YELLOW, PALE)
    (live.parent / "cases" / "more.yaml").write_text(CASES.replace("thirsty", "dry"), encoding="utf-8")
    assert main(["publish", "greener", "--yes"]) == 1
    told = capsys.readouterr().err
    assert "cases/more.yaml" in told and "--update" in told
    assert main(["draft", "greener", "--update"]) == 0
    assert (draft / "cases" / "more.yaml").exists()
    assert main(["publish", "greener", "--yes"]) == 0
    assert load(live).question("leaves").options[0].text.self_ == "they are pale"
    assert (live.parent / "cases" / "more.yaml").exists()


def test_a_file_that_changed_on_both_sides_is_brought_together_by_hand(live, draft, capsys):
    change(questions(draft / live.name), YELLOW, PALE)
    change(questions(live), "text: they hang", "text: they droop")
    for _ in range(2):  # asking again settles nothing
        assert main(["draft", "greener", "--update"]) == 1
        assert questions(live).name in capsys.readouterr().err
    assert main(["publish", "greener", "--yes"]) == 1
    change(questions(draft / live.name), "text: they hang", "text: they droop")
    assert main(["draft", "greener", "--update", "--merged"]) == 0
    assert main(["publish", "greener", "--yes"]) == 0
    options = load(live).question("leaves").options
    assert [option.text.self_ for option in options][:2] == ["they are pale", "they droop"]


def test_a_publication_that_cannot_be_written_leaves_all_as_it_was(live, draft, monkeypatch, capsys):
    before, write, count = digests_of_set(live), whole_set._write, []
    change(questions(draft / live.name), YELLOW, PALE)
    change(draft / "cases" / "plants.yaml", "Thirsty", "Very thirsty")

    def full(file, place):
        if "release-" in str(file) and place.is_relative_to(live.parent):
            count.append(place)
            if len(count) == 2:
                raise OSError(28, "No space left on device")
        write(file, place)

    monkeypatch.setattr(whole_set, "_write", full)
    assert main(["publish", "greener", "--yes"]) == 1
    assert "is as it was: no space left" in capsys.readouterr().err
    assert digests_of_set(live) == before and draft.exists() and not (live.parent / KEPT).exists()


def test_a_publication_that_was_killed_is_taken_back_at_the_next(live, draft, capsys):
    before = digests_of_set(live)
    whole_set.copy_set(live, live.parent / KEPT)
    change(questions(live), YELLOW, "text: they are half written")
    change(questions(draft / live.name), YELLOW, PALE)
    assert whole_set.take_back(live) and digests_of_set(live) == before
    assert main(["publish", "greener", "--yes"]) == 0


def test_files_of_somebodys_own_in_a_draft_are_not_deleted_with_it(live, draft):
    change(questions(draft / live.name), YELLOW, PALE)
    (draft / "notes.txt").write_text("ask Dr Fern", encoding="utf-8")
    assert main(["publish", "greener", "--yes"]) == 0
    assert [path.name for path in draft.rglob("*")] == ["notes.txt"]
