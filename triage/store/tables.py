"""The tables: all that ever stands in the database.

None has a row number, so that a stolen file does not tell who came first. What is kept is found by a random id.
"""

from __future__ import annotations

from sqlalchemy import Column, Connection, Float, Integer, MetaData, String, Table, Text
from sqlalchemy.schema import CreateIndex, CreateTable

_all = MetaData()

kept = Table(
    "kept",
    _all,
    Column("id", String(64), primary_key=True),
    Column("until", String(10), nullable=False, index=True),
    Column("sealed", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Sealed envelopes, each until the Sunday after its last day."""

tries = Table(
    "tries",
    _all,
    Column("who", String(32), primary_key=True),
    Column("day", String(10), nullable=False, index=True),
    Column("free_at", Float(53), nullable=False),
    sqlite_with_rowid=False,
)
"""Who must wait with what, and for how long. Who that is cannot be told without the key of the day."""

weeks = Table(
    "weeks",
    _all,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("known", String(10), nullable=False),
    sqlite_with_rowid=False,
)
"""One row: the Monday of the last week that is known to have come."""

rooms = Table(
    "rooms",
    _all,
    Column("code", String(6), primary_key=True),
    Column("key_hash", String(64), nullable=False),
    Column("until", Float(53), nullable=False, index=True),
    Column("cases", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("round", Integer, nullable=False),
    Column("stage", String(10), nullable=False),
    Column("version", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""Live classes: which cases, how far the class is, and the second after which all of it is deleted."""

seats = Table(
    "seats",
    _all,
    Column("room", String(6), primary_key=True),
    Column("seat", String(32), primary_key=True),
    sqlite_with_rowid=False,
)
"""Who is in a room: hashes of random seats, in no order and without a time."""

votes = Table(
    "votes",
    _all,
    Column("room", String(6), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("seat", String(32), primary_key=True),
    Column("choice", String(64), nullable=False),
    Column("sure", String(10)),
    sqlite_with_rowid=False,
)
"""One vote of a seat in a round; the key holds that there is no second."""


def make_tables(connection: Connection) -> None:
    """Make each table that is not there. What a version with row numbers kept moves into one without."""
    old = connection.dialect.name == "sqlite" and _has_row_numbers(connection)
    if old:
        connection.exec_driver_sql("ALTER TABLE kept RENAME TO kept_before")
        for index in kept.indexes:
            connection.exec_driver_sql(f"DROP INDEX IF EXISTS {index.name}")
    for table in _all.sorted_tables:
        connection.execute(CreateTable(table, if_not_exists=True))
        for index in table.indexes:
            connection.execute(CreateIndex(index, if_not_exists=True))
    if old:
        connection.exec_driver_sql("INSERT INTO kept SELECT id, until, sealed FROM kept_before ORDER BY id")
        connection.exec_driver_sql("DROP TABLE kept_before")


def _has_row_numbers(connection: Connection) -> bool:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'kept'").scalar()
    return made is not None and "WITHOUT ROWID" not in str(made).upper()
