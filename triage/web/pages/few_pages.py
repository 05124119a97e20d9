"""All questions on a few pages: those that are always asked, then those that the answers call for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from triage.core.assessment import assess, voice
from triage.core.conditions import Chosen, nodes
from triage.core.path import Path
from triage.core.questionnaire import Question, Questionnaire
from triage.core.rounds import rounds
from triage.web.answers_cookie import Selections
from triage.web.forms import TokenForm, form_for
from triage.web.navigation import (
    Asked,
    address_of,
    after_part,
    changed,
    kept,
    open_address,
    part_of,
    path_of,
    token_error,
    wanted,
)
from triage.web.pages import look
from triage.web.visit import Site, site

pages = Blueprint("questions", __name__)


@pages.get("/questions", defaults={"part": 1})
@pages.get("/questions/<int:part>")
def page(part: int) -> ResponseReturnValue:
    """One of the few pages, or the one with the first open question where this is not reached or has no question."""
    here = site()
    selections = here.selections()
    path, together = path_of(here, selections), _together(here, part)
    asked = [question for question in together if question.id in path]
    if not asked or (path.next is not None and part_of(here, path.next) < part):
        return redirect(open_address(here, replace(selections, few=True)))
    speaks = voice(here.questionnaire, path)
    shown = [
        Asked(question, form_for(question, speaks, selections.ticks.get(question.id, ()), among_others=True))
        for question in asked
    ]
    return _page(here, selections, path, part, shown, [])


@pages.post("/questions", defaults={"part": 1})
@pages.post("/questions/<int:part>")
def answer(part: int) -> ResponseReturnValue:
    """Keep every sound answer. Go on when all are there, to help now when they raise a new emergency."""
    here = site()
    selections = here.selections()
    path, together = path_of(here, selections), _together(here, part)
    speaks = voice(here.questionnaire, path)
    sent = [
        Asked(question, form_for(question, speaks, among_others=True))
        for question in together
        if question.id in path or f"{question.id}-choice" in request.form
    ]
    shown = [each for each in sent if each.question.id in path]
    if not TokenForm().validate_on_submit():
        if not shown:
            return redirect(open_address(here, selections))
        return _page(here, selections, path, part, shown, [(token_error(), "#main")]), 400
    now = replace(selections, few=wanted() != "one")
    for each in sent:
        if each.form.validate():
            now = now.with_ticks(each.question.id, each.form.ticks)
    now = changed(here, selections, now)
    errors = [_error(each, speaks) for each in shown if each.error]
    if not errors or wanted() or now.interrupted:
        return kept(here, now, _onward(here, now, part))
    forged = any(each.form.forged for each in shown)
    response = make_response(_page(here, selections, path, part, shown, errors), 400 if forged else 200)
    here.jar.write(response, now)
    return response


def _together(here: Site, part: int) -> tuple[Question, ...]:
    every = rounds(here.questionnaire)
    if not 1 <= part <= len(every):
        abort(404)
    return every[part - 1]


def _onward(here: Site, selections: Selections, part: int) -> str:
    path, way = path_of(here, selections), wanted()
    if way == "one":
        together = _together(here, part)
        open_ = [question for question in together if question.id in path and question.id not in path.answered]
        return address_of(next(iter([*open_, path.next or together[0]])))
    if way == "look":
        return look.address(url_for(".page", part=part))
    return after_part(here, selections, part)


def _page(
    here: Site, selections: Selections, path: Path, part: int, shown: Sequence[Asked], errors: Sequence[tuple[str, str]]
) -> str:
    return render_template(
        "questions.html",
        asked=shown,
        voice=voice(here.questionnaire, path),
        part=part,
        progress=_("Page %(n)s of about %(all)s", n=part, all=len(rounds(here.questionnaire))),
        voice_open=_voice_open(here.questionnaire, shown, path),
        back_url=_back(here, path, part),
        errors=errors,
        emergency=bool(assess(here.questionnaire, selections.response(here.questionnaire)).emergencies),
    )


def _back(here: Site, path: Path, part: int) -> str:
    """The page before this one that has a question, or the start."""
    earlier = enumerate(rounds(here.questionnaire)[: part - 1], start=1)
    numbers = [n for n, together in earlier if any(question.id in path for question in together)]
    return url_for(".page", part=numbers[-1]) if numbers else url_for("questionnaire.start")


def _voice_open(questionnaire: Questionnaire, shown: Sequence[Asked], path: Path) -> bool:
    """Whether an unanswered question of this very page decides whom the words speak of."""
    read = {node.question for each in questionnaire.voices for node in nodes(each.when) if isinstance(node, Chosen)}
    return any(each.question.id in read - path.answered for each in shown)


def _error(asked: Asked, speaks: str) -> tuple[str, str]:
    """The question and the address of its field; what is wrong stands at the field."""
    return asked.question.text.for_(speaks), f"#{asked.name}"
