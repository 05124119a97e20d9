"""The questionnaire: start, one question a page, help now, check your answers, clear."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from triage.core.assessment import assess, voice
from triage.core.path import Path, walk
from triage.core.questionnaire import Question, RedFlag
from triage.web.answers import NONE, NOT_SURE, Selections
from triage.web.errors import plain_page
from triage.web.forms import ClearForm, QuestionForm, form_for, none_text
from triage.web.site import Site, site

pages = Blueprint("questionnaire", __name__)


@pages.get("/")
def start() -> ResponseReturnValue:
    """The first page: what this is, how long it takes, privacy, emergency numbers."""
    here = site()
    path = _path(here, here.selections())
    return render_template(
        "start.html",
        about_how_many=path.about,
        resume_url=_address_of(path.next) if path.answered else None,
    )


@pages.get("/question/<id>")
def question(id: str) -> ResponseReturnValue:
    """One question, or the first unanswered one where this is not reached yet or no longer asked."""
    here = site()
    selections = here.selections()
    path, asked = _path(here, selections), _question(here, id)
    if not _reached(path, id):
        return redirect(_address_of(path.next))
    form = form_for(asked, voice(here.questionnaire, path), selections.ticks.get(id, ()))
    return _question_page(here, selections, path, asked, form)


@pages.post("/question/<id>")
def answer(id: str) -> ResponseReturnValue:
    """Keep an answer and go on: to help now when it raises a new emergency, else along the path."""
    here = site()
    selections = here.selections()
    path, asked = _path(here, selections), _question(here, id)
    form = form_for(asked, voice(here.questionnaire, path))
    if not form.validate_on_submit():
        if id not in path:
            return redirect(_address_of(path.next))
        bad = form.forged or form.token_failed
        return _question_page(here, selections, path, asked, form), 400 if bad else 200
    return _kept(here, selections, id, form)


def _kept(here: Site, selections: Selections, id: str, form: QuestionForm) -> ResponseReturnValue:
    before = selections.ticks.get(id)
    changed = replace(selections.with_ticks(id, form.ticks), interrupted=(id, before))
    if _new_flags(here, changed):
        target = url_for(".help_now", **_return_to_check())
    else:
        changed = replace(changed, interrupted=None)
        target = _onward(_path(here, changed), id)
    response = make_response(redirect(target))
    here.jar.write(response, changed)
    return response


@pages.get("/help-now")
def help_now() -> ResponseReturnValue:
    """Name the emergency red flags that the last answer raised, and the way to go on."""
    here = site()
    selections = here.selections()
    path = _path(here, selections)
    every = assess(here.questionnaire, selections.response(here.questionnaire)).emergencies
    asked = selections.interrupted[0] if selections.interrupted else None
    here_on_path = asked is not None and asked in path
    return render_template(
        "help_now.html",
        flags=_new_flags(here, selections) or every,
        all_flags=every,
        back_url=_address_of(here.questionnaire.question(asked)) if here_on_path and asked else url_for(".start"),
        go_on_url=_onward(path, asked) if here_on_path and asked else _address_of(path.next),
    )


@pages.get("/check")
def check() -> ResponseReturnValue:
    """All answers on one page, each with a way to change it that comes back here."""
    here = site()
    selections = here.selections()
    path = _path(here, selections)
    speaks = voice(here.questionnaire, path)
    if not path.answered:
        return redirect(url_for(".start"))
    answered = [asked for asked in path.asked if asked.id in path.answered]
    kept = [q for q in here.questionnaire.questions if q.id in selections.ticks and q.id not in path]
    return render_template(
        "check.html",
        rows=[_row(here, asked, selections, speaks) for asked in answered],
        dropped=[_row(here, asked, selections, speaks) for asked in kept],
        unanswered_url=_address_of(path.next) if path.next else None,
    )


@pages.post("/clear")
def clear() -> ResponseReturnValue:
    """Forget everything, at once."""
    if not ClearForm().validate_on_submit():
        text = _("Your answers are still here. Go back and press the button once more.")
        return plain_page(_("We could not clear your answers"), text, 400)
    response = make_response(redirect(url_for(".cleared")))
    site().jar.clear(response)
    return response


@pages.get("/cleared")
def cleared() -> ResponseReturnValue:
    """Say that nothing is left."""
    return render_template("cleared.html")


def _path(here: Site, selections: Selections) -> Path:
    return walk(here.questionnaire, selections.response(here.questionnaire))


def _question(here: Site, id: str) -> Question:
    asked = here.questionnaire.question(id)
    if asked is None:
        abort(404)
    return asked


def _reached(path: Path, id: str) -> bool:
    return id in path and (path.next is None or path.position(id) <= path.position(path.next.id))


def _address_of(question: Question | None, **query: Any) -> str:
    return url_for(".question", id=question.id, **query) if question else url_for(".check")


def _return_to_check() -> dict[str, Any]:
    return {"return": "check"} if request.args.get("return") == "check" else {}


def _onward(path: Path, id: str) -> str:
    """Where Continue leads: the question after this one, or back to the check page and what is still open."""
    back = _return_to_check()
    if id not in path or back:
        return _address_of(path.next, **back)
    return _address_of(path.after(id) or path.next)


def _new_flags(here: Site, selections: Selections) -> tuple[RedFlag, ...]:
    rules = here.questionnaire
    before = assess(rules, selections.before_interruption().response(rules)).emergencies
    now = assess(rules, selections.response(rules)).emergencies
    return tuple(flag for flag in now if flag not in before)


def _question_page(here: Site, selections: Selections, path: Path, asked: Question, form: QuestionForm) -> str:
    speaks = voice(here.questionnaire, path)
    before = path.before(asked.id)
    returning = bool(_return_to_check())
    offered = form.offered.items()
    items = {value: {"value": value, "text": text, "checked": value in form.ticks} for value, text in offered}
    back_url = url_for(".check") if returning else _address_of(before) if before else url_for(".start")
    return render_template(
        "question.html",
        question=asked,
        form=form,
        voice=speaks,
        progress=_("Question %(n)s of about %(all)s", n=path.position(asked.id), all=path.about),
        back_url=back_url,
        action_url=_address_of(asked, **_return_to_check()),
        return_to_check=returning,
        emergency=bool(assess(here.questionnaire, selections.response(here.questionnaire)).emergencies),
        items=[items[option.id] for option in asked.options],
        none_item=items.get(NONE),
        not_sure_item=items[NOT_SURE],
        error=_error(form),
    )


def _error(form: QuestionForm) -> str | None:
    if form.token_failed:
        if not request.cookies:
            return _(
                "Your browser did not keep our cookie, so we cannot keep your answers. "
                "Allow cookies for this site, then press Continue again."
            )
        return _("This page was open for a while, or in two places. Your answer is still here: press Continue again.")
    return next((str(error) for error in form.choice.errors), None)


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
        "change_url": _address_of(asked, **{"return": "check"}),
    }
