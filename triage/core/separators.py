"""Separators: the findings that tell two categories of one assessment apart, those not known yet first."""

from __future__ import annotations

from dataclasses import dataclass

from triage.core.assessment import Assessment, CategoryMatch
from triage.core.conditions import NO, UNKNOWN, YES, Truth
from triage.core.questionnaire import Finding, Questionnaire
from triage.core.scoring import Scores, score


@dataclass(frozen=True, slots=True)
class Separator:
    """A finding that the best patterns of two categories weigh differently.

    All numbers are about the difference *points of the first less points of the second*. `now` is what the finding
    adds to it as it stands, before any cap. `yes` and `no` are by how much the difference would be greater with the
    finding yes, or no, than with it unknown, caps included and all else as it is. `strength` is the file's word for it.
    """

    finding: Finding
    truth: Truth
    now: int
    yes: int
    no: int
    strength: str


def separating(
    questionnaire: Questionnaire, assessment: Assessment, first: CategoryMatch, second: CategoryMatch
) -> tuple[Separator, ...]:
    """Return what separates two categories: what is not known and would, then what already does, strongest first.

    What `now` adds up to, with the caps of both patterns, is exactly the difference in points.
    """
    now: dict[str, int] = {}
    for match, sign in ((first, 1), (second, -1)):
        for part in match.best.parts:
            now[part.finding] = now.get(part.finding, 0) + sign * part.points
    scores = score(questionnaire, assessment.findings)
    found = []
    for id, adds in now.items():
        truth = assessment.findings[id]
        unknown, yes, no = (_difference(scores.again({id: each}), first, second) for each in (UNKNOWN, YES, NO))
        if (yes != no) if truth is UNKNOWN else (adds != 0):
            finding = questionnaire.finding(id)
            size = max(abs(yes - unknown), abs(no - unknown)) if truth is UNKNOWN else abs(adds)
            word = _strength(questionnaire, size)
            found.append((size, Separator(finding, truth, adds, yes - unknown, no - unknown, word)))
    found.sort(key=lambda each: (each[1].truth is not UNKNOWN, -each[0], each[1].finding.id))
    return tuple(separator for _, separator in found)


def first_two(assessment: Assessment) -> tuple[CategoryMatch, CategoryMatch] | None:
    """Return the first two categories that stand open on a result, or None where there are fewer."""
    return (assessment.shown[0], assessment.shown[1]) if len(assessment.shown) > 1 else None


def _difference(scores: Scores, first: CategoryMatch, second: CategoryMatch) -> int:
    return scores.points[first.best.pattern.id] - scores.points[second.best.pattern.id]


def _strength(questionnaire: Questionnaire, points: int) -> str:
    """The strongest word that these points reach, or the weakest of all."""
    ordered = sorted(questionnaire.strengths, key=lambda word: questionnaire.strengths[word])
    reached = [word for word in ordered if questionnaire.strengths[word] <= points]
    return reached[-1] if reached else ordered[0]
