"""The application: settings, extensions, pages. It refuses to start on a rule file with errors."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined, pass_context
from jinja2.runtime import Context

from triage.authoring.cases import cases_beside, load_cases
from triage.authoring.load import load
from triage.authoring.resources import load_resources
from triage.core.assessment import voice
from triage.core.path import walk
from triage.core.wording import Wording
from triage.settings import ROOT, Settings, settings_from
from triage.web import components, errors, headers, keep, learn, questionnaire, result, rulebook, summary, teaching
from triage.web.answers import Jar, Unreadable
from triage.web.site import Site, numbers_with_first, site


def create_app(settings: Settings | None = None) -> Flask:
    """Make the WSGI application. Raises SettingsError or RuleFileError, which say what to mend."""
    settings = settings or settings_from()
    app = Flask("triage", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.update(
        SECRET_KEY=_session_key(settings.secret_keys[0]),
        SECRET_KEY_FALLBACKS=[_session_key(key) for key in settings.secret_keys[1:]],
        SESSION_COOKIE_NAME="__Host-session" if settings.production else "session",
        SESSION_COOKIE_SECURE=settings.production,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=64_000,
        MAX_FORM_MEMORY_SIZE=64_000,
        MAX_FORM_PARTS=200,
    )
    app.extensions["site"] = _site(settings)
    app.extensions["keeper"] = keep.Keeper.at(settings.database_url)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Babel(app)
    components.install(app)
    _install_words(app)
    errors.install(app)
    headers.install(app)
    for module in (questionnaire, result, teaching, learn, rulebook, keep, summary):
        app.register_blueprint(module.pages)
    return app


def _site(settings: Settings) -> Site:
    rules = load(settings.rules)
    beside = settings.rules.with_name("resources.yaml")
    categories = [category.id for category in rules.categories]
    resources = load_resources(beside, categories) if beside.exists() else ()
    folder = cases_beside(settings.rules)
    cases = load_cases(folder, rules) if folder.exists() else ()
    jar = Jar(f"answers-{rules.ruleset}", settings.secret_keys, secure=settings.production)
    return Site(rules, resources, cases, jar, numbers_with_first(rules.emergency_numbers, settings.country))


def _session_key(key: str) -> str:
    """The session holds nothing but the CSRF token; its key is derived so that one secret is enough."""
    return hashlib.sha256(b"session:" + key.encode()).hexdigest()


def _install_words(app: Flask) -> None:
    """Give every template the words and nouns that it may use."""
    app.jinja_env.filters["say"] = _say
    app.context_processor(_common)


@pass_context
def _say(context: Context, wording: Wording) -> str:
    return wording.for_(context["voice"])


def _common() -> dict[str, Any]:
    here = site()
    try:
        selections = here.selections()
        path = walk(here.questionnaire, selections.response(here.questionnaire))
        speaks, has_answers = voice(here.questionnaire, path), bool(selections.ticks)
    except Unreadable:
        speaks, has_answers = "self", False
    return {
        "questionnaire": here.questionnaire,
        "about": here.questionnaire.about,
        "voice": speaks,
        "has_answers": has_answers,
        "numbers": here.numbers,
        "finding": here.questionnaire.finding,
        "source": here.questionnaire.source,
        "csrf_token": generate_csrf,
    }
