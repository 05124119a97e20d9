"""Scoring: the points of a pattern, with the parts that they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from triage.core.conditions import NO, UNKNOWN, YES, Truth
from triage.core.questionnaire import Pattern, Questionnaire
from triage.core.scales import Move, Scales
from triage.core.scales import Part as Part

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
    """The points of every pattern for one person's findings; `totals` are those of the pools, before any cap."""

    questionnaire: Questionnaire
    findings: Truths
    points: Mapping[str, int]
    totals: Sequence[int]

    def best(self, patterns: Iterable[Pattern]) -> PatternMatch:
        """Return the match of the best pattern; equal patterns break by id. Raises ValueError for none."""
        return self.match(self.top(patterns))

    def top(self, patterns: Iterable[Pattern]) -> Pattern:
        """Return the best pattern; equal patterns break by id. Raises ValueError for none."""
        return min(patterns, key=lambda pattern: (-self.points[pattern.id], pattern.id))

    def match(self, pattern: Pattern) -> PatternMatch:
        """Return how well one pattern matches, with the parts that its points are made of."""
        return PatternMatch(pattern, self.points[pattern.id], tuple(self._parts(pattern)), tuple(self._caps(pattern)))

    def again(self, findings: Truths) -> Scores:
        """Return the scores with `findings` in place of what they were; only what differs costs time."""
        scales = self.questionnaire.scales
        totals, points, touched = list(self.totals), dict(self.points), set()
        for finding, truth in findings.items():
            before = self.findings[finding]
            if truth is not before:
                for old, sign in ((before, -1), (truth, 1)):
                    for place, moved in _moves(scales, finding, old):
                        totals[place] += sign * moved
                        touched.add(place)
        for place in touched:
            pool = scales.pools[place]
            points[pool.pattern] += pool.capped(totals[place]) - pool.capped(self.totals[place])
        return Scores(self.questionnaire, {**self.findings, **findings}, points, totals)

    def _parts(self, pattern: Pattern) -> Iterator[Part]:
        findings = self.findings
        for weighed in self.questionnaire.scales.patterns[pattern.id]:
            truth = findings[weighed.finding]
            yield weighed.yes if truth is YES else weighed.no if truth is NO else weighed.unknown

    def _caps(self, pattern: Pattern) -> Iterator[Cap]:
        scales = self.questionnaire.scales
        for place in scales.places[pattern.id]:
            pool, total = scales.pools[place], self.totals[place]
            if not pool.least <= total <= pool.most:
                yield Cap(pool.group, pool.cap(total))


def score(questionnaire: Questionnaire, findings: Truths) -> Scores:
    """Score every pattern. Only findings that are yes or no cost time; each knows the pools that it moves."""
    scales = questionnaire.scales
    totals = [0] * len(scales.pools)
    for finding, truth in findings.items():
        if truth is not UNKNOWN:
            for place, points in (scales.when_yes if truth is YES else scales.when_no).get(finding, ()):
                totals[place] += points
    sums = dict.fromkeys(scales.patterns, 0)
    for pool, total in zip(scales.pools, totals, strict=True):
        if total:
            sums[pool.pattern] += pool.most if total > pool.most else pool.least if total < pool.least else total
    return Scores(questionnaire, findings, sums, totals)


def _moves(scales: Scales, finding: str, truth: Truth) -> Sequence[Move]:
    if truth is UNKNOWN:
        return ()
    return (scales.when_yes if truth is YES else scales.when_no).get(finding, ())
