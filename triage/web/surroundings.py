"""Surroundings: what every template may use, whatever its page is about."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Flask, g, request
from flask_babel import get_domain
from flask_wtf.csrf import generate_csrf
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from triage.core.wording import Wording
from triage.rule_files.hpo_terms import with_name
from triage.web.components import language
from triage.web.pages.look import Look, look, page_address
from triage.web.rule_words import CALL_WORDS, URGENCY_WORDS, how_much, urgency_told
from triage.web.stencils import hole
from triage.web.visit import Site, Visit, any_visit

TOKEN = "csrf_token"
"""The hole for a visitor's token."""


class Surroundings(NamedTuple):
    """All that may differ around two pages of one Site: pages that are alike in it have the same surroundings."""

    voice: str
    has_answers: bool
    unreadable: bool
    person_id: str | None
    look: Look
    this_page: str
    endpoint: str | None
    folder: str
    language: str


def surroundings(here: Visit) -> Surroundings:
    """Return what surrounds the page of the current request as a visit sees it."""
    known: tuple[Visit, Surroundings] | None = g.get("surroundings")
    if known is None or known[0] is not here:
        known = g.surroundings = here, _surroundings(here)
    return known[1]


def _surroundings(here: Visit) -> Surroundings:
    person = here.site.case(here.selections.person)
    return Surroundings(
        voice=here.voice,
        has_answers=bool(here.selections.ticks),
        unreadable=here.unreadable,
        person_id=person.id if person else None,
        look=look(),
        this_page=page_address(),
        endpoint=request.endpoint,
        folder=request.script_root,
        language=language(),
    )


def install(app: Flask) -> None:
    """Give every template the words and nouns that it may use."""
    app.jinja_env.filters["say"] = _say
    app.jinja_env.filters["with_name"] = with_name
    app.jinja_env.globals.update(
        by_voice=_by_voice,
        urgency_words=URGENCY_WORDS,
        call_words=CALL_WORDS,
        urgency_told=urgency_told,
        how_much=how_much,
        csrf_token=_token,
    )
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _translations().ugettext(text),
        lambda one, many, number: _translations().ungettext(one, many, number),
        newstyle=True,
    )
    app.context_processor(_of_this_request)


def _translations() -> Any:
    """The translations of the current request, looked up once for all the texts of its page."""
    if "translations" not in g:
        g.translations = get_domain().get_translations()
    return g.translations


def _of_this_request() -> dict[str, Any]:
    here = any_visit()
    return {"draft": here.draft, **_nouns(here.site, surroundings(here))}


def _nouns(site: Site, around: Surroundings) -> dict[str, Any]:
    """What templates read goes with the Site and its surroundings alone, so that a page can be made once for both."""
    rules = site.questionnaire
    return {
        "questionnaire": rules,
        "about": rules.about,
        "voice": around.voice,
        "has_answers": around.has_answers,
        "unreadable": around.unreadable,
        "numbers": site.numbers,
        "country": site.country,
        "made_up": site.made_up,
        "person": site.case(around.person_id),
        "has_cases": bool(site.cases),
        "look": around.look,
        "this_page": around.this_page,
        "finding": rules.finding,
        "source": rules.source,
        "measure": site.measured.of,
    }


def _token() -> Markup:
    """The token of this visitor, or a hole for it on a page that is made for many."""
    return hole(TOKEN) if g.get("for_many") else Markup(generate_csrf())


@pass_context
def _say(context: Context, wording: Wording) -> str:
    return wording.for_(context["voice"])


@pass_context
def _by_voice(context: Context, self_: str, other: str, child: str) -> str:
    """Choose among three wordings of the interface, as `say` does among those of the rule file."""
    return Wording(self_, other, child).for_(context["voice"])
