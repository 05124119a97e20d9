"""Worked cases: the story, then the learner's prediction, and only then the match beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, make_response, render_template
from flask.typing import ResponseReturnValue

from triage.core.assessment import Assessment, assess
from triage.core.explanation import reasons
from triage.core.path import Path
from triage.core.questionnaire import Question
from triage.rule_files.worked_cases import WorkedCase
from triage.teaching.prediction import compare, signs_told
from triage.web.made_once import nobodys_own
from triage.web.navigation import token_error
from triage.web.teaching.prediction_form import SURE_WORDS, PredictionForm, groups_offered, prediction_form
from triage.web.visit import Site, site
from triage.web.what_if import what_if

pages = Blueprint("cases", __name__)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Cases that stand together: those of one category, or under a title."""

    name: str
    cases: tuple[WorkedCase, ...]


@pages.get("/learn/cases")
@nobodys_own
def index() -> str:
    """All worked cases, the easiest first, in an order that gives no group away."""
    return render_template("teach/cases.html", shelves=None, mixed=site().cases_by_difficulty)


@pages.get("/learn/cases/by-group")
@nobodys_own
def by_group() -> str:
    """All worked cases, by category."""
    return render_template("teach/cases.html", shelves=shelves(site()), mixed=None)


@pages.get("/learn/cases/<id>")
def case(id: str) -> ResponseReturnValue:
    """One case: its story, what was answered, and what the learner predicts."""
    here = site()
    found = _case(here, id)
    assessment = assess(here.questionnaire, found.response)
    return _asked(here, found, assessment, prediction_form(here.questionnaire, assessment))


@pages.post("/learn/cases/<id>")
def predict(id: str) -> ResponseReturnValue:
    """The match beside the prediction, which is kept nowhere."""
    here = site()
    found = _case(here, id)
    assessment = assess(here.questionnaire, found.response)
    form = prediction_form(here.questionnaire, assessment)
    if not form.validate_on_submit():
        return make_response(_asked(here, found, assessment, form), 400 if form.token_failed else 200)
    compared = compare(here.questionnaire, assessment, found, form.prediction)
    names = groups_offered(here.questionnaire, assessment.voice)
    return _match(here, found, assessment, compared=compared, group_names=names, sure_words=SURE_WORDS)


@pages.get("/learn/cases/<id>/match")
def match(id: str) -> ResponseReturnValue:
    """The match, for those who choose to see it without a prediction."""
    here = site()
    found = _case(here, id)
    return _match(here, found, assess(here.questionnaire, found.response), compared=None)


def shelves(here: Site) -> tuple[Shelf, ...]:
    """Return the cases by category in the order of the rule file, then those under titles of their own."""
    found = []
    for category in here.questionnaire.categories:
        name = category.text.for_("self")
        found.append(Shelf(name, tuple(case for case in here.cases if case.category == category.id)))
    for title in dict.fromkeys(case.title for case in here.cases if case.title):
        found.append(Shelf(title, tuple(case for case in here.cases if case.title == title)))
    return tuple(shelf for shelf in found if shelf.cases)


def told(assessment: Assessment, questions: Sequence[Question] | None = None) -> list[tuple[str, list[str]]]:
    """Return what was answered, to all questions or to some, without *none of these* and *not sure*."""
    path, voice = assessment.path, assessment.voice
    rows = ((question, _chosen(path, question, voice)) for question in (path.asked if questions is None else questions))
    return [(question.text.for_(voice), chosen) for question, chosen in rows if chosen]


def _chosen(path: Path, question: Question, voice: str) -> list[str]:
    answer = path.answers[question.id]
    return [option.text.for_(voice) for option in question.options if option.id in answer.yes]


def _asked(here: Site, found: WorkedCase, assessment: Assessment, form: PredictionForm) -> str:
    errors = [(token_error(), "#main")] if form.token_failed else form.faults
    return render_template(
        "teach/case.html",
        case=found,
        voice=assessment.voice,
        difficulty=_difficulty(here, found),
        told=told(assessment),
        form=form,
        signs=signs_told(here.questionnaire, assessment),
        errors=errors,
    )


def _match(here: Site, found: WorkedCase, assessment: Assessment, **more: Any) -> str:
    return render_template(
        "teach/case_match.html",
        case=found,
        voice=assessment.voice,
        assessment=assessment,
        shown=assessment.shown,
        why=lambda finding: reasons(here.questionnaire, assessment.path, finding),
        what_if=what_if(here.questionnaire, assessment, here.changes_of(found), calmer=True),
        following=_following(here, found),
        **more,
    )


def _difficulty(here: Site, found: WorkedCase) -> str:
    return next(name for name, some in here.cases_by_difficulty.items() if found in some)


def _following(here: Site, found: WorkedCase) -> WorkedCase:
    """The next case in the mixed order; the first after the last."""
    every = [case for some in here.cases_by_difficulty.values() for case in some]
    return every[(every.index(found) + 1) % len(every)]


def _case(here: Site, id: str) -> WorkedCase:
    return here.case(id) or abort(404)
