"""What a live class voted, counted: before and after talking, how sure against right, what is taken for what.

Everything is worked out from counts. Fewer than five votes of a round are not told, so that nobody stands out.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from triage.teaching.prediction import SURE

FEWEST = 5
"""Votes of a round below which nothing of it is shown."""
FEWEST_ALIKE = 3
"""Votes of one kind below which a pair that was mixed up, or a line of how sure, is left out: it points at people."""
MOST_PAIRS = 3

Right = Mapping[int, Sequence[str]]
"""The choices that are right, the best first, by the number of the case."""


@dataclass(frozen=True, slots=True)
class VoteCount:
    """So many votes for one choice in one round of a case, all as sure."""

    number: int
    round: int
    choice: str
    sure: str | None
    count: int


@dataclass(frozen=True, slots=True)
class MoveCount:
    """So many seats whose vote was one choice before talking, and one after."""

    number: int
    before: str
    after: str
    count: int


@dataclass(frozen=True, slots=True)
class RoundReport:
    """One round of a case. Where too few voted, `shown` is false and nothing but their number is told."""

    number: int
    round: int
    votes: int
    right: int
    by_choice: Mapping[str, int]

    @property
    def shown(self) -> bool:
        """Whether enough voted."""
        return self.votes >= FEWEST


@dataclass(frozen=True, slots=True)
class MoveReport:
    """Of those who voted before and after talking: how many came to the right choice, and how many left it."""

    both: int
    to_right: int
    from_right: int


@dataclass(frozen=True, slots=True)
class SureCount:
    """Of the votes of one round, over all cases: how many were as sure, and how many of them right."""

    round: int
    sure: str
    votes: int
    right: int


@dataclass(frozen=True, slots=True)
class ClassReport:
    """All of it: rounds in order, moves by case, how sure against right, and the pairs that were mixed up most."""

    rounds: tuple[RoundReport, ...]
    moves: Mapping[int, MoveReport]
    sure: tuple[SureCount, ...]
    mixed_up: tuple[tuple[tuple[str, str], int], ...]

    def of(self, number: int) -> tuple[RoundReport, ...]:
        """Return the rounds of one case."""
        return tuple(each for each in self.rounds if each.number == number)

    @property
    def most(self) -> int:
        """The most votes that one choice got in a round that is shown, at least 1: how long the longest bar is."""
        return max((count for each in self.rounds if each.shown for count in each.by_choice.values()), default=1)


def report(votes: Iterable[VoteCount], moves: Iterable[MoveCount], right: Right) -> ClassReport:
    """Return the report of a class."""
    votes = tuple(votes)
    rounds = tuple(_round(votes, right, *key) for key in sorted({(vote.number, vote.round) for vote in votes}))
    enough = {(each.number, each.round) for each in rounds if each.shown}
    told = tuple(vote for vote in votes if (vote.number, vote.round) in enough)
    return ClassReport(rounds, _moves(moves, right), _sure(told, right), _mixed_up(told, right))


def as_csv(rows: Iterable[Sequence[str | int]]) -> str:
    """Return rows as a file for a spreadsheet, in which no text can be a formula."""
    out = io.StringIO()
    csv.writer(out).writerows([_no_formula(cell) for cell in row] for row in rows)
    return out.getvalue()


def _no_formula(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip().startswith(("=", "+", "-", "@", "|")) else cell


def _round(votes: Iterable[VoteCount], right: Right, number: int, round: int) -> RoundReport:
    here: Counter[str] = Counter()
    for vote in votes:
        if (vote.number, vote.round) == (number, round):
            here[vote.choice] += vote.count
    good = sum(count for choice, count in here.items() if choice in right[number])
    total = here.total()
    return (
        RoundReport(number, round, total, good, here) if total >= FEWEST else RoundReport(number, round, total, 0, {})
    )


def _moves(moves: Iterable[MoveCount], right: Right) -> Mapping[int, MoveReport]:
    found: dict[int, Counter[str]] = {}
    for move in moves:
        before, after = (choice in right[move.number] for choice in (move.before, move.after))
        kind = "both" if before == after else "to" if after else "from"
        found.setdefault(move.number, Counter())[kind] += move.count
    told = {number: kinds for number, kinds in found.items() if kinds.total() >= FEWEST}
    return {number: MoveReport(kinds.total(), kinds["to"], kinds["from"]) for number, kinds in told.items()}


def _sure(votes: Iterable[VoteCount], right: Right) -> tuple[SureCount, ...]:
    """Round by round; only what enough votes said alike."""
    every: Counter[tuple[int, str]] = Counter()
    good: Counter[tuple[int, str]] = Counter()
    for vote in votes:
        if vote.sure in SURE:
            every[vote.round, vote.sure] += vote.count
            good[vote.round, vote.sure] += vote.count * (vote.choice in right[vote.number])
    enough = sorted((key for key in every if every[key] >= FEWEST_ALIKE), key=lambda key: (key[0], SURE.index(key[1])))
    return tuple(SureCount(*key, every[key], good[key]) for key in enough)


def _mixed_up(votes: Iterable[VoteCount], right: Right) -> tuple[tuple[tuple[str, str], int], ...]:
    """Which two choices were taken for each other, and how often, before talking and after."""
    pairs: Counter[tuple[str, str]] = Counter()
    for vote in votes:
        if vote.choice not in right[vote.number]:
            one, other = sorted((right[vote.number][0], vote.choice))
            pairs[one, other] += vote.count
    enough = (item for item in pairs.items() if item[1] >= FEWEST_ALIKE)
    return tuple(sorted(enough, key=lambda item: (-item[1], item[0]))[:MOST_PAIRS])
