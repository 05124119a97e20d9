"""Servers: real processes on loopback that share one store, and can be killed and started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.postgresql import Postgresql
from triage.settings import new_key

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60.0


class Server:
    """One process that serves the pages at a port."""

    def __init__(self, command: list[str], environment: dict[str, str], log: Path) -> None:
        self.port = free_port()
        self._command = [*command, "serve", "--port", str(self.port)]
        self._environment = environment
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The id of the process that runs now."""
        assert self._process
        return self._process.pid

    def start(self) -> None:
        """Start it, and wait until it listens."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, env=self._environment, cwd=ROOT, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError(f"a server did not start: {self._log.read_text()[-500:]}")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it, with SIGKILL when it must be sudden."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(how)
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()


class House:
    """Some servers on one store, in a folder or on a PostgreSQL server."""

    def __init__(
        self, folder: Path, count: int, url: str = "", before: list[str] | None = None, on: Postgresql | None = None
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.file = folder / "answers.sqlite3"
        self.postgresql = on
        self.url = url or (on.new_database() if on else f"sqlite:///{self.file}")
        self.log = folder / "log"
        self.environment = {
            **os.environ,
            "TRIAGE_SECRET_KEYS": new_key(),
            "TRIAGE_DATABASE_URL": self.url,
            "TRIAGE_TRUSTED_PROXY": "127.0.0.1",
        }
        command = [*(before or []), sys.executable, "-m", "triage"]
        self.servers = [Server(command, self.environment, self.log) for _ in range(count)]

    @property
    def ports(self) -> list[int]:
        """The ports at which the pages are."""
        return [server.port for server in self.servers]

    def __enter__(self) -> House:
        for server in self.servers:
            server.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        for server in self.servers:
            server.stop()

    def purge(self) -> int:
        """Run the daily purge, and return its exit code."""
        command = [sys.executable, "-m", "triage", "purge"]
        with self.log.open("ab") as log:
            return subprocess.run(command, env=self.environment, cwd=ROOT, stdout=log, stderr=log).returncode


def free_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port
