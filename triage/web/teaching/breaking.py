"""Break it: change one answer of a worked case or of a made-up person, and see everything that moves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from triage.core.answers import Response
from triage.core.assessment import Assessment, assess
from triage.core.questionnaire import Question
from triage.core.what_if import AnswerChange
from triage.rule_files.worked_cases import WorkedCase
from triage.teaching.break_it import Flip, breaking, broken, flips
from triage.web.navigation import open_address
from triage.web.visit import site, visit

pages = Blueprint("break", __name__)
practice = Blueprint("break", __name__)
"""The same for the made-up person of this browser; it stands with their other pages, and nowhere else."""


@pages.get("/learn/cases/<case>/break")
def change_one(case: str) -> ResponseReturnValue:
    """The answers of a case, one of which can be changed; and what moves by the one that the address names."""
    found = site().case(case) or abort(404)
    assessment = assess(site().questionnaire, found.response)
    return _page(url_for("break.change_one", case=case), found.response, assessment, site().changes_of(found), found)


@pages.get("/teach/break")
def first() -> ResponseReturnValue:
    """The first case of a group, the easiest before the others, in which one answer makes another group lead."""
    every = (case for some in site().cases_by_difficulty.values() for case in some)
    found = next((case for case in every if case.category and breaking(site().changes_of(case))), None) or abort(404)
    return redirect(url_for("break.change_one", case=found.id))


@practice.get("/break")
def change_made_up() -> ResponseReturnValue:
    """The same for a made-up person, once all is answered."""
    here = visit()
    if here.path.next is not None:
        return redirect(open_address(here))
    return _page(url_for("try.break.change_made_up"), here.response, here.assessment, here.changes, None)


def _page(
    action: str,
    response: Response,
    assessment: Assessment,
    changes: Sequence[AnswerChange],
    case: WorkedCase | None,
) -> str:
    rules = site().questionnaire
    every, keys = flips(rules, response), breaking(changes)
    asked = request.args.get("flip")
    flip = next((each for each in every if each.key == asked), None)
    return render_template(
        "teach/break.html",
        action=action,
        case=case,
        voice=assessment.voice,
        assessment=assessment,
        questions=_by_question(every),
        breaking=[each for each in every if each.key in keys],
        nothing_chosen=asked is None and "change" in request.args,
        unknown=asked is not None and flip is None,
        broken=broken(rules, response, flip) if flip else None,
    )


def _by_question(every: Iterable[Flip]) -> list[tuple[Question, list[Flip]]]:
    return [(question, list(some)) for question, some in groupby(every, key=lambda flip: flip.question)]
