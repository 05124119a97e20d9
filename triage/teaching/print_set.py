"""A set of worked cases to print: which, in which order, with or without their signs, and under which rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from triage.core.assessment import Assessment, assess
from triage.core.contrast import pictures
from triage.core.questionnaire import Finding, Questionnaire
from triage.rule_files.worked_cases import WorkedCase
from triage.teaching.prediction import signs_told

FEWEST, MOST = 4, 8
"""How many cases make a set: as many as a class gets through in a lesson, two to a page."""


@dataclass(frozen=True, slots=True)
class PrintSet:
    """Cases in an order of their own. `made_under` is the digest of the rules with which the set was put together.

    `gone` are cases that it named and that are no longer there.
    """

    cases: tuple[WorkedCase, ...]
    gone: tuple[str, ...] = ()
    with_signs: bool = False
    made_under: str = ""

    @property
    def can_be_printed(self) -> bool:
        """Whether it has a number of cases that makes a set."""
        return FEWEST <= len(self.cases) <= MOST

    def query(self, digest: str | None = None) -> dict[str, Any]:
        """Return what an address says of it; with a digest, as if it were put together under those rules."""
        signs = {"signs": "yes"} if self.with_signs else {}
        return {"case": [case.id for case in self.cases], **signs, "rules": digest or self.made_under}

    def moved(self, place: int, by: int) -> PrintSet:
        """Return the set with the case at a place moved up (-1) or down (1), as far as there is room."""
        cases, to = list(self.cases), min(max(place + by, 0), len(self.cases) - 1)
        cases.insert(to, cases.pop(place))
        return replace(self, cases=tuple(cases))

    def without(self, place: int) -> PrintSet:
        """Return the set without the case at a place."""
        return replace(self, cases=self.cases[:place] + self.cases[place + 1 :])

    def turned(self) -> PrintSet:
        """Return the set with lists of signs where it had none, and without where it had."""
        return replace(self, with_signs=not self.with_signs)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One case on paper: what the rules make of it, and the `signs` that its story tells."""

    case: WorkedCase
    assessment: Assessment
    signs: tuple[Finding, ...]


def set_of(
    cases: Iterable[WorkedCase], ids: Sequence[str], *, with_signs: bool = False, made_under: str = ""
) -> PrintSet:
    """Return the set of the cases with these ids, in this order, each once; of very many, the first."""
    by_id = {case.id: case for case in cases}
    named = list(dict.fromkeys(ids))[: 3 * MOST]
    chosen = tuple(by_id[id] for id in named if id in by_id)
    return PrintSet(chosen, tuple(id for id in named if id not in by_id), with_signs, made_under)


def one_of_each(cases: Iterable[WorkedCase], number: int) -> tuple[str, ...]:
    """Return the ids of a mixed set: a case of each group, and some that are of none; others for each number.

    They stand in the order of their names, which gives nothing away.
    """
    shelves: dict[str, list[WorkedCase]] = {}
    for case in sorted(cases, key=lambda case: case.category is None):
        shelves.setdefault(case.category or case.file, []).append(case)
    chosen = [shelf[number % len(shelf)] for shelf in shelves.values()][:MOST]
    return tuple(case.id for case in sorted(chosen, key=lambda case: case.name))


def sheets(questionnaire: Questionnaire, cases: Iterable[WorkedCase]) -> tuple[Sheet, ...]:
    """Return the sheet of each case, in their order. Its signs are those that some picture weighs."""
    weighed = {weight.finding for pattern in pictures(questionnaire) for weight in pattern.weights}
    made = []
    for case in cases:
        assessment = assess(questionnaire, case.response)
        told = signs_told(questionnaire, assessment).there
        made.append(Sheet(case, assessment, tuple(sign for sign in told if sign.id in weighed)))
    return tuple(made)
