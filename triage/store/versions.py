"""Versions: how far the tables of a database are, and how they are brought to the version that this program needs.

Alembic takes the steps (`migrations/`), in one transaction and one process at a time: all of them or none. It is
loaded only where there is a step to take.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError

from triage.store.errors import Unavailable
from triage.store.tables import TABLES
from triage.store.troubles import BEHIND, NEWER, READ_ONLY, SLOW, trouble_of

NEEDED = "3"
"""The version of the tables that this program works with: the last in `migrations/versions/`."""

FIT = (NEEDED, str(int(NEEDED) + 1))
"""The versions that this program can work with. A step only adds, so the next one does no harm to an older program."""

STEPS = Path(__file__).parent / "migrations"

_UPGRADE_LOCK = 7_417_203_361
"""The number of the lock that servers of PostgreSQL know this work by."""


def version_of(connection: Connection) -> str | None:
    """Return the version of a database; None for one without tables, or from before there were versions."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return version


def bring_forward(connection: Connection) -> None:
    """Bring a database to the version that is needed, from nothing too. Raises Unavailable for one that is too new."""
    if version_of(connection) in FIT:
        return
    try:
        _wait_for_others(connection)
        _take_steps(connection, NEEDED)
    except DBAPIError as error:
        if trouble_of(error) in (READ_ONLY, SLOW):
            raise Unavailable(BEHIND) from None
        raise


def is_too_new(version: str | None) -> bool:
    """Whether a version is none that this program knows or can work with."""
    return version is not None and not (version.isdecimal() and int(version) <= int(FIT[-1]))


def _wait_for_others(connection: Connection) -> None:
    """Be the only one at this work until the transaction ends."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    elif connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})")


def _take_steps(connection: Connection, to: str) -> None:
    version = version_of(connection)
    if version in FIT:
        return
    if is_too_new(version):
        raise Unavailable(NEWER)
    from alembic.command import upgrade
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(STEPS))
    config.set_main_option("path_separator", "os")
    upgrade(config, to)


def differences(connection: Connection) -> list[str]:
    """Return what would have to be done to make the tables of a database those of this program, a short line each."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    compared = MigrationContext.configure(connection, opts={"include_object": _is_ours})
    return [_in_short(*(step[0] if isinstance(step, list) else step)) for step in compare_metadata(compared, TABLES)]


def _is_ours(_found: Any, _name: str | None, kind: str, in_database: bool, ours: Any) -> bool:
    """Other tables may stand beside those of this program, and are no concern of it."""
    return kind != "table" or not in_database or ours is not None


def _in_short(what: str, *whom: Any) -> str:
    names = (each if isinstance(each, str) else getattr(each, "name", None) for each in whom)
    return " ".join((what.replace("_", " "), *(name for name in names if name)))
