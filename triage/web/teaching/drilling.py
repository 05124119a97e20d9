"""The safety drill: a story, how soon, and then why. What was answered goes along in the form and is kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from triage.core.assessment import assess
from triage.rule_files.worked_cases import WorkedCase
from triage.teaching.drill import CALLS, called, drill, scored
from triage.web.forms import TokenForm
from triage.web.navigation import token_error
from triage.web.rule_words import CALL_WORDS
from triage.web.visit import site

pages = Blueprint("drill", __name__)

LAST = 99
"""After so many drills the first follows."""


@pages.get("/teach/drill")
def first() -> ResponseReturnValue:
    """The first drill."""
    return redirect(url_for("drill.begin", number=1))


@pages.get("/teach/drill/<int:number>")
def begin(number: int) -> ResponseReturnValue:
    """The first story of a drill."""
    return _story(number, _stories(number), ())


@pages.post("/teach/drill/<int:number>")
def go_on(number: int) -> ResponseReturnValue:
    """Why, after an answer; else the next story; and after the last the score."""
    stories = _stories(number)
    before = _calls(stories)
    if not TokenForm().validate_on_submit():
        return make_response(_story(number, stories, before, token_error()), 400)
    if request.form.get("go") == "next":
        return _score(number, stories, before) if len(before) == len(stories) else _story(number, stories, before)
    said = request.form.get("call")
    if said not in CALLS or len(before) == len(stories):
        return _story(number, stories, before[: len(stories) - 1], _("Choose how soon help is needed."))
    call = called(site().questionnaire, stories[len(before)], said)
    return render_template(
        "teach/drill_why.html",
        number=number,
        place=len(before) + 1,
        of=len(stories),
        calls=(*before, said),
        call=call,
        voice=call.assessment.voice,
        words=CALL_WORDS,
    )


def _stories(number: int) -> tuple[WorkedCase, ...]:
    return drill(site().cases, number) or abort(404)


def _calls(stories: Sequence[WorkedCase]) -> tuple[str, ...]:
    """What was answered so far, as the form carries it; what could not have been answered cuts it short."""
    sent = request.form.get("calls", "").split(",")[: len(stories)]
    wrong = next((place for place, said in enumerate(sent) if said not in CALLS), len(sent))
    return tuple(sent[:wrong])


def _story(number: int, stories: Sequence[WorkedCase], calls: Sequence[str], error: str | None = None) -> str:
    story = stories[len(calls)]
    return render_template(
        "teach/drill_story.html",
        number=number,
        place=len(calls) + 1,
        of=len(stories),
        calls=calls,
        story=story,
        voice=assess(site().questionnaire, story.response).voice,
        words=CALL_WORDS,
        error=error,
    )


def _score(number: int, stories: Sequence[WorkedCase], calls: Sequence[str]) -> str:
    rules = site().questionnaire
    score = scored(called(rules, story, said) for story, said in zip(stories, calls, strict=True))
    return render_template(
        "teach/drill_score.html",
        number=number,
        following=number % LAST + 1,
        of=len(stories),
        score=score,
        words=CALL_WORDS,
    )
