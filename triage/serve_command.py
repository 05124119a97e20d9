"""What `triage serve` does: one process on a laptop, and on a server one for each core."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from flask import Flask

from triage.processes import Edition, serve_in_processes
from triage.server import serve
from triage.settings import Settings, settings_from
from triage.web.app import with_store, without_store
from triage.web.first_look import look_once
from triage.web.headers import every_header

if TYPE_CHECKING:
    from triage.web.endpoint_counts import EndpointCounts


def serve_guide(host: str, port: int, processes: int | None) -> int:
    """Serve the guide until told to stop, and return the exit code. Raises SettingsError or RuleFileError."""
    settings = settings_from()
    if settings.production:
        _leave_no_dumps()
    if settings.production and settings.public is None:
        print(
            "TRIAGE_PUBLIC_URL is not set: the link to saved answers carries whatever host a request names. "
            "Set it to the address that visitors open, such as https://guide.example",
            file=sys.stderr,
        )
    if hasattr(os, "fork") and (settings.production or _how_many(settings, processes) > 1):
        return serve_in_processes(partial(shared_edition, processes), host, port)
    edition = _edition(settings, 1)
    return serve(edition.open(0), host, port, headers=edition.headers)


def shared_edition(processes: int | None) -> Edition:
    """Read settings and rules, and make all that processes can share."""
    settings = settings_from()
    return _edition(settings, _how_many(settings, processes), look=True)


def _edition(settings: Settings, processes: int, look: bool = False) -> Edition:
    app = without_store(settings)
    counts = _counts(app, processes) if settings.metrics else None
    if look:
        look_once(app, settings.public.prefix if settings.public else "")
    return Edition(partial(_opened, app, settings, counts), every_header(settings.production), processes)


def _counts(app: Flask, processes: int) -> EndpointCounts:
    from triage.web.endpoint_counts import install  # only who counts waits for its library

    return install(app, processes)


def _opened(app: Flask, settings: Settings, counts: EndpointCounts | None, place: int) -> Flask:
    if counts is not None:
        counts.take(place)
    return with_store(app, settings)


def _how_many(settings: Settings, asked: int | None) -> int:
    return asked or settings.processes or (_cores() if settings.production else 1)


def _cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _leave_no_dumps() -> None:
    """Let no crash write memory to the disk: it holds keys and answers."""
    with suppress(ImportError, OSError, ValueError):  # Windows has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
