"""Separators: the findings that tell two categories of one assessment apart, those not known yet first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from triage.core.assessment import Assessment
from triage.core.conditions import NO, UNKNOWN, YES, Truth
from triage.core.matching import CategoryMatch
from triage.core.questionnaire import Finding, Questionnaire
from triage.core.scoring import Scores, score

Moves = tuple[int, int]
"""Points that a finding moves in the best pattern of the first category, and in that of the second."""


@dataclass(frozen=True, slots=True)
class Separator:
    """A finding that the best patterns of two categories weigh differently.

    `moves` is what it does to the points of the first and of the second as it stands, before any cap. `if_yes` and
    `if_no` are by how much the points of each would be greater with the finding yes, or no, than with it unknown,
    caps included and all else as it is. `strength` is the file's word for the difference that it makes.
    """

    finding: Finding
    truth: Truth
    moves: Moves
    if_yes: Moves
    if_no: Moves
    strength: str

    @property
    def now(self) -> int:
        """What it adds to the points of the first less those of the second, before any cap."""
        return self.moves[0] - self.moves[1]

    @property
    def yes(self) -> int:
        """By how much that difference would be greater with the finding yes than with it unknown."""
        return self.if_yes[0] - self.if_yes[1]

    @property
    def no(self) -> int:
        """By how much that difference would be greater with the finding no than with it unknown."""
        return self.if_no[0] - self.if_no[1]


@dataclass(frozen=True, slots=True)
class Speech:
    """What a sign says of one category: whether it speaks `against` it, and whether only `more` than of the other."""

    match: CategoryMatch
    against: bool
    more: bool


def speeches(moves: Moves, first: CategoryMatch, second: CategoryMatch) -> tuple[Speech, ...]:
    """Return what moved points say. A minus of one category is never told as a plus of the other."""
    ahead, behind = (first, second) if moves[0] > moves[1] else (second, first)
    most, least = max(moves), min(moves)
    told = [Speech(ahead, against=False, more=least > 0)] if most > 0 else []
    told += [Speech(behind, against=True, more=most < 0)] if least < 0 else []
    return tuple(told)


def separating(
    questionnaire: Questionnaire, assessment: Assessment, first: CategoryMatch, second: CategoryMatch
) -> tuple[Separator, ...]:
    """Return what separates two categories: what is not known and would, then what already does, strongest first.

    What `now` adds up to, with the caps of both patterns, is exactly the difference in points.
    """
    now: dict[str, list[int]] = {}
    for place, match in enumerate((first, second)):
        for part in match.best.parts:
            now.setdefault(part.finding, [0, 0])[place] += part.points
    scores = score(questionnaire, assessment.findings)
    found = []
    for id, moves in now.items():
        truth = assessment.findings[id]
        unknown, yes, no = (_points(scores.again({id: each}), first, second) for each in (UNKNOWN, YES, NO))
        each = Separator(
            questionnaire.finding(id),
            truth,
            (moves[0], moves[1]),
            (yes[0] - unknown[0], yes[1] - unknown[1]),
            (no[0] - unknown[0], no[1] - unknown[1]),
            "",
        )
        if (each.yes != each.no) if truth is UNKNOWN else (each.now != 0):
            size = max(abs(each.yes), abs(each.no)) if truth is UNKNOWN else abs(each.now)
            found.append((size, replace(each, strength=_strength(questionnaire, size))))
    found.sort(key=lambda each: (each[1].truth is not UNKNOWN, -each[0], each[1].finding.id))
    return tuple(separator for _, separator in found)


def first_two(assessment: Assessment) -> tuple[CategoryMatch, CategoryMatch] | None:
    """Return the first two categories that stand open on a result, or None where there are fewer."""
    return (assessment.shown[0], assessment.shown[1]) if len(assessment.shown) > 1 else None


def _points(scores: Scores, first: CategoryMatch, second: CategoryMatch) -> Moves:
    return scores.points[first.best.pattern.id], scores.points[second.best.pattern.id]


def _strength(questionnaire: Questionnaire, points: int) -> str:
    """The strongest word that these points reach, or the weakest of all."""
    ordered = sorted(questionnaire.strengths, key=lambda word: questionnaire.strengths[word])
    reached = [word for word in ordered if questionnaire.strengths[word] <= points]
    return reached[-1] if reached else ordered[0]
