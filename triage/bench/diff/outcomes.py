"""Outcomes: what a person is told under one rule file, and how it differs under another."""

from __future__ import annotations

from dataclasses import dataclass

from triage.bench.cases.run import NO_MATCH
from triage.bench.diff.smallest_proof import told
from triage.bench.evaluate.compare import reasons
from triage.core.assessment import Assessment

NO_FLAG = "no red flag"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one assessment tells: matching categories with their levels, best first, and how soon to seek help.

    `also` holds what is told beside the result: the red flags, the elsewhere picture that leads, the notes.
    """

    matches: tuple[tuple[str, str, int], ...]
    urgency: str | None
    also: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def result(self) -> tuple[object, object]:
        """What `triage diff` calls a result: categories with rank and level, and urgency."""
        return self.matches, self.urgency


@dataclass(frozen=True, slots=True)
class Difference:
    """How one assessment differs from another, a line each, and why. `moves` tells whether the result itself does."""

    moves: bool
    lines: tuple[str, ...]
    why: tuple[str, ...]


def outcome(assessment: Assessment) -> Outcome:
    """Return what an assessment tells."""
    leads = assessment.elsewhere if assessment.elsewhere_leads else None
    return Outcome(
        matches=tuple((m.category.id, m.level.id, m.rank) for m in assessment.matching if m.level),
        urgency=assessment.urgency,
        also=(
            ("red flags", tuple(sorted(flag.id for flag in assessment.red_flags))),
            ("leads from elsewhere", (leads.pattern.id,) if leads else ()),
            ("notes", tuple(sorted(note.id for note in assessment.notes))),
        ),
    )


def disagree(old: Assessment, new: Assessment) -> bool:
    """Tell whether two assessments show other categories, best ones, levels or urgency."""
    return told(old) != told(new)


def difference(old: Assessment, new: Assessment) -> Difference | None:
    """Return how two assessments differ in what they tell, or None where they tell the same."""
    was, now = outcome(old), outcome(new)
    if was == now:
        return None
    lines = []
    if was.matches != now.matches:
        lines.append(f"categories: {_ranked(was)} -> {_ranked(now)}")
    if was.urgency != now.urgency:
        lines.append(f"urgency: {was.urgency or NO_FLAG} -> {now.urgency or NO_FLAG}")
    for (label, before), (_, after) in zip(was.also, now.also, strict=True):
        if before != after:
            lines.append(f"{label}: {', '.join(before) or 'none'} -> {', '.join(after) or 'none'}")
    return Difference(was.result != now.result, tuple(lines), reasons(old, new))


def _ranked(told: Outcome) -> str:
    """Categories with their levels, best first; equal ones are joined by `and`."""
    text = ""
    for place, (category, level, rank) in enumerate(told.matches):
        equal = place and told.matches[place - 1][2] == rank
        text += (" and " if equal else ", " if place else "") + f"{category} ({level})"
    return text or NO_MATCH
