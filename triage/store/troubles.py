"""Troubles: what is the matter with a database, in one of a few sentences that hold no value and no address.

The same sentences tell the person at the keyboard, and stand in the log: once for each kind, and then at most one
line in five minutes.
"""

from __future__ import annotations

import errno
import logging
import threading
import time

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError

FULL = "the disk is full"
LOCKED = "the database is locked by other work"
MALFORMED = "the file of the database is malformed"
NO_DATABASE = "the file is not a database"
READ_ONLY = "this account may not write to the database"
NOT_OPENED = "the file of the database cannot be opened; is its folder there?"
DISK = "the disk cannot be read or written; is it full?"
MISSING = "the file of the database is gone; put it back, or delete the -reserve file beside it to start with nothing"
UNREACHABLE = "the server of the database cannot be reached"
REFUSED = "the server of the database refuses the connection; are account, password and name of the database right?"
SLOW = "the database does not answer in time"
BUSY = "the database is slow, and enough work waits for it"
CLOCK = "the clock is far ahead of the last day that is known, so nothing that is past its date was deleted"
NEWER = "the database was made by a newer version of this program; update the program, or put back an older backup"
BEHIND = (
    "the tables of the database are missing or of an older version, and cannot be changed here and now; "
    "run `triage database upgrade` with an account that may change tables"
)
TABLE_GONE = "a table of the database is gone; put back a backup, and see `triage database check`"
CROWDED = "as many answers are kept as may be"

_SQLITE = {
    "SQLITE_FULL": FULL,
    "SQLITE_BUSY": LOCKED,
    "SQLITE_LOCKED": LOCKED,
    "SQLITE_PROTOCOL": LOCKED,
    "SQLITE_CORRUPT": MALFORMED,
    "SQLITE_NOTADB": NO_DATABASE,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_CANTOPEN": NOT_OPENED,
    "SQLITE_IOERR": DISK,
    "SQLITE_INTERRUPT": SLOW,
}
"""By how SQLite's name of the error begins."""

_POSTGRESQL = {
    "53": FULL,
    "55": LOCKED,
    "57014": SLOW,
    "57": UNREACHABLE,
    "08": UNREACHABLE,
    "28": REFUSED,
    "3D": REFUSED,
    "3F": READ_ONLY,
    "42501": READ_ONLY,
    "25006": READ_ONLY,
    "XX": MALFORMED,
}
"""By how the SQLSTATE begins."""

_NO_TABLE = "42P01"

_SYSTEM = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
    errno.EROFS: READ_ONLY,
    errno.ENOENT: NOT_OPENED,
    errno.ENOTDIR: NOT_OPENED,
    errno.EIO: DISK,
}

ROOM_MAY_HELP = frozenset({FULL, DISK, NOT_OPENED})
"""What a full disk looks like to SQLite, which needs room for its files beside the database too."""


def trouble_of(error: Exception) -> str:
    """Return the sentence for an error of the database, its driver or the disk."""
    if isinstance(error, OSError):
        return _SYSTEM.get(error.errno or 0, DISK)
    if isinstance(error, DBAPIError):
        code = _code(error)
        for table in (_SQLITE, _POSTGRESQL):
            for start, sentence in table.items():
                if code.startswith(start):
                    return sentence
        if lacks_table(error):
            return TABLE_GONE
        if not code and isinstance(error, (OperationalError, InterfaceError)):
            return REFUSED if _is_refusal(str(error.orig)) else UNREACHABLE
    return f"the database refuses the work ({type(error).__name__})"


def _is_refusal(said: str) -> bool:
    """Whether a server answered; where that is all, its driver has only words. One that starts or stops refuses too."""
    return "FATAL:" in said and "database system" not in said


def lacks_table(error: DBAPIError) -> bool:
    """Whether there is no table yet."""
    return _code(error) == _NO_TABLE or "no such table" in str(error.orig)


def passes(error: DBAPIError) -> bool:
    """Whether the same work may succeed a moment later: somebody else came first, or is just opening the file."""
    return isinstance(error, IntegrityError) or trouble_of(error) == LOCKED


def _code(error: DBAPIError) -> str:
    """SQLite's name of the error or the SQLSTATE, wherever the driver has it; nothing where there was no answer."""
    named = [getattr(error.orig, name, None) for name in ("sqlite_errorname", "sqlstate", "pgcode")]
    named += [said.get("C") for said in getattr(error.orig, "args", ()) if isinstance(said, dict)]
    return next((code for code in named if isinstance(code, str)), "")


class TroubleLog:
    """One line for each kind of trouble, and then at most one in `every` seconds, with how often it came."""

    def __init__(self, every: float = 300.0) -> None:
        self._every = every
        self._lock = threading.Lock()
        self._told: dict[str, tuple[float, int]] = {}

    def tell(self, trouble: str) -> None:
        """Count a trouble, and write a line when it is time."""
        now = time.monotonic()
        with self._lock:
            last, since = self._told.get(trouble, (-self._every, 0))
            due = now - last >= self._every
            self._told[trouble] = (now, 0) if due else (last, since + 1)
        if due:
            more = f" ({since} times more since the last such line)" if since else ""
            logging.getLogger("triage.store").warning("Saved answers: %s%s", trouble, more)
