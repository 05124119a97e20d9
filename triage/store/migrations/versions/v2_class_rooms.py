"""Version 2: rooms of live classes, the seats taken in them, and the votes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Make each of the three tables that is not there."""
    op.create_table(
        "rooms",
        sa.Column("code", sa.String(6), primary_key=True),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("until", sa.Float(53), nullable=False),
        sa.Column("cases", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("stage", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
    op.create_index("ix_rooms_until", "rooms", ["until"], if_not_exists=True)
    op.create_table(
        "seats",
        sa.Column("room", sa.String(6), primary_key=True),
        sa.Column("seat", sa.String(32), primary_key=True),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
    op.create_table(
        "votes",
        sa.Column("room", sa.String(6), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seat", sa.String(32), primary_key=True),
        sa.Column("choice", sa.String(64), nullable=False),
        sa.Column("sure", sa.String(10)),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
