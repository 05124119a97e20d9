"""`triage evaluate` on stories: answers in place of codes, beside the story or in a file of their own."""

from __future__ import annotations

import json

import pytest

from tests.conftest import HOUSEPLANT
from triage.cli import main

SMOKE, DRY = {"owner": ["mine"], "leaves": ["smoke"]}, {"owner": ["mine"], "leaves": ["limp"], "soil": ["dry"]}
HALF = {"owner": ["not_sure"], "leaves": ["limp", "not_sure"]}


def write(path, *lines):
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


@pytest.fixture(autouse=True)
def stories(tmp_path, monkeypatch):
    """A folder with stories that hold their answers."""
    monkeypatch.chdir(tmp_path)
    write(
        tmp_path / "stories.jsonl",
        {"id": "fire", "level": "emergency", "answers": SMOKE, "unsayable": []},
        {"id": "missed", "level": "emergency", "category": "too_dry", "answers": DRY, "unsayable": ["the pot is hot"]},
        {"id": "calm", "level": "routine", "disputable": True, "category": "too_wet", "answers": HALF,
         "unsayable": [{"what": "it is old", "important": False}]},
        {"id": "well", "category": "none", "answers": {"owner": ["mine"], "leaves": ["none"]}},
    )  # fmt: skip
    return tmp_path


def run(*arguments):
    return main(["evaluate", *arguments, "--rules", str(HOUSEPLANT)])


def found(capsys, *arguments):
    assert run(*arguments, "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_stories_are_held_against_their_urgency_and_category(capsys):
    report = found(capsys, "stories.jsonl")
    clear = report["urgency"]["undisputed"]
    assert clear["table"]["emergency"] == {"emergency": 1, "same_day": 0, "soon": 1, "routine": 0, "no_flag": 0}
    assert clear["under"]["emergency"] == {"n": 1, "of": 2, "share": 0.5, "interval": [0.095, 0.905]}
    assert report["urgency"]["disputed"]["over"]["routine"]["n"] == 1
    categories = report["categories"]
    assert (categories["first"]["n"], categories["first"]["of"], categories["mimics_no_clear_match"]["n"]) == (1, 2, 1)
    assert categories["misses"] == [{"id": "calm", "category": "too_wet", "ranking": ["too_dry"]}]


def test_each_miss_is_shown_with_its_path(capsys):
    report = found(capsys, "stories.jsonl")
    assert report["misses"][0] == {
        "id": "missed",
        "level": "emergency",
        "shown": "soon",
        "direction": "under",
        "disputable": False,
        "answers": DRY,
        "red_flags": [{"id": "wilting", "urgency": "soon"}],
        "unsayable": ["the pot is hot"],
    }
    assert run("stories.jsonl") == 0
    out = capsys.readouterr().out
    assert (
        "Shown too low:\n  missed: needs emergency, shown soon\n    owner: mine\n    leaves: limp\n    soil: dry\n"
        "    red flags: wilting (soon)\n    could not say: the pot is hot\n"
    ) in out
    assert "under-triage, emergency     1 of 2   0.500  (0.095 to 0.905)" in out
    assert "calm: needs routine, shown soon, disputed" in out


def test_what_could_not_be_said_is_counted_where_readers_noted_it(capsys):
    noted = found(capsys, "stories.jsonl")["unsayable"]
    assert (noted["with_any"]["n"], noted["with_any"]["of"]) == (2, 3), "one story has no list at all"
    assert noted["with_important"]["n"] == 1, "a bare text counts as important"
    assert noted["noted"][1] == {"id": "calm", "what": "it is old", "important": False}


def test_a_reader_who_did_not_finish_is_told(capsys):
    assert found(capsys, "stories.jsonl")["unfinished"] == {"calm": ["soil"]}
    assert run("stories.jsonl") == 0
    out = capsys.readouterr().out
    assert "not finished: calm is asked soil and has no answer" in out and "soil: not answered" in out


def test_answers_in_a_file_of_their_own_are_joined_by_id(stories, capsys):
    write(stories / "told.jsonl", {"id": "a", "level": "emergency", "story": "..."}, {"id": "b", "level": "soon"})
    write(stories / "answers.jsonl", {"id": "a", "answers": SMOKE, "unsayable": ["x"]}, {"id": "c", "answers": DRY})
    report = found(capsys, "told.jsonl", "--answers", "answers.jsonl")
    assert (report["stories"], report["not_answered"]) == (1, ["b"])
    assert report["urgency"]["undisputed"]["table"]["emergency"]["emergency"] == 1
    assert report["unsayable"]["with_important"]["n"] == 1


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"leaves": ["smok"]}, "question `leaves` has no option `smok`: did you mean `smoke`?"),
        ({"leafs": ["smoke"]}, "no question is named `leafs`: did you mean `leaves`?"),
        ({"soil": ["none"]}, "`soil` takes one option, or `not_sure`"),
        ([], "write one map from question ids"),
    ],
)
def test_answers_that_the_rule_file_does_not_know_are_told_and_never_become_no(stories, capsys, answers, words):
    write(stories / "old.jsonl", {"id": "a", "level": "emergency", "answers": answers}, {"id": "b", "answers": SMOKE})
    assert run("old.jsonl", "--json") == 1
    report = json.loads(capsys.readouterr().out)
    assert (
        report["stories"] == 1
        and words in report["not_judged"]["a"][0]
        and "old.jsonl:1" in report["not_judged"]["a"][0]
    )
    assert run("old.jsonl") == 1
    assert "not judged, for the rule file does not know its answers: a" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"id": "a", "answers": SMOKE, "level": "urgent"}, "`level` is one of emergency, same_day, soon, routine"),
        ({"id": "a", "answers": SMOKE, "disputable": "no"}, "`disputable` is true or false"),
        ({"id": "a", "answers": SMOKE, "unsayable": "much"}, "`unsayable` needs a list"),
        ({"id": "a", "answers": SMOKE, "unsayable": [{"important": True}]}, "`unsayable` needs a list"),
        ({"id": "fire", "answers": SMOKE}, "the id `fire` stands already in stories.jsonl:1"),
        ({"answers": SMOKE}, "this case has no `id`"),
    ],
)
def test_faults_of_form_stop_the_evaluation_with_their_place(stories, capsys, line, words):
    write(stories / "bad.jsonl", line)
    assert run("stories.jsonl", "bad.jsonl") == 1
    shown = capsys.readouterr()
    assert words in shown.err and "bad.jsonl:1" in shown.err and shown.out == ""


def test_a_story_cannot_be_answered_twice(stories, capsys):
    write(stories / "answers.jsonl", {"id": "fire", "answers": DRY}, {"id": "fire", "answers": DRY}, {"id": "x"})
    assert run("stories.jsonl", "--answers", "answers.jsonl") == 1
    err = capsys.readouterr().err
    assert "answers.jsonl:2: `fire` is answered already in answers.jsonl:1" in err
    assert (
        "`fire` has answers here and in the file of answers" in err and "answers.jsonl:3: a line of answers is" in err
    )


def test_predictions_and_one_story_can_be_had_as_for_coded_cases(stories, capsys):
    assert run("stories.jsonl", "--predictions", "out.jsonl") == 0
    assert json.loads((stories / "out.jsonl").read_text().splitlines()[1])["ranking"] == ["too_dry"]
    capsys.readouterr()
    assert run("stories.jsonl", "--explain", "well") == 0
    out = capsys.readouterr().out
    assert out.startswith("well: its urgency is not told, shown no flag\n") and "categories: no clear match" in out
    assert run("stories.jsonl", "--explain", "wel") == 1
    assert run("stories.jsonl", "--html", "out.html") == 1
    assert "--html is for coded cases" in capsys.readouterr().err


def test_several_files_are_judged_one_by_one(stories, capsys):
    write(stories / "more.jsonl", {"id": "z", "answers": SMOKE})
    assert set(found(capsys, "stories.jsonl", "more.jsonl")["files"]) == {"stories", "more"}
