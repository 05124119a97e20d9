"""The report as one HTML page that needs nothing else: no script, no font, no picture from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from triage.bench.evaluate import plots
from triage.bench.evaluate.coded_cases import NONE
from triage.bench.evaluate.compare import Move
from triage.bench.evaluate.report_text import INTERVALS, TERMS, EvaluationReport
from triage.bench.evaluate.results import FEW, Result

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1c2430; background: #fff }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1, h2, h3 { line-height: 1.2 }
h2 { border-top: 3px solid #2b5c8a; padding-top: 1rem; margin-top: 3rem }
table { border-collapse: collapse; margin: 1rem 0 }
th, td { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid #ccd3dc }
svg { max-width: 100%; height: auto; display: block; margin: 1rem 0 }
svg text { font: 13px system-ui, sans-serif; fill: #1c2430 }
svg text.light { fill: #fff }
.bar { fill: #2b5c8a }
.cell { fill: #1d4568; stroke: #ccd3dc }
.whisker { stroke: #c2410c; stroke-width: 2.5; fill: none }
.grid { stroke: #dde3ea; fill: none }
.wide { overflow-x: auto }
"""


def page(reports: Sequence[EvaluationReport], ontology: str, moved: Mapping[str, Sequence[Move]]) -> str:
    """Return the page for some sets of cases, with what moved since another rule file where that was asked."""
    questionnaire = reports[0].questionnaire
    title = f"Evaluation of {questionnaire.ruleset} {questionnaire.version}"
    parts = [part for report in reports for part in _report(report, moved.get(report.name))]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main>\n<h1>{escape(title)}</h1>\n"
        f"<p>Rule file {escape(questionnaire.digest)}. Ontology: Human Phenotype Ontology, {escape(ontology)}, by the "
        "HPO Consortium. Intervals are 95 % bootstraps over sources. No figure here is a chance for a person.</p>\n"
        + "\n".join(parts)
        + "\n</main></body></html>\n"
    )


def _report(report: EvaluationReport, moved: Sequence[Move] | None) -> Iterator[str]:
    found = report.figures
    yield f"<h2>{escape(report.name)}: {found['cases']} cases</h2>"
    if "all" in found:
        yield "<h3>How often the right category stands first</h3>"
        yield plots.shares(f"{report.name}: accuracy with intervals", _accuracy(found["all"]))
        yield "<h3>By true category</h3>"
        yield plots.shares(f"{report.name}: recall of each category", _recall(found))
        yield "<h3>True category (rows) and what stands first (columns)</h3>"
        yield _confusion(report)
    if "controls" in found:
        yield "<h3>Cases of no category</h3>"
        said = found["controls"]["said_none"]
        row = ("no clear match", said, None, f"{said:.3f} of {found['controls']['n']}")
        yield plots.shares(f"{report.name}: cases of no category", [row])
    yield "<h3>How often a level is right</h3>"
    yield plots.shares(f"{report.name}: right by level", [_level(level, row) for level, row in found["levels"].items()])
    yield "<h3>Questions met</h3>"
    yield plots.counts(f"{report.name}: questions met", found["questions"]["counts"])
    yield (
        f"<p>{found['few_signs']['n']} cases carry fewer than {FEW} signs that any option asks about. "
        f"Options catch {found['terms']['caught']} of {found['terms']['observed']} observed terms.</p>"
    )
    yield from _uncaught(report)
    if moved is not None:
        yield from _moves(moved)
    yield f"<details><summary>All {len(report.results)} cases</summary>"
    heads = ("case", "disease", "true category", "shown", "level", "caught")
    yield _table(heads, (_case(result) for result in report.results))
    yield "</details>"


def _accuracy(found: Mapping[str, Any]) -> list[plots.Share]:
    rows: list[plots.Share] = []
    for key, name in INTERVALS:
        low, high = found[f"{key}_interval"]
        rows.append((name, found[key], (low, high), f"{found[key]:.3f}"))
    return [*rows, ("no clear match", found["none"], None, f"{found['none']:.3f}")]


def _recall(found: Mapping[str, Any]) -> list[plots.Share]:
    sizes = {category: sum(row.values()) for category, row in found["confusion"].items()}
    return [(id, share, None, f"{share:.3f} of {sizes[id]}") for id, share in found["all"]["recall"].items()]


def _level(level: str, row: Mapping[str, Any]) -> plots.Share:
    return ("no match" if level == NONE else level, row["share"], None, f"{row['right']} of {row['n']}")


def _confusion(report: EvaluationReport) -> str:
    ids = [category.id for category in report.questionnaire.categories]
    numbers = {id: str(number) for number, id in enumerate(ids, 1)} | {NONE: NONE}
    rows = {
        f"{numbers[id]}. {id}": {numbers[shown]: n for shown, n in report.figures["confusion"][id].items()}
        for id in ids
    }
    return plots.matrix(f"{report.name}: confusion", rows, [*numbers.values()])


def _uncaught(report: EvaluationReport) -> Iterator[str]:
    rows = [
        (str(n), f"{term.id} {term.label}", ", ".join(f"{category} {count}" for category, count in by.most_common()))
        for term, n, by in report.uncaught()[: 2 * TERMS]
    ]
    if rows:
        yield "<h3>Most frequent terms that no option catches</h3>"
        yield _table(("cases", "term", "categories"), rows)


def _moves(moved: Sequence[Move]) -> Iterator[str]:
    yield f"<h3>Moved since the other rule file: {len(moved)} cases</h3>"
    rows = [
        (move.kind, move.id, move.category or "", ", ".join(move.before) or NONE, ", ".join(move.after) or NONE)
        for move in moved
    ]
    yield _table(("kind", "case", "true category", "before", "after"), rows)


def _case(result: Result) -> tuple[str, ...]:
    caught = f"{len(result.caught)} of {len(result.case.observed)}"
    shown = ", ".join(result.ranking) or NONE
    return (result.case.id, result.case.disease, result.case.category or "", shown, result.level, caught)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in heads)
    body = "\n".join("<tr>" + "".join(f"<td>{escape(each)}</td>" for each in row) + "</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></div>'
