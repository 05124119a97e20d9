"""The reserve: some room on the disk that is given up when it is full, so that people can still delete.

It lies beside the file of the database, and is made with it. So it also bears witness: where it lies and the
database does not, answers were kept here and are gone, and no empty database takes their place.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

SIZE = 2 * 1024 * 1024
"""Enough to delete as much as is deleted at once, and for the files that SQLite opens beside its own."""


class Reserve:
    """The reserve of one database file."""

    def __init__(self, database: Path, size: int = SIZE) -> None:
        self.file = database.with_name(f"{database.name}-reserve")
        self._size = size

    def keep(self) -> None:
        """Make it where it is not there in full; where there is no room for it, leave none of it."""
        with suppress(OSError):
            if self.there() and self.file.stat().st_size == self._size:
                return
            try:
                with os.fdopen(os.open(self.file, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
                    file.write(os.urandom(self._size))  # zeros take no room where the disk compresses
                    file.flush()
                    os.fsync(file.fileno())
            except OSError:
                self.release()

    def release(self) -> bool:
        """Give up the room. Returns whether there was any."""
        try:
            self.file.unlink()
        except OSError:
            return False
        return True

    def there(self) -> bool:
        """Whether it is there."""
        return self.file.exists()
