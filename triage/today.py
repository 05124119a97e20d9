"""Today, for everybody alike: the site, its saved answers and the commands never disagree about the date."""

from __future__ import annotations

from datetime import UTC, date, datetime


def today() -> date:
    """Return the date, by Coordinated Universal Time."""
    return datetime.now(UTC).date()
