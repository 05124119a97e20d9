"""Signs: the findings of one assessment as a doctor reads them, without those that others imply.

Weak hips imply weak limbs, so that only weak hips are listed as present; and where limbs are not weak, hips need
no mention. Nothing is left out that does not follow from what stands there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from triage.core.answers import NOT_SURE
from triage.core.assessment import Assessment
from triage.core.conditions import All, Any, Chosen, Condition, Found, Not, Truth, holds, nodes, questions_in
from triage.core.explanation import Reason, reasons
from triage.core.questionnaire import Finding, Option, Question, Questionnaire

Atoms = frozenset[Condition]

ASKED, PARTLY, UNSURE, NOT_ASKED = "asked", "partly", "unsure", "not_asked"
"""How a finding came to be what it is: asked about and told; asked in part; not sure; not asked or unanswered."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A finding in clinical words.

    `rests_on` are the questions that told of it, save those about the patient; `told` is what was answered to
    each, where no narrower sign tells it; `how` is one of the four words above.
    """

    finding: Finding
    rests_on: tuple[Question, ...]
    told: tuple[str, ...]
    how: str

    @property
    def term(self) -> str:
        """The clinical name."""
        return self.finding.term or self.finding.id

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the finding."""
        return self.finding.codes

    @property
    def section(self) -> str | None:
        """The section of a summary that tells all these answers, if there is one."""
        sections = {section_of(question) for question in self.rests_on}
        return sections.pop() if len(sections) == 1 else None


@dataclass(frozen=True, slots=True)
class Signs:
    """All signs of one assessment, in the order of the rule file."""

    present: tuple[Sign, ...]
    absent: tuple[Sign, ...]
    unknown: tuple[Sign, ...]


def signs_of(questionnaire: Questionnaire, assessment: Assessment) -> Signs:
    """Return the signs of an assessment."""
    atoms = {finding.id: _atoms(questionnaire, finding.when) for finding in questionnaire.findings}
    by_truth: dict[Truth, list[Finding]] = {truth: [] for truth in Truth}
    for finding in questionnaire.findings:
        by_truth[assessment.findings[finding.id]].append(finding)
    no, unknown = ([f for f in by_truth[truth] if _asked_for(questionnaire, f)] for truth in (Truth.NO, Truth.UNKNOWN))
    absent = (f for f in no if not any(atoms[f.id] < atoms[other.id] for other in no))
    unclear = (f for f in unknown if not any(atoms[other.id] < atoms[f.id] for other in unknown))
    return Signs(
        present=_present(questionnaire, assessment, by_truth[Truth.YES], atoms),
        absent=tuple(Sign(f, (), (), _how(questionnaire, assessment, f)) for f in absent),
        unknown=tuple(Sign(f, (), (), _how(questionnaire, assessment, f)) for f in unclear),
    )


def _present(
    questionnaire: Questionnaire, assessment: Assessment, yes: list[Finding], atoms: dict[str, Atoms]
) -> tuple[Sign, ...]:
    """The present signs, each with what only it tells; a sign of which narrower ones tell all is left out."""
    path, signs = assessment.path, {}
    told_before: dict[tuple[str, str], int] = {}
    for finding in sorted(yes, key=lambda finding: len(atoms[finding.id])):
        width = len(atoms[finding.id])
        narrower = [atoms[other.id] for other in yes if len(atoms[other.id]) < width]
        true = {atom for atom in atoms[finding.id] if holds(atom, path.answers, assessment.findings) is Truth.YES}
        if true <= frozenset[Condition]().union(*narrower):
            continue
        because = [each for each in reasons(questionnaire, path, finding.id) if each.yes]
        telling = [each for each in because if section_of(each.question) != "patient"]
        told = []
        for reason in telling if not _derived(finding) else ():
            doubtful = reason.question.contradicted(path.answers[reason.question.id].yes)
            sure = [option for option in reason.yes if option.id not in doubtful]
            new = [o for o in sure if told_before.setdefault((reason.question.id, o.id), width) == width]
            if new:
                told.append(_told(reason.question, new, assessment.voice))
        signs[finding.id] = Sign(finding, tuple(each.question for each in telling), tuple(told), ASKED)
    return tuple(signs[finding.id] for finding in yes if finding.id in signs)


def _atoms(questionnaire: Questionnaire, condition: Condition) -> Atoms:
    """The conditions of which any one is enough, split as far as that goes."""
    match condition:
        case Chosen(question, options, 1):
            return frozenset(Chosen(question, (option,)) for option in options)
        case Found(finding):
            return _atoms(questionnaire, questionnaire.finding(finding).when)
        case Any(parts):
            return frozenset[Condition]().union(*(_atoms(questionnaire, part) for part in parts))
    return frozenset({condition})


def _derived(finding: Finding) -> bool:
    """Whether it is made of other findings, which stand for themselves."""
    inside = list(nodes(finding.when))
    return any(isinstance(node, All | Not) for node in inside) and any(isinstance(node, Found) for node in inside)


def _asked_for(questionnaire: Questionnaire, finding: Finding) -> bool:
    """Whether it says something that it is not there.

    It does not where it is derived, or where it rests on one-choice questions alone: what was not chosen is told
    by what was.
    """
    read = (questionnaire.question(id) for id in questions_in(finding.when))
    one = {question.kind for question in read if question} == {"one"}
    named = any(isinstance(node, Found) for node in nodes(finding.when))
    return not _derived(finding) and not (one and not named)


def _how(questionnaire: Questionnaire, assessment: Assessment, finding: Finding) -> str:
    because = reasons(questionnaire, assessment.path, finding.id)
    denied = any(reason.no and not reason.yes for reason in because)
    if assessment.findings[finding.id] is Truth.NO:
        return ASKED if denied else NOT_ASKED
    if any(_unsure(reason, assessment) for reason in because):
        return UNSURE
    return PARTLY if denied else NOT_ASKED


def _unsure(reason: Reason, assessment: Assessment) -> bool:
    """Whether the person was not sure, or not sure about the rest."""
    answer = assessment.path.answers.get(reason.question.id, NOT_SURE)
    return reason.state in ("told", "not_sure") and bool(reason.question.open(answer))


def section_of(question: Question) -> str | None:
    """Return the section of a summary that tells the answer to a question, if one does."""
    return question.summary.section if question.summary else None


def _told(question: Question, options: Iterable[Option], voice: str) -> str:
    told = "; ".join(option.text.for_(voice) for option in options)
    named = question.summary
    return f"{named.term}: {told}" if named and not named.section else told
