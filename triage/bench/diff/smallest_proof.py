"""Disagreement: the person with the fewest ticks to whom two rule files tell something else.

People answer on the pages, every question that either file asks. They tick what both files have; to what only
one file asks they answer *none of these*, or *not sure* where that is not offered.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from triage.bench.prove.claims import Disagreement
from triage.bench.prove.random_people import crowd, neighbour, on_path
from triage.bench.prove.smt_given import Given, Option
from triage.bench.prove.smt_model import Model
from triage.bench.prove.smt_scores import ScoreTerms
from triage.bench.prove.smt_solver import Term, at_most, either, every, opposite, plainly_never, solved
from triage.bench.shrinking import shrunk
from triage.core.answers import Response
from triage.core.assessment import Assessment, assess
from triage.core.questionnaire import URGENCIES, Question, Questionnaire
from triage.rule_files.answers_file import NONE, NOT_SURE

CROWD, NEAR = 1500, 10_000
"""How many people answer at random before the solver is asked, and how many near to those whose points differ."""
SEARCHING = 0.3
"""The share of the time that they may take."""
Ticks = Mapping[str, tuple[str, ...]]
"""Question id -> what is ticked, as a file of answers has it: options, `none`, `not_sure`."""


@dataclass(frozen=True)
class Same:
    """Proved: both files tell every person the same."""


@dataclass(frozen=True)
class Differs:
    """A person whom the files tell different things, and what the ticks mean under each. None has fewer ticks."""

    ticks: Ticks
    old: Response
    new: Response


@dataclass(frozen=True)
class Undecided:
    """Time ran out. `best` is the smallest disagreement found so far, if there is one."""

    best: Differs | None


def disagreement(
    old: Questionnaire, new: Questionnaire, seconds: float = 60, people: Iterable[Response] = ()
) -> Same | Differs | Undecided:
    """Look for the fewest ticks on which two files disagree in categories shown or best, level or urgency.

    `people` (answers to the old file) are tried first. Raises Missing without the solver, and Disagreement when
    what the solver found does not replay.
    """
    return _Pair(old, new, seconds).smallest(people)


def told(result: Assessment) -> object:
    """Return what counts: the urgency, the best categories, and the level of each that is shown."""
    shown = {match.category.id: match.level.id for match in result.shown if match.level is not None}
    return result.urgency, {match.category.id for match in result.shown if match.rank == 1}, shown


class _Pair:
    """Two files, what both have, and until when to look."""

    def __init__(self, old: Questionnaire, new: Questionnaire, seconds: float) -> None:
        self.files = (old, new)
        self.enough = time.monotonic() + seconds * SEARCHING
        self.deadline = time.monotonic() + seconds
        self.shared = _options(old) & _options(new)

    def smallest(self, people: Iterable[Response]) -> Same | Differs | Undecided:
        """Find a disagreement, then ask for one with fewer ticks until there is none."""
        givens = [Given.of(file.questions, "person") for file in self.files]
        standings = [ScoreTerms(Model(*each)) for each in zip(self.files, givens, strict=True)]
        rules = [*self._people(givens, standings), self._disagree(standings)]
        if plainly_never(rules[-1]):
            return Same()
        best = self._tried(people)
        ticks = [givens[0].options[place].yes for place in sorted(self.shared)]
        while best is None or _count(best.ticks):
            fewer = [] if best is None else [at_most(ticks, _count(best.ticks) - 1)]
            answer, found = solved([*rules, *fewer], self.deadline - time.monotonic())
            if answer == "unsat":
                return Same() if best is None else best
            if found is None:
                return Undecided(best)
            best = self._shrunk(self._found(givens, found))
        return best

    def _tried(self, people: Iterable[Response]) -> Differs | None:
        """The disagreement with the fewest ticks among many people, made smaller, before the solver is asked."""
        best: Differs | None = None
        for person in self._somebody(people):
            each = self._differs(_ticked(self.files[0], person))
            if each is not None and (best is None or _count(each.ticks) < _count(best.ticks)):
                best = self._shrunk(each)
        return best

    def _somebody(self, people: Iterable[Response]) -> Iterator[Response]:
        """Known people, a crowd, and then people near to those whose points differ, until time for this is up."""
        near: list[Response] = []
        for person in (*people, *crowd(self.files[0], CROWD)):
            yield person
            if self._points_differ(person):
                near.append(person)
            if time.monotonic() > self.enough:
                return
        dice = random.Random(CROWD)
        for _ in range(NEAR if near else 0):
            person = neighbour(self.files[0], dice.choice(near), dice)
            yield person
            if self._points_differ(person):
                near.append(person)
            if time.monotonic() > self.enough:
                return

    def _points_differ(self, person: Response) -> bool:
        """Whether the files score a person differently, so that somebody near may be told something else."""
        old, new = (
            {match.category.id: (match.points, match.lead) for match in assess(file, _response(file, ticks)).categories}
            for ticks in [_ticked(self.files[0], person)]
            for file in self.files
        )
        return old != new

    def _shrunk(self, differs: Differs) -> Differs:
        return shrunk(differs, self._less)

    def _less(self, differs: Differs) -> Iterator[Differs]:
        smaller = (self._differs(ticks) for ticks in _smaller(differs.ticks))
        return (each for each in smaller if each and _said(each.ticks) < _said(differs.ticks))

    def _differs(self, ticks: Ticks) -> Differs | None:
        """Complete the ticks along both paths, keep to what both files have, and compare."""
        ticks = {
            id: tuple(tick for tick in each if tick == NOT_SURE or (id, tick) in self.shared)
            for id, each in ticks.items()
        }
        old, new = (_response(file, ticks) for file in self.files)
        if told(assess(self.files[0], old)) == told(assess(self.files[1], new)):
            return None
        asked = {question.id: question for file in self.files for question in file.questions}
        kept = {id: ticks.get(id) or _nothing(asked[id]) for id in asked if id in old.answers or id in new.answers}
        return Differs(kept, old, new)

    def _found(self, givens: list[Given], found: Term) -> Differs:
        ticks: dict[str, tuple[str, ...]] = {}
        for file, given in zip(self.files, givens, strict=True):
            ticks |= _ticked(file, given.read_from(found))
        differs = self._differs(ticks)
        if differs is None:
            raise Disagreement("what the solver found between two files does not replay")
        return differs

    def _people(self, givens: list[Given], standings: list[ScoreTerms]) -> Iterator[Term]:
        """The rules of a person who answers all that either file asks."""
        asked: dict[str, list[Term]] = {}
        for given, standing in zip(givens, standings, strict=True):
            for question in given.questions:
                asked.setdefault(question.id, []).append(standing.model.asked[question.id])
                yield from given.as_ticked(question)
            yield from standing.model.only_offered()
            for place, truth in given.options.items():
                if place not in self.shared:
                    yield opposite(truth.yes)
        answered = {**givens[0].answered, **givens[1].answered}
        yield from (answered[id] == either(each) for id, each in asked.items())

    def _disagree(self, standings: list[ScoreTerms]) -> Term:
        old, new = standings
        terms = [old.model.urgent(each) != new.model.urgent(each) for each in URGENCIES]
        for facts in (_shown(old), _shown(new)), (_best(old), _best(new)):
            for id in facts[0].keys() | facts[1].keys():
                each = [fact[id] for fact in facts if id in fact]
                terms.append(each[0] != each[1] if len(each) == 2 else each[0])
        return either(terms)


def _shown(standing: ScoreTerms) -> dict[tuple[str, str], Term]:
    return {
        (category, level): every([standing.shown(category), has])
        for category, levels in standing.levels.items()
        for level, has in levels.items()
    }


def _best(standing: ScoreTerms) -> dict[tuple[str, str], Term]:
    return {(category, ""): standing.within(category, 1) for category in standing.levels}


def _options(file: Questionnaire) -> frozenset[Option]:
    return frozenset((question.id, id) for question in file.questions for id in question.option_ids)


def _count(ticks: Ticks) -> int:
    return sum(tick not in (NONE, NOT_SURE) for each in ticks.values() for tick in each)


def _said(ticks: Ticks) -> tuple[int, int]:
    """How much is said: ticks first, then doubts."""
    return _count(ticks), sum(NOT_SURE in each for each in ticks.values())


def _nothing(question: Question) -> tuple[str, ...]:
    return (NONE,) if question.kind == "many" else (NOT_SURE,)


def _ticked(file: Questionnaire, person: Response) -> dict[str, tuple[str, ...]]:
    """Return what a person on the pages has ticked."""
    ticks = {}
    for question in file.questions:
        answer = person.answers.get(question.id)
        if answer is not None:
            unsure = answer.yes | answer.no != question.option_ids
            ticks[question.id] = (*sorted(answer.yes), *([NOT_SURE] if unsure else []))
    return ticks


def _response(file: Questionnaire, ticks: Ticks) -> Response:
    """Return what ticks mean under a file, for the questions that it asks."""
    answers = {}
    for question in file.questions:
        each = ticks.get(question.id) or _nothing(question)
        answers[question.id] = question.answer(frozenset(each) & question.option_ids, NOT_SURE in each)
    return on_path(file, Response.of(answers))


def _smaller(ticks: Ticks) -> Iterator[Ticks]:
    for id, each in ticks.items():
        for tick in each:
            if tick != NONE:
                yield {**ticks, id: tuple(other for other in each if other != tick)}
