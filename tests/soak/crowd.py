"""A crowd: people who walk, save, come back and delete for as long as it lasts, and a ledger."""

from __future__ import annotations

import random
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.soak.people import Away, Person

THINKING = 0.05


@dataclass
class Ledger:
    """What was acknowledged, and how long each step of those who only walk took."""

    saved: set[str] = field(default_factory=set)
    forgotten: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)
    lost: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)
    refusals: list[float] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def step(self, path: str, status: int, seconds: float) -> None:
        """Note a step of somebody who only walks."""
        with self.lock:
            self.steps.append(seconds)
            if status not in (200, 302):
                self.failed.append(f"{path}: {status}")

    def refusal(self, path: str, status: int, seconds: float) -> None:
        """Note how long somebody waited to be told that saving does not work."""
        with self.lock:
            if path == "/save" and status == 503:
                self.refusals.append(seconds)

    def note(self, what: str) -> None:
        """Count what was said."""
        with self.lock:
            self.counts[what] += 1

    def take(self) -> str | None:
        """Return a code that is kept, and that nobody else has in hand until it is given back."""
        with self.lock:
            code = random.choice(sorted(self.saved)) if self.saved else None
            self.saved.discard(code or "")
            return code

    def give(self, code: str) -> None:
        """Give a code back: it is kept."""
        with self.lock:
            self.saved.add(code)

    def percentiles(self) -> tuple[float, float]:
        """The median step and the slowest of 20, in milliseconds."""
        if len(self.steps) < 20:
            return 0.0, 0.0
        cuts = statistics.quantiles(self.steps, n=20)
        return cuts[9] * 1000, cuts[18] * 1000


def walker(person: Person, ledger: Ledger) -> None:
    """Answer all questions, look at the result, at the page of emergencies and at what can be read."""
    shown = person.walk(pause=THINKING)
    if shown:
        ledger.note("walks to a result")
    for path in ("/", "/help-now", "/learn", "/check"):
        time.sleep(THINKING)
        person.get(path)


def saver(person: Person, ledger: Ledger) -> None:
    """Save; now and then come back or delete, each in another browser."""
    if not person.cookies:
        person.walk(pause=THINKING)
    status, code = person.save(random.choice(["7", "30", "90"]))
    ledger.note(f"saves answered {status}")
    if code:
        ledger.give(code)
    if random.random() < 0.5:
        come_back(Person(person.port), ledger)
    if random.random() < 0.3:
        delete(Person(person.port), ledger)
    time.sleep(THINKING)


def come_back(person: Person, ledger: Ledger) -> None:
    """Open what was acknowledged; that there is nothing is a loss."""
    code = ledger.take()
    if code is None:
        return
    try:
        status = person.resume(code)
        ledger.note(f"resumes answered {status}")
        if status == 404:
            ledger.lost.append(code)
    finally:
        ledger.give(code)


def delete(person: Person, ledger: Ledger) -> None:
    """Delete what was acknowledged. Where no whole answer comes nobody knows whether it is deleted."""
    code = ledger.take()
    if code is None:
        return
    ledger.unsure.add(code)
    status = person.forget(code)
    ledger.note(f"deletes answered {status}")
    if status == 200:
        ledger.unsure.discard(code)
        ledger.forgotten.add(code)
    elif status == 404:
        ledger.lost.append(code)


@contextmanager
def crowd(ports: list[int], walkers: int, savers: int, ledger: Ledger) -> Iterator[None]:
    """Let people be there for as long as the block lasts. What goes wrong in a thread is a failure in the ledger."""
    leave = threading.Event()

    def live(act: Callable[[Person, Ledger], None], person: Person) -> None:
        while not leave.is_set():
            try:
                act(person, ledger)
            except Away as away:
                ledger.note(f"connections lost ({away})")
                time.sleep(0.05)
                person.port = random.choice(ports)
            except Exception as error:
                ledger.failed.append(f"{act.__name__}: {type(error).__name__}: {error}")
                person.cookies.clear()
            if act is walker:
                person.cookies.clear()

    threads = []
    for act, count in ((walker, walkers), (saver, savers)):
        for number in range(count):
            person = Person(ports[number % len(ports)], ledger.step if act is walker else ledger.refusal)
            threads.append(threading.Thread(target=live, args=(act, person), daemon=True))
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        leave.set()
        for thread in threads:
            thread.join(60)
