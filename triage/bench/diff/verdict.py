"""The verdict: whether two rule files disagree on any response, and the smallest on which they do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from triage.bench.diff.changes import Change
from triage.bench.diff.smallest_proof import Differs, Same, Undecided, disagreement
from triage.bench.diff.smallest_search import smallest_found
from triage.bench.diff.tick_sheet import Desk, TickSheet, from_ticks
from triage.bench.prove.claims import Disagreement
from triage.bench.prove.smt_solver import Missing, z3

CONTRADICTION = "the solver says otherwise, which is a fault of this program: please report it"
FIRST_LOOK = 5.0
"""Seconds for our own search where the solver runs after it."""


@dataclass(frozen=True)
class DiffVerdict:
    """`decided` tells whether it is proved: that no response changes, or that `sheet` is the smallest that does.

    Where it is not, `sheet` is the smallest found, if any, and `reason` tells why nothing is proved.
    """

    decided: bool
    sheet: TickSheet | None
    reason: str = ""


def verdict(desk: Desk, changes: Iterable[Change], seeds: Iterable[TickSheet], seconds: float) -> DiffVerdict:
    """Find the smallest response on which the two files disagree, within a number of seconds."""
    deciding = tuple(change for change in changes if change.decides)
    if not deciding:
        return DiffVerdict(True, None, "nothing that decides a result was changed")
    try:
        z3()
    except Missing as missing:
        return DiffVerdict(False, smallest_found(desk, deciding, seeds, seconds), str(missing))
    found = smallest_found(desk, deciding, seeds, min(FIRST_LOOK, seconds))
    people = [] if found is None else [desk.responses(found)[0]]
    try:
        answer = disagreement(desk.old, desk.new, seconds, people)
    except Disagreement:
        return DiffVerdict(False, found, CONTRADICTION)
    return _solved(desk, answer, found, seconds)


def _solved(desk: Desk, answer: Same | Differs | Undecided, found: TickSheet | None, seconds: float) -> DiffVerdict:
    """Take the solver's word where replaying it shows the same."""
    if isinstance(answer, Same):
        if found is not None:
            return DiffVerdict(False, found, CONTRADICTION)
        return DiffVerdict(True, None, "proved over all answers to what both files ask")
    differs = answer if isinstance(answer, Differs) else answer.best
    sheet = from_ticks(differs.ticks) if differs is not None else None
    if sheet is not None and not desk.disagrees(sheet):
        return DiffVerdict(False, found, CONTRADICTION)
    known = [each for each in (sheet, found) if each is not None]
    smallest = min(known, key=lambda each: each.weight, default=None)
    if isinstance(answer, Undecided):
        return DiffVerdict(False, smallest, f"the solver could not decide it in {seconds:g} s")
    if sheet is not None and smallest is not None and smallest.size < sheet.size:
        return DiffVerdict(False, smallest, CONTRADICTION)
    return DiffVerdict(True, sheet, "no response with fewer ticks changes")
