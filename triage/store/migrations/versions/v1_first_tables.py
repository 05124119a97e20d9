"""Version 1: answers that are kept, tries, and the last week that is known.

Databases from before there were versions have these tables, or some of them, and keep what is in them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None


def upgrade() -> None:
    """Make each table that is not there. What a table with row numbers kept moves into one without."""
    old = _has_row_numbers()
    if old:
        op.rename_table("kept", "kept_before")
        op.execute("DROP INDEX IF EXISTS ix_kept_until")
    op.create_table(
        "kept",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("until", sa.String(10), nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
    op.create_index("ix_kept_until", "kept", ["until"], if_not_exists=True)
    op.create_table(
        "tries",
        sa.Column("who", sa.String(32), primary_key=True),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("free_at", sa.Float(53), nullable=False),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
    op.create_index("ix_tries_day", "tries", ["day"], if_not_exists=True)
    op.create_table(
        "weeks",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("known", sa.String(10), nullable=False),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
    if old:
        op.execute("INSERT INTO kept SELECT id, until, sealed FROM kept_before ORDER BY id")
        op.drop_table("kept_before")


def _has_row_numbers() -> bool:
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return False
    made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'kept'").scalar()
    return made is not None and "WITHOUT ROWID" not in str(made).upper()
