"""Stories with answers: what people would tick who saw the pages and one story, and how urgent the story is.

A story is a case that holds answers in place of codes. Its answers may stand in a file of their own, joined by id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from triage.bench.evaluate.coded_cases import NONE, Case, case_of, objects, wrong_with
from triage.bench.refusal import refuse
from triage.core.answers import Response
from triage.core.questionnaire import URGENCIES, Questionnaire
from triage.rule_files.answers_file import examine_answers

PLACE = " place"
"""Where the answers of a line stand, kept beside its own keys."""


@dataclass(frozen=True, slots=True)
class Unsayable:
    """What a reader found in the story and could not say on any page."""

    what: str
    important: bool


@dataclass(frozen=True)
class Story:
    """One story: its case, how soon it needs help where that is known, and the answers as the file has them.

    `unsayable` is None where nobody noted what could not be said.
    """

    case: Case
    level: str | None
    disputable: bool
    given: Mapping[str, Any]
    response: Response
    unsayable: tuple[Unsayable, ...] | None


@dataclass(frozen=True)
class Stories:
    """What one file holds: the stories that can be judged, those without answers, and those with faults in them.

    A fault is an answer that the rule file does not know. Such a story is not judged: a tick that was left out
    would look like a *no*.
    """

    stories: tuple[Story, ...]
    not_answered: tuple[str, ...]
    faults: Mapping[str, tuple[str, ...]]


def holds_answers(path: Path) -> bool:
    """Tell whether a file of cases holds answers in place of codes."""
    return any(isinstance(content, dict) and "answers" in content for _, content in objects(path, []))


def read_stories(paths: Sequence[Path], answers: Path | None, questionnaire: Questionnaire) -> dict[str, Stories]:
    """Read files of stories, by name; `answers` is the file that holds their answers, if they do not.

    Raises EvaluationError, with every fault of form at once.
    """
    faults: list[str] = []
    apart = dict(_answers_by_id(answers, faults)) if answers is not None else {}
    read: dict[str, Stories] = {}
    seen: dict[str, str] = {}
    for path in paths:
        name = path.resolve().stem
        if name in read:
            faults.append(f"{path}: two files are named {name}: rename one, or evaluate them one by one")
        lines = list(_lines(path, apart, questionnaire, seen, faults))
        read[name] = _sorted(lines, questionnaire) if not faults else Stories((), (), {})
        if not lines and not faults:
            faults.append(f"{path}: there is no story in it")
    refuse(faults)
    return read


def _answers_by_id(path: Path, faults: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    seen: dict[str, str] = {}
    for place, content in objects(path, faults):
        if not isinstance(content, dict) or not isinstance(content.get("id"), str) or "answers" not in content:
            faults.append(f'{place}: a line of answers is one JSON object, as in {{"id": "...", "answers": {{}}}}')
        elif content["id"] in seen:
            faults.append(f"{place}: `{content['id']}` is answered already in {seen[content['id']]}: keep one")
        else:
            seen[content["id"]] = place
            yield content["id"], {PLACE: place, **content}


def _lines(
    path: Path, apart: Mapping[str, Any], questionnaire: Questionnaire, seen: dict[str, str], faults: list[str]
) -> Iterator[dict[str, Any]]:
    """Yield each story of a file, joined with its answers."""
    known = {*(category.id for category in questionnaire.categories), NONE}
    for place, content in objects(path, faults):
        wrong = list(wrong_with(content, known))
        joined = content
        if not wrong:
            extra = apart.get(content["id"], {})
            if extra and "answers" in content:
                wrong.append(f"`{content['id']}` has answers here and in the file of answers: keep one")
            if content["id"] in seen:
                wrong.append(f"the id `{content['id']}` stands already in {seen[content['id']]}: keep one")
            seen.setdefault(content["id"], place)
            joined = {PLACE: place, **extra, **content}
            wrong += wrong_story(joined)
        faults += [f"{place}: {fault}" for fault in wrong]
        if not wrong:
            yield joined


def wrong_story(content: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the level of a story, or with what a reader noted beside the answers."""
    level, disputable = content.get("level"), content.get("disputable", False)
    if level is not None and level not in URGENCIES:
        yield f"`level` is one of {', '.join(reversed(URGENCIES))}, not `{level}`"
    if not isinstance(disputable, bool):
        yield f"`disputable` is true or false, not `{disputable}`"
    unsayable = content.get("unsayable", [])
    if not isinstance(unsayable, list) or not all(map(_is_unsayable, unsayable)):
        yield '`unsayable` needs a list of texts, or of {"what": "...", "important": true}'


def _is_unsayable(given: Any) -> bool:
    if isinstance(given, dict):
        return isinstance(given.get("what"), str) and isinstance(given.get("important", True), bool)
    return isinstance(given, str)


def _unsayable(given: Any) -> Unsayable:
    """A bare text counts as important: nobody said that it is not."""
    if isinstance(given, str):
        return Unsayable(given, True)
    return Unsayable(given["what"], given.get("important", True))


def _sorted(lines: Sequence[dict[str, Any]], questionnaire: Questionnaire) -> Stories:
    stories, not_answered, faulty = [], [], {}
    for content in lines:
        if "answers" not in content:
            not_answered.append(content["id"])
            continue
        response, faults = examine_answers(content["answers"], questionnaire, content[PLACE])
        if faults:
            faulty[content["id"]] = faults
        else:
            stories.append(_story(content, response))
    return Stories(tuple(stories), tuple(not_answered), faulty)


def _story(content: Mapping[str, Any], response: Response) -> Story:
    noted = content.get("unsayable")
    return Story(
        case=case_of(dict(content)),
        level=content.get("level"),
        disputable=content.get("disputable", False),
        given=content["answers"],
        response=response,
        unsayable=None if noted is None else tuple(map(_unsayable, noted)),
    )
