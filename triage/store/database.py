"""A database as the store uses it: work goes through the gate, one transaction each, and trouble is told and logged."""

from __future__ import annotations

import os
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from triage.store.anchor import Anchor
from triage.store.engines import engine_of, file_of, wipe_traces
from triage.store.errors import Unavailable
from triage.store.gate import Gate
from triage.store.reserve import Reserve
from triage.store.troubles import ROOM_MAY_HELP, TroubleLog, lacks_table, passes, trouble_of
from triage.store.versions import bring_forward

PAGE_WAITS = 3.0
"""For how many seconds a page waits for the database at most."""

PAUSE_SECONDS = 0.01

Result = TypeVar("Result")

_EVERY: weakref.WeakSet[Database] = weakref.WeakSet()
"""Every Database of this process."""
_LEFT: list[Anchor] = []
"""Anchors of the process from which this one was forked: never closed here, since that would tidy the files there."""


class Database:
    """One database. Making a Database opens nothing; the first work makes its tables, or brings them forward.

    A file that is not there is made only where `make` says so and none was there before. Raises ValueError as
    `engine_of` does.
    """

    def __init__(self, url: str, wait: float = PAGE_WAITS, make: bool = True) -> None:
        self.engine = engine_of(url, wait, make)
        self.log = TroubleLog()
        self._wait = wait
        self._gate = Gate(wait)
        self._current = False
        file = file_of(self.engine)
        self._again = wait / 6
        self._for_lock = wait * 2 / 3 if file else self._again
        self._reserve = Reserve(file) if file else None
        self._anchor = Anchor(self.engine) if file else None
        _EVERY.add(self)
        weakref.finalize(self, self.engine.dispose)
        if self._anchor:
            weakref.finalize(self, self._anchor.let_go)

    def start_afresh(self) -> None:
        """In a process that was forked: leave connections and threads to the process that has them."""
        self.engine.dispose(close=False)
        self._gate = Gate(self._wait)
        if self._anchor:
            _LEFT.append(self._anchor)
            self._anchor = Anchor(self.engine)

    def prepare(self) -> None:
        """Make the tables where there are none or old ones, and the reserve. Raises Unavailable."""
        self.run(bring_forward)
        self.restock()

    def restock(self) -> None:
        """Make the reserve where it is not there, as after the disk was full."""
        if self._reserve:
            self._reserve.keep()

    def run(
        self, work: Callable[[Connection], Result], *, on_reserve: bool = False, more_follows: bool = False
    ) -> Result:
        """Do work in one transaction; on a full disk, in the room of the reserve.

        Where more follows soon, a file stays open for some seconds. Raises what the work raises, or Unavailable.
        """

        def done() -> Result:
            result = self._on_reserve(work) if on_reserve else self._done(work)
            if more_follows and self._anchor:
                self._anchor.hold()
            return result

        return self._through(done)

    def glance(self, work: Callable[[Connection], Result]) -> Result | None:
        """Do work that reads what will be asked again soon. Returns None where others wait, or the database is away."""
        try:
            return self._gate.through(lambda: self._done(work), can_come_later=True)
        except Unavailable:
            return None

    def look(self, work: Callable[[Connection], Result]) -> Result:
        """Do work that changes nothing on the tables as they are, of whatever version. Raises as `run` does."""
        return self._through(lambda: self._tried(lambda: self._once(work)))

    def _through(self, work: Callable[[], Result]) -> Result:
        try:
            return self._gate.through(work)
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
        """Do work on tables of the version that is needed."""

        def on_current_tables() -> Result:
            if not self._current:
                self._once(bring_forward)
                self._current = True
            return self._once(work)

        return self._tried(on_current_tables)

    def _tried(self, work: Callable[[], Result]) -> Result:
        """Do work; for a short time again where a table is missing, or somebody else came first."""
        began = time.monotonic()
        while True:
            try:
                return work()
            except DBAPIError as error:
                self._current = self._current and not lacks_table(error)
                patience = self._for_lock if passes(error) else self._again
                if time.monotonic() - began > patience or not (lacks_table(error) or passes(error)):
                    raise Unavailable(trouble_of(error)) from None
                time.sleep(PAUSE_SECONDS)
            except (SQLAlchemyError, OSError) as error:
                raise Unavailable(trouble_of(error)) from None

    def _once(self, work: Callable[[Connection], Result]) -> Result:
        with self.engine.begin() as connection:
            return work(connection)


def _after_fork() -> None:
    for database in _EVERY:
        database.start_afresh()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
