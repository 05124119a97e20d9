"""Folds: which cases may never be parted, how much each counts, and who is kept back from whom."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from triage.bench.evaluate.coded_cases import Case

FOLDS = 5


def groups(cases: Sequence[Case]) -> list[int]:
    """Return for each case the number of its group: cases that share a source or a disease, directly or by others."""
    above = list(range(len(cases)))

    def top(place: int) -> int:
        while above[place] != place:
            place = above[place]
        return place

    first: dict[str, int] = {}
    for place, case in enumerate(cases):
        for key in _keys(case):
            other = first.setdefault(key, place)
            high, low = sorted((top(other), top(place)))
            above[low] = high
    return [top(place) for place in range(len(cases))]


def _keys(case: Case) -> Iterator[str]:
    yield f"source {case.source}"
    if case.disease_id:
        yield f"disease {case.disease_id}"
    name = " ".join(re.findall(r"\w+", case.disease.lower()))
    if name:
        yield f"named {name}"


def folds(group_of: Sequence[int], outcomes: Sequence[int], number: int = FOLDS) -> list[int]:
    """Return for each case its fold. A group is never parted; outcomes are spread as evenly as that allows."""
    members: dict[int, list[int]] = defaultdict(list)
    for place, group in enumerate(group_of):
        members[group].append(place)
    held = [Counter[int]() for _ in range(number)]
    fold_of = [0] * len(group_of)
    for group in sorted(members, key=lambda group: (-len(members[group]), group)):
        has = Counter(outcomes[place] for place in members[group])
        chosen = min(range(number), key=lambda fold: _crowding(held[fold], has, fold))
        held[chosen].update(has)
        for place in members[group]:
            fold_of[place] = chosen
    return fold_of


def _crowding(held: Counter[int], has: Counter[int], fold: int) -> tuple[int, int, int]:
    return sum((held[outcome] + n) * n for outcome, n in has.items()), held.total(), fold


def case_weights(group_of: Sequence[int], outcomes: Sequence[int]) -> list[float]:
    """Return how much each case counts: outcomes alike, within an outcome the groups alike. They sum to the cases."""
    sizes = Counter(zip(group_of, outcomes, strict=True))
    groups_of_outcome = Counter(outcome for _, outcome in sizes)
    share = len(group_of) / len(groups_of_outcome)
    return [
        share / groups_of_outcome[outcome] / sizes[group, outcome]
        for group, outcome in zip(group_of, outcomes, strict=True)
    ]
