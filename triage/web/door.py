"""The door: every request passes here before a page reads it, so that host, scheme and folder are sound.

The web server in front is believed about them, and nobody else. Where the public address is set it stands in the place
of whatever a request says. What cannot be meant for this site is refused here, in plain words. On the way out every
response gets the headers that it lacks.
"""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask, abort, request
from werkzeug import Response
from werkzeug.middleware.proxy_fix import ProxyFix

from triage.public_address import HOST, PORTS, plain_prefix, without_port
from triage.settings import Settings
from triage.web.headers import every_header

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

Environ = dict[str, Any]

FORWARDED = ("FORWARDED", *(f"X_FORWARDED_{name}" for name in ("FOR", "PROTO", "HOST", "PORT", "PREFIX", "BY")))
FOR_MACHINES = ("/health", "/health/ready", "/metrics")
"""Asked by machines beside the server, which know no public name of it."""
FROM_OUTSIDE = "guide.from_outside"
"""Whether somebody handed a request on, so that it need not come from a machine beside the server."""
FORM = "application/x-www-form-urlencoded"


def install(app: Flask, settings: Settings) -> None:
    """Put the door before an application."""
    app.wsgi_app = Door(app.wsgi_app, settings)  # type: ignore[method-assign]
    app.before_request(_forms_alone)


def _forms_alone() -> None:
    """Refuse content of a kind that no page of ours sends, such as files: a field is then always a text.

    It is read here, so that what is too large is refused before a page, or its own page of errors, comes upon it.
    """
    if request.method == "POST":
        if request.mimetype not in ("", FORM):
            abort(415)
        len(request.form)


def came_from_outside() -> bool:
    """Whether the request that is answered came through a web server in front, trusted or not."""
    return bool(request.environ.get(FROM_OUTSIDE))


class Door:
    """A WSGI application around another."""

    def __init__(self, inside: WSGIApplication, settings: Settings) -> None:
        self._inside = inside
        self._public = settings.public
        self._proxy = settings.trusted_proxy
        self._production = settings.production
        self._from_proxy = ProxyFix(self._known, x_for=1, x_proto=1, x_host=1, x_prefix=1)
        self._headers = tuple(every_header(settings.production).items())
        self._warned = False

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request; the answer has every header, and leads to no other host."""

        def start(status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
            given = [(name, _without_host(value) if name == "Location" else value) for name, value in headers]
            there = {name.lower() for name, _ in given}
            more = [(name, value) for name, value in self._headers if name.lower() not in there]
            return start_response(status, given + more, error)

        return self._heard(environ, start)

    def _heard(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, believing what the trusted proxy says of it."""
        environ[FROM_OUTSIDE] = any(f"HTTP_{name}" in environ for name in FORWARDED)
        if self._proxy is not None and environ.get("REMOTE_ADDR") == self._proxy:
            return self._from_proxy(environ, start_response)
        if self._proxy is None and "HTTP_X_FORWARDED_FOR" in environ:
            self._warn()
        for name in FORWARDED:
            environ.pop(f"HTTP_{name}", None)
        return self._known(environ, start_response)

    def _warn(self) -> None:
        if not self._warned:
            self._warned = True
            logging.getLogger("triage").warning(
                "Requests come through a web server in front, but TRIAGE_TRUSTED_PROXY is not set: "
                "all visitors count as one. Set it to the address of that server."
            )

    def _known(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request of which only the trusted proxy has said more than it did itself."""
        _step_inside(environ, self._public.prefix if self._public else "")
        host = environ.get("HTTP_HOST", "")
        if host and not HOST.fullmatch(host):
            return self._refuse("This request names no host that can be.", environ, start_response)
        if environ["wsgi.url_scheme"] not in PORTS:
            environ["wsgi.url_scheme"] = "http"
        if self._public:
            if host and environ["PATH_INFO"] not in FOR_MACHINES and not self._ours(host, environ):
                return self._refuse("There is nothing here under this name.", environ, start_response)
            environ["HTTP_HOST"], environ["wsgi.url_scheme"] = self._public.host, self._public.scheme
        return self._inside(environ, start_response)

    def _ours(self, host: str, environ: Environ) -> bool:
        """Whether a request for this host is for us. A proxy that does not pass the host on names it as it knows us."""
        assert self._public is not None
        through_proxy = "werkzeug.proxy_fix.orig" in environ
        same = without_port(host, self._public.scheme) == self._public.host
        return same or not self._production or (through_proxy and _within(host))

    def _refuse(self, text: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        return Response(f"{text}\n", 400, content_type="text/plain; charset=utf-8")(environ, start_response)


def _without_host(address: str) -> str:
    """Return where a redirect leads on this site, without the host that a request named."""
    parts = urlsplit(address)
    return parts._replace(scheme="", netloc="", path=f"/{parts.path.lstrip('/')}").geturl()


def _step_inside(environ: Environ, usual: str) -> None:
    """Let the folder in front be no part of the path, whether the proxy takes it off or not."""
    said = environ.get("SCRIPT_NAME", "").rstrip("/")
    prefix = said if said and plain_prefix(said) else usual
    path = environ.get("PATH_INFO", "")
    environ["SCRIPT_NAME"] = prefix
    if prefix and (path == prefix or path.startswith(f"{prefix}/")):
        environ["PATH_INFO"] = path[len(prefix) :] or "/"


def _within(host: str) -> bool:
    """Whether a host is one that only machines beside us can have named: no dot, or an address that is not public."""
    name = host.rsplit(":", 1)[0].strip("[]") if not host.endswith("]") else host.strip("[]")
    try:
        return not ipaddress.ip_address(name).is_global
    except ValueError:
        return "." not in name
