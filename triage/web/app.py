"""The application: settings, extensions, pages. It refuses to start on rules with errors."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined, pass_context
from jinja2.runtime import Context
from werkzeug.routing import IntegerConverter

from triage.core.questionnaire import Questionnaire
from triage.core.wording import Wording
from triage.rule_files.hpo_terms import with_name
from triage.rule_files.load import load
from triage.rule_files.look_alikes import LookAlike
from triage.rule_files.measured import Measured
from triage.rule_files.resources import Resource
from triage.rule_files.worked_cases import WorkedCase
from triage.settings import ROOT, Settings, check_country, settings_from
from triage.web import components, door, errors, glossary, headers
from triage.web.answers_cookie import Jar, mark_of
from triage.web.cookies import SAME_SITE, full_name, preview_name
from triage.web.pages import (
    few_pages,
    health,
    learn,
    look,
    question,
    result,
    rulebook,
    saved_answers,
    summary,
)
from triage.web.rule_words import URGENCY_WORDS, how_much, urgency_told
from triage.web.rules_beside import sound_cases, sound_look_alikes, sound_measures, sound_resources
from triage.web.teaching import comparing, made_up, wing, worked_cases
from triage.web.visit import Site, any_visit, numbers_with_first


class SmallNumber(IntegerConverter):
    """A number in an address, of so few digits that reading it cannot fail."""

    regex = "[0-9]{1,4}"


class Guide(Flask):
    """The application. Where a made-up person is tried, its addresses stay with that person."""

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """Return the address of an endpoint."""
        return super().url_for(made_up.stands_here(endpoint), **values)


def create_app(settings: Settings | None = None) -> Flask:
    """Make the WSGI application. Raises SettingsError or RuleFileError, which say what to mend."""
    settings = settings or settings_from()
    return app_on(_site(settings), settings)


def app_on(served: Site, settings: Settings) -> Flask:
    """Make the WSGI application on a Site that was composed already."""
    app = Guide("triage", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.update(
        SECRET_KEY=_session_key(settings.secret_keys[0]),
        SESSION_COOKIE_NAME=f"{_cookie('session', settings)}-{mark_of(settings.secret_keys[0])}",
        SESSION_COOKIE_SECURE=settings.production,
        SESSION_COOKIE_SAMESITE=SAME_SITE,
        LOOK_COOKIE_NAME=_cookie("look", settings),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_I18N_ENABLED=False,  # every message of a form is our own
        MAX_CONTENT_LENGTH=64_000,
        MAX_FORM_MEMORY_SIZE=64_000,
    )
    app.extensions["site"] = served
    app.extensions["keeper"] = saved_answers.Keeper.at(settings.database_url, settings.secret_keys[0])
    app.url_map.redirect_defaults = False
    app.url_map.converters["int"] = SmallNumber
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Babel(app)
    components.install(app)
    _install_words(app)
    errors.install(app)
    headers.install(app)
    glossary.install(app)
    door.install(app, settings)
    for module in (
        health,
        question,
        few_pages,
        look,
        result,
        glossary,
        learn,
        rulebook,
        saved_answers,
        summary,
        wing,
        comparing,
        worked_cases,
        made_up,
    ):
        app.register_blueprint(module.pages)
    return app


def _site(settings: Settings) -> Site:
    rules = load(settings.rules)
    check_country(settings.country, (number.country for number in rules.emergency_numbers))
    cases = sound_cases(settings.rules, rules)
    return site_of(
        settings,
        rules,
        sound_resources(settings.rules, rules),
        cases,
        sound_measures(settings.rules, rules),
        sound_look_alikes(settings.rules, rules, cases),
    )


def site_of(
    settings: Settings,
    rules: Questionnaire,
    resources: tuple[Resource, ...],
    cases: tuple[WorkedCase, ...],
    measured: Measured,
    look_alikes: tuple[LookAlike, ...],
) -> Site:
    """Compose the Site of a rule file, its links, its worked cases, its measures and its look-alikes."""
    jar = Jar(preview_name(f"answers-{rules.ruleset}", settings.preview), settings.secret_keys, settings.production)
    numbers = numbers_with_first(rules.emergency_numbers, settings.country)
    return Site(rules, resources, cases, jar, numbers, measured, settings.country, look_alikes)


def _cookie(name: str, settings: Settings) -> str:
    return full_name(preview_name(name, settings.preview), secure=settings.production)


def _session_key(key: str) -> str:
    """The session holds nothing but the CSRF token; its key is derived so that one secret is enough."""
    return hashlib.sha256(b"session:" + key.encode()).hexdigest()


def _install_words(app: Flask) -> None:
    """Give every template the words and nouns that it may use."""
    app.jinja_env.filters["say"] = _say
    app.jinja_env.filters["with_name"] = with_name
    app.jinja_env.globals.update(
        by_voice=_by_voice, urgency_words=URGENCY_WORDS, urgency_told=urgency_told, how_much=how_much
    )
    app.context_processor(_common)


@pass_context
def _say(context: Context, wording: Wording) -> str:
    return wording.for_(context["voice"])


@pass_context
def _by_voice(context: Context, self_: str, other: str, child: str) -> str:
    """Choose among three wordings of the interface, as `say` does among those of the rule file."""
    return Wording(self_, other, child).for_(context["voice"])


def _common() -> dict[str, Any]:
    here = any_visit()
    return {
        "draft": here.draft,
        "questionnaire": here.questionnaire,
        "about": here.questionnaire.about,
        "voice": here.voice,
        "has_answers": bool(here.selections.ticks),
        "unreadable": here.unreadable,
        "numbers": here.site.numbers,
        "country": here.site.country,
        "made_up": here.site.made_up,
        "person": here.site.case(here.selections.person),
        "has_cases": bool(here.site.cases),
        "look": look.look(),
        "this_page": look.here(),
        "finding": here.questionnaire.finding,
        "source": here.questionnaire.source,
        "measure": here.site.measured.of,
        "csrf_token": generate_csrf,
    }
