"""How Alembic takes the steps: on the connection it is handed, within the transaction that is open there."""

from __future__ import annotations

from alembic import context

from triage.store.tables import TABLES

context.configure(connection=context.config.attributes["connection"], target_metadata=TABLES)
context.run_migrations()
