"""The rulebook: everything that decides a result, a page for each kind, to link into and to print."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, abort, render_template

from triage.core.explanation import line
from triage.core.questionnaire import Category, Finding, Questionnaire
from triage.web.made_once import nobodys_own
from triage.web.visit import site

pages = Blueprint("rulebook", __name__)

PARTS = ("red-flags", "questions", "findings", "groups", "elsewhere", "notes", "sources")
"""The pages of the rulebook by their addresses; each has a template of its name."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a finding does in a category: the strongest word for it and the strongest against it, over all patterns."""

    for_: str | None
    against: str | None


@pages.get("/rules")
@nobodys_own
def rules() -> str:
    """How a result is made, the matrix of findings and categories, and the way to every part."""
    return render_template("rules/index.html", parts=PARTS, matrix=matrix(site().questionnaire))


@pages.get("/rules/<name>")
@nobodys_own
def part(name: str) -> str:
    """One part of the rulebook in full, each thing at the address of its id."""
    if name not in PARTS:
        abort(404)
    questionnaire = site().questionnaire
    return render_template(
        f"rules/{name}.html",
        name=name,
        parts=PARTS,
        line=lambda condition: line(questionnaire, condition),
        used_by=used_by(questionnaire),
    )


def matrix(questionnaire: Questionnaire) -> tuple[tuple[Finding, tuple[Cell, ...]], ...]:
    """Return a row for each finding that a category weighs, with a cell for each category."""
    rows = (
        (finding, tuple(_cell(questionnaire, category, finding.id) for category in questionnaire.categories))
        for finding in questionnaire.findings
    )
    return tuple((finding, cells) for finding, cells in rows if any(cell.for_ or cell.against for cell in cells))


def _cell(questionnaire: Questionnaire, category: Category, finding: str) -> Cell:
    weights = [weight for pattern in category.patterns for weight in pattern.weights if weight.finding == finding]
    strongest = sorted(weights, key=lambda weight: -questionnaire.strengths[weight.strength])
    return Cell(
        for_=next((weight.strength for weight in strongest if weight.role == "for"), None),
        against=next((weight.strength for weight in strongest if weight.role == "against"), None),
    )


def used_by(questionnaire: Questionnaire) -> dict[str, int]:
    """Return for every source how many things name it."""
    patterns = (pattern for category in questionnaire.categories for pattern in category.patterns)
    named = [
        *(each.source for each in questionnaire.findings),
        *(each.source for each in questionnaire.red_flags),
        *(each.source for each in questionnaire.notes),
        *(each.source for each in questionnaire.categories),
        *(each.source for each in (*patterns, *questionnaire.elsewhere)),
    ]
    counted = Counter(source for sources in named for source in sources)
    return {source.id: counted[source.id] for source in questionnaire.sources}
