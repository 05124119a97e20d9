"""The safety drill: ten stories, and for each the question how soon help is needed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from triage.core.assessment import Assessment, assess
from triage.core.questionnaire import URGENCIES, Questionnaire, RedFlag
from triage.rule_files.worked_cases import WorkedCase

SHARE = {"emergency": 3, "same_day": 3, "soon": 2, "routine": 2}
"""How many of the ten stories call for help how soon; without a red flag a story can wait."""
CALLS = tuple(reversed(URGENCIES))
"""What can be answered, the most urgent first."""


@dataclass(frozen=True, slots=True)
class Call:
    """An answer to one story, held against what the rules say. `said` and `due` are urgencies."""

    case: WorkedCase
    assessment: Assessment
    said: str
    due: str

    @property
    def late(self) -> int:
        """By how many steps the answer waits longer than is safe (below 0: it is sooner than needed)."""
        return URGENCIES.index(self.due) - URGENCIES.index(self.said)

    @property
    def flags(self) -> tuple[RedFlag, ...]:
        """The red flags that call for help as soon as that; none where it can wait."""
        return tuple(flag for flag in self.assessment.red_flags if flag.urgency == self.due)

    @property
    def lesser(self) -> tuple[RedFlag, ...]:
        """The red flags besides, which alone could wait longer."""
        return tuple(flag for flag in self.assessment.red_flags if flag.urgency != self.due)


@dataclass(frozen=True, slots=True)
class Score:
    """What came of a drill: answers as the rules have it, those that wait too long, the worst first, and too soon."""

    right: tuple[Call, ...]
    late: tuple[Call, ...]
    early: tuple[Call, ...]


def due_of(assessment: Assessment) -> str:
    """Return how soon a story calls for help: where no red flag is raised, it can wait."""
    return assessment.urgency or URGENCIES[0]


def drill(cases: Iterable[WorkedCase], number: int) -> tuple[WorkedCase, ...]:
    """Return the ten stories of a drill, mixed; fewer where there are not so many. Each number has others.

    They go by what the author of each story expects, which the rules must agree with.
    """
    shelves: dict[str, list[WorkedCase]] = {urgency: [] for urgency in SHARE}
    for case in sorted(cases, key=lambda case: _mark(case.id)):
        shelves[case.expects.urgency or URGENCIES[0]].append(case)
    dealt = [case for urgency, share in SHARE.items() for case in _dealt(shelves[urgency], share, number)]
    return tuple(sorted(dealt, key=lambda case: _mark(f"{number} {case.id}")))


def called(questionnaire: Questionnaire, case: WorkedCase, said: str) -> Call:
    """Hold an answer against the rules."""
    assessment = assess(questionnaire, case.response)
    return Call(case, assessment, said, due_of(assessment))


def scored(calls: Iterable[Call]) -> Score:
    """Return what came of a drill."""
    every = tuple(calls)
    return Score(
        right=tuple(call for call in every if call.late == 0),
        late=tuple(sorted((call for call in every if call.late > 0), key=lambda call: -call.late)),
        early=tuple(call for call in every if call.late < 0),
    )


def _dealt(shelf: Sequence[WorkedCase], share: int, number: int) -> list[WorkedCase]:
    """So many of a shelf, beginning where the drill before ended; from the start again when it is through."""
    count = min(share, len(shelf))
    return [shelf[(number * share + place) % len(shelf)] for place in range(count)]


def _mark(text: str) -> str:
    """An order that is the same every time and says nothing."""
    return hashlib.sha256(text.encode()).hexdigest()
