"""The highest level: from how many points, and with how great a lead, a first match is right as often as it should."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from triage.bench.evaluate.results import Result

GOAL = 0.9
"""A *strong* match should be right nine times in ten."""
AROUND = 3
"""So many points the level may move: a *strong* match must still rest on several findings."""


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


def strong_level(results: Sequence[Result], judged: int, lead: int, least: int) -> StrongLevel:
    """Return the level that most results reach of those that are right often enough; else the judged one.

    `results` should be cross-validated; `judged` and `lead` are where judgement puts it; `least` is the threshold of
    the level below.
    """
    now = _reached(results, judged, lead)
    tried = [
        _reached(results, from_points, ahead)
        for from_points in range(max(least + 1, judged - AROUND), judged + AROUND + 1)
        for ahead in range(max(0, lead - AROUND), lead + AROUND + 1)
    ]
    good = [each for each in tried if each.share >= GOAL]
    return max(good, key=lambda each: (each.reached, -abs(each.from_points - judged)), default=now)


def _reached(results: Sequence[Result], from_points: int, lead: int) -> StrongLevel:
    firsts = [(result, result.assessment.matching[0]) for result in results if result.assessment.matching]
    reached = [result for result, first in firsts if first.points >= from_points and first.lead >= lead]
    return StrongLevel(from_points, lead, len(reached), sum(result.is_right for result in reached))
