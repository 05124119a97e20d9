"""Engines: how a database is opened so that what was acknowledged stays and what was deleted is gone.

SQLite is opened anew for each piece of work, so that a file that was moved or deleted meanwhile is noticed. It
writes ahead (WAL), reaches the disk before it says so, and overwrites what it deletes.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from triage.store.errors import Unavailable
from triage.store.gate import AT_ONCE
from triage.store.reserve import Reserve
from triage.store.troubles import MISSING

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON")
ASLEEP_MILLISECONDS = 50
"""For how long SQLite waits for its lock at once. It sleeps longer each time it looks, and whoever comes later looks
sooner: so the waiting begins anew after this."""
STEPS = 10_000
"""How many steps of SQLite's machine pass between two looks at the time: some tenths of a millisecond."""


def file_at(url: str) -> Path | None:
    """Return the file of the database at an address, None where a server has it. Raises ValueError as `engine_of`."""
    return file_of(engine_of(url, wait=1, make=False))


def engine_of(url: str, wait: float, make: bool) -> Engine:
    """Return the engine of a database that gives up work before `wait` seconds are over; nothing is opened yet.

    A file that is not there is made only where `make` says so, and none was there before. Raises ValueError, without
    the address.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return _sqlite(parsed, wait, make)
        return _served(parsed, wait)
    except ArgumentError:
        raise ValueError(
            "this is not the address of a database, such as sqlite:////var/lib/guide/answers.sqlite3"
        ) from None
    except ImportError as error:
        raise ValueError(
            f"the driver of this database is not installed ({error.name}). run.py installs that of PostgreSQL by "
            "itself; elsewhere install psycopg and psycopg-binary"
        ) from None


def file_of(engine: Engine) -> Path | None:
    """Return the file of a database, None where a server has it."""
    return Path(engine.url.database or "") if engine.dialect.name == "sqlite" else None


def wipe_traces(connection: Connection) -> None:
    """Let nothing that was deleted stay in SQLite's write-ahead file."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _sqlite(url: URL, wait: float, make: bool) -> Engine:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise ValueError("name a file after sqlite:///, since what is kept in memory is lost")
    file = Path(url.database)
    engine = create_engine(url, hide_parameters=True, poolclass=NullPool, connect_args={"timeout": wait * 2 / 3})
    seen = not make

    def owned(*_args: Any) -> None:
        """Make a missing file before SQLite does, so that only its owner can read it.

        A file that is there is never opened here: closing it would drop the locks that SQLite holds on it (POSIX).
        """
        nonlocal seen
        if not _there(file):
            if seen or Reserve(file).there():
                raise Unavailable(MISSING)
            file.parent.mkdir(mode=0o700, exist_ok=True)
            with suppress(FileExistsError):
                os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))

    def durable(connection: Any, _record: Any) -> None:
        nonlocal seen
        until = time.monotonic() + wait
        connection.set_progress_handler(lambda: time.monotonic() > until, STEPS)
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"PRAGMA busy_timeout={ASLEEP_MILLISECONDS}")
        seen = True

    event.listen(engine, "do_connect", owned)
    event.listen(engine, "connect", durable)
    return engine


def _there(file: Path) -> bool:
    """An empty file holds no database, and SQLite would make one in it."""
    try:
        return file.stat().st_size > 0
    except FileNotFoundError:
        return False


def _served(url: URL, wait: float) -> Engine:
    """A database on a server: as many connections as pieces of work are done at once, each tried before it is used.

    The system watches the network; each transaction bounds its statements, its locks and its rest.
    """
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=AT_ONCE,
        max_overflow=0,
        pool_timeout=wait,
        connect_args=_patience(url, wait),
    )
    if url.get_backend_name() == "postgresql":
        bounds = {
            "lock_timeout": wait / 2,
            "statement_timeout": wait * 2 / 3,
            "idle_in_transaction_session_timeout": wait,
        }
        told = ", ".join(f"set_config('{name}', '{seconds * 1000:.0f}', true)" for name, seconds in bounds.items())
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(f"SELECT {told}"))
    return engine


def _patience(url: URL, wait: float) -> dict[str, Any]:
    """How a driver is told when to give up on the network, and whom the server's list of connections shows."""
    if url.get_driver_name() in {"psycopg", "psycopg2"}:
        return {
            "connect_timeout": max(2, int(wait)),
            "tcp_user_timeout": int(wait * 1000),
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 2,
            "fallback_application_name": "symptom guide",
        }
    return {"timeout": int(wait)} if url.get_driver_name() == "pg8000" else {}
