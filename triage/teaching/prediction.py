"""A learner's prediction for a worked case, held against what the rules say and what the case's author expects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from triage.core.assessment import Assessment
from triage.core.conditions import NO, YES
from triage.core.matching import CategoryMatch
from triage.core.questionnaire import URGENCIES, Finding, Questionnaire
from triage.core.scales import Part
from triage.rule_files.worked_cases import WorkedCase
from triage.teaching.difficulty import agreed
from triage.teaching.drill import due_of

NO_GROUP = "none"
"""What stands for *no clear match*, and for something outside the groups."""
SURE = ("sure", "fairly", "guess")
"""How sure a learner is, the surest first."""
MOST_SIGNS = 3
"""So many signs a learner names for a group, and against it; and so many that were missed are told."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a learner says before the match is seen: signs are ids of findings."""

    group: str
    urgency: str
    sure: str
    speaks_for: tuple[str, ...] = ()
    speaks_against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignsTold:
    """The signs that a story tells: those that are there, and those whose absence can count."""

    there: tuple[Finding, ...]
    missing: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class JudgedSign:
    """A sign that a learner named, and what it does to the group of the prediction; `part` is None for nothing."""

    finding: str
    side: str
    part: Part | None

    @property
    def holds(self) -> bool:
        """Whether the sign counts on the side on which the learner put it."""
        points = self.part.points if self.part else 0
        return points > 0 if self.side == "for" else points < 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """A prediction beside the match.

    `group` is `leads` where the prediction is what the rules put first, or as near to it as they call close; `shown`
    where they show it further down; else `other`. `urgency` is `same`, `later` where the learner would wait longer
    than the rules advise, or `sooner`. `author_group` and `author_urgency` are whether the author of the case agrees
    with the learner, `agreed` whether rules and author agree with each other.
    """

    prediction: Prediction
    leading: tuple[CategoryMatch, ...]
    group: str
    urgency: str
    author_group: bool
    author_urgency: bool
    agreed: bool
    judged: tuple[JudgedSign, ...]
    missed_for: tuple[Part, ...]
    missed_against: tuple[Part, ...]

    @property
    def seen(self) -> tuple[JudgedSign, ...]:
        """The signs that count as the learner said."""
        return tuple(sign for sign in self.judged if sign.holds)

    @property
    def mistaken(self) -> tuple[JudgedSign, ...]:
        """The signs that do not."""
        return tuple(sign for sign in self.judged if not sign.holds)


def signs_told(questionnaire: Questionnaire, assessment: Assessment) -> SignsTold:
    """Return the signs from which a learner chooses, in the order of the rule file: those that some picture weighs."""
    patterns = [pattern for category in questionnaire.categories for pattern in category.patterns]
    every = (*patterns, *questionnaire.elsewhere)
    weighed = {weight.finding for pattern in every for weight in pattern.weights}
    expected = {weight.finding for pattern in patterns for weight in pattern.weights if weight.role == "expects"}
    signs = [finding for finding in questionnaire.findings if finding.id in weighed]
    there = (finding for finding in signs if assessment.findings[finding.id] is YES)
    missing = (finding for finding in signs if assessment.findings[finding.id] is NO)
    return SignsTold(tuple(there), tuple(finding for finding in missing if finding.id in expected))


def compare(
    questionnaire: Questionnaire, assessment: Assessment, case: WorkedCase, prediction: Prediction
) -> Comparison:
    """Hold a prediction against the match and against what the author holds to be right."""
    leading = assessment.alike(questionnaire)
    own = next((match for match in assessment.categories if match.category.id == prediction.group), None)
    missed = _strongest(questionnaire, _what_fits(assessment, leading), prediction.speaks_for)
    told = (*prediction.speaks_against, *(part.finding for part in missed))
    return Comparison(
        prediction=prediction,
        leading=leading,
        group=_standing(assessment, leading, prediction.group),
        urgency=_told_urgency(prediction.urgency, due_of(assessment)),
        author_group=_among(prediction.group, case.right),
        author_urgency=prediction.urgency == (case.expects.urgency or URGENCIES[0]),
        agreed=agreed(case, assessment),
        judged=tuple(_judged(own, prediction)),
        missed_for=missed,
        missed_against=_strongest(questionnaire, own.best.against if own else (), told),
    )


def _standing(assessment: Assessment, leading: Sequence[CategoryMatch], group: str) -> str:
    if _among(group, [match.category.id for match in leading]):
        return "leads"
    return "shown" if group in {match.category.id for match in assessment.shown} else "other"


def _among(group: str, best: Sequence[str]) -> bool:
    return group in best if best else group == NO_GROUP


def _told_urgency(said: str, advised: str) -> str:
    """Whether a learner would wait as long as the rules advise."""
    apart = URGENCIES.index(advised) - URGENCIES.index(said)
    return "same" if apart == 0 else "later" if apart > 0 else "sooner"


def _judged(own: CategoryMatch | None, prediction: Prediction) -> list[JudgedSign]:
    parts = {part.finding: part for part in own.best.parts} if own else {}
    sides = (("for", prediction.speaks_for), ("against", prediction.speaks_against)) if own else ()
    return [JudgedSign(finding, side, parts.get(finding)) for side, findings in sides for finding in findings]


def _what_fits(assessment: Assessment, leading: Sequence[CategoryMatch]) -> Sequence[Part]:
    """The signs for what leads: the first of the groups, else what leads from outside them."""
    if leading:
        return leading[0].best.present
    return assessment.elsewhere.present if assessment.elsewhere and assessment.elsewhere_leads else ()


def _strongest(questionnaire: Questionnaire, parts: Sequence[Part], named: Sequence[str]) -> tuple[Part, ...]:
    """The signs that weigh most among those that were not named; of signs that tell much the same, one."""
    missed = [part for part in parts if part.finding not in named and part.points]
    alike: dict[str, Part] = {}
    for part in sorted(missed, key=lambda part: -abs(part.points)):
        alike.setdefault(questionnaire.finding(part.finding).group or part.finding, part)
    return tuple(alike.values())[:MOST_SIGNS]
