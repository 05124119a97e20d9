"""Scoring: the points of a pattern, with the parts that they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from triage.core.conditions import Truth
from triage.core.questionnaire import Pattern, Questionnaire

Truths = Mapping[str, Truth]
ROLES = ("for", "against", "expects")
"""How a finding stands in a pattern; parts are listed in this order, strongest first."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one finding did to one pattern: `points` is 0 where it weighed nothing."""

    finding: str
    truth: Truth
    role: str
    strength: str
    points: int


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
        return tuple(part for part in self.looked_for if part.truth is Truth.YES)

    @property
    def absent(self) -> tuple[Part, ...]:
        """Findings for the pattern that are not there."""
        return tuple(part for part in self.looked_for if part.truth is Truth.NO)

    @property
    def unknown(self) -> tuple[Part, ...]:
        """Findings for the pattern that are not known."""
        return tuple(part for part in self.looked_for if part.truth is Truth.UNKNOWN)

    @property
    def against(self) -> tuple[Part, ...]:
        """What took points away: a finding against that is there, an expected one that is not."""
        return tuple(part for part in self.parts if part.points < 0)


def best_match(questionnaire: Questionnaire, patterns: Iterable[Pattern], findings: Truths) -> PatternMatch:
    """Return the match of the best pattern; equal patterns break by id. Raises ValueError for none."""
    best = min(patterns, key=lambda pattern: (-sum(_points(questionnaire, pattern, findings).values()), pattern.id))
    return _explained(questionnaire, best, findings)


def _points(questionnaire: Questionnaire, pattern: Pattern, findings: Truths) -> dict[str | None, int]:
    """The pattern's points by group, capped; ungrouped points stand under None."""
    sums: dict[str | None, int] = {}
    for finding, when_yes, when_no, group in questionnaire.weighed[pattern.id]:
        truth = findings[finding]
        if truth is Truth.YES and when_yes:
            sums[group] = sums.get(group, 0) + when_yes
        elif truth is Truth.NO and when_no:
            sums[group] = sums.get(group, 0) + when_no
    for name, total in sums.items():
        if name is not None:
            limits = questionnaire.limits[name]
            sums[name] = max(limits.least, min(limits.most, total))
    return sums


def _explained(questionnaire: Questionnaire, pattern: Pattern, findings: Truths) -> PatternMatch:
    parts: list[Part] = []
    raw: dict[str | None, int] = {}
    for weight, (finding, when_yes, when_no, group) in zip(
        pattern.weights, questionnaire.weighed[pattern.id], strict=True
    ):
        truth = findings[finding]
        points = when_yes if truth is Truth.YES else when_no if truth is Truth.NO else 0
        parts.append(Part(finding, truth, weight.role, weight.strength, points))
        raw[group] = raw.get(group, 0) + points
    capped = _points(questionnaire, pattern, findings)
    caps = (
        Cap(group, capped[group] - total)
        for group, total in sorted(raw.items(), key=lambda item: item[0] or "")
        if group is not None and total != capped.get(group, 0)
    )
    parts.sort(key=lambda part: (ROLES.index(part.role), -questionnaire.strengths[part.strength], part.finding))
    return PatternMatch(pattern, sum(capped.values()), tuple(parts), tuple(caps))
