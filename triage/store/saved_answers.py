"""Keeping: sealed envelopes, found by what a code opens, gone after their date.

The store never learns what is in an envelope, who saved it, or from where. It asks no calendar: every method is
told the day. A lost, locked, full, slow or broken database raises Unavailable and nothing else.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Connection, case, delete, func, insert, select, text, update

from triage.store.calendar import gone_after, let_go
from triage.store.codes import new_code, read_code
from triage.store.database import PAGE_WAITS, Database
from triage.store.engines import wipe_traces
from triage.store.errors import ClockAhead, Crowded, Damaged, Expired, Mistyped, Unavailable, Unknown
from triage.store.sealing import MOST_SEALED, Lock, lock_of, seal, unseal
from triage.store.tables import how_many, kept
from triage.store.troubles import CLOCK, CROWDED

DAYS = (7, 30, 90)
"""For how many days something can be kept."""

_NOTHING = new_code()
"""Looked for when what was typed is no code, so that every answer takes the same time."""

FEW, SOME = 20, 100
"""How many envelopes that are past their date one save takes along, and one step of a purge."""

SMALL = 50 * 1024 * 1024
"""Bytes of a database that is put in order within about a second."""


@dataclass(frozen=True, slots=True)
class FoundAnswers:
    """What was kept, under which code, and the last day that it is kept."""

    code: str = field(repr=False)
    content: bytes = field(repr=False)
    until: date


def last_day(days: int, today: date) -> date:
    """Return the last day of what is saved today for so many days. Raises ValueError for none of DAYS."""
    if days not in DAYS:
        raise ValueError(f"answers are kept for {', '.join(map(str, DAYS))} days")
    return today + timedelta(days=days)


class Store:
    """Keeps, finds and forgets envelopes in one database, `most` of them where given. Making a Store opens nothing.

    Raises ValueError for an address that no database can have; the message does not repeat it.
    """

    def __init__(self, url: str, wait: float = PAGE_WAITS, make: bool = True, most: int | None = None) -> None:
        self.database = Database(url, wait, make)
        self.most = most

    def prepare(self) -> None:
        """Make the tables where there are none. Raises Unavailable."""
        self.database.prepare()

    def reach(self) -> None:
        """Read what costs nothing. Raises Unavailable."""
        self.database.run(lambda connection: connection.execute(select(kept.c.id).limit(1)).first())

    def save(self, code: str, content: bytes, days: int, today: date) -> None:
        """Keep content under a code, instead of what was kept there. Some of what is past its date goes.

        Raises TooLarge, Crowded or Unavailable; what was kept before is then still there.
        """
        last = last_day(days, today)
        until = gone_after(last).isoformat()
        lock = lock_of(read_code(code))
        row = {"until": until, "sealed": seal(lock, content, until, last)}

        def work(connection: Connection) -> None:
            replaced = connection.execute(update(kept).where(kept.c.id == lock.id).values(row)).rowcount
            try:
                let_go(connection, today, FEW)
            except ClockAhead:
                self.database.log.tell(CLOCK)
            if not replaced:
                if self.most is not None and how_many(connection, kept) >= self.most:
                    raise Crowded
                connection.execute(insert(kept).values(id=lock.id, **row))

        try:
            self.database.run(work)
        except Crowded:
            self.database.log.tell(CROWDED)
            raise

    def find(self, typed: str, today: date) -> FoundAnswers:
        """Return what is kept under the code that someone typed.

        Raises Mistyped, Unknown, Expired, Damaged or Unavailable, each after the same work.
        """
        code, lock = _opened(typed)
        size = func.length(kept.c.sealed)
        query = select(kept.c.until, case((size <= MOST_SEALED, kept.c.sealed))).where(kept.c.id == lock.id)
        row = self.database.run(lambda connection: connection.execute(query).one_or_none(), on_reserve=True)
        if code is None:
            raise Mistyped
        if row is None:
            raise Unknown
        content, last = _content(lock, *row)
        if last < today:
            raise Expired
        return FoundAnswers(code, content, last)

    def forget(self, typed: str) -> None:
        """Delete what is kept under the code that someone typed. Raises Mistyped, Unknown or Unavailable."""
        code, lock = _opened(typed)
        what = delete(kept).where(kept.c.id == lock.id)
        gone = self.database.run(lambda connection: connection.execute(what).rowcount, on_reserve=True)
        if gone:
            self._wipe()
        if code is None:
            raise Mistyped
        if not gone:
            raise Unknown

    def purge(self, today: date, *, insist: bool = False) -> int:
        """Delete all that is past its date, and return how much that was.

        Raises ClockAhead where today is a leap that is likelier a wrong clock, unless told to insist, or Unavailable.
        """
        count, gone = 0, SOME
        while gone == SOME:
            gone = self.database.run(lambda connection: let_go(connection, today, SOME, insist=insist), on_reserve=True)
            count += gone
            if gone:
                self._wipe()
        self.database.restock()
        return count

    def put_in_order(self) -> None:
        """Write a small table anew in the order of its random ids, so that it does not tell who came first."""
        with suppress(Unavailable):  # the log says why, and tomorrow is another day
            self.database.run(_put_in_order)
            self._wipe()

    def _wipe(self) -> None:
        with suppress(Unavailable):  # it is deleted; the traces are sealed and go with the next checkpoint
            self.database.run(wipe_traces)


def _opened(typed: str) -> tuple[str | None, Lock]:
    try:
        code = read_code(typed)
    except Mistyped:
        return None, lock_of(_NOTHING)
    return code, lock_of(code)


def _content(lock: Lock, until: object, sealed: object) -> tuple[bytes, date]:
    """Return what a row holds and its last day; SQLite lets anything stand in it. Raises Damaged."""
    if not isinstance(until, str) or not isinstance(sealed, str):
        raise Damaged
    return unseal(lock, sealed, until)


def _put_in_order(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        pages, size = (connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in ("page_count", "page_size"))
        if pages * size <= SMALL:
            connection.exec_driver_sql("VACUUM")
    elif connection.dialect.name == "postgresql" and connection.execute(_SMALL_AND_OURS, {"small": SMALL}).scalar():
        connection.exec_driver_sql("SET LOCAL lock_timeout = 500")  # while it waits, everybody does
        connection.exec_driver_sql("CLUSTER kept USING kept_pkey")


_SMALL_AND_OURS = text(
    "SELECT pg_total_relation_size(oid) <= :small AND pg_has_role(relowner, 'USAGE') FROM pg_class "
    "WHERE oid = to_regclass('kept')"
)
"""PostgreSQL lets only the owner of a table write it anew."""
