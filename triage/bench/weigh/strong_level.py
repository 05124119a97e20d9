"""The highest level: from how many points, and with how great a lead, a first match is right as often as it should."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from triage.bench.evaluate.results import Result
from triage.core.questionnaire import Level

GOAL = 0.9
"""A *strong* match should be right nine times in ten."""
AROUND = 6


@dataclass(frozen=True)
class StrongLevel:
    """A threshold and a lead, with how many results would reach them, and how many of these are right."""

    from_points: int
    lead: int
    reached: int
    right: int

    @property
    def share(self) -> float:
        """How often it is right."""
        return self.right / self.reached if self.reached else 0.0


def strong_level(results: Sequence[Result], level: Level, least: int) -> StrongLevel:
    """Return the level that most results reach of those that are right often enough; else the one as it is.

    `results` should be cross-validated; `least` is the threshold of the level below.
    """
    lead = level.lead or 0
    now = _reached(results, level.from_points, lead)
    tried = [
        _reached(results, from_points, ahead)
        for from_points in range(max(least + 1, level.from_points - AROUND), level.from_points + AROUND + 1)
        for ahead in range(max(0, lead - AROUND), lead + AROUND + 1)
    ]
    good = [each for each in tried if each.share >= GOAL]
    return max(good, key=lambda each: (each.reached, -abs(each.from_points - level.from_points)), default=now)


def _reached(results: Sequence[Result], from_points: int, lead: int) -> StrongLevel:
    firsts = [(result, result.assessment.matching[0]) for result in results if result.assessment.matching]
    reached = [result for result, first in firsts if first.points >= from_points and first.lead >= lead]
    return StrongLevel(from_points, lead, len(reached), sum(result.is_right for result in reached))
