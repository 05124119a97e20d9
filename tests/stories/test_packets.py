"""Packets for readers: opaque, complete, and brought home without losing or inventing an answer."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.conftest import HOUSEPLANT
from tests.stories import packets
from triage.bench.questions_sheet import as_text, sheet_for

STORIES = [
    {
        "id": f"{level}-{number}",
        "level": level,
        "disputable": number == 1,
        "category": "too_dry",
        "story": f"Told {number}.",
    }
    for level in ("emergency", "routine")
    for number in (1, 2, 3)
]
DOCUMENT = Path(__file__).parents[2] / "docs" / "stories.md"


def write(path, *lines):
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def run(*arguments):
    return packets.main([*map(str, arguments), "--rules", str(HOUSEPLANT)])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with packets of two stories each, and the key beside them."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "stories.jsonl", *STORIES)
    assert run("make", "stories.jsonl", "--to", "packets", "--key", "key.jsonl", "--size", 2) == 0
    return tmp_path


def read_by(folder, **answers):
    """A reader's line for each story, by the true id; every other story is answered in the same words."""
    return [
        {"id": each["reader"], "answers": answers.get(each["id"], {"owner": ["mine"], "leaves": ["none"]})}
        for each in lines(folder / "key.jsonl")
    ]


def test_a_packet_tells_stories_and_nothing_else_of_them(folder):
    told = [line for n in (1, 2, 3) for line in lines(folder / "packets" / f"packet-{n}.jsonl")]
    assert [line["id"] for line in told] == ["r001", "r002", "r003", "r004", "r005", "r006"]
    assert {frozenset(line) for line in told} == {frozenset({"id", "story"})}
    assert sorted(line["story"] for line in told) == sorted(story["story"] for story in STORIES)
    everything = "".join(path.read_text(encoding="utf-8") for path in (folder / "packets").iterdir())
    assert not re.search(r"emergency|routine|too_dry|disputable", everything)


def test_the_key_leads_back_and_stands_outside_the_packets(folder, capsys):
    told = {line["id"]: line["story"] for n in (1, 2, 3) for line in lines(folder / "packets" / f"packet-{n}.jsonl")}
    stories = {story["id"]: story for story in STORIES}
    for each in lines(folder / "key.jsonl"):
        story = stories[each["id"]]
        assert each == {"reader": each["reader"], **{name: story[name] for name in packets.KEPT}}
        assert told[each["reader"]] == story["story"]
    assert run("make", "stories.jsonl", "--to", "packets", "--key", "packets/key.jsonl") == 1
    assert "must not get the key" in capsys.readouterr().err


def test_the_order_tells_nothing_and_is_always_the_same(folder):
    order = [each["id"] for each in lines(folder / "key.jsonl")]
    assert order != [story["id"] for story in STORIES]
    assert run("make", "stories.jsonl", "--to", "again", "--key", "again.jsonl", "--size", 2) == 0
    assert [each["id"] for each in lines(folder / "again.jsonl")] == order


def test_the_sheets_of_everybody_and_how_to_answer_lie_beside(folder, houseplant):
    for who in ("mine", "friend", "seedling"):
        text = (folder / "packets" / f"sheet-{who}.txt").read_text(encoding="utf-8")
        assert text == as_text(sheet_for(houseplant, who)) + "\n"
    assert '"answers": {"owner": ["mine"]}' in (folder / "packets" / "HOW.txt").read_text(encoding="utf-8")


def test_next_leads_a_reader_through_every_question_and_through_no_other(folder, capsys):
    write(
        folder / "half.jsonl",
        {"id": "a", "answers": {}},
        {"id": "b", "answers": {"owner": ["mine"], "leaves": ["limp"]}},
        {"id": "c", "answers": {"owner": ["mine"], "leaves": ["not_sure"]}},
        {"id": "d", "answers": {"owner": ["mine"], "leaves": ["smoke"]}},
    )
    assert run("next", "half.jsonl") == 0
    assert capsys.readouterr().out == "a: owner, leaves\nb: soil\nc: soil\nd: done\n"
    write(folder / "half.jsonl", {"id": "a", "answers": {"leaves": ["lim"]}}, ["no"])
    assert run("next", "half.jsonl") == 1
    assert "did you mean `limp`" in capsys.readouterr().err


def test_whoever_answers_what_next_asks_ends_with_the_whole_path(rules):
    answers = {}
    rounds = 0
    while asked := packets.next_questions(rules, answers, "x"):
        answers |= {question.id: ["not_sure"] for question in asked}
        rounds += 1
    assert len(answers) > 10 and rounds < len(answers), "several questions are answered in one round"


def test_answers_come_home_under_their_true_ids(folder, capsys):
    read = read_by(folder, **{"emergency-1": {"owner": ["mine"], "leaves": ["smoke"]}})
    read[0]["unsayable"] = [{"what": "it hums", "important": True}]
    write(folder / "one.jsonl", *read[:3])
    write(folder / "two.jsonl", *read[3:])
    assert run("join", "one.jsonl", "two.jsonl", "--key", "key.jsonl", "--to", "answers.jsonl") == 0
    home = {line["id"]: line for line in lines(folder / "answers.jsonl")}
    assert set(home) == {story["id"] for story in STORIES}
    assert home["emergency-1"]["answers"]["leaves"] == ["smoke"]
    assert {frozenset(line) for line in home.values()} == {frozenset({*packets.KEPT, "answers", "unsayable"})}
    assert home[lines(folder / "key.jsonl")[0]["id"]]["unsayable"] == read[0]["unsayable"]
    assert capsys.readouterr().err == ""


def test_later_answers_replace_those_to_the_same_story_alone(folder):
    read = read_by(folder)
    write(folder / "one.jsonl", *read)
    assert run("join", "one.jsonl", "--key", "key.jsonl", "--to", "answers.jsonl") == 0
    write(folder / "new.jsonl", read[0] | {"answers": {"owner": ["friend"], "leaves": ["smoke"]}})
    assert run("join", "new.jsonl", "--key", "key.jsonl", "--to", "answers.jsonl") == 0
    owners = [line["answers"]["owner"] for line in lines(folder / "answers.jsonl")]
    assert sorted(owners) == [["friend"], *[["mine"]] * 5]


def test_a_question_that_was_asked_and_not_answered_is_told(folder, capsys):
    write(folder / "one.jsonl", {"id": "r002", "answers": {"owner": ["mine"], "leaves": ["limp"]}})
    assert run("join", "one.jsonl", "--key", "key.jsonl", "--to", "answers.jsonl") == 0
    assert "one.jsonl:1: r002 is asked soil and has no answer" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            {"id": "r001", "answers": {"leaves": ["limpp"]}},
            "question `leaves` has no option `limpp`: did you mean `limp`?",
        ),
        ({"id": "r001", "answers": {"leaf": ["limp"]}}, "no question is named `leaf`"),
        ({"id": "r999", "answers": {}}, "the key knows no `r999`"),
        ({"id": "r001", "answers": {}, "unsayable": "all"}, "`unsayable` needs a list"),
        ({"id": "r002", "answers": {"owner": ["mine"]}}, "`r002` is answered twice"),
        ({"id": "r001"}, "a line of answers is one JSON object"),
        ("r001", "a line of answers is one JSON object"),
    ],
)
def test_a_wrong_answer_keeps_all_from_being_joined(folder, capsys, line, words):
    write(folder / "one.jsonl", {"id": "r002", "answers": {"owner": ["mine"]}}, line)
    assert run("join", "one.jsonl", "--key", "key.jsonl", "--to", "answers.jsonl") == 1
    shown = capsys.readouterr()
    assert words in shown.err and "one.jsonl:2" in shown.err and not (folder / "answers.jsonl").exists()


def test_files_that_are_none_of_stories_or_keys_are_refused(folder, capsys):
    write(folder / "bad.jsonl", {"id": "x", "story": " "}, {"id": "y", "story": "Told."}, {"id": "y", "story": "Told."})
    assert run("make", "bad.jsonl", "--to", "out", "--key", "k.jsonl") == 1
    err = capsys.readouterr().err
    assert "bad.jsonl:1: a story needs an `id` and a `story`" in err and "`y` stands already in bad.jsonl:2" in err
    write(folder / "one.jsonl", {"id": "r001", "answers": {}})
    assert run("join", "one.jsonl", "--key", "stories.jsonl", "--to", "answers.jsonl") == 1
    assert "has no `reader`: is it the right file?" in capsys.readouterr().err


def test_the_document_names_the_tool_s_commands_and_options():
    text = DOCUMENT.read_text(encoding="utf-8")
    said = re.findall(r"tests\.stories\.packets (\w+)((?: [^\n]*)?)", text)
    assert {command for command, _ in said} == {"make", "next", "join"}
    for command, rest in said:
        packets._parser().parse_args([command, *rest.split("#")[0].split()])
