"""Break it: change one answer of a worked case, and see everything that moves."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from triage.core.assessment import assess
from triage.core.questionnaire import Question
from triage.teaching.break_it import Flip, breaking, broken, flips
from triage.web.visit import site

pages = Blueprint("break", __name__)


@pages.get("/learn/cases/<case>/break")
def change_one(case: str) -> ResponseReturnValue:
    """The answers of a case, one of which can be changed; and what moves by the one that the address names."""
    rules = site().questionnaire
    found = site().case(case) or abort(404)
    every = flips(rules, found.response)
    by_key = {flip.key: flip for flip in every}
    asked = request.args.get("flip")
    flip = by_key.get(asked or "")
    keys = breaking(site().changes_of(found))
    before = assess(rules, found.response)
    return render_template(
        "teach/break.html",
        case=found,
        voice=before.voice,
        assessment=before,
        questions=_by_question(every),
        breaking=[flip for flip in every if flip.key in keys],
        unknown=asked is not None and flip is None,
        broken=broken(rules, found.response, flip) if flip else None,
    )


def _by_question(every: Iterable[Flip]) -> list[tuple[Question, list[Flip]]]:
    return [(question, list(some)) for question, some in groupby(every, key=lambda flip: flip.question)]
