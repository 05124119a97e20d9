"""The gate: however slow the database is, few wait for it and none for long.

At most two pieces of work are done at once, each in a thread of its own, so that a page stops waiting even where
the disk or the network never answers. Who finds both places taken waits only while that work is young. After work
that took too long the gate is shut for a while; then one piece of work tries for all.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from triage.store.errors import Unavailable
from triage.store.troubles import BUSY, SLOW

AT_ONCE = 2
QUEUE_SECONDS = 0.5
REST_SECONDS = 5.0

Result = TypeVar("Result")


class Gate:
    """Lets work through to one database; each piece may take `wait` seconds."""

    def __init__(self, wait: float, rest: float = REST_SECONDS) -> None:
        self._wait = wait
        self._rest = rest
        self._changed = threading.Condition()
        self._inside: list[float] = []
        self._shut_until = 0.0
        self._why = SLOW

    def through(self, work: Callable[[], Result]) -> Result:
        """Do work and return what it returns. Raises what it raises, or Unavailable when that takes too long."""
        started = self._enter()
        answer: Future[Result] = Future()
        threading.Thread(target=self._do, args=(work, started, answer), daemon=True).start()
        try:
            result = answer.result(self._wait)
        except TimeoutError:
            self._shut(SLOW)
            raise Unavailable(SLOW) from None
        except Unavailable as trouble:
            if time.monotonic() - started > QUEUE_SECONDS:
                self._shut(str(trouble))
            raise
        self._shut_until = 0.0
        return result

    def _do(self, work: Callable[[], Result], started: float, answer: Future[Result]) -> None:
        error = result = None
        try:
            result = work()
        except BaseException as raised:
            error = raised
        with self._changed:
            self._inside.remove(started)
            self._changed.notify()
        if error is None:
            answer.set_result(result)  # type: ignore[arg-type]
        else:
            answer.set_exception(error)

    def _enter(self) -> float:
        with self._changed:
            now = time.monotonic()
            if now < self._shut_until:
                raise Unavailable(self._why)
            if self._shut_until:
                self._shut_until = now + self._rest
            while len(self._inside) >= AT_ONCE:
                left = min(self._inside) + QUEUE_SECONDS - time.monotonic()
                if left <= 0:
                    raise Unavailable(BUSY)
                self._changed.wait(left)
            started = time.monotonic()
            self._inside.append(started)
            return started

    def _shut(self, why: str) -> None:
        with self._changed:
            self._why, self._shut_until = why, time.monotonic() + self._rest
