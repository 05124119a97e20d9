"""Answers from a JSON file, read strictly: every name that means nothing is reported at once."""

from __future__ import annotations

import codecs
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from triage.core.answers import Answer, Response
from triage.core.questionnaire import Question, Questionnaire
from triage.rule_files.diagnostics import suggestion

NONE = "none"
NOT_SURE = "not_sure"


@dataclass(frozen=True, slots=True)
class AnswerFault:
    """What is wrong with the answer to one question, and what to do, where the fault does not say so."""

    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.message}: {self.hint}" if self.hint else self.message


class AnswersError(Exception):
    """The answers cannot be read. The message lists every fault, a line each."""


def read_answers(path: Path, questionnaire: Questionnaire) -> Response:
    """Read answers from a file, or from standard input for `-`. Raises AnswersError."""
    try:
        raw = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        content = json.loads(raw.decode("utf-16" if wide else "utf-8-sig"))
    except OSError as error:
        raise AnswersError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from None
    except (ValueError, RecursionError) as error:
        raise AnswersError(f"{path}: this is not JSON: {error}") from None
    return parse_answers(content, questionnaire, str(path))


def parse_answers(content: Any, questionnaire: Questionnaire, name: str) -> Response:
    """Turn parsed JSON into a Response. Raises AnswersError, naming the file `name`."""
    response, faults = examine_answers(content, questionnaire, name)
    if faults:
        raise AnswersError("\n".join(faults))
    return response


def examine_answers(content: Any, questionnaire: Questionnaire, name: str) -> tuple[Response, tuple[str, ...]]:
    """Turn parsed JSON into a Response, with every fault in words; the Response means nothing where there is one."""
    if not isinstance(content, dict):
        return Response(), (f'{name}: write one map from question ids to answers: {{"question": ["option"]}}',)
    faults: list[str] = []
    answers: dict[str, Answer] = {}
    for id, given in content.items():
        question = questionnaire.question(id)
        if question is None:
            known = (each.id for each in questionnaire.questions)
            faults.append(f"{name}: no question is named `{id}`: {suggestion(id, known)}")
        else:
            answers[id], wrong = answer_of(question, given)
            faults += (f"{name}: {fault}" for fault in wrong)
    return Response.of(answers), tuple(faults)


def answer_of(question: Question, given: Any) -> tuple[Answer, tuple[AnswerFault, ...]]:
    """Return what is given for one question, with all that is wrong with it; the Answer means nothing where it is."""
    faults: list[AnswerFault] = []
    if isinstance(given, dict) and set(given) <= {"yes", "no"}:
        yes, no = (_options(question, given.get(key, []), faults) for key in ("yes", "no"))
        for option in sorted(yes & no):
            faults.append(AnswerFault(f"`{option}` of `{question.id}` is both yes and no", "keep one"))
        if question.kind == "one" and len(yes) > 1:
            faults.append(AnswerFault(f"`{question.id}` takes one answer", "keep one option in yes"))
        return Answer(yes, no - yes), tuple(faults)
    markers = {each for each in (NONE, NOT_SURE) if isinstance(given, list) and each in given}
    ticks = given if not isinstance(given, list) else [each for each in given if each not in markers]
    options = _options(question, ticks, faults)
    if NONE in markers and (options or NOT_SURE in markers):
        faults.append(AnswerFault(f"`{question.id}` has `none` beside other answers", "keep one of them"))
    if question.kind == "one" and (len(options) + len(markers) != 1 or NONE in markers):
        faults.append(AnswerFault(f"`{question.id}` takes one option, or `{NOT_SURE}`"))
    elif not options and not markers:
        faults.append(AnswerFault(f"`{question.id}` is empty", f"write options, `{NONE}` or `{NOT_SURE}`"))
    return question.answer(options, NOT_SURE in markers), tuple(faults)


def _options(question: Question, given: Any, faults: list[AnswerFault]) -> frozenset[str]:
    if not isinstance(given, list) or not all(isinstance(option, str) for option in given):
        faults.append(AnswerFault(f"`{question.id}` needs a list of option ids"))
        return frozenset()
    for option in given:
        if option not in question.option_ids:
            hint = suggestion(option, question.option_ids)
            faults.append(AnswerFault(f"question `{question.id}` has no option `{option}`", hint))
    return frozenset(given) & question.option_ids
