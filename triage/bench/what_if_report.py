"""What would change a result, and what separates its first two categories, as plain text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from triage.core.answers import Response
from triage.core.assessment import Assessment
from triage.core.conditions import NO, UNKNOWN, YES
from triage.core.questionnaire import Category, Level, Option, Questionnaire
from triage.core.separators import Separator, first_two, separating
from triage.core.what_if import AnswerChange, Few, Turn, changes, few

KINDS = {UNKNOWN: "Not known", YES: "Told to be there", NO: "Told not to be there"}


def what_if_json(questionnaire: Questionnaire, response: Response, assessment: Assessment) -> dict[str, Any]:
    """Return every change and every separator as JSON-ready data."""
    two = first_two(assessment)
    found = separating(questionnaire, assessment, *two) if two else ()
    return {
        "changes": [_change(each) for each in changes(questionnaire, response)],
        "separates": [match.category.id for match in two or ()],
        "separators": [_separator(each) for each in found],
    }


def _change(change: AnswerChange) -> dict[str, Any]:
    return {
        "question": change.question.id,
        "options": [option.id for option in change.options],
        "from": change.was.value,
        "to": change.becomes.value,
        "urgency": {"from": change.urgency.was, "to": change.urgency.becomes} if change.urgency else None,
        "best": {"from": _ids(change.best.was), "to": _ids(change.best.becomes)} if change.best else None,
        "levels": [
            {"category": category.id, "from": _id(turn.was), "to": _id(turn.becomes)}
            for category, turn in change.levels
        ],
        "more_questions": change.more,
    }


def _separator(separator: Separator) -> dict[str, Any]:
    return {
        "finding": separator.finding.id,
        "truth": separator.truth.value,
        "strength": separator.strength,
        "now": separator.now,
        "yes": separator.yes,
        "no": separator.no,
    }


def _ids(categories: tuple[Category, ...]) -> list[str]:
    return [category.id for category in categories]


def _id(level: Level | None) -> str | None:
    return level.id if level else None


def what_if_text(questionnaire: Questionnaire, response: Response, assessment: Assessment) -> str:
    """Return in words what the result page shows of this, with the points: for maintainers, not for patients."""
    voice = assessment.voice
    short = few(changes(questionnaire, response))
    lines = ["What would change this:" if short else "No single answer would change this."]
    for kind in short:
        lines += _kind(kind, voice)
    two = first_two(assessment)
    if two:
        names = [match.category.text.for_(voice) for match in two]
        lines += ["", f"What separates {names[0]} from {names[1]} ({two[0].points - two[1].points:+d} points):"]
        lines += [_told(each, voice) for each in separating(questionnaire, assessment, *two)]
    return "\n".join(lines)


def _kind(kind: Few, voice: str) -> Iterator[str]:
    yield f"  {KINDS[kind.kind]}:"
    for alarm in kind.alarms:
        yield f"    {alarm.question.id}: {_named(alarm.options, voice)}: if yes, emergency"
    for change in kind.changes:
        yield f"    {_condition(change, voice)}: {'; '.join(_effects(change, voice))}"
    if kind.others:
        yield f"    and {kind.others} more such answer{'s' if kind.others > 1 else ''}"


def _condition(change: AnswerChange, voice: str) -> str:
    if not change.options:
        return f"{change.question.id}: if all that is not known were no"
    becomes = "not known" if change.becomes is UNKNOWN else change.becomes.value
    return f"{change.question.id}: {_named(change.options, voice)}: if {becomes}"


def _named(options: tuple[Option, ...], voice: str) -> str:
    return " | ".join(option.text.for_(voice) for option in options)


def _effects(change: AnswerChange, voice: str) -> Iterator[str]:
    if change.urgency:
        yield f"urgency {change.urgency.was or 'no red flag'} -> {change.urgency.becomes or 'no red flag'}"
    if change.best:
        yield f"best match {_best(change.best.was, voice)} -> {_best(change.best.becomes, voice)}"
    for category, turn in change.levels:
        yield f"{category.text.for_(voice)} {_levels(turn, voice)}"
    if change.more:
        yield f"{change.more} more question{'s' if change.more > 1 else ''}"


def _best(categories: tuple[Category, ...], voice: str) -> str:
    return " and ".join(category.text.for_(voice) for category in categories) or "none"


def _levels(turn: Turn[Level | None], voice: str) -> str:
    return " -> ".join(level.text.for_(voice) if level else "no match" for level in (turn.was, turn.becomes))


def _told(separator: Separator, voice: str) -> str:
    text = separator.finding.text.for_(voice)
    if separator.truth is UNKNOWN:
        return f"  not known: {separator.yes:+d} if yes, {separator.no:+d} if no ({separator.strength}): {text}"
    return f"  {separator.truth.value:<9}: {separator.now:+d} ({separator.strength}): {text}"
