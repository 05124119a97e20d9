"""All questions on a few pages: those that are always asked, then those that the answers call for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from triage.core.dependencies import voice_questions
from triage.core.path import Path
from triage.core.questionnaire import Question, Questionnaire
from triage.web import made_once
from triage.web.forms import TokenForm
from triage.web.navigation import (
    Asked,
    ShownQuestion,
    address_of,
    after_part,
    asked_of,
    changed,
    kept,
    open_address,
    part_of,
    token_error,
    wanted,
)
from triage.web.pages import look
from triage.web.stencils import Own
from triage.web.visit import Visit, visit

pages = Blueprint("questions", __name__)


@pages.get("/questions", defaults={"part": 1})
@pages.get("/questions/<int:part>")
def page(part: int) -> ResponseReturnValue:
    """One of the few pages, or the one with the first open question where this is not reached or has no question."""
    here = visit()
    path, together = here.path, _together(here, part)
    asked = [question for question in together if question.id in path]
    if not asked or (path.next is not None and part_of(here, path.next) < part):
        return redirect(open_address(here.after(replace(here.selections, few=True))))
    return _page(here, part, [asked_of(here, question, among_others=True) for question in asked], [])


@pages.post("/questions", defaults={"part": 1})
@pages.post("/questions/<int:part>")
def answer(part: int) -> ResponseReturnValue:
    """Keep every sound answer. Go on when all are there, to help now when they raise a new emergency."""
    here = visit()
    sent = [
        asked_of(here, question, among_others=True)
        for question in _together(here, part)
        if question.id in here.path or f"{question.id}-choice" in request.form
    ]
    shown = [each for each in sent if each.question.id in here.path]
    if not TokenForm().validate_on_submit():
        if not shown:
            return redirect(open_address(here))
        return _page(here, part, shown, [(token_error(), "#main")]), 400
    selections = replace(here.selections, few=wanted() != "one")
    for each in sent:
        if each.form.validate():
            selections = selections.with_ticks(each.question.id, each.form.ticks)
    now = changed(here, selections)
    errors = [_error(each, here.voice) for each in shown if each.error]
    if not errors or wanted() or now.selections.interrupted:
        return kept(now, _onward(now, part))
    forged = any(each.form.forged for each in shown)
    response = make_response(_page(here, part, shown, errors), 400 if forged else 200)
    here.site.jar.write(response, now.selections)
    return response


def _together(here: Visit, part: int) -> tuple[Question, ...]:
    if not 1 <= part <= len(here.site.parts):
        abort(404)
    return here.site.parts[part - 1]


def _onward(here: Visit, part: int) -> str:
    path, way = here.path, wanted()
    if way == "one":
        together = _together(here, part)
        open_ = [question for question in together if question.id in path and question.id not in path.answered]
        return address_of(next(iter([*open_, path.next or together[0]])))
    if way == "look":
        return look.address(url_for(".page", part=part))
    return after_part(here, part)


def _page(here: Visit, part: int, shown: Sequence[Asked], errors: Sequence[tuple[str, str]]) -> str | Response:
    emergency, voice_open = bool(here.emergencies), _voice_open(here.questionnaire, shown, here.path)
    own = {name: mark for each in shown for name, mark in each.own.items()} | {"back_url": _back(here, part)}

    def content(own: Own) -> dict[str, Any]:
        return {
            "asked": [ShownQuestion(each, own) for each in shown],
            "part": part,
            "progress": _("Page %(n)s of about %(all)s", n=part, all=len(here.site.parts)),
            "voice_open": voice_open,
            "back_url": own("back_url"),
            "errors": errors,
            "emergency": emergency,
        }

    keys = [each.key for each in shown]
    key = None if errors or None in keys else (part, *keys, voice_open, emergency)
    return made_once.page("few_pages.html", content, key, own)


def _back(here: Visit, part: int) -> str:
    """The page before this one that has a question, or the start."""
    earlier = enumerate(here.site.parts[: part - 1], start=1)
    numbers = [n for n, together in earlier if any(question.id in here.path for question in together)]
    return url_for(".page", part=numbers[-1]) if numbers else url_for("questionnaire.start")


def _voice_open(questionnaire: Questionnaire, shown: Sequence[Asked], path: Path) -> bool:
    """Whether an unanswered question of this very page decides whom the words speak of."""
    return any(each.question.id in voice_questions(questionnaire) - path.answered for each in shown)


def _error(asked: Asked, speaks: str) -> tuple[str, str]:
    """The question and the address of its field; what is wrong stands at the field."""
    return asked.question.text.for_(speaks), f"#{asked.name}"
