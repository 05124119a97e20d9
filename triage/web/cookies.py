"""Cookies: what each is called and how it is kept. None lives longer than the browser stays open."""

from __future__ import annotations

from flask import Response

SAME_SITE = "Lax"


def preview_name(name: str, preview: bool) -> str:
    """Return a cookie's name. That of a preview is another, so that it and the real site can be open in one browser."""
    return f"{name}-preview" if preview else name


def full_name(name: str, *, secure: bool) -> str:
    """Return a cookie's name as browsers know it. The prefix makes them insist on TLS and on this very host."""
    return f"__Host-{name}" if secure else name


def set_cookie(response: Response, name: str, value: str, *, secure: bool) -> None:
    """Set a cookie on a response."""
    response.set_cookie(name, value, httponly=True, samesite=SAME_SITE, secure=secure, path="/")


def delete_cookie(response: Response, name: str, *, secure: bool) -> None:
    """Delete a cookie."""
    response.delete_cookie(name, httponly=True, samesite=SAME_SITE, secure=secure, path="/")
