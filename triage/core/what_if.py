"""What if: which single answers would change the best match, a level or the urgency.

Every change listed is the result of a whole assessment of the changed answers, and none is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from triage.core.answers import NOT_SURE, Response
from triage.core.conditions import NO, UNKNOWN, YES, Truth
from triage.core.otherwise import Otherwise, Result, chosen, steps
from triage.core.path import Path, withheld
from triage.core.questionnaire import URGENCIES, Category, Level, Option, Question, Questionnaire

FEW = 5
"""How many changes of one kind are named where there is room for a few."""

KINDS = (UNKNOWN, YES, NO)
"""Changes stand in this order: of what is not known, of what was told, of what was told not to be there."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Turn(Generic[T]):
    """One part of a result that would be another."""

    was: T
    becomes: T


@dataclass(frozen=True, slots=True)
class Change:
    """An answer to one question, altered in one step, that would change the result.

    Any *one* of `options` alone, turned from `was` to `becomes`, does it; without options, all that is not known
    in the question becomes no. `best` are the categories of the first rank; none means no clear match. What would
    stay as it is is None, or not among the `levels`. `more` counts the questions that would newly wait for an answer.
    """

    question: Question
    options: tuple[Option, ...]
    was: Truth
    becomes: Truth
    urgency: Turn[str | None] | None
    best: Turn[tuple[Category, ...]] | None
    levels: tuple[tuple[Category, Turn[Level | None]], ...]
    more: int

    @property
    def raises(self) -> int:
        """By how many steps the urgency would rise (below 0: fall)."""
        return _steps(self.urgency.becomes) - _steps(self.urgency.was) if self.urgency else 0


@dataclass(frozen=True, slots=True)
class Alarm:
    """The options of one question any one of which would make it an emergency."""

    question: Question
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Few:
    """The changes of one kind in short: all that would make it an emergency, and FEW of the rest.

    `others` counts the single answers in what is left out.
    """

    kind: Truth
    alarms: tuple[Alarm, ...]
    changes: tuple[Change, ...]
    others: int


def changes(questionnaire: Questionnaire, response: Response, path: Path | None = None) -> tuple[Change, ...]:
    """Return every single answer that would change the result: what is not known first, then by how much it changes.

    Questions that decide whom the words speak of are left out: another person is not another answer. The path of the
    response saves some work, where it is known.
    """
    trial = Otherwise(questionnaire, response, path)
    spoken = {node.question for voice in questionnaire.voices for node in chosen(voice.when)}
    groups: dict[tuple[str, Truth, Truth, Result, int], list[Option]] = {}
    for question in trial.path.asked:
        if question.id in spoken:
            continue
        hidden = withheld(questionnaire, question, trial.path.answers)
        for step in steps(question, trial.path.answers.get(question.id, NOT_SURE), hidden):
            result, more = trial.after(question, step.answer)
            if result != trial.now:
                options = groups.setdefault((question.id, step.was, step.becomes, result, more), [])
                options += [step.option] if step.option else []
    asked = {question.id: question for question in trial.path.asked}
    found = [
        _change(questionnaire, asked[id], options, was, becomes, trial.now, result, more)
        for (id, was, becomes, result, more), options in groups.items()
    ]
    order = {id: place for place, id in enumerate(asked)}
    return tuple(sorted(found, key=lambda change: (*_weight(change), order[change.question.id], _first(change))))


def few(found: Sequence[Change]) -> tuple[Few, ...]:
    """Return changes in short, by kind in the order of KINDS; kinds that have none are left out."""
    by_kind = {kind: [change for change in found if change.was is kind] for kind in KINDS}
    return tuple(_few(kind, every) for kind, every in by_kind.items() if every)


def _few(kind: Truth, every: list[Change]) -> Few:
    alarms: dict[str, Alarm] = {}
    rest = []
    for change in every:
        if change.options and change.raises > 0 and change.urgency and change.urgency.becomes == URGENCIES[-1]:
            question = change.question
            earlier = alarms.get(question.id, Alarm(question, ())).options
            together = tuple(option for option in question.options if option in (*earlier, *change.options))
            alarms[question.id] = Alarm(question, together)
        else:
            rest.append(change)
    return Few(kind, tuple(alarms.values()), tuple(rest[:FEW]), sum(max(1, len(each.options)) for each in rest[FEW:]))


def _change(
    questionnaire: Questionnaire,
    question: Question,
    options: list[Option],
    was: Truth,
    becomes: Truth,
    now: Result,
    result: Result,
    more: int,
) -> Change:
    named = {level.id: level for level in questionnaire.levels}
    before, after = dict(now.levels), dict(result.levels)
    turned = sorted(id for id in before.keys() | after.keys() if before.get(id) != after.get(id))
    first = (tuple(questionnaire.category(id) for id in each.best) for each in (now, result))
    return Change(
        question,
        tuple(options),
        was,
        becomes,
        Turn(now.urgency, result.urgency) if now.urgency != result.urgency else None,
        Turn(*first) if now.best != result.best else None,
        tuple(
            (questionnaire.category(id), Turn(_level(named, before.get(id)), _level(named, after.get(id))))
            for id in turned
        ),
        more,
    )


def _level(named: Mapping[str, Level], id: str | None) -> Level | None:
    return None if id is None else named[id]


def _steps(urgency: str | None) -> int:
    return 0 if urgency is None else 1 + URGENCIES.index(urgency)


def _weight(change: Change) -> tuple[int, int, bool, bool, int]:
    rises = max(0, change.raises)
    return KINDS.index(change.was), -rises, change.best is None, change.urgency is None, -len(change.levels)


def _first(change: Change) -> tuple[str, ...]:
    return tuple(sorted(option.id for option in change.options))
