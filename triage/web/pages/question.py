"""The questionnaire: start, one question a page, help now, check your answers, clear."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from triage.core.path import Path
from triage.core.questionnaire import Question
from triage.web.errors import plain_page
from triage.web.forms import TokenForm, none_text
from triage.web.made_once import nobodys_own, page
from triage.web.navigation import (
    Asked,
    ShownQuestion,
    address_of,
    after_part,
    asked_of,
    changed,
    kept,
    new_flags,
    open_address,
    part_of,
    returning,
    token_error,
    wanted,
)
from triage.web.pages import look
from triage.web.stencils import Own
from triage.web.ticks import NONE, NOT_SURE
from triage.web.visit import Visit, any_visit, site, visit

pages = Blueprint("questionnaire", __name__)


@pages.get("/")
def start() -> ResponseReturnValue:
    """The first page: what this is, how long it takes, privacy, emergency numbers."""
    here = any_visit()
    about, resume = here.path.about, open_address(here) if here.path.answered else None

    def content(_own: Own) -> dict[str, Any]:
        return {"about_how_many": about, "resume_url": resume}

    return page("teach/try_start.html" if here.site.made_up else "start.html", content, (about, resume))


@pages.get("/question/<id>")
def question(id: str) -> ResponseReturnValue:
    """One question, or the first unanswered one where this is not reached yet or no longer asked."""
    here = visit()
    asked = _question(here, id)
    if not _reached(here.path, id):
        return redirect(address_of(here.path.next))
    return _question_page(here, asked_of(here, asked))


@pages.post("/question/<id>")
def answer(id: str) -> ResponseReturnValue:
    """Keep an answer and go on: to help now when it raises a new emergency, else along the path."""
    here = visit()
    asked, selections = asked_of(here, _question(here, id)), here.selections
    form, way = asked.form, wanted()
    if form.validate_on_submit():
        selections = selections.with_ticks(id, form.ticks)
    elif id not in here.path:
        return redirect(open_address(here))
    elif form.token_failed or form.forged or way is None:
        said = token_error() if form.token_failed else asked.error
        return _question_page(here, asked, said), 400 if form.forged or form.token_failed else 200
    few = way == "few" or (selections.few and bool(returning()))
    now = changed(here, replace(selections, few=few))
    return kept(now, _onward(now, asked.question, way))


@pages.get("/help-now")
def help_now() -> ResponseReturnValue:
    """Name the emergency red flags that the last answers raised, and the way to go on."""
    here = any_visit()
    before = here.after(here.selections.before_interruption())
    asked = _interrupted(here)
    few = here.selections.few and not returning()
    if asked is None:
        back_url, go_on_url = url_for(".start"), open_address(here)
    elif few:
        part = part_of(here, asked)
        back_url = url_for("questions.page", part=part, _anchor=f"{asked.id}-choice")
        go_on_url = after_part(here, part)
    else:
        back_url, go_on_url = address_of(asked), _onward(here, asked)
    every = here.emergencies
    flags = new_flags(before, here) or every

    def content(own: Own) -> dict[str, Any]:
        urls = {"back_url": own("back_url"), "go_on_url": own("go_on_url")}
        return {"flags": flags, "all_flags": every, **urls}

    key = tuple(flag.id for flag in flags), tuple(flag.id for flag in every)
    return page("help_now.html", content, key, {"back_url": back_url, "go_on_url": go_on_url})


@pages.get("/check")
def check() -> ResponseReturnValue:
    """All answers on one page, each with a way to change it that comes back here."""
    here = visit()
    path = here.path
    if not path.answered:
        return redirect(url_for(".start"))
    dropped = [q for q in here.questionnaire.questions if q.id in here.selections.ticks and q.id not in path]
    return render_template(
        "check.html",
        rows=[_row(here, asked) for asked in path.asked if asked.id in path.answered],
        dropped=[_row(here, asked) for asked in dropped],
        unanswered_url=open_address(here) if path.next else None,
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
@nobodys_own
def cleared() -> str:
    """Say that nothing is left."""
    return render_template("cleared.html")


def _question(here: Visit, id: str) -> Question:
    asked = here.questionnaire.question(id)
    if asked is None:
        abort(404)
    return asked


def _reached(path: Path, id: str) -> bool:
    return id in path and (path.next is None or path.position(id) <= path.position(path.next.id))


def _interrupted(here: Visit) -> Question | None:
    """The question whose answer led to help now: of several, the first that raises an emergency by itself."""
    before = here.selections.interrupted
    asked = [question for question in here.path.asked if question.id in before]
    for question in asked if len(asked) > 1 else ():
        alone = replace(here.selections, interrupted={question.id: before[question.id]})
        if new_flags(here.after(alone.before_interruption()), here):
            return question
    return asked[0] if asked else None


def _onward(here: Visit, asked: Question, way: str | None = None) -> str:
    """Where Continue leads: the question after this one, or back to the check page and what is still open."""
    path, back = here.path, returning()
    if way == "few":
        return url_for("questions.page", part=part_of(here, asked))
    if way == "look":
        return look.address(address_of(asked, **back))
    if asked.id not in path or back:
        return open_address(here, **back)
    return address_of(path.after(asked.id) or path.next)


def _question_page(here: Visit, asked: Asked, error: str | None = None) -> str | Response:
    path, id, back, emergency = here.path, asked.question.id, returning(), bool(here.emergencies)
    before = path.before(id)
    own = {
        "progress": _("Question %(n)s of about %(all)s", n=path.position(id), all=path.about),
        "back_url": url_for(".check") if back else address_of(before) if before else url_for(".start"),
        **asked.own,
    }

    def content(own: Own) -> dict[str, Any]:
        return {
            "asked": ShownQuestion(asked, own),
            "progress": own("progress"),
            "back_url": own("back_url"),
            "action_url": address_of(asked.question, **back),
            "can_switch": not back,
            "emergency": emergency,
            "error": error,
        }

    key = asked.key and not error and (asked.key, bool(back), emergency)
    return page("question.html", content, key or None, own)


def _row(here: Visit, asked: Question) -> dict[str, Any]:
    ticks, speaks = here.selections.ticks[asked.id], here.voice
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
