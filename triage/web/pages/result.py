"""The result: one Assessment, shown."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from triage.core.explanation import Reason, reasons
from triage.core.figure_marks import marked_on
from triage.web.navigation import open_address
from triage.web.pages.learn import sections_of
from triage.web.visit import visit
from triage.web.what_if import what_if

pages = Blueprint("result", __name__)


@pages.get("/result")
def result() -> ResponseReturnValue:
    """What the answers match, why, what to do, and where to read more."""
    here = visit()
    path = here.path
    if path.next is not None:
        return redirect(open_address(here))
    assessment, shown = here.assessment, here.assessment.shown

    def why(finding: str) -> tuple[Reason, ...]:
        return reasons(here.questionnaire, path, finding)

    return render_template(
        "result.html",
        assessment=assessment,
        shown=shown,
        near=[match for match in shown if here.questionnaire.is_close(shown[0].points, match.points)],
        rest=assessment.categories[len(shown) :],
        why=why,
        what_if=what_if(here.questionnaire, here.response, assessment, calmer=False),
        marked=marked_on(path),
        links=lambda category: sections_of(here.site.resources, category),
    )
