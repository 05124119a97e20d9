"""Reports: the figures of one set of cases, in words and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from triage.bench.evaluate.coded_cases import NONE, CodedTerm
from triage.bench.evaluate.metrics import figures
from triage.bench.evaluate.results import FEW, Result
from triage.core.questionnaire import Questionnaire

TERMS = 15
"""How many of the terms that no option catches a report lists."""
INTERVALS = (("top1", "top 1"), ("top2", "top 2"), ("balanced", "balanced"))


@dataclass(frozen=True)
class EvaluationReport:
    """One set of cases: its name, the results and the figures."""

    name: str
    questionnaire: Questionnaire
    results: tuple[Result, ...]
    figures: Mapping[str, Any]

    def uncaught(self) -> list[tuple[CodedTerm, int, Counter[str]]]:
        """Return the observed terms that no option catches: how often, and in which categories."""
        seen: dict[str, list[tuple[CodedTerm, str]]] = {}
        for result in self.results:
            for term in result.uncaught:
                seen.setdefault(term.id, []).append((term, result.case.category or "?"))
        rows = [(each[0][0], len(each), Counter(category for _, category in each)) for each in seen.values()]
        return sorted(rows, key=lambda row: (-row[1], row[0].id))


def reported(name: str, questionnaire: Questionnaire, results: Sequence[Result]) -> EvaluationReport:
    """Make a report of results."""
    categories = [category.id for category in questionnaire.categories]
    levels = [level.id for level in questionnaire.levels]
    return EvaluationReport(name, questionnaire, tuple(results), figures(results, categories, levels))


def as_json(report: EvaluationReport) -> dict[str, Any]:
    """Return a report as JSON-ready data: the keys of the shared scorer, and more."""
    questionnaire = report.questionnaire
    uncaught = [{"id": t.id, "label": t.label, "n": n, "categories": dict(by)} for t, n, by in report.uncaught()]
    rules = {"ruleset": questionnaire.ruleset, "version": questionnaire.version, "digest": questionnaire.digest}
    return {"name": report.name, **rules, **report.figures, "uncaught": uncaught}


def as_text(report: EvaluationReport) -> str:
    """Return a report in words."""
    return "\n".join(_lines(report))


def _lines(report: EvaluationReport) -> Iterator[str]:
    found = report.figures
    yield f"{report.name}: {found['cases']} cases"
    for key, title in (("all", "cases of the categories"), ("usable", "of these, usable")):
        if key in found:
            yield ""
            yield from _accuracy(title, found[key])
    if "confusion" in found:
        yield ""
        yield from _confusion(report)
    if "controls" in found:
        controls = found["controls"]
        yield ""
        yield f"  cases of no category: {controls['n']}, said no clear match {controls['said_none']:.3f}"
        shown = [f"{category} {n}" for category, n in controls["shown"].items() if category != NONE]
        if shown:
            yield f"    wrongly shown: {', '.join(shown)}"
    yield ""
    yield "  by the level of what stands first:"
    for level, row in found["levels"].items():
        share = "" if row["share"] is None else f", {row['share']:.3f}"
        yield f"    {'no match' if level == NONE else level:<10} {row['n']:>4}, right {row['right']}{share}"
    asked, few, terms = found["questions"], found["few_signs"], found["terms"]
    yield ""
    yield f"  questions met: {asked['mean']} on average, {asked['least']} to {asked['most']}"
    yield f"  fewer than {FEW} signs that any option asks about: {few['n']} cases ({few['share']:.3f})"
    yield f"  terms caught by an option: {terms['caught']} of {terms['observed']}"
    uncaught = report.uncaught()
    if uncaught:
        yield "  most frequent terms that no option catches:"
        for term, n, by in uncaught[:TERMS]:
            places = ", ".join(f"{category} {count}" for category, count in by.most_common(3))
            yield f"    {n:>4} {term.id} {term.label} ({places})"


def _accuracy(title: str, found: Mapping[str, Any]) -> Iterator[str]:
    yield f"  {title}: {found['n']}"
    for key, name in INTERVALS:
        ends = found.get(f"{key}_interval")
        yield f"    {name:<16} {found[key]:.3f}" + (f"  ({ends[0]:.3f} to {ends[1]:.3f})" if ends else "")
    yield f"    {'with acceptable':<16} {found['lenient_top1']:.3f}, top 2 {found['lenient_top2']:.3f}"
    yield f"    {'no clear match':<16} {found['none']:.3f}"


def _confusion(report: EvaluationReport) -> Iterator[str]:
    """A row for each true category, a column for each category shown; both by number."""
    ids = [category.id for category in report.questionnaire.categories]
    width = max(map(len, ids))
    yield (
        f"  {'true category':<{width + 4}} recall   shown as "
        + "".join(f"{n:>5}" for n in range(1, len(ids) + 1))
        + "   none"
    )
    for number, id in enumerate(ids, 1):
        row = report.figures["confusion"][id]
        recall = report.figures["all"]["recall"].get(id)
        cells = "".join(f"{row.get(each, 0) or '.':>5}" for each in ids) + f"{row.get(NONE, 0) or '.':>7}"
        yield f"  {number}. {id:<{width}}  {'  -  ' if recall is None else f'{recall:.3f}'}            {cells}"
