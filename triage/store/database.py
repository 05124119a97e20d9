"""The database: how one is opened so that what was acknowledged stays and what was deleted is gone.

SQLite is opened anew for each piece of work, so that a file that was moved or deleted meanwhile is noticed. It
writes ahead (WAL), reaches the disk before it says so, and overwrites what it deletes.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

WAIT_SECONDS = 3
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON")


def database_at(url: str) -> Engine:
    """Return the engine of a database; nothing is opened yet. Raises ValueError, without the address."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return _sqlite(parsed)
        patience = {"connect_timeout": WAIT_SECONDS} if parsed.get_backend_name() == "postgresql" else {}
        return create_engine(parsed, hide_parameters=True, pool_pre_ping=True, connect_args=patience)
    except ArgumentError:
        raise ValueError(
            "this is not the address of a database, such as sqlite:////var/lib/guide/answers.sqlite3"
        ) from None
    except ImportError as error:
        raise ValueError(f"the driver of this database is not installed ({error.name})") from None


def wipe_traces(connection: Connection) -> None:
    """Let nothing that was deleted stay in SQLite's write-ahead file."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _sqlite(url: URL) -> Engine:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise ValueError("name a file after sqlite:///, since what is kept in memory is lost")
    file = Path(url.database)
    engine = create_engine(url, hide_parameters=True, poolclass=NullPool, connect_args={"timeout": WAIT_SECONDS})

    def owned(*_args: Any) -> None:
        """Make a missing file before SQLite does, so that only its owner can read it.

        A file that is there is never opened here: closing it would drop the locks that SQLite holds on it (POSIX).
        """
        file.parent.mkdir(mode=0o700, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))

    def durable(connection: Any, _record: Any) -> None:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "do_connect", owned)
    event.listen(engine, "connect", durable)
    return engine
