"""The tables: all that ever stands in the database.

None has a row number, so that a stolen file does not tell who came first. What is kept is found by a random id.
Who changes a table here adds a step in `migrations/versions/` that brings databases there.
"""

from __future__ import annotations

from sqlalchemy import Column, ColumnElement, Connection, Float, Integer, MetaData, String, Table, Text, func, select

TABLES = MetaData()

kept = Table(
    "kept",
    TABLES,
    Column("id", String(64), primary_key=True),
    Column("until", String(10), nullable=False, index=True),
    Column("sealed", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Sealed envelopes, each until the Sunday after its last day."""

tries = Table(
    "tries",
    TABLES,
    Column("who", String(32), primary_key=True),
    Column("day", String(10), nullable=False, index=True),
    Column("free_at", Float(53), nullable=False),
    sqlite_with_rowid=False,
)
"""Who must wait with what, and for how long. Who that is cannot be told without the key of the day."""

weeks = Table(
    "weeks",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("known", String(10), nullable=False),
    sqlite_with_rowid=False,
)
"""One row: the Monday of the last week that is known to have come."""

rooms = Table(
    "rooms",
    TABLES,
    Column("code", String(6), primary_key=True),
    Column("key_hash", String(64), nullable=False),
    Column("until", Float(53), nullable=False, index=True),
    Column("cases", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("round", Integer, nullable=False),
    Column("stage", String(10), nullable=False),
    Column("version", Integer, nullable=False),
    Column("question", String(10), nullable=False, server_default="group"),
    sqlite_with_rowid=False,
)
"""Live classes: which cases, what is asked, how far the class is, and the second after which all of it is deleted."""

seats = Table(
    "seats",
    TABLES,
    Column("room", String(6), primary_key=True),
    Column("seat", String(32), primary_key=True),
    sqlite_with_rowid=False,
)
"""Who is in a room: hashes of random seats, in no order and without a time."""

votes = Table(
    "votes",
    TABLES,
    Column("room", String(6), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("seat", String(32), primary_key=True),
    Column("choice", String(64), nullable=False),
    Column("sure", String(10)),
    sqlite_with_rowid=False,
)
"""One vote of a seat in a round; the key holds that there is no second."""


def how_many(connection: Connection, table: Table, *where: ColumnElement[bool]) -> int:
    """Return how many rows of a table there are, of those where it is so."""
    return connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one()
