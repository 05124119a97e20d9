"""Version 3: what a live class is asked. The classes that are open are asked for the group, as they were."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """Add the column; an older program that leaves it out asks for the group."""
    op.add_column("rooms", sa.Column("question", sa.String(10), nullable=False, server_default="group"))
