"""Headers of every response: nothing from another host, nothing kept, nothing told."""

from __future__ import annotations

from flask import Flask, Response, request

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
LIVE_POLICY = f"{POLICY}; connect-src 'self'"
"""For the pages of a live class, which ask this site again."""
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


def every_header(production: bool) -> dict[str, str]:
    """Return the headers of every response that does not say otherwise, those of the server itself included."""
    secure = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"} if production else {}
    return {**FIXED, **secure, "Cache-Control": "no-store"}


def install(app: Flask) -> None:
    """Let browsers keep a static file for long where its address goes with its content; the door adds the rest."""
    app.after_request(_kept_long)


def _kept_long(response: Response) -> Response:
    if request.endpoint == "static" and request.method == "GET" and response.status_code == 200 and _of_this_content():
        response.headers["Cache-Control"] = LONG
    return response


def _of_this_content() -> bool:
    """Whether the address of a static file carries the mark of what is in it now."""
    return f"{request.script_root}{request.full_path}" == asset((request.view_args or {})["filename"])
