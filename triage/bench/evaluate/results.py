"""Results: each case answered, walked and assessed as the pages do it, and what they would show."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from triage.bench.evaluate.coded_cases import NONE, Case, CodedTerm
from triage.bench.evaluate.codes_to_answers import Answered, Answering
from triage.core.assessment import Assessment, assess

FEW = 2
"""A case with fewer signs than this that any option asks about can hardly be placed by any rule."""


@dataclass(frozen=True)
class Result:
    """One case with its answers and its assessment."""

    case: Case
    answered: Answered
    assessment: Assessment

    @cached_property
    def ranking(self) -> tuple[str, ...]:
        """The categories that the result page shows as a match, best first; ties by id."""
        return tuple(match.category.id for match in self.assessment.matching)

    @property
    def first(self) -> str:
        """The first category, or NONE for *no clear match*."""
        return self.ranking[0] if self.ranking else NONE

    @property
    def level(self) -> str:
        """The level of the first category, or NONE."""
        matching = self.assessment.matching
        return matching[0].level.id if matching and matching[0].level else NONE

    @property
    def is_right(self) -> bool:
        """The first category is the case's own; for a case of none, that nothing matches."""
        return self.first == self.case.category

    def hit(self, k: int, lenient: bool = False) -> bool:
        """Tell whether one of the first `k` is the case's category, or with `lenient` one that is acceptable."""
        wanted = self.case.acceptable if lenient else (self.case.category,)
        return any(category in wanted for category in self.ranking[:k])

    @property
    def questions(self) -> int:
        """How many questions the case met."""
        return len(self.assessment.path.asked)

    @cached_property
    def caught(self) -> tuple[CodedTerm, ...]:
        """The observed terms that some option asks about."""
        heard = {term for evidence in self.answered.evidence.values() for term in evidence.terms}
        return tuple(term for term in self.case.observed if term.id in heard)

    @property
    def uncaught(self) -> tuple[CodedTerm, ...]:
        """The observed terms that no option asks about."""
        return tuple(term for term in self.case.observed if term not in self.caught)

    @property
    def says_little(self) -> bool:
        """The case carries fewer than FEW signs that any option asks about."""
        return len(self.caught) < FEW


def evaluated(
    answering: Answering, cases: Iterable[Case], progress: Callable[[int], None] = lambda done: None
) -> tuple[Result, ...]:
    """Run every case, telling `progress` how many are done."""
    results = []
    for done, case in enumerate(cases, 1):
        results.append(one(answering, case))
        progress(done)
    return tuple(results)


def one(answering: Answering, case: Case) -> Result:
    """Run one case."""
    answered = answering.answer(case)
    return Result(case, answered, assess(answering.questionnaire, answered.response))
