"""What can go wrong with kept answers, as few kinds as a page needs to speak kindly of each."""

from __future__ import annotations

from datetime import date


class StoreError(Exception):
    """Nothing was kept, found or deleted."""


class Mistyped(StoreError):
    """This is no code: too short, too long, a sign that no code has, or the check character does not fit."""


class Unknown(StoreError):
    """Nothing is kept under this code: it never was, it was deleted, or it is past its date and gone."""


class Expired(StoreError):
    """What was kept under this code is past its date."""


class Damaged(StoreError):
    """Something is kept under this code, but it is not what was saved: cut off, changed, swapped or too large."""


class TooLarge(StoreError):
    """There is more to keep than anyone's answers can be."""


class Crowded(StoreError):
    """As much is kept as may be; what is kept can still be replaced and deleted."""


class Unavailable(StoreError):
    """The database cannot be reached, read or written now. The message says why: no value, no address."""


class ClockAhead(StoreError):
    """The day is so far after the last one known that the clock is likelier wrong. Nothing was deleted."""

    def __init__(self, known: date) -> None:
        super().__init__(f"the last day known is about {known.isoformat()}")
