"""Packets of stories for readers who see the pages' questions and nothing else, and their answers brought home.

`make` writes packets with opaque ids, the sheets of questions and how to answer; the key stands elsewhere.
`next` says which questions each reader's answers lead to. `join` puts the true ids back and checks every answer.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from triage.bench.evaluate.coded_cases import objects
from triage.bench.evaluate.story_answers import wrong_story
from triage.bench.questions_sheet import as_text, deciding_options, sheet_for
from triage.bench.refusal import EvaluationError, refuse
from triage.core.path import walk
from triage.core.questionnaire import Question, Questionnaire
from triage.rule_files.answers_file import examine_answers
from triage.rule_files.load import load
from triage.settings import RULES

SIZE = 20
"""How many stories a packet holds: about what one reader can answer with care."""
KEPT = ("id", "level", "disputable")
"""What the key keeps of a story beside the opaque id."""
HOW = """\
How to answer

You get stories of people (packet-*.jsonl, a line each: id and story) and sheets of questions (sheet-*.txt). Answer the
questions of a sheet for each story, as the person who tells it would. Who that is decides the sheet: it is the answer
to the first question.

- Read nothing else of the project: no rule file, no test, no other list of stories.
- Answer literally, as somebody of 12 reads: only what the story says or plainly means.
- [none] for what the story does not mention; [not_sure] where a person could not know.
- Do not guess an illness, and do not choose an answer for where it may lead.
- Note what mattered to the person and could not be said on any page, or where a wording left you in doubt;
  important is what could change how soon help is needed, or which illness it looks like.

Write one line of JSON for each story into one file:

{"id": "r001", "answers": {"%(question)s": ["%(option)s"]}, "unsayable": [{"what": "...", "important": true}]}

Some questions are asked only after certain answers. Answer the questions that are always asked first. Then

    python -m tests.stories.packets next YOUR_ANSWERS.jsonl

says for each story which questions come next. Add the answers to the same line, and ask again until it says: done.
"""


def make(
    stories: Sequence[Path], folder: Path, key: Path, rules: Questionnaire, size: int = SIZE, first: int = 1
) -> int:
    """Write packets, sheets and how to answer into `folder`, and the key elsewhere. Returns the number of stories.

    The same stories always make the same packets. Raises EvaluationError.
    """
    if folder.resolve() in key.resolve().parents:
        raise EvaluationError(f"{key}: whoever gets the packets must not get the key: keep it outside {folder}")
    told = list(_told(stories))
    random.Random(hashlib.sha256(json.dumps([each["story"] for each in told]).encode()).digest()).shuffle(told)
    ids = [f"r{number:03}" for number in range(first, first + len(told))]
    lines = [{"id": id, "story": each["story"]} for id, each in zip(ids, told, strict=True)]
    folder.mkdir(parents=True, exist_ok=True)
    for number, start in enumerate(range(0, len(lines), size), first // size + 1):
        _write(folder / f"packet-{number}.jsonl", lines[start : start + size])
    for option in deciding_options(rules):
        (folder / f"sheet-{option}.txt").write_text(as_text(sheet_for(rules, option)) + "\n", encoding="utf-8")
    asked = rules.questions[0]
    example = {"question": asked.id, "option": asked.options[0].id}
    (folder / "HOW.txt").write_text(HOW % example, encoding="utf-8")
    _write(key, [{"reader": id} | _kept(each) for id, each in zip(ids, told, strict=True)])
    return len(told)


def next_questions(questionnaire: Questionnaire, answers: Any, name: str) -> tuple[Question, ...]:
    """Return the questions that these answers lead to next, all that are certain to be asked; none when done.

    Raises EvaluationError where an answer means nothing to the rule file.
    """
    response, faults = examine_answers(answers, questionnaire, name)
    refuse(faults)
    path = walk(questionnaire, response)
    waiting = [question for question in path.asked if question.id not in path.answered]
    return tuple(question for question in waiting if question.id not in path.open) or tuple(waiting[:1])


def join(readers: Sequence[Path], key: Path, target: Path, rules: Questionnaire) -> tuple[int, list[str]]:
    """Put the readers' answers under the true ids into `target`, in place of older answers to the same stories.

    Returns how many were joined, and a line for each story with an asked question that has no answer.
    Raises EvaluationError, and writes nothing, where an answer is wrong in form or means nothing to the rule file.
    """
    faults: list[str] = []
    keys = _by("reader", key)
    before = _by("id", target) if target.exists() else {}
    joined: dict[str, dict[str, Any]] = {}
    unfinished: list[str] = []
    for place, line in (each for path in readers for each in objects(path, faults)):
        wrong = list(_wrong(line, keys, joined, rules))
        faults += [f"{place}: {each}" for each in wrong]
        if not wrong:
            story = {name: value for name, value in keys[line["id"]].items() if name in KEPT}
            joined[story["id"]] = story | {"answers": line["answers"], "unsayable": line.get("unsayable", [])}
            missing = [question.id for question in next_questions(rules, line["answers"], place)]
            unfinished += [f"{place}: {line['id']} is asked {', '.join(missing)} and has no answer"] if missing else []
    refuse(faults)
    _write(target, [each for _, each in sorted((before | joined).items())])
    return len(joined), unfinished


def _told(stories: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """The lines of the files of stories, each with an id of its own and a story."""
    faults: list[str] = []
    seen: dict[str, str] = {}
    told = []
    for place, line in (each for path in stories for each in objects(path, faults)):
        if not isinstance(line, dict) or not line.get("id") or not str(line.get("story") or "").strip():
            faults.append(f"{place}: a story needs an `id` and a `story`")
        elif line["id"] in seen:
            faults.append(f"{place}: the id `{line['id']}` stands already in {seen[line['id']]}")
        else:
            seen[line["id"]] = place
            told.append(line)
    refuse(faults)
    yield from told


def _by(name: str, path: Path) -> dict[str, dict[str, Any]]:
    """The lines of a file that this tool wrote, by one of their keys."""
    faults: list[str] = []
    lines = dict(objects(path, faults))
    wrong = (place for place, each in lines.items() if not isinstance(each, dict) or not {name, "id"} <= set(each))
    faults += [f"{place}: this line has no `{name}`: is it the right file?" for place in wrong]
    refuse(faults)
    return {each[name]: each for each in lines.values()}


def _kept(story: Mapping[str, Any]) -> dict[str, Any]:
    return {name: story[name] for name in KEPT if name in story}


def _wrong(line: Any, keys: Mapping[str, Any], joined: Mapping[str, Any], rules: Questionnaire) -> Iterator[str]:
    """What keeps one line of a reader from being joined."""
    if not isinstance(line, dict) or not {"id", "answers"} <= set(line):
        yield 'a line of answers is one JSON object, as in {"id": "r001", "answers": {}}'
        return
    if line["id"] not in keys:
        yield f"the key knows no `{line['id']}`"
    elif keys[line["id"]]["id"] in joined:
        yield f"`{line['id']}` is answered twice: keep one"
    yield from wrong_story({"unsayable": line.get("unsayable", [])})
    yield from examine_answers(line["answers"], rules, str(line["id"]))[1]


def _write(path: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.stories.packets", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    made = commands.add_parser("make", help="write packets for readers, and the key apart from them")
    made.add_argument("stories", nargs="+", type=Path, metavar="STORIES.jsonl", help="lines with `id` and `story`")
    made.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="where packets and sheets are written")
    made.add_argument(
        "--key", type=Path, required=True, metavar="KEY.jsonl", help="where the key is written; no reader sees it"
    )
    made.add_argument("--size", type=int, default=SIZE, metavar="N", help="stories in a packet (default: %(default)s)")
    made.add_argument(
        "--first", type=int, default=1, metavar="N", help="the number of the first story (default: %(default)s)"
    )
    on = commands.add_parser("next", help="say which questions come next for each story that a reader answers")
    on.add_argument("answers", type=Path, metavar="ANSWERS.jsonl", help="the reader's answers so far")
    home = commands.add_parser("join", help="check readers' answers and put them under the true ids")
    home.add_argument("answers", nargs="+", type=Path, metavar="ANSWERS.jsonl", help="what readers wrote")
    home.add_argument("--key", type=Path, required=True, metavar="KEY.jsonl", help="the key that `make` wrote")
    home.add_argument("--to", type=Path, required=True, metavar="FILE", help="the answers kept beside the tests")
    for each in (made, on, home):
        each.add_argument("--rules", type=Path, default=RULES, help="the rule file (default: the shipped one)")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tool. Returns the exit code: 1 where something is wrong with what was read."""
    options = _parser().parse_args(arguments)
    try:
        return {"make": _make, "next": _next, "join": _join}[options.command](options, load(options.rules))
    except EvaluationError as error:
        print(error, file=sys.stderr)
        return 1


def _make(options: argparse.Namespace, rules: Questionnaire) -> int:
    count = make(options.stories, options.to, options.key, rules, options.size, options.first)
    print(f"{count} stories are in {options.to}; the key is {options.key}")
    return 0


def _next(options: argparse.Namespace, rules: Questionnaire) -> int:
    faults: list[str] = []
    for place, line in objects(options.answers, faults):
        try:
            told = line if isinstance(line, dict) else {}
            asked = next_questions(rules, told.get("answers"), place)
            print(f"{told.get('id')}: {', '.join(question.id for question in asked) or 'done'}")
        except EvaluationError as error:
            faults.append(str(error))
    refuse(faults)
    return 0


def _join(options: argparse.Namespace, rules: Questionnaire) -> int:
    count, unfinished = join(options.answers, options.key, options.to, rules)
    print(f"{count} stories are answered in {options.to}")
    for line in unfinished:
        print(line, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
