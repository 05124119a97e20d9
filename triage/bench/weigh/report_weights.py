"""The report of `triage weigh`: what each strength is now, what the cases say, and what would change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from triage.bench.evaluate.coded_cases import NONE
from triage.bench.evaluate.results import Result
from triage.bench.weigh.additions import Addition
from triage.bench.weigh.coded_matrix import MatrixRow
from triage.bench.weigh.evidence import FEWEST, Evidence
from triage.bench.weigh.objective import Thresholds
from triage.bench.weigh.strong_level import StrongLevel

MOST = 24
"""A pattern with more findings than this is hard to read and to check."""


@dataclass(frozen=True)
class Strength:
    """One strength: its word in the file and before it was measured, what was measured, and the word it would get."""

    row: MatrixRow
    now: str
    judged: str
    word: str
    points: float
    low: float
    high: float
    behind: Evidence

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON-ready data."""
        pattern, role, finding = self.row.name
        measured = {"points": round(self.points, 1), "interval": [round(self.low, 1), round(self.high, 1)]}
        told = asdict(self.behind) | {"can_tell": self.behind.can_tell}
        words = {"now": self.now, "judged": self.judged, "would_be": self.word}
        return {"pattern": pattern, "role": role, "finding": finding, **words, **measured, **told}


@dataclass(frozen=True)
class Weighing:
    """All that was measured. `results` are those of each file of cases: now, with the new words, cross-validated."""

    strengths: tuple[Strength, ...]
    thresholds: tuple[Thresholds, Thresholds]
    strong: StrongLevel
    results: Mapping[str, tuple[Sequence[Result], Sequence[Result], Sequence[Result]]]
    additions: tuple[Addition, ...]
    too_long: Sequence[tuple[str, int]]

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON-ready data."""
        now, new = self.thresholds
        return {
            "figures": {
                name: {word: figures(each) for word, each in zip(COLUMNS, columns, strict=True)}
                for name, columns in self.results.items()
            },
            "thresholds": {"now": asdict(now), "would_be": asdict(new)},
            "strong": asdict(self.strong),
            "strengths": [strength.as_json() for strength in self.strengths],
            "additions": [asdict(addition) for addition in self.additions],
            "too_long": dict(self.too_long),
        }


COLUMNS = ("as the file is", "with these words", "cross-validated")


def figures(results: Sequence[Result]) -> dict[str, Any]:
    """Return how often the first, and one of the first two, is right; and *no clear match* where that is right."""
    placed = [result for result in results if result.case.category != NONE]
    controls = [result for result in results if result.case.category == NONE]
    found: dict[str, Any] = {"n": len(placed), "controls": len(controls)}
    if placed:
        found["top1"] = round(sum(result.hit(1) for result in placed) / len(placed), 4)
        found["top2"] = round(sum(result.hit(2) for result in placed) / len(placed), 4)
    if controls:
        found["said_none"] = sum(not result.ranking for result in controls)
    return found


def as_text(weighing: Weighing) -> str:
    """Return the report in words."""
    return "\n".join(_lines(weighing))


def _lines(weighing: Weighing) -> Iterator[str]:
    yield "right first / among the first two (and said no clear match where that is right)"
    yield f"  {'cases':<20}" + "".join(f"{column:>24}" for column in COLUMNS)
    for name, columns in weighing.results.items():
        yield f"  {name:<20}" + "".join(f"{_cell(figures(each)):>24}" for each in columns)
    now, new = weighing.thresholds
    strong = weighing.strong
    yield ""
    yield f"lowest level from {now.some} -> {new.some} points, close {now.close} -> {new.close}"
    yield (
        f"highest level from {strong.from_points} points with a lead of {strong.lead}: "
        f"right {strong.right} of {strong.reached} times, cross-validated"
    )
    yield ""
    yield from _strengths(weighing.strengths)
    if weighing.too_long:
        yield ""
        yield f"patterns that list more than {MOST} findings:"
        yield from (f"  {pattern}: {number}" for pattern, number in weighing.too_long)
    if weighing.additions:
        yield ""
        yield "findings that a pattern could list (proposed only; accept one where it makes clinical sense):"
        for each in weighing.additions:
            yield (
                f"  {each.pattern}: {each.role} {each.word} {each.finding}; gain {each.gain:.2f}, "
                f"better in {each.folds} of 5 folds; told in {each.seen} of {each.own} cases of the category, "
                f"{each.elsewhere} of {each.others} others"
            )


def _cell(found: Mapping[str, Any]) -> str:
    parts = [f"{found['top1']:.3f} / {found['top2']:.3f}"] if found["n"] else []
    parts += [f"({found['said_none']} of {found['controls']})"] if found["controls"] else []
    return " ".join(parts)


def _strengths(strengths: Sequence[Strength]) -> Iterator[str]:
    told = [each for each in strengths if each.behind.can_tell]
    moved = [each for each in strengths if each.word != each.now]
    yield (
        f"{len(strengths)} strengths: {len(told)} measured, {len(moved)} of them would change; "
        f"{len(strengths) - len(told)} that the cases cannot tell (fewer than {FEWEST} sources or diseases) stay judged"
    )
    for each in strengths:
        pattern, role, finding = each.row.name
        change = f"{each.now} -> {each.word}" if each.word != each.now else each.now
        measured = f"{each.points:.1f} points ({each.low:.1f} to {each.high:.1f}), {each.behind.cases} cases"
        mark = measured if each.behind.can_tell else f"cannot tell, {each.behind.cases} cases"
        yield f"  {'*' if each.word != each.now else ' '} {pattern}: {role} {finding}: {change}; {mark}"
