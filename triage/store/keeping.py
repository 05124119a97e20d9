"""Keeping: one table of sealed envelopes, found by what a code opens, gone after their date.

The store never learns what is in an envelope, who saved it, or from where. It asks no clock: every method is
told the day. A lost, locked, full or broken database raises Unavailable and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    event,
    func,
    insert,
    make_url,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateTable

from triage.store.codes import new_code, read_code
from triage.store.errors import Damaged, Expired, Mistyped, Unavailable, Unknown
from triage.store.sealing import MOST_SEALED, Lock, lock_of, seal, unseal

DAYS = (7, 30, 90)
"""For how many days something can be kept."""

_WAIT_SECONDS = 3
_NOTHING = new_code()
"""Looked for when what was typed is no code, so that every answer takes the same time."""

_kept = Table(
    "kept",
    MetaData(),
    Column("id", String(64), primary_key=True),
    Column("until", String(10), nullable=False, index=False),
    Column("sealed", LargeBinary, nullable=False),
)

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Found:
    """What was kept, under which code, and the last day that it is kept."""

    code: str
    content: bytes
    until: date


def last_day(days: int, today: date) -> date:
    """Return the last day of what is saved today for so many days. Raises ValueError for none of DAYS."""
    if days not in DAYS:
        raise ValueError(f"answers are kept for {', '.join(map(str, DAYS))} days")
    return today + timedelta(days=days)


class Store:
    """Keeps, finds and forgets envelopes in one database. Making a Store opens nothing."""

    def __init__(self, url: str) -> None:
        self._file = _file_of(url)
        self._engine = _engine(url)

    def prepare(self) -> None:
        """Make the table where there is none. Raises Unavailable."""
        self._run(lambda connection: None)

    def save(self, code: str, content: bytes, days: int, today: date) -> None:
        """Keep content under a code, instead of what was kept there. What is past its date goes.

        Raises TooLarge or Unavailable; what was kept before is then still there.
        """
        until = last_day(days, today).isoformat()
        lock = lock_of(read_code(code))
        row = {"until": until, "sealed": seal(lock, content, until)}

        def work(connection: Connection) -> None:
            connection.execute(delete(_kept).where(_kept.c.until < today.isoformat(), _kept.c.id != lock.id))
            if not connection.execute(update(_kept).where(_kept.c.id == lock.id).values(row)).rowcount:
                connection.execute(insert(_kept).values(id=lock.id, **row))

        try:
            self._run(work)
        except IntegrityError:  # somebody else saved under this new code in between
            self._run(work)

    def find(self, typed: str, today: date) -> Found:
        """Return what is kept under the code that someone typed.

        Raises Mistyped, Unknown, Expired, Damaged or Unavailable; Mistyped and Unknown take equally long.
        """
        code, lock = _opened(typed)
        size = func.length(_kept.c.sealed)
        query = select(_kept.c.until, _kept.c.sealed).where(_kept.c.id == lock.id)
        row = self._run(lambda connection: connection.execute(query.where(size <= MOST_SEALED)).one_or_none())
        if code is None:
            raise Mistyped
        if row is None:
            if self._run(lambda connection: connection.execute(select(size).where(_kept.c.id == lock.id)).first()):
                raise Damaged
            raise Unknown
        return Found(code, *_opened_row(lock, row.until, row.sealed, today))

    def forget(self, typed: str) -> None:
        """Delete what is kept under the code that someone typed. Raises Mistyped, Unknown or Unavailable."""
        code, lock = _opened(typed)
        gone = self._run(lambda connection: connection.execute(delete(_kept).where(_kept.c.id == lock.id)).rowcount)
        if code is None:
            raise Mistyped
        if not gone:
            raise Unknown

    def purge(self, today: date) -> int:
        """Delete all that is past its date, and return how much that was. Raises Unavailable."""
        past = delete(_kept).where(_kept.c.until < today.isoformat())
        return self._run(lambda connection: connection.execute(past).rowcount)
