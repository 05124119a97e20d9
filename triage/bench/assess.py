"""An assessment as plain text and as JSON, for the command line."""

from __future__ import annotations

from typing import Any

from triage.core.assessment import Assessment
from triage.core.matching import CategoryMatch
from triage.core.questionnaire import Questionnaire
from triage.core.scoring import Part, PatternMatch


def as_json(questionnaire: Questionnaire, assessment: Assessment) -> dict[str, Any]:
    """Return the whole assessment, numbers included, as JSON-ready data."""
    elsewhere = assessment.elsewhere
    return {
        "ruleset": questionnaire.ruleset,
        "version": questionnaire.version,
        "digest": questionnaire.digest,
        "asked": [question.id for question in assessment.path.asked],
        "next": assessment.path.next.id if assessment.path.next else None,
        "urgency": assessment.urgency,
        "red_flags": [{"id": flag.id, "urgency": flag.urgency} for flag in assessment.red_flags],
        "ranking": [match.category.id for match in assessment.matching],
        "categories": [_category(match) for match in assessment.categories],
        "elsewhere": _pattern(elsewhere) if elsewhere else None,
        "elsewhere_leads": assessment.elsewhere_leads,
        "notes": [note.id for note in assessment.notes],
        "findings": {id: truth.value for id, truth in sorted(assessment.findings.items())},
    }


def _category(match: CategoryMatch) -> dict[str, Any]:
    return {
        "id": match.category.id,
        "level": match.level.id if match.level else None,
        "rank": match.rank,
        "points": match.points,
        "lead": match.lead,
        "needs": match.needs.value,
        "best": _pattern(match.best),
    }


def _pattern(match: PatternMatch) -> dict[str, Any]:
    return {
        "pattern": match.pattern.id,
        "points": match.points,
        "parts": [_part(part) for part in match.parts],
        "caps": [{"group": cap.group, "points": cap.points} for cap in match.caps],
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "finding": part.finding,
        "truth": part.truth.value,
        "role": part.role,
        "strength": part.strength,
        "points": part.points,
    }


def as_text(questionnaire: Questionnaire, assessment: Assessment) -> str:
    """Return the assessment in words, with the points and their parts: for maintainers, not for patients."""
    voice = assessment.voice
    lines = [f"{questionnaire.ruleset} {questionnaire.version} ({questionnaire.digest})", ""]
    if assessment.path.next:
        lines += [f"Not finished: the next question is `{assessment.path.next.id}`.", ""]
    lines.append("Urgency: " + (assessment.urgency or "no red flag"))
    lines += [f"  {flag.urgency}: {flag.text.for_(voice)} ({flag.id})" for flag in assessment.red_flags]
    lines += ["", "Categories:" if assessment.matching else "No clear match."]
    for match in assessment.categories:
        level = match.level.text.for_(voice) if match.level else "no match"
        lines.append(f"  {match.rank}. {match.category.text.for_(voice)}: {level}, {match.points} points")
        if match.level:
            lines += _parts(questionnaire, match.best, voice)
    if assessment.elsewhere and assessment.elsewhere.points > 0:
        leads = " (leads)" if assessment.elsewhere_leads else ""
        lines += ["", f"Elsewhere{leads}: {assessment.elsewhere.points} points"]
        lines += _parts(questionnaire, assessment.elsewhere, voice)
    if assessment.notes:
        lines += ["", "Notes:"] + [f"  {note.text.for_(voice)} ({note.id})" for note in assessment.notes]
    return "\n".join(lines)


def _parts(questionnaire: Questionnaire, match: PatternMatch, voice: str) -> list[str]:
    lines = [f"     {match.pattern.text.for_(voice)} ({match.pattern.id})"]
    for part in match.parts:
        text = questionnaire.finding(part.finding).text.for_(voice)
        lines.append(f"     {part.points:+4d}  {part.truth.value:<7} {part.role} ({part.strength}): {text}")
    lines += [f"     {cap.points:+4d}  capped: {cap.group}" for cap in match.caps]
    return lines
