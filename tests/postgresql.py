"""A PostgreSQL server of the tests' own: in a temporary folder, on a socket there, and gone when the tests are."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from itertools import count
from pathlib import Path

import psycopg

WHAT_TO_INSTALL = "There is no PostgreSQL server here. On Debian: apt-get install postgresql"
START_SECONDS = 60.0
OPTIONS = {"listen_addresses": "", "fsync": "off", "shared_buffers": "16MB", "max_connections": "60"}
"""Only processes are killed here, never the machine: what is written need not reach the disk."""

UNTIL_CLOSED = '"$@" & server=$!; read keep; kill -QUIT $server; wait $server; [ "$keep" ] || rm -rf "$0"'
"""Runs until its input ends, as it does when the tests end in whatever way; nothing is kept unless that is said."""

ALONE = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE datname = 'postgres' AND pid <> pg_backend_pid()"
)
EMPTIED = ("DROP SCHEMA public CASCADE", "CREATE SCHEMA public", "GRANT USAGE ON SCHEMA public TO public")


class Postgresql:
    """One server. It does not run as root, which PostgreSQL refuses."""

    def __init__(self, folder_of_programs: Path) -> None:
        self._programs = folder_of_programs
        self._folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
        self._user = _nobody_special()
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None
        if self._user:
            shutil.chown(self._folder, self._user.pw_uid, self._user.pw_gid)
        made = ["initdb", "-D", self._data, "-U", "guide", "--auth=trust", "--no-sync", "--locale=C", "--encoding=UTF8"]
        self._run([self._programs / made[0], *made[1:]])

    def __enter__(self) -> Postgresql:
        self.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._process:
            self._process.communicate()
        shutil.rmtree(self._folder, ignore_errors=True)

    def new_database(self) -> str:
        """Make an empty database and return its address."""
        name = f"answers_{next(self._numbers)}"
        with self._connected("postgres") as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self._address(name)

    def emptied_database(self) -> str:
        """Empty a database that all who ask share one after the other, which is quicker, and return its address."""
        with self._connected("postgres") as connection:
            connection.execute(ALONE)
            for statement in EMPTIED:
                connection.execute(statement)
        return self._address("postgres")

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        options = [word for name, value in OPTIONS.items() for word in ("-c", f"{name}={value}")]
        server = [self._programs / "postgres", "-D", self._data, "-k", self._folder, *options]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                ["sh", "-c", UNTIL_CLOSED, self._folder, *server],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                **self._as_user(),
            )
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            assert time.monotonic() < until and self._process.poll() is None, (self._folder / "log").read_text()
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop it at once, as a crash would; what was acknowledged is there at the next start."""
        if self._process:
            self._process.communicate(b"keep\n")
            self._process = None

    def freeze(self) -> None:
        """Let every process of the server stand still."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let them go on."""
        self._signal(signal.SIGCONT)

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _run(self, command: list[Path | str]) -> None:
        done = subprocess.run(command, capture_output=True, text=True, **self._as_user())
        assert done.returncode == 0, done.stdout + done.stderr

    def _as_user(self) -> dict[str, object]:
        own = {"cwd": "/", "start_new_session": True}
        return own | ({"user": self._user.pw_uid, "group": self._user.pw_gid} if self._user else {})

    def _answers(self) -> bool:
        with suppress(psycopg.OperationalError):
            self._connected("postgres").close()
            return True
        return False

    def _connected(self, name: str) -> psycopg.Connection:
        return psycopg.connect(host=str(self._folder), user="guide", dbname=name, autocommit=True)

    def _address(self, name: str) -> str:
        return f"postgresql+psycopg://guide@/{name}?host={self._folder}"

    def _signal(self, how: signal.Signals) -> None:
        main = int((self._data / "postmaster.pid").read_text().splitlines()[0])
        for process in (main, *map(int, Path(f"/proc/{main}/task/{main}/children").read_text().split())):
            os.kill(process, how)


def _nobody_special() -> pwd.struct_passwd | None:
    """Who runs the server where this is root, who may not."""
    if os.geteuid():
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]
