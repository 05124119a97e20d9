"""The whole address of a page, as other people open it: by a link that is sent, a picture code, or typed."""

from __future__ import annotations

from flask import current_app, url_for


def outside(endpoint: str, **values: str) -> str:
    """Return the address of a page with scheme and host."""
    scheme = "https" if current_app.config["SESSION_COOKIE_SECURE"] else None
    return url_for(endpoint, _external=True, _scheme=scheme, **values)
