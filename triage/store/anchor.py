"""The anchor: keeps a file of SQLite open for some seconds after work, so that the next work is not the first again.

Whoever closes such a file last writes all of it back and deletes the write-ahead file, which costs thirty times what a
vote does. A class that votes sends work upon work; when it rests the file is closed as ever.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from triage.store.errors import Unavailable

HELD_SECONDS = 5.0


class Anchor:
    """One connection that is held and never used."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._held: Connection | None = None
        self._until = 0.0

    def hold(self) -> None:
        """Hold the file open from now on for some seconds; where it cannot be opened, do nothing."""
        with self._lock:
            self._until = time.monotonic() + HELD_SECONDS
            if self._held is None:
                with suppress(SQLAlchemyError, OSError, Unavailable, RuntimeError):
                    self._held = self._opened()
                    threading.Thread(target=self._wait, daemon=True).start()

    def let_go(self) -> None:
        """Close the file."""
        with self._lock:
            held, self._held = self._held, None
            if held is not None:
                with suppress(SQLAlchemyError, OSError):
                    held.close()

    def _opened(self) -> Connection:
        connection = self._engine.connect()
        connection.execute(text("SELECT 1 FROM sqlite_master")).first()  # before it reads, SQLite opens nothing
        connection.rollback()
        return connection

    def _wait(self) -> None:
        while (left := self._until - time.monotonic()) > 0:
            time.sleep(left)
        self.let_go()
