"""Error pages: plain, kind, and always with something to do next."""

from __future__ import annotations

from flask import Flask, current_app, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from triage.web.answers_cookie import Unreadable


def plain_page(heading: str, text: str, status: int) -> ResponseReturnValue:
    """Return a page that says what happened and offers the ways on."""
    actions = [
        {"text": _("Go on with my answers"), "url": url_for("questionnaire.check")},
        {"text": _("Go to the start page"), "url": url_for("questionnaire.start")},
    ]
    return make_response(render_template("error.html", heading=heading, text=text, actions=actions), status)


def install(app: Flask) -> None:
    """Register the error pages."""
    app.register_error_handler(Unreadable, _unreadable)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def _unreadable(error: Exception) -> ResponseReturnValue:
    """Answers that cannot be read count as none; saying so is better than starting anew in silence."""
    return make_response(render_template("unreadable.html"), 400)


def _http(error: Exception) -> ResponseReturnValue:
    assert isinstance(error, HTTPException)
    code = error.code or 500
    if code < 400:
        return error.get_response()
    texts = {
        404: (_("We do not have this page"), _("The address may be mistyped or old. Your answers are safe.")),
        405: (
            _("This page cannot be opened this way"),
            _("Use the buttons on the pages. Your answers are safe."),
        ),
        413: (_("That was too much at once"), _("Go back and answer on the page. Your answers are safe.")),
        500: (
            _("Something went wrong on our side"),
            _("Your answers are safe. Please try again in a moment."),
        ),
    }
    other = (_("We could not do that"), _("Go back and try once more. Your answers are safe."))
    heading, text = texts.get(code, other)
    return plain_page(heading, text, code)


def _unforeseen(error: Exception) -> ResponseReturnValue:
    """Log where and what kind, never what was answered."""
    current_app.logger.error("%s at %s", type(error).__name__, request.endpoint)
    if current_app.testing:
        raise error
    heading, text = _("Something went wrong on our side"), _("Your answers are safe. Please try again in a moment.")
    try:
        return plain_page(heading, text, 500)
    except Exception:  # the page itself fails: say it without one, and log nothing more
        return make_response(f"{heading}. {text}", 500, {"Content-Type": "text/plain; charset=utf-8"})
