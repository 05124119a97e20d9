"""Load: recorded journeys that visitors repeat, so cheaply that the server has the cores.

All answers stand in the cookie, so a request that was recorded once is the same work each time. A step is what a
person waits for: a form that is sent, the redirect, and the page after it.
"""

from __future__ import annotations

import argparse
import json
import random
import selectors
import socket
import time
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.soak.people import Person

JOURNEYS = 12
"""How many different people are recorded."""
SLACK = 200
"""By how many bytes a page may differ from the one recorded."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request as it goes over the wire, and what came back when it was recorded."""

    sent: bytes
    status: int
    length: int

    @property
    def ends_a_step(self) -> bool:
        """Whether a page is there, and no redirect to the next one."""
        return not 300 <= self.status < 400


class Recorder(Person):
    """A person whose requests are written down."""

    def __init__(self, port: int) -> None:
        self.exchanges: list[Exchange] = []
        super().__init__(port)

    def _once(self, method: str, path: str, data: Mapping[str, str] | None) -> tuple[int, str]:
        sent = _request(method, path, self.cookies, data)
        status, where = super()._once(method, path, data)
        self.exchanges.append(Exchange(sent, status, len(self.text.encode()) if status < 300 else 0))
        return status, where


def _request(method: str, path: str, cookies: Mapping[str, str], data: Mapping[str, str] | None) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Encoding: gzip"]
    if cookies:
        lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()))
    body = b"" if data is None else urlencode(data).encode()
    if data is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def recorded(port: int, journeys: int = JOURNEYS, seed: int = 1) -> tuple[tuple[Exchange, ...], ...]:
    """Walk to the result as so many people, and return what each of them sent."""
    random.seed(seed)
    made = []
    for _ in range(journeys):
        person = Recorder(port)
        assert person.walk(), f"no result, but {person.path}"
        made.append(tuple(person.exchanges))
    return tuple(made)


@dataclass
class Figures:
    """What came of a load; times in milliseconds."""

    seconds: float = 0.0
    steps: list[float] = field(default_factory=list)
    taken: int = 0
    """All steps, those before the time that counts too."""
    journeys: int = 0
    faults: Counter[str] = field(default_factory=Counter)

    def told(self) -> dict[str, float | int | dict[str, int]]:
        """The figures for a table."""
        ordered = sorted(self.steps)
        place = {name: ordered[int(len(ordered) * share)] if ordered else 0.0 for name, share in SHARES.items()}
        return {
            "steps_a_second": round(len(ordered) / self.seconds, 1),
            "taken": self.taken,
            "journeys": self.journeys,
            **{name: round(each * 1000, 1) for name, each in place.items()},
            "slowest": round(max(ordered, default=0) * 1000, 1),
            "faults": dict(self.faults),
        }


SHARES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}


class Visitor:
    """One browser with one connection, which it opens again where the server has closed it."""

    def __init__(self, crowd: Crowd, journey: tuple[Exchange, ...]) -> None:
        self.crowd = crowd
        self.left: deque[Exchange] = deque()
        self.journey = journey
        self.socket: socket.socket | None = None
        self.heard = b""
        self.began = 0.0

    def go(self) -> None:
        """Send the next request."""
        if not self.left:
            self.left.extend(self.journey)
            self.journey = random.choice(self.crowd.journeys)
        if not self.began:
            self.began = time.perf_counter()
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.crowd.port))
            self.crowd.selector.register(self.socket, selectors.EVENT_READ, self)
        self.heard = b""
        try:
            self.socket.sendall(self.left[0].sent)
        except OSError:
            self.failed("connection lost")

    def hear(self) -> None:
        """Take in what comes; when an answer is whole, judge it and go on."""
        assert self.socket
        try:
            part = self.socket.recv(262_144)
        except OSError:
            part = b""
        if not part:
            self.failed("connection lost")
            return
        self.heard += part
        head, end, body = self.heard.partition(b"\r\n\r\n")
        if end and len(body) >= _length(head):
            self.answered(head.lower(), len(body))

    def answered(self, head: bytes, length: int) -> None:
        """Judge a whole answer, and go on."""
        exchange = self.left.popleft()
        status = int(head[9:12])
        if b"\r\nconnection: close" in head or self.crowd.afresh:
            self.close()
        if status != exchange.status:
            self.crowd.figures.faults[f"status {status} instead of {exchange.status}"] += 1
        elif exchange.ends_a_step and b"content-encoding" not in head and abs(length - exchange.length) > SLACK:
            self.crowd.figures.faults["another page"] += 1
        if exchange.ends_a_step:
            self.crowd.figures.steps.append(time.perf_counter() - self.began)
            self.crowd.figures.taken += 1
            self.began = 0.0
        self.crowd.figures.journeys += not self.left
        self.go()

    def failed(self, why: str) -> None:
        """Note a fault, and begin anew."""
        self.crowd.figures.faults[why] += 1
        self.close()
        self.left.clear()
        self.began = 0.0
        self.go()

    def close(self) -> None:
        """Close the connection."""
        if self.socket is not None:
            self.crowd.selector.unregister(self.socket)
            self.socket.close()
            self.socket = None


class Crowd:
    """Visitors who all walk at once."""

    def __init__(self, port: int, journeys: Sequence[tuple[Exchange, ...]], afresh: bool = False) -> None:
        self.port, self.journeys, self.afresh = port, journeys, afresh
        self.selector = selectors.DefaultSelector()
        self.figures = Figures(taken=sum(each.ends_a_step for journey in journeys for each in journey))

    def walk(self, visitors: int, seconds: float, warmup: float = 1.0) -> Figures:
        """Let so many visitors walk for so long. What happens in the time before, `warmup`, does not count."""
        people = [Visitor(self, self.journeys[number % len(self.journeys)]) for number in range(visitors)]
        for person in people:
            person.go()
        self._until(time.perf_counter() + warmup)
        self.figures.steps.clear()
        start = time.perf_counter()
        self._until(start + seconds)
        self.figures.seconds = time.perf_counter() - start
        for person in people:
            person.close()
        self.selector.close()
        return self.figures

    def _until(self, end: float) -> None:
        while time.perf_counter() < end:
            for key, _events in self.selector.select(0.1):
                key.data.hear()


def _length(head: bytes) -> int:
    _before, there, rest = head.lower().partition(b"\r\ncontent-length:")
    return int(rest.split(b"\r\n", 1)[0]) if there else 0


def main() -> None:
    """Walk, and print the figures."""
    parser = argparse.ArgumentParser(description="Recorded journeys against a server on this machine.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--visitors", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--afresh", action="store_true", help="a new connection for each request")
    options = parser.parse_args()
    journeys = recorded(options.port)
    figures = Crowd(options.port, journeys, options.afresh).walk(options.visitors, options.seconds).told()
    whole = [each for journey in journeys for each in journey]
    figures["steps_a_journey"] = round(sum(each.ends_a_step for each in whole) / len(journeys), 1)
    figures["kilobytes_a_journey"] = round(sum(each.length for each in whole) / len(journeys) / 1000)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
