"""`triage database`: the version of the tables of saved answers, how they come to the one needed, and a backup."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage.settings import settings_from

if TYPE_CHECKING:
    from sqlalchemy import Connection

PATIENCE = 900.0
"""For how many seconds `upgrade` waits for the database; no page waits for it."""

HELP = """\
Saved answers stand in the database that TRIAGE_DATABASE_URL names, a file in instance/ by default. Its tables have a
version. A start makes missing tables, and brings older ones forward where that is done within seconds. Do it by hand
before a start where the account of the server may not change tables, or where you want a backup first.
docs/backup.md tells how to make one and how to put it back. Run it as the account that the server runs under.
"""


def add_database(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `triage database`."""
    parser = commands.add_parser(
        "database",
        help="check the tables of saved answers, bring them to the version that is needed, make a backup",
        description=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    what = parser.add_subparsers(required=True, metavar="WHAT")
    check = what.add_parser(
        "check",
        help="tell whether the tables are as this program needs them; changes nothing",
        description="Tell at which version the tables are, and whether they are as this program needs them. Changes "
        "nothing. The exit code is 0 where they are, 1 where they are not or cannot be reached.",
    )
    check.set_defaults(run=_check)
    upgrade = what.add_parser(
        "upgrade",
        help="make the tables, or bring them to the version that this program needs",
        description="Make the tables, or bring them to the version that this program needs: all steps or none. Safe "
        "beside running servers, and when two do it at once. Make a backup first. There is no way back but a backup.",
    )
    upgrade.set_defaults(run=_upgrade)
    backup = what.add_parser(
        "backup",
        help="copy a database that is a file, while servers run",
        description="Copy a database that is a file (SQLite), while servers run. Only its owner can read the copy, and "
        "no file that is there is replaced. For PostgreSQL use pg_dump, as docs/backup.md tells.",
    )
    backup.add_argument("file", type=Path, help="where the copy goes")
    backup.set_defaults(run=_backup)


def _check(_options: argparse.Namespace) -> int:
    from triage.store.database import Database
    from triage.store.errors import Unavailable

    url = settings_from().database_url
    try:
        faults = Database(url, make=False).look(lambda connection: list(_faults(connection)))
    except Unavailable:  # the log has said why
        return 1
    print(f"{_shown(url)}: {faults[0] if faults else 'the tables are as this program needs them.'}")
    for fault in faults[1:]:
        print(f"  {fault}")
    return int(bool(faults))


def _upgrade(_options: argparse.Namespace) -> int:
    from triage.store.database import Database
    from triage.store.errors import Unavailable
    from triage.store.versions import version_of

    url = settings_from().database_url
    database = Database(url, wait=PATIENCE)
    try:
        before = database.look(version_of)
        database.prepare()
        after = database.look(version_of)
    except Unavailable:
        return 1
    done = "nothing to do" if before == after else f"was {before or 'without a version'}"
    print(f"{_shown(url)}: the tables are at version {after} ({done}).")
    return 0


def _backup(options: argparse.Namespace) -> int:
    from triage.store.database import Database
    from triage.store.engines import file_at
    from triage.store.errors import Unavailable

    url = settings_from().database_url
    if file_at(url) is None:
        print("A server has this database. Make the backup with pg_dump, as docs/backup.md tells.", file=sys.stderr)
        return 1
    try:
        os.close(os.open(options.file, os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        print(f"{options.file} is there already. Name another file, or delete it.", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{options.file}: cannot be written: {(error.strerror or str(error)).lower()}", file=sys.stderr)
        return 1
    copied = ("VACUUM INTO ?", (str(options.file),))
    try:
        Database(url, wait=PATIENCE, make=False).look(lambda connection: connection.exec_driver_sql(*copied).close())
    except Unavailable:  # the log has said why
        options.file.unlink()
        return 1
    print(f"{options.file} holds all saved answers as they are now. docs/backup.md tells how to put it back.")
    return 0


def _faults(connection: Connection) -> Iterator[str]:
    """Tell what is not as this program needs it: the version, or else each table that differs."""
    from triage.store.troubles import NEWER
    from triage.store.versions import FIT, NEEDED, differences, is_too_new, version_of

    version = version_of(connection)
    if is_too_new(version):
        yield f"{NEWER} (version {version}, this program needs {NEEDED})."
    elif version not in FIT:
        at = f"at version {version}" if version else "missing, or from before they had versions"
        yield f"the tables are {at}; this program needs {NEEDED}. Make a backup, then run `triage database upgrade`."
    elif version == NEEDED and (differ := differences(connection)):
        yield f"the tables say that they are at version {NEEDED}, but are not as it has them. Put back a backup."
        yield from differ


def _shown(url: str) -> Any:
    """An address without its password."""
    from sqlalchemy import make_url

    return make_url(url).render_as_string(hide_password=True)
