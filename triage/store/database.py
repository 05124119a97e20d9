"""A database as the store uses it: work goes through the gate, one transaction each, and trouble is told and logged."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from triage.store.engines import engine_of, file_of, wipe_traces
from triage.store.errors import Unavailable
from triage.store.gate import Gate
from triage.store.reserve import Reserve
from triage.store.tables import make_tables
from triage.store.troubles import ROOM_MAY_HELP, TroubleLog, lacks_table, passes, trouble_of

PAGE_WAITS = 3.0
"""For how many seconds a page waits for the database at most."""

PAUSE_SECONDS = 0.01

Result = TypeVar("Result")


class Database:
    """One database. Making a Database opens nothing; the first work makes its tables.

    A file that is not there is made only where `make` says so and none was there before. Raises ValueError as
    `engine_of` does.
    """

    def __init__(self, url: str, wait: float = PAGE_WAITS, make: bool = True) -> None:
        self.engine = engine_of(url, wait, make)
        self.log = TroubleLog()
        self._gate = Gate(wait)
        self._again = wait / 6
        file = file_of(self.engine)
        self._reserve = Reserve(file) if file else None

    def prepare(self) -> None:
        """Make the tables where there are none, and the reserve. Raises Unavailable."""
        self.run(make_tables)
        self.restock()

    def restock(self) -> None:
        """Make the reserve where it is not there, as after the disk was full."""
        if self._reserve:
            self._reserve.keep()

    def run(self, work: Callable[[Connection], Result], *, on_reserve: bool = False) -> Result:
        """Do work in one transaction; on a full disk, in the room of the reserve.

        Raises what the work raises, or Unavailable.
        """
        try:
            return self._gate.through(lambda: self._on_reserve(work) if on_reserve else self._done(work))
        except Unavailable as trouble:
            self.log.tell(str(trouble))
            raise

    def _on_reserve(self, work: Callable[[Connection], Result]) -> Result:
        try:
            return self._done(work)
        except Unavailable as trouble:
            if str(trouble) not in ROOM_MAY_HELP or not (self._reserve and self._reserve.release()):
                raise
        try:
            result = self._done(work)
            with suppress(Unavailable):  # gives back the room that the write-ahead file took
                self._done(wipe_traces)
            return result
        finally:
            self._reserve.keep()

    def _done(self, work: Callable[[Connection], Result]) -> Result:
        """Do work; for a short time again where there is no table yet, or somebody else came first."""
        until = time.monotonic() + self._again
        while True:
            try:
                return self._once(work)
            except DBAPIError as error:
                if time.monotonic() > until or not self._mended(error):
                    raise Unavailable(trouble_of(error)) from None
            except (SQLAlchemyError, OSError) as error:
                raise Unavailable(trouble_of(error)) from None

    def _mended(self, error: DBAPIError) -> bool:
        """Make the tables if that is what is missing. Returns whether the work may succeed now."""
        if not lacks_table(error):
            time.sleep(PAUSE_SECONDS)
            return passes(error)
        with suppress(DBAPIError):  # then the work fails again, and says why
            self._once(make_tables)
        return True

    def _once(self, work: Callable[[Connection], Result]) -> Result:
        with self.engine.begin() as connection:
            return work(connection)
