"""Scoring: the points of a pattern, with the parts that they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from triage.core.conditions import NO, UNKNOWN, YES, Truth
from triage.core.parts import Part as Part
from triage.core.questionnaire import Pattern, Questionnaire

Truths = Mapping[str, Truth]


@dataclass(frozen=True, slots=True)
class Cap:
    """What the cap of a group added to the sum of its parts (below 0: took from it)."""

    group: str
    points: int


@dataclass(frozen=True, slots=True)
class PatternMatch:
    """How well one pattern matches: `points` are the parts' points and the caps' points, added up."""

    pattern: Pattern
    points: int
    parts: tuple[Part, ...]
    caps: tuple[Cap, ...]

    @property
    def looked_for(self) -> tuple[Part, ...]:
        """The findings that speak for the pattern, whether present, absent or not known."""
        return tuple(part for part in self.parts if part.role == "for")

    @property
    def present(self) -> tuple[Part, ...]:
        """Findings for the pattern that are there."""
        return tuple(part for part in self.looked_for if part.truth is YES)

    @property
    def absent(self) -> tuple[Part, ...]:
        """Findings for the pattern that are not there."""
        return tuple(part for part in self.looked_for if part.truth is NO)

    @property
    def unknown(self) -> tuple[Part, ...]:
        """Findings for the pattern that are not known."""
        return tuple(part for part in self.looked_for if part.truth is UNKNOWN)

    @property
    def against(self) -> tuple[Part, ...]:
        """What took points away: a finding against that is there, an expected one that is not."""
        return tuple(part for part in self.parts if part.points < 0)


@dataclass(frozen=True, slots=True)
class Scores:
    """The points of every pattern for one person's findings, and the caps that took part in them."""

    questionnaire: Questionnaire
    findings: Truths
    points: Mapping[str, int]
    caps: Mapping[str, tuple[Cap, ...]]

    def best(self, patterns: Iterable[Pattern]) -> PatternMatch:
        """Return the match of the best pattern; equal patterns break by id. Raises ValueError for none."""
        best = min(patterns, key=lambda pattern: (-self.points[pattern.id], pattern.id))
        return PatternMatch(best, self.points[best.id], self._parts(best), self.caps.get(best.id, ()))

    def _parts(self, pattern: Pattern) -> tuple[Part, ...]:
        parts: list[Part] = []
        for weighed in self.questionnaire.scales.patterns[pattern.id]:
            truth = self.findings[weighed.finding]
            part = weighed.yes if truth is YES else weighed.no if truth is NO else weighed.unknown
            parts.append(part)
        return tuple(parts)


def score(questionnaire: Questionnaire, findings: Truths) -> Scores:
    """Score every pattern. Only findings that are yes or no cost time; each knows the pools that it moves."""
    scales = questionnaire.scales
    totals = [0] * len(scales.pools)
    for finding, truth in findings.items():
        if truth is not UNKNOWN:
            for place, points in (scales.when_yes if truth is YES else scales.when_no).get(finding, ()):
                totals[place] += points
    sums = dict.fromkeys(scales.patterns, 0)
    caps: dict[str, tuple[Cap, ...]] = {}
    for pool, total in zip(scales.pools, totals, strict=True):
        if total:
            sums[pool.pattern] += total
            if pool.group is not None and not pool.least <= total <= pool.most:
                cap = Cap(pool.group, (pool.least if total < pool.least else pool.most) - total)
                sums[pool.pattern] += cap.points
                caps[pool.pattern] = (*caps.get(pool.pattern, ()), cap)
    return Scores(questionnaire, findings, sums, caps)


def best_match(questionnaire: Questionnaire, patterns: Iterable[Pattern], findings: Truths) -> PatternMatch:
    """Return the match of the best of some patterns; equal patterns break by id. Raises ValueError for none."""
    return score(questionnaire, findings).best(patterns)
