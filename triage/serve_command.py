"""What `triage serve` does: one process on a laptop, and on a server one for each core."""

from __future__ import annotations

import os
import sys
from functools import partial

from triage.processes import Edition, serve_in_processes
from triage.server import serve
from triage.settings import Settings, settings_from
from triage.web.app import create_app, with_store, without_store
from triage.web.first_look import look_once
from triage.web.headers import every_header


def serve_guide(host: str, port: int, processes: int | None) -> int:
    """Serve the guide until told to stop, and return the exit code. Raises SettingsError or RuleFileError."""
    settings = settings_from()
    if settings.production and settings.public is None:
        print(
            "TRIAGE_PUBLIC_URL is not set: the link to saved answers carries whatever host a request names. "
            "Set it to the address that visitors open, such as https://guide.example",
            file=sys.stderr,
        )
    if hasattr(os, "fork") and (settings.production or _how_many(settings, processes) > 1):
        return serve_in_processes(partial(_edition, processes), host, port)
    return serve(create_app(settings), host, port, headers=every_header(settings.production))


def _edition(processes: int | None) -> Edition:
    """Read settings and rules, and make all of the application that processes can share."""
    settings = settings_from()
    app = without_store(settings)
    look_once(app)
    return Edition(
        partial(with_store, app, settings), every_header(settings.production), _how_many(settings, processes)
    )


def _how_many(settings: Settings, asked: int | None) -> int:
    return asked or settings.processes or (_cores() if settings.production else 1)


def _cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
