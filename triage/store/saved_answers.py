"""Keeping: one table of sealed envelopes, found by what a code opens, gone after their date.

The store never learns what is in an envelope, who saved it, or from where. It asks no clock: every method is
told the day. A lost, locked, full or broken database raises Unavailable and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import (
    Column,
    Connection,
    Delete,
    MetaData,
    String,
    Table,
    Text,
    case,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.schema import CreateIndex, CreateTable

from triage.store.codes import new_code, read_code
from triage.store.database import database_at, wipe_traces
from triage.store.errors import Damaged, Expired, Mistyped, Unavailable, Unknown
from triage.store.sealing import MOST_SEALED, Lock, lock_of, seal, unseal

DAYS = (7, 30, 90)
"""For how many days something can be kept."""

_NOTHING = new_code()
"""Looked for when what was typed is no code, so that every answer takes the same time."""

_kept = Table(
    "kept",
    MetaData(),
    Column("id", String(64), primary_key=True),
    Column("until", String(10), nullable=False, index=True),
    Column("sealed", Text, nullable=False),
)

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Found:
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
    """Keeps, finds and forgets envelopes in one database. Making a Store opens nothing.

    Raises ValueError for an address that no database can have; the message does not repeat it.
    """

    def __init__(self, url: str) -> None:
        self._engine = database_at(url)

    def prepare(self) -> None:
        """Make the table where there is none. Raises Unavailable."""
        self._run(_make_table)

    def save(self, code: str, content: bytes, days: int, today: date) -> None:
        """Keep content under a code, instead of what was kept there. What is past its date goes.

        Raises TooLarge or Unavailable; what was kept before is then still there.
        """
        until = last_day(days, today).isoformat()
        lock = lock_of(read_code(code))
        row = {"until": until, "sealed": seal(lock, content, until)}

        def work(connection: Connection) -> None:
            connection.execute(_past(today).where(_kept.c.id != lock.id))
            if not connection.execute(update(_kept).where(_kept.c.id == lock.id).values(row)).rowcount:
                connection.execute(insert(_kept).values(id=lock.id, **row))

        self._run(work)

    def find(self, typed: str, today: date) -> Found:
        """Return what is kept under the code that someone typed.

        Raises Mistyped, Unknown, Expired, Damaged or Unavailable, each after the same work.
        """
        code, lock = _opened(typed)
        size = func.length(_kept.c.sealed)
        query = select(_kept.c.until, case((size <= MOST_SEALED, _kept.c.sealed))).where(_kept.c.id == lock.id)
        row = self._run(lambda connection: connection.execute(query).one_or_none())
        if code is None:
            raise Mistyped
        if row is None:
            raise Unknown
        content, until = _content(lock, *row)
        if until < today:
            raise Expired
        return Found(code, content, until)

    def forget(self, typed: str) -> None:
        """Delete what is kept under the code that someone typed. Raises Mistyped, Unknown or Unavailable."""
        code, lock = _opened(typed)
        gone = self._deleted(delete(_kept).where(_kept.c.id == lock.id))
        if code is None:
            raise Mistyped
        if not gone:
            raise Unknown

    def purge(self, today: date) -> int:
        """Delete all that is past its date, and return how much that was. Raises Unavailable."""
        return self._deleted(_past(today))

    def _deleted(self, what: Delete) -> int:
        count = self._run(lambda connection: connection.execute(what).rowcount)
        if count:
            with suppress(Unavailable):  # it is deleted; the traces are sealed and go with the next checkpoint
                self._run(wipe_traces)
        return count

    def _run(self, work: Callable[[Connection], Result]) -> Result:
        """Do work in one transaction; once more when it fails, as it does where there is no table yet."""
        try:
            try:
                return self._once(work)
            except DBAPIError:
                self._once(_make_table)
                return self._once(work)
        except DBAPIError as error:
            raise Unavailable(f"{type(error).__name__}: {error.orig}") from None
        except (SQLAlchemyError, OSError) as error:
            raise Unavailable(f"{type(error).__name__}") from None

    def _once(self, work: Callable[[Connection], Result]) -> Result:
        with self._engine.begin() as connection:
            return work(connection)


def _make_table(connection: Connection) -> None:
    connection.execute(CreateTable(_kept, if_not_exists=True))
    for index in _kept.indexes:
        connection.execute(CreateIndex(index, if_not_exists=True))


def _past(today: date) -> Delete:
    return delete(_kept).where(_kept.c.until < today.isoformat())


def _opened(typed: str) -> tuple[str | None, Lock]:
    try:
        code = read_code(typed)
    except Mistyped:
        return None, lock_of(_NOTHING)
    return code, lock_of(code)


def _content(lock: Lock, until: object, sealed: object) -> tuple[bytes, date]:
    """Return what a row holds; SQLite lets anything stand in it. Raises Damaged."""
    if not isinstance(until, str) or not isinstance(sealed, str):
        raise Damaged
    content = unseal(lock, sealed, until)
    return content, date.fromisoformat(until)
