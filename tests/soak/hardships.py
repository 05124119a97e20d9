"""Hardships: what can befall the store of a running server, each undone in the end."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.soak.servers import House

SMALL_DISK = 'mount -t tmpfs -o size=12m tmpfs "$0" && exec "$@"'


@contextmanager
def locked(house: House) -> Iterator[None]:
    """Somebody holds the lock and does not let go."""
    holder = sqlite3.connect(house.file, isolation_level=None, timeout=30)
    holder.execute("BEGIN IMMEDIATE")
    yield
    holder.execute("ROLLBACK")
    holder.close()


@contextmanager
def deleted(house: House) -> Iterator[None]:
    """The file of the database is gone."""
    aside = _aside(house)
    yield
    _back(house, aside)


@contextmanager
def malformed(house: House) -> Iterator[None]:
    """Where the database was there is something else."""
    aside = _aside(house)
    house.file.write_bytes(b"this is no database " * 2000)
    yield
    _back(house, aside)


@contextmanager
def full(house: House) -> Iterator[None]:
    """There is no room on the disk of the store: a small one, which only its server sees as its own."""
    filler = Path(f"/proc/{house.servers[0].pid}/root") / house.file.parent.relative_to("/") / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(1024))
    yield
    filler.unlink()


@contextmanager
def frozen(_house: House) -> Iterator[None]:
    """The database server takes connections and never answers; it was so from the start."""
    yield


@contextmanager
def stopped(house: House) -> Iterator[None]:
    """The PostgreSQL server is gone, as after a crash."""
    house.postgresql.stop()
    yield
    house.postgresql.start()


@contextmanager
def standing_still(house: House) -> Iterator[None]:
    """The PostgreSQL server keeps its connections and does nothing."""
    house.postgresql.freeze()
    yield
    house.postgresql.thaw()


ON_POSTGRESQL = {"stopped": stopped, "standing still": standing_still}
HARDSHIPS: dict[str, Callable] = {
    "locked": locked,
    "deleted": deleted,
    "malformed": malformed,
    "full": full,
    "frozen": frozen,
    **ON_POSTGRESQL,
}


@contextmanager
def silent_server() -> Iterator[int]:
    """Listen as a database server that was stopped does, and tell at which port."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        kept: list[socket.socket] = []

        def take() -> None:
            with suppress(OSError):
                while True:
                    kept.append(listening.accept()[0])

        threading.Thread(target=take, daemon=True).start()
        yield listening.getsockname()[1]
        for each in kept:
            each.close()


def _aside(house: House) -> Path:
    """Move the database away, the file first, so that nobody opens it without what was written ahead."""
    aside = house.file.parent / "aside"
    aside.mkdir()
    for end in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            (house.file.parent / f"{house.file.name}{end}").rename(aside / f"{house.file.name}{end}")
    return aside


def _back(house: House, aside: Path) -> None:
    for end in ("-shm", "-wal", ""):
        (house.file.parent / f"{house.file.name}{end}").unlink(missing_ok=True)
        with suppress(FileNotFoundError):
            (aside / f"{house.file.name}{end}").rename(house.file.parent / f"{house.file.name}{end}")
    shutil.rmtree(aside)
