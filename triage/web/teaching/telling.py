"""A case told step by step, with a prediction after each, which travels in the form and is kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from flask import Blueprint, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from triage.core.answers import Response
from triage.rule_files.worked_cases import WorkedCase
from triage.teaching.step_by_step import AnswerMoved, CaseStep, in_steps, moved
from triage.web.navigation import token_error
from triage.web.rule_words import how_far
from triage.web.teaching.prediction_form import SURE_WORDS, as_radios, groups_offered
from triage.web.teaching.worked_cases import told
from triage.web.visit import Site, site

pages = Blueprint("steps", __name__)

BETWEEN = " "
"""Stands between what was said after one step and after the next."""


class StepForm(FlaskForm):
    """What a learner thinks after a step; `said` holds the groups and the sureness of the steps before."""

    said = HiddenField(default="")
    group = RadioField(validators=[InputRequired(lazy_gettext("Choose a group, or “no clear match”."))])
    sure = RadioField(validators=[InputRequired(lazy_gettext("Choose how sure you are."))])


@dataclass(frozen=True, slots=True)
class StepGuess:
    """What a learner said after one step."""

    group: str
    sure: str


@dataclass(frozen=True, slots=True)
class ToldStep:
    """One step beside what the learner said after it, and what each of its answers moved."""

    step: CaseStep
    said: StepGuess
    moved: tuple[AnswerMoved, ...]


@pages.get("/teach/steps")
def choose() -> ResponseReturnValue:
    """Which case to tell."""
    return render_template("teach/steps_choose.html", mixed=site().cases_by_difficulty)


@pages.get("/learn/cases/<case>/steps")
def first(case: str) -> ResponseReturnValue:
    """The first step of a case."""
    here, found = site(), _case(case)
    return _asked(here, found, in_steps(here.questionnaire, found), ())


@pages.post("/learn/cases/<case>/steps")
def onward(case: str) -> ResponseReturnValue:
    """The next step; after the last, what was said beside what the rules say, step by step."""
    here, found = site(), _case(case)
    steps, form = in_steps(here.questionnaire, found), _form(here)
    said = _read(here, form.said.data or "")[: len(steps) - 1]
    if request.form.get("go") == "back":
        return _asked(here, found, steps, said[:-1], before=said[-1] if said else None)
    if not form.validate_on_submit():
        page = _asked(here, found, steps, said, form)
        return make_response(page, 400 if form.csrf_token.errors else 200)
    said = (*said, StepGuess(form.group.data, form.sure.data))
    if len(said) < len(steps):
        return _asked(here, found, steps, said)
    befores = (Response(), *(step.response for step in steps))
    rows = [
        ToldStep(step, each, moved(here.questionnaire, before, step))
        for step, each, before in zip(steps, said, befores, strict=False)
    ]
    final = steps[-1].assessment
    return render_template(
        "teach/steps_told.html",
        case=found,
        voice=final.voice,
        rows=rows,
        group_names=groups_offered(here.questionnaire, final.voice),
        sure_words=SURE_WORDS,
        how_far=lambda points: how_far(here.questionnaire.strengths, points),
    )


def _asked(
    here: Site,
    found: WorkedCase,
    steps: tuple[CaseStep, ...],
    said: tuple[StepGuess, ...],
    sent: StepForm | None = None,
    before: StepGuess | None = None,
) -> str:
    """The page of the step after those of which something was said.

    `sent` is what was wrong with the answer to it, `before` what was said of it by who comes back to it.
    """
    step = steps[len(said)]
    voice = step.assessment.voice
    chosen = {name: sent[name].data if sent else getattr(before, name, None) for name in ("group", "sure")}
    errors = {name: str(sent[name].errors[0]) for name in chosen if sent and sent[name].errors}
    token = [(token_error(), "#main")] if sent and sent.csrf_token.errors else []
    return render_template(
        "teach/steps.html",
        case=found,
        voice=voice,
        number=len(said) + 1,
        steps=steps,
        told=[told(each.assessment, each.telling) for each in steps[: len(said) + 1]],
        said=BETWEEN.join(f"{each.group}.{each.sure}" for each in said),
        group=as_radios("group", groups_offered(here.questionnaire, voice), chosen["group"], errors.get("group")),
        sure=as_radios("sure", SURE_WORDS, chosen["sure"], errors.get("sure")),
        errors=token or [(text, f"#{name}") for name, text in errors.items()],
    )


def _read(here: Site, said: str) -> tuple[StepGuess, ...]:
    """What was said after the steps before, as far as it makes sense."""
    groups = groups_offered(here.questionnaire, "self")
    pairs = (each.partition(".")[::2] for each in said.split(BETWEEN) if each)
    sound = takewhile(lambda pair: pair[0] in groups and pair[1] in SURE_WORDS, pairs)
    return tuple(StepGuess(*pair) for pair in sound)


def _case(id: str) -> WorkedCase:
    return site().case(id) or abort(404)


def _form(here: Site) -> StepForm:
    form = StepForm()
    form.group.choices = [SelectChoice(id, text) for id, text in groups_offered(here.questionnaire, "self").items()]
    form.sure.choices = [SelectChoice(id, text) for id, text in SURE_WORDS.items()]
    return form
