"""Search: the smallest disagreement that can be found without a solver. What it finds is real; it proves no absence.

Each round takes a person, from the cases or made up, on whom two rule files disagree, and takes ticks away for as long
as they still do.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet

from triage.bench.diff.changes import Change
from triage.bench.diff.tick_sheet import NOTHING, Desk, TickEntry, TickSheet
from triage.bench.shrinking import shrunk
from triage.core.conditions import Chosen, Condition, Found
from triage.core.dependencies import through
from triage.core.questionnaire import Pattern, Questionnaire

ROUNDS_A_TICK = 2000
"""After so many people in a row for each tick that is left, none of whom gave less, the search rests on what it has."""
MOST_TICKS = 9
Place = tuple[str, str]
"""A question and one of its options."""


def smallest_found(
    desk: Desk,
    changes: Iterable[Change],
    seeds: Iterable[TickSheet],
    seconds: float,
    clock: Callable[[], float] = time.monotonic,
) -> TickSheet | None:
    """Return the smallest sheet found on which the two files disagree, or None where none was found in time."""
    end = clock() + seconds
    best: TickSheet | None = None
    idle = 0
    for sheet in _people(desk, tuple(changes), tuple(seeds)):
        if clock() > end or (best is not None and idle >= ROUNDS_A_TICK * best.size):
            break
        idle += 1
        if desk.disagrees(sheet):
            smaller = fewest_ticks(desk, sheet)
            if best is None or smaller.weight < best.weight:
                best, idle = smaller, 0
    return best


def fewest_ticks(desk: Desk, sheet: TickSheet) -> TickSheet:
    """Return a disagreeing sheet from which no tick and no *not sure* can be taken without ending that."""
    return shrunk(sheet, lambda each: filter(desk.disagrees, _smaller(each)))


def _smaller(sheet: TickSheet) -> Iterator[TickSheet]:
    for id, entry in sheet.entries.items():
        if entry.ticks:
            yield sheet.with_(id, NOTHING)
    for id, entry in sheet.entries.items():
        for tick in sorted(entry.ticks):
            yield sheet.with_(id, TickEntry(entry.ticks - {tick}, entry.not_sure))
        if entry.not_sure:
            yield sheet.with_(id, TickEntry(entry.ticks))


def _people(desk: Desk, changes: tuple[Change, ...], seeds: tuple[TickSheet, ...]) -> Iterator[TickSheet]:
    """Nobody with anything, everybody with one thing, those of the cases, and then people made up without end."""
    every = [(id, option) for id, options in desk.options.items() for option in options]
    near = [place for place in every if place in _near(desk, changes)]
    yield TickSheet()
    yield from (TickSheet({id: TickEntry(not_sure=True)}) for id in desk.options if desk.kind(id) == "many")
    yield from (TickSheet({id: TickEntry(frozenset({option}))}) for id, option in every)
    yield from seeds
    chance = random.Random(f"{desk.old.digest} {desk.new.digest}")
    while every:
        yield _made_up(desk, chance, near or every, every)


def _made_up(desk: Desk, chance: random.Random, near: list[Place], every: list[Place]) -> TickSheet:
    ticks: dict[str, set[str]] = {}
    for _ in range(chance.randint(1, MOST_TICKS)):
        id, option = chance.choice(near if chance.random() < 0.8 else every)
        ticks.setdefault(id, set()).add(option)
        if desk.kind(id) == "one":
            ticks[id] = {option}
    unsure = {id for id in desk.options if desk.kind(id) == "many" and chance.random() < 0.1}
    return TickSheet(
        {id: TickEntry(frozenset(ticks.get(id, ())), id in unsure) for id in sorted(ticks.keys() | unsure)}
    )


def _near(desk: Desk, changes: tuple[Change, ...]) -> set[Place]:
    """The options that feed what was changed, in either file."""
    changed: set[tuple[str, str | None]] = {
        (change.kind, change.id.split(" › ")[-1]) for change in changes if change.decides
    }
    return {
        place
        for file in (desk.old, desk.new)
        for condition in _changed(file, changed)
        for node in through(file, condition, path=True)
        if isinstance(node, Chosen)
        for place in ((node.question, option) for option in node.options)
    }


def _changed(file: Questionnaire, changed: AbstractSet[tuple[str, str | None]]) -> Iterator[Condition]:
    """The conditions of what was changed, and of the findings of the patterns that were."""
    for question in file.questions:
        if ("question", question.id) in changed and question.ask_when is not None:
            yield question.ask_when
        yield from (Chosen(question.id, (o.id,)) for o in question.options if ("option", o.id) in changed)
    for finding in file.findings:
        if ("finding", finding.id) in changed or ("group", finding.group) in changed:
            yield finding.when
    yield from (flag.when for flag in file.red_flags if ("red flag", flag.id) in changed)
    for category in file.categories:
        if ("category", category.id) in changed:
            yield category.needs
        for pattern in category.patterns:
            if ("pattern", pattern.id) in changed:
                yield category.needs
                yield from _weighed(pattern)
    for pattern in file.elsewhere:
        if ("elsewhere pattern", pattern.id) in changed:
            yield from [pattern.needs] if pattern.needs is not None else []
            yield from _weighed(pattern)


def _weighed(pattern: Pattern) -> Iterator[Condition]:
    return (Found(weight.finding) for weight in pattern.weights)
