"""Ticks: what was ticked on the pages, with the markers *none of these* and *not sure*; what it means, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from triage.core import answers as core
from triage.core.questionnaire import Question, Questionnaire

NONE = "-none"
NOT_SURE = "-not-sure"
MARKERS = frozenset({NONE, NOT_SURE})
"""Markers start with a hyphen, which no option id may."""

MOST_UNKNOWN = 40
"""So many ids that the rule file does not know are kept; a cookie with more would not fit into a browser."""

Ticks = tuple[str, ...]
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Selections:
    """What was ticked: question id -> option ids and markers.

    `interrupted` holds the questions whose answers led to the help-now page, with the ticks each had before.
    `few` is whether the person answers all questions on a few pages rather than one at a time.
    `code` is the code under which the person asked to keep the answers, so that saving again keeps it.
    `person` is the worked case whose answers these are, where they are those of a made-up person.
    """

    ticks: Mapping[str, Ticks] = field(default_factory=lambda: NOTHING)
    interrupted: Mapping[str, Ticks | None] = field(default_factory=lambda: NOTHING)
    few: bool = False
    code: str | None = field(default=None, repr=False)
    person: str | None = None

    def with_ticks(self, question: str, ticks: Sequence[str]) -> Selections:
        """Return new Selections in which one question has these ticks, each once."""
        return replace(self, ticks=MappingProxyType({**self.ticks, question: tuple(dict.fromkeys(ticks))}))

    def bounded(self, questionnaire: Questionnaire) -> Selections:
        """Return the Selections with all ids that a rule file knows and at most MOST_UNKNOWN that it does not."""
        room = iter(range(MOST_UNKNOWN))

        def kept(id: str, ticks: Ticks) -> Ticks:
            question = questionnaire.question(id)
            known = question.option_ids | MARKERS if question else frozenset[str]()
            return tuple(tick for tick in ticks if tick in known or next(room, None) is not None)

        ticks = {id: left for id, given in self.ticks.items() if (left := kept(id, given))}
        before = {id: given and kept(id, given) for id, given in self.interrupted.items() if id in ticks}
        return replace(self, ticks=MappingProxyType(ticks), interrupted=MappingProxyType(before))

    def gone(self, questionnaire: Questionnaire) -> list[str]:
        """Return what a rule file does not have: the last text of what was retired, else its id."""
        retired, gone = questionnaire.retired, []
        for id, ticks in self.ticks.items():
            question = questionnaire.question(id)
            if question is None:
                gone.append(retired.get(id, id))
            else:
                lost = (tick for tick in ticks if not tick.startswith("-") and tick not in question.option_ids)
                gone += [retired.get(f"{id}.{tick}", retired.get(tick, f"{id}: {tick}")) for tick in lost]
        return gone

    def before_interruption(self) -> Selections:
        """Return the Selections as they were before the answers that led to the help-now page."""
        before = {**self.ticks, **self.interrupted}
        return replace(self, ticks=MappingProxyType({key: ticks for key, ticks in before.items() if ticks is not None}))

    def response(self, questionnaire: Questionnaire) -> core.Response:
        """Return what these ticks mean under a rule file."""
        answers = {}
        for question in questionnaire.questions:
            answer = meaning(question, self.ticks.get(question.id, ()))
            if answer is not None:
                answers[question.id] = answer
        return core.Response.of(answers)


def meaning(question: Question, ticks: Sequence[str]) -> core.Answer | None:
    """Return the Answer that ticks stand for, or None where nothing in them means anything any more."""
    known = frozenset(ticks) & (question.option_ids | MARKERS)
    return question.answer(known - MARKERS, NOT_SURE in known) if known else None


def selections_of(questionnaire: Questionnaire, response: core.Response) -> Selections:
    """Return the ticks that a person would have made to give these answers."""
    questions = (question for question in questionnaire.questions if question.id in response.answers)
    ticks = {question.id: ticks_of(question, response.answers[question.id]) for question in questions}
    return Selections(MappingProxyType(ticks))


def ticks_of(question: Question, answer: core.Answer) -> Ticks:
    """Return the ticks and markers that stand for an answer."""
    chosen = tuple(option.id for option in question.options if option.id in answer.yes)
    if question.open(answer):
        return (*chosen, NOT_SURE)
    return chosen or (NONE,)
