"""Side by side: the figures of the file as it is, of cross-validation and of the baseline, for the same cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from triage.bench.evaluate import metrics
from triage.bench.evaluate.coded_cases import NONE
from triage.bench.evaluate.metrics import Ranked

COLUMNS = {"in_sample": "the file as it is", "cross_validated": "cross-validated", "baseline": "baseline"}
Sides = Mapping[str, Mapping[str, Any]]
"""For each file of cases the figures of each column that there is."""


def sides(columns: Mapping[str, Mapping[str, Sequence[Ranked]]], categories: Sequence[str]) -> Sides:
    """Return the figures of each column for each file; `columns` are results by column and file."""
    found: dict[str, dict[str, Any]] = {}
    for column, files in columns.items():
        for name, results in files.items():
            found.setdefault(name, {})[column] = _figures(results, categories)
    return found


def _figures(results: Sequence[Ranked], categories: Sequence[str]) -> dict[str, Any]:
    placed = [result for result in results if result.case.category not in (None, NONE)]
    controls = [result for result in results if result.case.category == NONE]
    figures: dict[str, Any] = {"n": len(placed), "controls": len(controls)}
    if placed:
        figures |= metrics.accuracy(placed, categories) | metrics.intervals(placed, categories)
    if controls:
        figures["said_none"] = sum(not result.ranking for result in controls)
    return figures


def as_text(found: Sides) -> str:
    """Return the figures as a table in words."""
    there = [column for column in COLUMNS if any(column in each for each in found.values())]
    lines = ["right first / among the first two (said no clear match where that is right)"]
    lines.append(f"  {'cases':<20}" + "".join(f"{COLUMNS[column]:>26}" for column in there))
    for name, columns in found.items():
        lines.append(f"  {name:<20}" + "".join(f"{_cell(columns.get(column)):>26}" for column in there))
    return "\n".join(lines)


def _cell(figures: Mapping[str, Any] | None) -> str:
    if figures is None:
        return "-"
    parts = [f"{figures['top1']:.3f} / {figures['top2']:.3f}"] if figures["n"] else []
    parts += [f"({figures['said_none']} of {figures['controls']})"] if "said_none" in figures else []
    return " ".join(parts) or "-"


def as_markdown(found: Sides) -> Iterator[str]:
    """Yield the lines of two tables: right first and among the first two, and the recall of each category."""
    there = [column for column in COLUMNS if any(column in each for each in found.values())]
    yield "| right first; among the first two | " + " | ".join(COLUMNS[column] for column in there) + " |"
    yield "|---|" + "---|" * len(there)
    for name, columns in found.items():
        if any(figures["n"] for figures in columns.values()):
            yield f"| {name} | " + " | ".join(_ranged(columns.get(column)) for column in there) + " |"
    for name, columns in found.items():
        said = [figures for figures in columns.values() if "said_none" in figures]
        if said:
            cells = (_said(columns.get(column)) for column in there)
            yield f"| {name}: said *no clear match* where that is right | " + " | ".join(cells) + " |"
    yield ""
    placed = {name: columns["cross_validated"] for name, columns in found.items() if "cross_validated" in columns}
    placed = {name: figures for name, figures in placed.items() if figures["n"]}
    if placed:
        yield "| right first, cross-validated | " + " | ".join(placed) + " |"
        yield "|---|" + "---|" * len(placed)
        for category in dict.fromkeys(id for figures in placed.values() for id in figures["recall"]):
            cells = (
                f"{figures['recall'][category]:.2f}" if category in figures["recall"] else "–"
                for figures in placed.values()
            )
            yield f"| {category} | " + " | ".join(cells) + " |"


def _ranged(figures: Mapping[str, Any] | None) -> str:
    if not figures or not figures["n"]:
        return "–"
    ends = [figures[f"top{k}_interval"] for k in (1, 2)]
    cells = [f"{figures[f'top{k}']:.2f} ({low:.2f} to {high:.2f})" for k, (low, high) in zip((1, 2), ends, strict=True)]
    return "; ".join(cells)


def _said(figures: Mapping[str, Any] | None) -> str:
    return f"{figures['said_none']} of {figures['controls']}" if figures and "said_none" in figures else "–"
