"""The result: one Assessment, shown on its first screens, and a page each for all that is asked about it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template
from flask.typing import ResponseReturnValue

from triage.core.explanation import Reason, reasons
from triage.core.figure_marks import marked_on
from triage.core.matching import CategoryMatch
from triage.core.red_flag import said_once
from triage.web.navigation import open_address
from triage.web.pages.learn import sections_of
from triage.web.visit import Visit, visit
from triage.web.what_if import what_if

pages = Blueprint("result", __name__)


@pages.get("/result")
def result() -> ResponseReturnValue:
    """What to do, which groups the answers match, and the way to the doctor."""
    here = visit()
    return _page(here, "result.html", marked=marked_on(here.path))


@pages.get("/result/<category_id>")
def group(category_id: str) -> ResponseReturnValue:
    """How well one group matches, why, and what to do about it."""
    here = visit()
    match = next((each for each in here.assessment.categories if each.category.id == category_id), None)
    if match is None:
        abort(404)
    return _page(here, "result_group.html", match=match, equal_to=_equal_to(here, match), **_why(here))


@pages.get("/result/from-elsewhere")
def from_elsewhere() -> ResponseReturnValue:
    """What the answers look like outside the groups, and what to ask."""
    here = visit()
    if here.assessment.elsewhere is None:
        abort(404)
    return _page(here, "result_elsewhere.html", **_why(here))


@pages.get("/result/what-would-change")
def changes() -> ResponseReturnValue:
    """Which single answers would change the result, and what separates the first two groups."""
    here = visit()
    return _page(here, "result_changes.html", what_if=_what_if(here))


@pages.get("/result/all-of-it")
def whole() -> ResponseReturnValue:
    """Everything on one page, to read or print."""
    here = visit()
    return _page(here, "result_whole.html", marked=marked_on(here.path), what_if=_what_if(here), **_why(here))


def _page(here: Visit, template: str, **more: Any) -> ResponseReturnValue:
    """A page about the result, or the first open question where there is no result yet."""
    if here.path.next is not None:
        return redirect(open_address(here))
    assessment = here.assessment
    shown, near = assessment.shown, assessment.alike(here.questionnaire)
    own = {match.category.id for match in shown}
    return render_template(
        template,
        assessment=assessment,
        advice=said_once(assessment.red_flags, here.voice),
        shown=shown,
        near=near,
        further=[match for match in shown if match not in near],
        rest=assessment.categories[len(shown) :],
        other_notes=[note for note in assessment.notes if not note.first and note.category not in own],
        **more,
    )


def _equal_to(here: Visit, match: CategoryMatch) -> list[str]:
    """The names of the other groups that fit exactly as well."""
    same = (each for each in here.assessment.matching if each.rank == match.rank and each is not match)
    return [each.category.text.for_(here.voice) for each in same if match.level]


def _why(here: Visit) -> dict[str, Any]:
    """What a page needs to say why: the answers behind each sign, and where to read more."""

    def why(finding: str) -> tuple[Reason, ...]:
        return reasons(here.questionnaire, here.path, finding)

    return {"why": why, "links": lambda category: sections_of(here.site.resources, category)}


def _what_if(here: Visit) -> Any:
    return what_if(here.questionnaire, here.assessment, here.changes, calmer=False)
