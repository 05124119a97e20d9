"""Headers of every response: nothing from another host, nothing kept, nothing told."""

from __future__ import annotations

from flask import Flask, Response, current_app, request

from triage.web.components import asset

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
NOT_USED = (
    "accelerometer",
    "camera",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "payment",
    "usb",
)
FIXED = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in NOT_USED),
}


LONG = "public, max-age=31536000, immutable"
"""For a file under an address that goes with its content."""


def fixed(production: bool) -> dict[str, str]:
    """Return the headers that every response has."""
    secure = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"} if production else {}
    return FIXED | secure


def refusing_headers(production: bool) -> dict[str, str]:
    """Return the headers of what is answered before any page is reached."""
    return fixed(production) | {"Cache-Control": "no-store"}


def install(app: Flask) -> None:
    """Add the headers to every response."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    for name, value in fixed(current_app.config["SESSION_COOKIE_SECURE"]).items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static" and response.status_code < 400:
        response.headers["Cache-Control"] = LONG if _of_this_content() else "no-cache"
    else:
        response.headers["Cache-Control"] = "no-store"
    return response


def _of_this_content() -> bool:
    """Whether the address of a static file carries the mark of what is in it now."""
    return f"{request.script_root}{request.full_path}" == asset((request.view_args or {})["filename"])
