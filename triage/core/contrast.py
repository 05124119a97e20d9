"""Contrast: what each sign says of two pictures, whoever the person is.

Where `separators` tells two categories of one assessment apart, this tells two patterns apart before anybody answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from triage.core.conditions import NO, UNKNOWN, YES
from triage.core.questionnaire import Finding, Pattern, Questionnaire, Weight
from triage.core.scoring import score


@dataclass(frozen=True, slots=True)
class Says:
    """What one sign says of one picture: how the file lists it there, and the points that it moves by itself.

    `yes` and `no` are by how much the picture's points are greater with the sign there, or missing, than with nothing
    known.
    """

    weights: tuple[Weight, ...]
    yes: int
    no: int

    @property
    def belongs(self) -> bool:
        """Whether the sign is part of the picture: it speaks for it, or its absence speaks against it."""
        return self.yes > 0 or self.no < 0

    @property
    def against(self) -> bool:
        """Whether the sign speaks against the picture."""
        return self.yes < 0


@dataclass(frozen=True, slots=True)
class ContrastSign:
    """A sign with what it says of the first picture and of the second."""

    finding: Finding
    first: Says
    second: Says

    @property
    def parts(self) -> int:
        """How far apart it sets the two, there or missing, in points."""
        return max(abs(self.first.yes - self.second.yes), abs(self.first.no - self.second.no))


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two pictures side by side. Every sign that moves either stands in one list, what sets them furthest apart first.

    `of_first` and `of_second` are part of that picture alone, `shared` of both. What is part of neither speaks against
    one of them (`deciding`) or against both (`neither`).
    """

    first: Pattern
    second: Pattern
    of_first: tuple[ContrastSign, ...]
    of_second: tuple[ContrastSign, ...]
    shared: tuple[ContrastSign, ...]
    deciding: tuple[ContrastSign, ...]
    neither: tuple[ContrastSign, ...]


def contrast(questionnaire: Questionnaire, first: Pattern, second: Pattern) -> Contrast:
    """Set two pictures side by side: what each sign does to either, by the same points as a result."""
    nothing = score(questionnaire, dict.fromkeys(questionnaire.finding_conditions, UNKNOWN))
    signs = []
    for finding in questionnaire.findings:
        listed = tuple(
            tuple(weight for weight in each.weights if weight.finding == finding.id) for each in (first, second)
        )
        if any(listed):
            yes, no = (nothing.again({finding.id: truth}).points for truth in (YES, NO))
            says = (
                Says(weights, yes[each.id] - nothing.points[each.id], no[each.id] - nothing.points[each.id])
                for weights, each in zip(listed, (first, second), strict=True)
            )
            signs.append(ContrastSign(finding, *says))
    return Contrast(
        first,
        second,
        _furthest(each for each in signs if each.first.belongs and not each.second.belongs),
        _furthest(each for each in signs if each.second.belongs and not each.first.belongs),
        _furthest(each for each in signs if each.first.belongs and each.second.belongs),
        _furthest(each for each in _strange(signs) if each.first.against != each.second.against),
        _furthest(each for each in _strange(signs) if each.first.against and each.second.against),
    )


def picture(questionnaire: Questionnaire, id: str) -> Pattern | None:
    """Return the pattern with this id, of a category or from elsewhere, or None."""
    return next((pattern for pattern in pictures(questionnaire) if pattern.id == id), None)


def pictures(questionnaire: Questionnaire) -> tuple[Pattern, ...]:
    """Return every pattern: those of the categories in their order, then those from elsewhere."""
    inside = (pattern for category in questionnaire.categories for pattern in category.patterns)
    return (*inside, *questionnaire.elsewhere)


def _strange(signs: Iterable[ContrastSign]) -> Iterable[ContrastSign]:
    return (each for each in signs if not each.first.belongs and not each.second.belongs)


def _furthest(signs: Iterable[ContrastSign]) -> tuple[ContrastSign, ...]:
    return tuple(sorted(signs, key=lambda each: (-each.parts, each.finding.id)))
