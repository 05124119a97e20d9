"""Health, for machines: whether the guide is alive, and whether it can do all that it offers. No cookie, no words."""

from __future__ import annotations

from flask import Blueprint, Response

from triage.store.errors import Unavailable
from triage.web.pages.saved_answers import keeper
from triage.web.visit import site

pages = Blueprint("health", __name__)


@pages.get("/health")
def alive() -> Response:
    """Say that the process answers."""
    return _plain("alive", 200)


@pages.get("/health/ready")
def ready() -> Response:
    """Say that rules are loaded and the store of saved answers can be reached, or that only saving fails now."""
    rules = site().questionnaire
    try:
        keeper().store.reach()
    except Unavailable:
        return _plain("saved answers cannot be reached", 503)
    return _plain(f"ready, rules {rules.version} ({rules.digest})", 200)


def _plain(text: str, status: int) -> Response:
    return Response(f"{text}\n", status, mimetype="text/plain")
