"""Comparing two rule files on the same cases: which cases moved, and by what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from triage.bench.evaluate.coded_cases import NONE
from triage.bench.evaluate.results import Result
from triage.core.assessment import Assessment
from triage.core.questionnaire import Pattern, Questionnaire, Weight

KINDS = ("lost", "gained", "moved")
"""Right before and wrong now, wrong before and right now, or another ranking and equally right."""


@dataclass(frozen=True)
class Move:
    """A case whose ranking differs between two rule files, with the reasons in words."""

    id: str
    kind: str
    category: str | None
    before: tuple[str, ...]
    after: tuple[str, ...]
    why: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the move as JSON-ready data."""
        places = {"before": list(self.before), "after": list(self.after), "why": list(self.why)}
        return {"id": self.id, "kind": self.kind, "category": self.category, **places}


def moves(before: Sequence[Result], after: Sequence[Result]) -> tuple[Move, ...]:
    """Return the cases whose ranking differs, those that were lost first."""
    pairs = zip(before, after, strict=True)
    found = [_move(old, new) for old, new in pairs if old.ranking != new.ranking]
    return tuple(sorted(found, key=lambda move: (KINDS.index(move.kind), move.id)))


def settings(old: Questionnaire, new: Questionnaire) -> tuple[str, ...]:
    """Return what applies to every case and differs: strengths, levels, `close` and groups."""
    found = []
    pairs: tuple[tuple[str, dict[str, object], dict[str, object]], ...] = (
        ("strengths", dict(old.strengths), dict(new.strengths)),
        ("levels", _levels(old), _levels(new)),
        ("close", {"points": old.close}, {"points": new.close}),
        ("groups", _groups(old), _groups(new)),
    )
    for name, was, now in pairs:
        keys = sorted(key for key in {*was, *now} if was.get(key) != now.get(key))
        found += [f"{name} {key}: {was.get(key, 'nothing')} -> {now.get(key, 'nothing')}" for key in keys]
    return tuple(found)


def _levels(questionnaire: Questionnaire) -> dict[str, object]:
    return {level.id: f"from {level.from_points}, lead {level.lead or 0}" for level in questionnaire.levels}


def _groups(questionnaire: Questionnaire) -> dict[str, object]:
    return {group.id: f"{group.least} to {group.most}" for group in questionnaire.groups}


def as_text(name: str, found: Sequence[Move]) -> str:
    """Return the moves in words."""
    counts = ", ".join(f"{kind} {sum(move.kind == kind for move in found)}" for kind in KINDS)
    lines = [f"{name}: {len(found)} cases moved ({counts})"]
    for move in found:
        before, after = (", ".join(ranking) or NONE for ranking in (move.before, move.after))
        lines.append(f"  {move.kind}: {move.id} ({move.category or 'category not told'}): {before} -> {after}")
        lines += [f"    {why}" for why in move.why]
    return "\n".join(lines)


def _move(old: Result, new: Result) -> Move:
    kind = "moved" if old.is_right == new.is_right else "gained" if new.is_right else "lost"
    why = (*_options(old, new), *reasons(old.assessment, new.assessment))
    return Move(new.case.id, kind, new.case.category, old.ranking, new.ranking, why)


def reasons(old: Assessment, new: Assessment) -> tuple[str, ...]:
    """Return in words what differs between two assessments: findings, points, core signs, levels, weights."""
    return (*_findings(old, new), *_points(old, new))


def _options(old: Result, new: Result) -> Iterator[str]:
    """Options that a case now makes yes, or no longer does."""
    before, after = (_said(result) for result in (old, new))
    for word, options in (("now yes", after - before), ("no longer yes", before - after)):
        if options:
            yield f"{word}: {', '.join(sorted(options))}"


def _said(result: Result) -> set[str]:
    path = result.assessment.path
    return {f"{id}.{option}" for id, answer in path.answers.items() for option in answer.yes}


def _findings(old: Assessment, new: Assessment) -> Iterator[str]:
    changed = [
        f"{id} {old.findings[id].value} -> {truth.value}" if id in old.findings else f"{id} new, {truth.value}"
        for id, truth in new.findings.items()
        if old.findings.get(id) is not truth
    ]
    changed += [f"{id} is gone" for id in old.findings if id not in new.findings]
    if changed:
        yield f"findings: {', '.join(changed)}"


def _points(old: Assessment, new: Assessment) -> Iterator[str]:
    """Categories, and elsewhere, whose points, core sign or level changed."""
    earlier = {match.category.id: match for match in old.categories}
    for match in new.categories:
        was = earlier.get(match.category.id)
        if was is None:
            yield f"{match.category.id} is new: {match.points} points"
            continue
        levels = [each.level.id if each.level else "no match" for each in (was, match)]
        facts = [(was.points, match.points), (was.needs.value, match.needs.value), (levels[0], levels[1])]
        if any(one != other for one, other in facts):
            one, other = (f"{each.points} ({each.best.pattern.id})" for each in (was, match))
            needs = "" if was.needs is match.needs else f", core sign {was.needs.value} -> {match.needs.value}"
            yield f"{match.category.id}: {one} -> {other}, {levels[0]} -> {levels[1]}{needs}"
            yield from _weights(was.best.pattern, match.best.pattern)
    one, other = (f"{m.elsewhere.points} ({m.elsewhere.pattern.id})" if m.elsewhere else NONE for m in (old, new))
    if one != other:
        yield f"elsewhere: {one} -> {other}"


def _weights(was: Pattern, now: Pattern) -> Iterator[str]:
    """What was changed in a pattern that stands in both files."""
    if was.id == now.id and set(was.weights) != set(now.weights):
        added = [f"+ {_weight(each)}" for each in now.weights if each not in was.weights]
        taken = [f"- {_weight(each)}" for each in was.weights if each not in now.weights]
        yield f"  pattern {now.id} was changed: {', '.join([*added, *taken])}"


def _weight(weight: Weight) -> str:
    return f"{weight.role} {weight.strength} {weight.finding}"
