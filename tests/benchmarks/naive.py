"""The same assessment by a naive loop: every rule read as it stands, every pattern weighed finding by finding.

What a first version would look like. It must come to the same points and parts, or the comparison is worth nothing.
"""

from __future__ import annotations

from typing import Any

from triage.core.answers import NOT_SURE, Answer, Response
from triage.core.conditions import All, Chosen, Condition, Found, Not, Truth
from triage.core.conditions import Any as AnyOf
from triage.core.questionnaire import Pattern, Question, Questionnaire

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


def assess(questionnaire: Questionnaire, response: Response) -> dict[str, Any]:
    """Return the findings, and for each category its best pattern with points and parts."""
    answers: dict[str, Answer] = {}
    for question in questionnaire.questions:
        asked = YES if question.ask_when is None else truth(question.ask_when, answers, {})
        if asked is not NO and question.id in response.answers:
            given = offered(question, response.answers[question.id], answers)
            if given is None:
                continue
            if question.not_sure_means and given == NOT_SURE:
                given = question.answer(frozenset({question.not_sure_means}))
            answers[question.id] = given
        elif asked is NO and question.skipped_means_no:
            answers[question.id] = Answer(no=question.option_ids)
    findings: dict[str, Truth] = {}
    for finding in questionnaire.findings:
        findings[finding.id] = truth(finding.when, answers, findings)
    flags = [flag.id for flag in questionnaire.red_flags if truth(flag.when, answers, findings) is YES]
    notes = [note.id for note in questionnaire.notes if truth(note.when, answers, findings) is YES]
    best = {}
    for category in questionnaire.categories:
        matches = [weigh(questionnaire, pattern, findings) for pattern in category.patterns]
        best[category.id] = min(matches, key=lambda match: (-match[1], match[0]))
        truth(category.needs, answers, findings)
    elsewhere = [weigh(questionnaire, pattern, findings) for pattern in questionnaire.elsewhere]
    return {"findings": findings, "flags": flags, "notes": notes, "best": best, "elsewhere": elsewhere}


def offered(question: Question, given: Answer, answers: dict[str, Answer]) -> Answer | None:
    """Return an answer without what the answers before it say cannot be; None where nothing else was chosen."""
    hidden = {
        option.id
        for option in question.options
        if option.offered_when is not None and truth(option.offered_when, answers, {}) is NO
    }
    if question.kind == "one" and given.yes and given.yes <= hidden:
        return None
    return Answer(given.yes - hidden, given.no | (given.yes & hidden))


def weigh(questionnaire: Questionnaire, pattern: Pattern, findings: dict[str, Truth]) -> tuple[str, int, Any]:
    """Return a pattern's id, points and parts."""
    parts, groups = [], {}
    for weight in pattern.weights:
        finding = questionnaire.finding(weight.finding)
        strength = questionnaire.strengths[weight.strength]
        held = findings[weight.finding]
        points = 0
        if weight.role == "for" and held is YES:
            points = strength
        if (weight.role == "against" and held is YES) or (weight.role == "expects" and held is NO):
            points = -strength
        parts.append((weight.finding, held, weight.role, points))
        groups.setdefault(finding.group, []).append(points)
    total = 0
    for name, points in groups.items():
        limits = next((group for group in questionnaire.groups if group.id == name), None)
        total += sum(points) if limits is None else max(limits.least, min(limits.most, sum(points)))
    return pattern.id, total, sorted(parts, key=lambda part: (part[2], -abs(part[3]), part[0]))


def truth(condition: Condition, answers: dict[str, Answer], findings: dict[str, Truth]) -> Truth:
    """Return whether a condition holds, walking its tree."""
    match condition:
        case Chosen(question, options, at_least):
            answer = answers.get(question, NOT_SURE)
            if len(set(options) & answer.yes) >= at_least:
                return YES
            return NO if len(set(options)) - len(set(options) & answer.no) < at_least else UNKNOWN
        case Found(finding):
            return findings.get(finding, UNKNOWN)
        case Not(part):
            return {YES: NO, NO: YES, UNKNOWN: UNKNOWN}[truth(part, answers, findings)]
        case All(parts) | AnyOf(parts):
            held = [truth(part, answers, findings) for part in parts]
            decisive, otherwise = (NO, YES) if isinstance(condition, All) else (YES, NO)
            return decisive if decisive in held else UNKNOWN if UNKNOWN in held else otherwise
