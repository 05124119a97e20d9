"""The gate: however slow the database is, few wait for it and none for long.

At most two pieces of work are done at once, each in a thread of its own, so that a page stops waiting even where
the disk or the network never answers. A class that votes all at once waits for one of the two places while work is
quick; once it is slow only few wait, and soon nobody does. After work that took too long the gate is shut for a
while; then one piece of work tries for all.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import NoReturn, TypeVar

from triage.store.errors import Unavailable
from triage.store.troubles import BUSY, SLOW

AT_ONCE, WAITING = 2, 4
"""How many pieces of work are done at once, and how many more may wait; a server has eight threads."""

QUICK_SECONDS = 0.5
"""While the work inside is younger than this any number may wait: their threads are back in a moment."""

QUEUE_SECONDS = 1.0
REST_SECONDS = 5.0

Result = TypeVar("Result")


class Gate:
    """Lets work through to one database; each piece may take `wait` seconds."""

    def __init__(self, wait: float, rest: float = REST_SECONDS) -> None:
        self._wait = wait
        self._rest = rest
        self._changed = threading.Condition()
        self._inside: list[float] = []
        self._waiting = 0
        self._shut_until = 0.0
        self._why = SLOW

    def through(self, work: Callable[[], Result], *, can_come_later: bool = False) -> Result:
        """Do work and return what it returns. Raises what it raises, or Unavailable when that takes too long.

        Work that can as well come later does not stand in line behind others.
        """
        started = self._enter(can_come_later)
        answer: Future[Callable[[], Result]] = Future()
        try:
            threading.Thread(target=self._do, args=(work, started, answer), daemon=True).start()
        except RuntimeError:  # the system gives no more threads
            self._leave(started)
            raise Unavailable(BUSY) from None
        try:
            result = answer.result(self._wait)()
        except TimeoutError:
            self._shut(SLOW)
            raise Unavailable(SLOW) from None
        except Unavailable as trouble:
            if time.monotonic() - started > QUEUE_SECONDS:
                self._shut(str(trouble))
            raise
        except Exception:
            self._open()
            raise
        self._open()
        return result

    def _do(self, work: Callable[[], Result], started: float, answer: Future[Callable[[], Result]]) -> None:
        outcome = _outcome(work)
        self._leave(started)
        answer.set_result(outcome)

    def _enter(self, can_come_later: bool) -> float:
        with self._changed:
            now = time.monotonic()
            if now < self._shut_until:
                raise Unavailable(self._why)
            if self._shut_until:
                self._shut_until = now + self._rest
            while len(self._inside) >= AT_ONCE:
                self._queue(can_come_later)
            started = time.monotonic()
            self._inside.append(started)
            return started

    def _queue(self, can_come_later: bool) -> None:
        patience = QUICK_SECONDS if self._waiting >= WAITING else QUEUE_SECONDS
        left = min(self._inside) + patience - time.monotonic()
        if left <= 0 or (can_come_later and self._waiting):
            raise Unavailable(BUSY)
        self._waiting += 1
        self._changed.wait(left)
        self._waiting -= 1

    def _leave(self, started: float) -> None:
        with self._changed:
            self._inside.remove(started)
            self._changed.notify()

    def _open(self) -> None:
        with self._changed:
            self._shut_until = 0.0

    def _shut(self, why: str) -> None:
        with self._changed:
            self._why, self._shut_until = why, time.monotonic() + self._rest


def _outcome(work: Callable[[], Result]) -> Callable[[], Result]:
    """Do work, and return a function that returns or raises what it did."""
    try:
        result = work()
    except BaseException as error:
        return partial(_raise, error)
    return lambda: result


def _raise(error: BaseException) -> NoReturn:
    raise error
