"""The calendar of a database: what is past its date goes, unless the clock is likelier wrong than the dates.

A clock that is far ahead would make everybody's answers past their date. So the database knows the last week in
which something was done, and believes in no leap of more than some weeks after it.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from triage.store.errors import ClockAhead
from triage.store.tables import kept, weeks

LONGEST_LEAP = timedelta(days=28)


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def gone_after(last: date) -> date:
    """Return the Sunday after which what is kept to a last day is deleted; it does not tell the day of saving."""
    return week_of(last) + timedelta(days=6)


def let_go(connection: Connection, today: date, most: int, *, insist: bool = False) -> int:
    """Delete at most so much of what is past its date, and return how much that was.

    Raises ClockAhead where today is a leap and something would be deleted, unless told to insist.
    """
    known: str | None = connection.execute(select(weeks.c.known)).scalar()
    past = select(kept.c.id).where(kept.c.until < today.isoformat())
    if known and _leaps(known, today) and not insist and connection.execute(past.limit(1)).first():
        raise ClockAhead(date.fromisoformat(known))
    _note(connection, known, week_of(today).isoformat(), insist)
    some = past.limit(most).with_for_update(skip_locked=True)
    return connection.execute(delete(kept).where(kept.c.id.in_(some))).rowcount


def _leaps(known: str, today: date) -> bool:
    return today > date.fromisoformat(known) + LONGEST_LEAP


def _note(connection: Connection, known: str | None, week: str, insist: bool) -> None:
    if known is None:
        connection.execute(insert(weeks).values(id=1, known=week))
    elif week > known or (insist and week != known):
        connection.execute(update(weeks).values(known=week))
