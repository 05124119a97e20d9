"""The questionnaire: start, one question a page, help now, check your answers, clear."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from triage.core.assessment import assess, voice
from triage.core.path import Path
from triage.core.questionnaire import Question
from triage.web.answers_cookie import NONE, NOT_SURE, Selections
from triage.web.errors import plain_page
from triage.web.forms import QuestionForm, TokenForm, form_for, none_text
from triage.web.navigation import (
    Asked,
    address_of,
    after_part,
    changed,
    kept,
    new_flags,
    open_address,
    part_of,
    path_of,
    returning,
    token_error,
    wanted,
)
from triage.web.pages import look
from triage.web.visit import Site, site

pages = Blueprint("questionnaire", __name__)


@pages.get("/")
def start() -> ResponseReturnValue:
    """The first page: what this is, how long it takes, privacy, emergency numbers."""
    here = site()
    selections = here.readable_selections()
    path = path_of(here, selections)
    return render_template(
        "start.html",
        about_how_many=path.about,
        resume_url=open_address(here, selections) if path.answered else None,
    )


@pages.get("/question/<id>")
def question(id: str) -> ResponseReturnValue:
    """One question, or the first unanswered one where this is not reached yet or no longer asked."""
    here = site()
    selections = here.selections()
    path, asked = path_of(here, selections), _question(here, id)
    if not _reached(path, id):
        return redirect(address_of(path.next))
    form = form_for(asked, voice(here.questionnaire, path), selections.ticks.get(id, ()))
    return _question_page(here, selections, path, asked, form)


@pages.post("/question/<id>")
def answer(id: str) -> ResponseReturnValue:
    """Keep an answer and go on: to help now when it raises a new emergency, else along the path."""
    here = site()
    selections = here.selections()
    path, asked = path_of(here, selections), _question(here, id)
    form = form_for(asked, voice(here.questionnaire, path))
    way = wanted()
    if form.validate_on_submit():
        now = selections.with_ticks(id, form.ticks)
    elif id not in path:
        return redirect(open_address(here, selections))
    elif form.token_failed or form.forged or way is None:
        bad = form.forged or form.token_failed
        return _question_page(here, selections, path, asked, form), 400 if bad else 200
    else:
        now = selections
    few = way == "few" or (selections.few and bool(returning()))
    now = changed(here, selections, replace(now, few=few))
    return kept(here, now, _onward(here, now, asked, way))


@pages.get("/help-now")
def help_now() -> ResponseReturnValue:
    """Name the emergency red flags that the last answers raised, and the way to go on."""
    here = site()
    selections = here.readable_selections()
    path = path_of(here, selections)
    every = assess(here.questionnaire, selections.response(here.questionnaire)).emergencies
    asked = _interrupted(here, selections, path)
    few = selections.few and not returning()
    if asked is None:
        back_url, go_on_url = url_for(".start"), open_address(here, selections)
    elif few:
        part = part_of(here, asked)
        back_url = url_for("questions.page", part=part, _anchor=f"{asked.id}-choice")
        go_on_url = after_part(here, selections, part)
    else:
        back_url, go_on_url = address_of(asked), _onward(here, selections, asked)
    return render_template(
        "help_now.html",
        flags=new_flags(here, selections) or every,
        all_flags=every,
        back_url=back_url,
        go_on_url=go_on_url,
    )


@pages.get("/check")
def check() -> ResponseReturnValue:
    """All answers on one page, each with a way to change it that comes back here."""
    here = site()
    selections = here.selections()
    path = path_of(here, selections)
    speaks = voice(here.questionnaire, path)
    if not path.answered:
        return redirect(url_for(".start"))
    answered = [asked for asked in path.asked if asked.id in path.answered]
    dropped = [q for q in here.questionnaire.questions if q.id in selections.ticks and q.id not in path]
    return render_template(
        "check.html",
        rows=[_row(here, asked, selections, speaks) for asked in answered],
        dropped=[_row(here, asked, selections, speaks) for asked in dropped],
        unanswered_url=open_address(here, selections) if path.next else None,
    )


@pages.post("/clear")
def clear() -> ResponseReturnValue:
    """Forget everything, at once, and have the browser drop the pages that it keeps whole for Back."""
    if not TokenForm().validate_on_submit():
        text = _("Your answers are still here. Go back and press the button once more.")
        return plain_page(_("We could not clear your answers"), text, 400)
    response = make_response(redirect(url_for(".cleared")))
    site().jar.clear(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@pages.get("/cleared")
def cleared() -> ResponseReturnValue:
    """Say that nothing is left."""
    return render_template("cleared.html")


def _question(here: Site, id: str) -> Question:
    asked = here.questionnaire.question(id)
    if asked is None:
        abort(404)
    return asked


def _reached(path: Path, id: str) -> bool:
    return id in path and (path.next is None or path.position(id) <= path.position(path.next.id))


def _interrupted(here: Site, selections: Selections, path: Path) -> Question | None:
    """The question whose answer led to help now: of several, the first that raises an emergency by itself."""
    asked = [question for question in path.asked if question.id in selections.interrupted]
    for question in asked:
        alone = replace(selections, interrupted={question.id: selections.interrupted[question.id]})
        if new_flags(here, alone):
            return question
    return asked[0] if asked else None


def _onward(here: Site, selections: Selections, asked: Question, way: str | None = None) -> str:
    """Where Continue leads: the question after this one, or back to the check page and what is still open."""
    path, back = path_of(here, selections), returning()
    if way == "few":
        return url_for("questions.page", part=part_of(here, asked))
    if way == "look":
        return look.address(address_of(asked, **back))
    if asked.id not in path or back:
        return open_address(here, selections, **back)
    return address_of(path.after(asked.id) or path.next)


def _question_page(here: Site, selections: Selections, path: Path, asked: Question, form: QuestionForm) -> str:
    speaks = voice(here.questionnaire, path)
    before = path.before(asked.id)
    shown = Asked(asked, form)
    return render_template(
        "question.html",
        asked=shown,
        voice=speaks,
        progress=_("Question %(n)s of about %(all)s", n=path.position(asked.id), all=path.about),
        back_url=url_for(".check") if returning() else address_of(before) if before else url_for(".start"),
        action_url=address_of(asked, **returning()),
        can_switch=not returning(),
        emergency=bool(assess(here.questionnaire, selections.response(here.questionnaire)).emergencies),
        error=token_error() if form.token_failed else shown.error,
    )


def _row(here: Site, asked: Question, selections: Selections, speaks: str) -> dict[str, Any]:
    ticks = selections.ticks[asked.id]
    answers = [option.text.for_(speaks) for option in asked.options if option.id in ticks]
    if NONE in ticks:
        answers.append(none_text(asked, speaks))
    if NOT_SURE in ticks:
        answers.append(_("I am not sure") if not answers else _("I am not sure about the rest"))
    return {
        "question": asked.text.for_(speaks),
        "area": here.questionnaire.areas[asked.area].for_(speaks),
        "answers": answers,
        "change_url": address_of(asked, **{"return": "check"}),
    }
