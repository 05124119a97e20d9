"""Parts: what each finding can do to a pattern, worked out once for every response."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from triage.core.conditions import Truth

ROLES = ("for", "against", "expects")
"""How a finding stands in a pattern; parts are listed in this order, strongest first."""

NO_GROUP = ""
"""The group of findings that have none."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one finding did to one pattern: `points` is 0 where it weighed nothing."""

    finding: str
    truth: Truth
    role: str
    strength: str
    points: int


@dataclass(frozen=True, slots=True)
class Pool:
    """The findings of one pattern that share a group: their points together stay between `least` and `most`.

    Those without a group make a pool too; it is as wide as their points can get.
    """

    pattern: str
    group: str
    least: int
    most: int

    def capped(self, total: int) -> int:
        """Return a total kept between the limits."""
        return self.most if total > self.most else self.least if total < self.least else total

    def cap(self, total: int) -> int:
        """Return what the limits add to a total (below 0: take from it)."""
        return self.capped(total) - total


@dataclass(frozen=True, slots=True)
class Weighed:
    """A finding of a pattern with the part that it plays when it is yes, no or unknown."""

    finding: str
    group: str
    yes: Part
    no: Part
    unknown: Part


def weighed(finding: str, group: str | None, role: str, strength: str, points: int) -> Weighed:
    """Work out a finding's parts: `for` adds when yes, `against` takes when yes, `expects` takes when no."""
    when_yes = {"for": points, "against": -points}.get(role, 0)
    when_no = -points if role == "expects" else 0
    return Weighed(
        finding=finding,
        group=group or NO_GROUP,
        yes=Part(finding, Truth.YES, role, strength, when_yes),
        no=Part(finding, Truth.NO, role, strength, when_no),
        unknown=Part(finding, Truth.UNKNOWN, role, strength, 0),
    )


Move = tuple[int, int]
"""The place of a pool among all pools, and by how many points it moves."""


@dataclass(frozen=True, slots=True)
class Scales:
    """All that scoring needs: what stands in each pattern, and which pools each finding moves when yes or no.

    `places` are those of each pattern's pools among all pools.
    """

    patterns: Mapping[str, tuple[Weighed, ...]]
    pools: tuple[Pool, ...]
    places: Mapping[str, tuple[int, ...]]
    when_yes: Mapping[str, tuple[Move, ...]]
    when_no: Mapping[str, tuple[Move, ...]]


def scales(patterns: Mapping[str, tuple[Weighed, ...]], limits: Mapping[str, tuple[int, int]]) -> Scales:
    """Make scales from each pattern's weighed findings and each group's limits (least, most)."""
    pools = [pool for pattern, every in patterns.items() for pool in _pools(pattern, every, limits)]
    places = {
        pattern: tuple(place for place, pool in enumerate(pools) if pool.pattern == pattern) for pattern in patterns
    }
    return Scales(
        patterns=patterns,
        pools=tuple(pools),
        places=places,
        when_yes=_moves(patterns, pools, lambda each: each.yes),
        when_no=_moves(patterns, pools, lambda each: each.no),
    )


def _pools(pattern: str, every: Sequence[Weighed], limits: Mapping[str, tuple[int, int]]) -> list[Pool]:
    points = [each.yes.points + each.no.points for each in every]
    widest = sum(min(0, each) for each in points), sum(max(0, each) for each in points)
    return [Pool(pattern, group, *limits.get(group, widest)) for group in sorted({each.group for each in every})]


def _moves(
    patterns: Mapping[str, tuple[Weighed, ...]], pools: Sequence[Pool], part: Callable[[Weighed], Part]
) -> dict[str, tuple[Move, ...]]:
    places = {(pool.pattern, pool.group): place for place, pool in enumerate(pools)}
    moves: dict[str, list[Move]] = {}
    for pattern, every in patterns.items():
        for each in every:
            if part(each).points:
                moves.setdefault(each.finding, []).append((places[pattern, each.group], part(each).points))
    return {finding: tuple(each) for finding, each in moves.items()}
