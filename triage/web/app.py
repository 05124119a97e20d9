"""The application: settings, extensions, pages. It refuses to start on rules with errors."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, request
from flask_babel import Babel
from jinja2 import StrictUndefined
from werkzeug.routing import IntegerConverter
from werkzeug.security import safe_join

from triage.core.questionnaire import Questionnaire
from triage.rule_files.lessons import Lesson
from triage.rule_files.load import load
from triage.rule_files.look_alikes import LookAlike
from triage.rule_files.measured import Measured
from triage.rule_files.resources import Resource
from triage.rule_files.worked_cases import WorkedCase
from triage.settings import ROOT, Settings, check_country, settings_from
from triage.web import components, door, errors, glossary, headers, made_once, surroundings
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
    words_explained,
)
from triage.web.parcels import static_parcel
from triage.web.rules_beside import sound_cases, sound_lessons, sound_look_alikes, sound_measures, sound_resources
from triage.web.teaching import (
    breaking,
    class_lead,
    class_screen,
    class_seat,
    comparing,
    drilling,
    lessons,
    live_class,
    made_up,
    printing,
    telling,
    wing,
    worked_cases,
)
from triage.web.visit import Site, numbers_with_first


class SmallNumber(IntegerConverter):
    """A number in an address, of so few digits that reading it cannot fail."""

    regex = "[0-9]{1,4}"


class Guide(Flask):
    """The application. Where a made-up person is tried, its addresses stay with that person."""

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """Return the address of an endpoint."""
        return super().url_for(made_up.stands_here(endpoint), **values)

    def log_exception(self, exc_info: Any) -> None:
        """Log where even the page of errors failed, and why: never a path or a value, as Flask does."""
        self.logger.error("%s at %s", exc_info[0].__name__, request.endpoint)

    def send_static_file(self, filename: str) -> Response:
        """Return a static file, packed for those who can read it so."""
        path = safe_join(str(ROOT / "static"), filename)
        try:
            return static_parcel(Path(path or "")).sent()
        except (OSError, ValueError):  # no such file, or a name that no file can have
            abort(404)


def create_app(settings: Settings | None = None) -> Flask:
    """Make the WSGI application. Raises SettingsError or RuleFileError, which say what to mend."""
    settings = settings or settings_from()
    return with_store(without_store(settings), settings)


def without_store(settings: Settings) -> Flask:
    """Make all of the application that several processes can share. Raises as `create_app` does."""
    return app_on(_site(settings), settings)


def with_store(app: Flask, settings: Settings) -> Flask:
    """Open the store of saved answers and live classes. No two processes may share an open one."""
    keeper = saved_answers.Keeper.at(settings.database_url, settings.secret_keys[0], settings.most_saved)
    app.extensions["keeper"] = keeper
    app.extensions["classes"] = live_class.Classes.on(keeper.store.database, settings.secret_keys[0])
    return app


def app_on(served: Site, settings: Settings) -> Flask:
    """Make the application on a Site that was composed already; it has no store yet."""
    app = Guide("triage", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.update(
        SECRET_KEY=_session_key(settings.secret_keys[0]),
        SESSION_COOKIE_NAME=f"{_cookie('session', settings)}-{mark_of(settings.secret_keys[0])}",
        SESSION_COOKIE_SECURE=settings.production,
        SESSION_COOKIE_SAMESITE=SAME_SITE,
        LOOK_COOKIE_NAME=_cookie("look", settings),
        CLASS_COOKIES={name: _cookie(name, settings) for name in (live_class.SEAT, live_class.KEY)},
        WTF_CSRF_TIME_LIMIT=None,
        WTF_I18N_ENABLED=False,  # every message of a form is our own
        MAX_CONTENT_LENGTH=64_000,
        MAX_FORM_MEMORY_SIZE=64_000,
    )
    app.extensions["site"] = served
    app.url_map.redirect_defaults = False
    app.url_map.converters["int"] = SmallNumber
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Babel(app)
    components.install(app)
    surroundings.install(app)
    made_once.install(app)
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
        words_explained,
        learn,
        rulebook,
        saved_answers,
        summary,
        wing,
        lessons,
        class_lead,
        class_screen,
        class_seat,
        comparing,
        printing,
        drilling,
        breaking,
        worked_cases,
        telling,
        made_up,
    ):
        app.register_blueprint(module.pages)
    return app


def _site(settings: Settings) -> Site:
    rules = load(settings.rules)
    check_country(settings.country, (number.country for number in rules.emergency_numbers))
    cases = sound_cases(settings.rules, rules)
    pairs = sound_look_alikes(settings.rules, rules, cases)
    return site_of(
        settings,
        rules,
        sound_resources(settings.rules, rules),
        cases,
        sound_measures(settings.rules, rules),
        pairs,
        sound_lessons(settings.rules, rules, cases, pairs),
    )


def site_of(
    settings: Settings,
    rules: Questionnaire,
    resources: tuple[Resource, ...],
    cases: tuple[WorkedCase, ...],
    measured: Measured,
    look_alikes: tuple[LookAlike, ...],
    lessons: tuple[Lesson, ...],
) -> Site:
    """Compose the Site of a rule file, and what stands beside it: links, cases, measures, look-alikes, lessons."""
    jar = Jar(preview_name(f"answers-{rules.ruleset}", settings.preview), settings.secret_keys, settings.production)
    numbers = numbers_with_first(rules.emergency_numbers, settings.country)
    return Site(rules, resources, cases, jar, numbers, measured, settings.country, look_alikes, lessons)


def _cookie(name: str, settings: Settings) -> str:
    return full_name(preview_name(name, settings.preview), secure=settings.production)


def _session_key(key: str) -> str:
    """The session holds nothing but the CSRF token; its key is derived so that one secret is enough."""
    return hashlib.sha256(b"session:" + key.encode()).hexdigest()
