"""Several processes: one reads settings and rules and keeps the door; the others answer. Not on Windows.

Workers are copies of the doorkeeper (fork), made after it has read all, so that they share its memory until they
write to it. All wait at one socket, and who is free takes the next visitor. A worker that ends by itself is replaced.
One that is told to leave, since newer ones are there, answers who is with it first.
"""

from __future__ import annotations

import ctypes
import gc
import os
import select
import signal
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from triage.connections import DRAIN_SECONDS
from triage.server import address_of, keep_logs_plain, listen, server_on

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

SETTLED_SECONDS = 10.0
"""A worker that ends by itself sooner than this was not well from the start."""
PAUSES = (1.0, 2.0, 5.0, 15.0, 30.0)
"""How long to wait before the next worker, after so many that were not well one after the other."""
LAST_SECONDS = DRAIN_SECONDS + 4
"""How long a stop waits for workers, which wait for their requests."""
WATCHED = (signal.SIGTERM, signal.SIGINT, *(() if os.name == "nt" else (signal.SIGHUP, signal.SIGCHLD, signal.SIGUSR1)))
LEAVE = WATCHED[-1]
"""Tells a worker that newer ones are there."""
ARENAS, LARGE = -8, -3
"""M_ARENA_MAX and M_MMAP_THRESHOLD of mallopt(3)."""
PID = struct.Struct("=q")


@dataclass(frozen=True, slots=True)
class Edition:
    """What is served once settings and rules were read.

    Each worker calls `open` with its place among as many as there are; what none may share begins there.
    """

    open: Callable[[int], WSGIApplication]
    headers: Mapping[str, str]
    processes: int


@dataclass(slots=True)
class Worker:
    """A process that answers, or will in a moment."""

    edition: Edition
    place: int
    since: float
    ready: bool = False
    leaving: bool = False


def serve_in_processes(read: Callable[[], Edition], host: str = "127.0.0.1", port: int = 8000) -> int:
    """Serve until Ctrl+C or SIGTERM, answering requests that have come, and return the exit code of the process.

    SIGHUP reads settings and rules anew: then new workers take over from the old ones, and nobody is sent away. What
    `read` raises at the start is raised here; later it is printed, and all goes on as it was.
    """
    edition = read()
    listening = listen(host, port)
    if listening is None:
        return 1
    keep_logs_plain()
    Doorkeeper(read, edition, listening).run()
    return 0


class Doorkeeper:
    """The first process. It answers nobody, so that nothing a visitor sends can harm it."""

    def __init__(self, read: Callable[[], Edition], edition: Edition, listening: socket.socket) -> None:
        self._read = read
        self._edition = edition
        self._listening = listening
        self._workers: dict[int, Worker] = {}
        self._not_well = 0
        self._next_start = 0.0
        self._stopping = 0
        self._told = False
        self._in_terminal = _has_terminal()
        self._life, self._held = os.pipe()
        self._news, self._report = os.pipe()
        self._rings, self._bell = os.pipe()
        for end in (self._news, self._rings, self._bell):
            os.set_blocking(end, False)

    def run(self) -> None:
        """Keep the workers until a signal says to stop."""
        _bound_memory()
        _settle_memory()
        for number in WATCHED:
            signal.signal(number, lambda *_: None)  # the number comes through the bell
        signal.set_wakeup_fd(self._bell, warn_on_full_buffer=False)
        while not self._stopping:
            self._fill()
            self._wait()
        self._stop()

    def _fill(self) -> None:
        """Start the workers that are missing, unless the last ones have just ended at once."""
        taken = {worker.place for worker in self._workers.values() if worker.edition is self._edition}
        if time.monotonic() >= self._next_start:
            for place in sorted({*range(self._edition.processes)} - taken):
                self._start(place)

    def _start(self, place: int) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)  # a signal before the worker knows what to do would be lost
        pid = os.fork()
        if pid == 0:
            self._work(place)
        self._workers[pid] = Worker(self._edition, place, time.monotonic())
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)

    def _wait(self) -> None:
        """Wait for a signal, for news of workers, or until another worker may start."""
        pause = max(0.0, self._next_start - time.monotonic())
        heard, _, _ = select.select([self._rings, self._news], [], [], pause or None)
        if self._news in heard:
            self._hear_news()
        if self._rings in heard:
            for number in os.read(self._rings, 4096):
                self._hear(number)

    def _hear(self, number: int) -> None:
        if number == signal.SIGCHLD:
            self._bury()
        elif number == signal.SIGHUP and not (self._in_terminal and not _has_terminal()):
            self._read_anew()
        elif number != LEAVE:  # also where the window with our terminal was closed
            self._stopping += 1

    def _hear_news(self) -> None:
        """Note who is ready; when all of this edition are, let those of the one before go."""
        for (pid,) in PID.iter_unpack(os.read(self._news, 64 * PID.size)):
            if pid in self._workers:
                self._workers[pid].ready = True
        ready = [each for each in self._workers.values() if each.ready and each.edition is self._edition]
        if len(ready) < self._edition.processes:
            return
        for pid, worker in self._workers.items():
            if worker.edition is not self._edition and not worker.leaving:
                worker.leaving = True
                os.kill(pid, LEAVE)
        if not self._told:
            self._told = True
            many = f"{len(ready)} processes" if len(ready) > 1 else "one process"
            print(f"The guide is open at {address_of(self._listening)}, in {many} (Ctrl+C stops it)", flush=True)

    def _read_anew(self) -> None:
        try:
            edition = self._read()
        except Exception as error:  # whatever it is, people are still answered
            _tell(f"Settings and rules were read anew, and the guide goes on as it was: {error}")
            return
        self._edition, self._not_well, self._next_start = edition, 0, 0.0
        _settle_memory()
        print("Settings and rules were read anew.", flush=True)

    def _bury(self) -> None:
        """Take leave of the workers that have ended, and say so where they were not told to."""
        while pid_and_status := _ended():
            pid, status = pid_and_status
            worker = self._workers.pop(pid, None)
            if worker is None or worker.leaving or self._stopping:
                continue
            well = time.monotonic() - worker.since > SETTLED_SECONDS
            self._not_well = 0 if well else self._not_well + 1
            pause = PAUSES[min(self._not_well, len(PAUSES)) - 1] if self._not_well else 0.0
            self._next_start = time.monotonic() + pause
            when = f"in {pause:g} seconds" if pause else "now"
            _tell(f"A process that serves the guide ended by itself ({_how(status)}). Another starts {when}.")

    def _stop(self) -> None:
        """Close the door, let the workers answer what has come, and end those that take too long."""
        self._listening.close()
        self._all(signal.SIGTERM)
        until = time.monotonic() + LAST_SECONDS
        while self._workers and self._stopping == 1 and time.monotonic() < until:
            select.select([self._rings], [], [], 0.2)
            self._stopping += sum(number in (signal.SIGINT, signal.SIGTERM) for number in _drained(self._rings))
            self._bury()
        self._all(signal.SIGKILL)
        print("\nStopped.", flush=True)

    def _all(self, number: signal.Signals) -> None:
        for pid in self._workers:
            os.kill(pid, number)

    def _work(self, place: int) -> None:
        """Be a worker, until told to stop or the doorkeeper is gone."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            for number in WATCHED:
                signal.signal(number, signal.SIG_DFL)
            for number in (signal.SIGINT, signal.SIGHUP):  # a terminal tells all; the doorkeeper tells us
                signal.signal(number, signal.SIG_IGN)
            for end in (self._held, self._news, self._rings, self._bell):
                os.close(end)
            server = server_on(self._edition.open(place), self._listening, self._edition.headers)
            server.shares_door = self._edition.processes > 1
            signal.signal(signal.SIGTERM, lambda *_: server.stop())
            signal.signal(LEAVE, lambda *_: server.retire())
            signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
            threading.Thread(target=_outlive_nobody, args=(self._life, server.stop), daemon=True).start()
            os.write(self._report, PID.pack(os.getpid()))
            server.run()
            code = 0
        except Exception as error:
            _tell(f"A process that serves the guide cannot go on: {type(error).__name__}: {error}")
        finally:
            sys.stdout.flush()
            os._exit(code)


def _settle_memory() -> None:
    """Set what is there apart from what the collector of garbage looks at, so that looking does not copy it."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _bound_memory() -> None:
    """Let the threads of a worker share one arena, and give large pieces back, such as one save needs for a moment."""
    with suppress(AttributeError, OSError, TypeError):  # a C library that has no such options
        allocator = ctypes.CDLL(None)
        allocator.mallopt(ARENAS, 1)
        allocator.mallopt(LARGE, 1024 * 1024)


def _outlive_nobody(life: int, stop: Callable[[], Any]) -> None:
    """Stop when the doorkeeper is gone, however that came: nobody holds the other end then."""
    os.read(life, 1)
    stop()


def _has_terminal() -> bool:
    try:
        os.close(os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY))
    except OSError:
        return False
    return True


def _ended() -> tuple[int, int] | None:
    """The next worker that has ended, with how."""
    try:
        pid, status = os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return None
    return (pid, status) if pid else None


def _how(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    if code >= 0:
        return f"exit code {code}"
    name = signal.Signals(-code).name
    return f"{name}; memory may have been short" if -code == signal.SIGKILL else name


def _drained(rings: int) -> bytes:
    try:
        return os.read(rings, 4096)
    except BlockingIOError:
        return b""


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
