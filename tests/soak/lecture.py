"""A lecture on a real server: a teacher, a screen with its stream, and many phones behind one address.

    python -m tests.soak.lecture                    60 phones join within a minute, and vote within ten seconds
    python -m tests.soak.lecture --at-once          all press in the same instant
    python -m tests.soak.lecture --processes 2      on so many processes
    python -m tests.soak.lecture --database URL     on another database than a file that goes afterwards

Every vote that was acknowledged is looked for in the report at the end. Prints how long a phone waits for what.
"""

from __future__ import annotations

import argparse
import csv
import http.client
import io
import itertools
import random
import re
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.soak.people import TOKEN, Person
from tests.soak.servers import House
from triage.teaching.prediction import SURE

FORM = re.compile(r'name="at" value="([0-9.]+)">\s*<button[^>]* name="choice"')
CHOICE = re.compile(r'<button[^>]* name="choice" value="([^"]+)"')
SCHOOL = "192.0.2.7"
LOOKS = (2.5, 3.5)
"""Seconds between two looks of a phone, as `static/class.js` has it."""
OF_TEN_CHANGE = 2
ROUNDS = 2


@dataclass
class Waits:
    """How long was waited for what, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def watch(self, path: str, status: int, seconds: float) -> None:
        """Note one request."""
        kind = next(
            (kind for kind in ("join", "vote", "sure", "pulse") if path.partition("?")[0].endswith(kind)), "page"
        )
        with self.lock:
            self.seconds[kind].append(seconds)
            if status not in (200, 204, 302):
                self.faults.append(f"{path} gave {status}")

    def told(self) -> dict[str, str]:
        """A line for each kind, and one for all."""
        kinds = {**self.seconds, "all": [each for some in self.seconds.values() for each in some]}
        return {kind: _spread(some) for kind, some in kinds.items()}


class Phone(Person):
    """A student. `votes` is what was acknowledged: by case and round, the last choice."""

    def __init__(self, port: int, code: str, waits: Waits) -> None:
        super().__init__(port, waits.watch)
        self._address = SCHOOL
        self.code = code
        self.votes: dict[tuple[int, int], str] = {}
        self.offered: list[str] = []

    def join(self) -> None:
        """Open the address from the picture and press Join."""
        self.get(f"/class/{self.code}")
        self.post(f"/class/{self.code}/join", {})
        assert "Class" in self.text, self.text[:500]

    def follow(self, within: float, press: threading.Barrier | None) -> None:
        """Look now and then, vote when asked, until the class is over."""
        version = ""
        while "The class is over" not in self.text:
            time.sleep(random.uniform(*LOOKS))
            self.get(f"/class/{self.code}/pulse")
            if self.text and self.text != version:
                version = self.text
                self.get(f"/class/{self.code}")
                if asked := FORM.search(self.text):
                    time.sleep(random.uniform(0, max(0.0, within - LOOKS[1])))
                    if press:
                        press.wait(30)
                    self._vote(asked[1])

    def _vote(self, at: str) -> None:
        """Press a group, some press another after it, and say how sure."""
        self.offered = CHOICE.findall(self.text)
        number, round = map(int, at.split("."))
        for _ in range(2 if random.randrange(10) < OF_TEN_CHANGE else 1):
            choice = random.choice(self.offered)
            if self.post(f"/class/{self.code}/vote", {"at": at, "choice": choice}) == 200:
                self.votes[number, round] = choice
        self.post(f"/class/{self.code}/sure", {"at": at, "sure": random.choice(SURE)})


class Lecturer(Person):
    """Who leads the class."""

    def open(self, cases: int) -> str:
        """Open a class with so many cases, and return its code."""
        self.get("/class/new")
        ids = re.findall(r'name="case" value="([^"]+)"', self.text)[:cases]
        self.post("/class/new", {}, *(("case", id) for id in ids))
        self.code = re.search("/class/([A-Z]{6})/lead", self.path)[1]
        return self.code

    def step(self, step: str) -> None:
        """Take a step."""
        self.get(f"/class/{self.code}/lead")
        version = re.search(r'name="version" value="(\d+)"', self.text)[1]
        self.post(f"/class/{self.code}/lead", {"version": version, "step": step})

    def votes(self) -> int:
        """How many votes the page tells now."""
        self.get(f"/class/{self.code}/lead")
        return int((re.search(r"<strong>(\d+) votes?<", self.text) or [0, 0])[1])

    def report(self) -> list[list[str]]:
        """The rows of the first table in the file: case, round, answer, votes, right."""
        self.get(f"/class/{self.code}/report.csv")
        return list(itertools.takewhile(bool, csv.reader(io.StringIO(self.text.removeprefix("\ufeff")))))[1:]

    def post(self, path: str, data: Mapping[str, str], *more: tuple[str, str]) -> int:
        """Send a form; a field may stand in it more than once."""
        token = TOKEN.search(self.text)
        return self._send("POST", path, [*data.items(), *more, ("csrf_token", token[1])])


def lecture(
    ports: list[int],
    phones: int,
    joining: float,
    voting: float,
    cases: int = 2,
    at_once: bool = False,
) -> tuple[dict[str, str], list[str]]:
    """Hold a lecture with two rounds a case. Returns figures, and every fault: also of a vote lost or doubled."""
    waits = Waits()
    teacher = Lecturer(ports[0], waits.watch)
    code = teacher.open(cases)
    students = [Phone(random.choice(ports), code, waits) for _ in range(phones)]
    barrier = threading.Barrier(phones) if at_once else None
    threads = [threading.Thread(target=_attend, args=(each, joining, voting, barrier, waits)) for each in students]
    screen = threading.Thread(target=_project, args=(ports[-1], code, waits), daemon=True)
    for thread in (*threads, screen):
        thread.start()
    _until(lambda: f"{phones} seats taken" in _lead(teacher), joining + 30)
    for _ in range(cases):
        for step in ("open", "again"):
            teacher.step(step)
            _until(lambda: teacher.votes() == phones, voting + 30)
            time.sleep(2)  # for those who change their vote
            teacher.step("close")
        for step in ("show", "reveal", "next"):
            teacher.step(step)
    for thread in threads:
        thread.join(60)
    by_report = _by_report(teacher.report())
    by_phones = Counter(
        (number, round, each.offered.index(choice))
        for each in students
        for (number, round), choice in each.votes.items()
    )
    faults = [*waits.faults]
    faults += [
        f"{at}: {by_phones[at]} acknowledged, {by_report[at]} in the report"
        for at in sorted({*by_report, *by_phones})
        if by_phones[at] != by_report[at]
    ]
    wanted = phones * cases * ROUNDS
    votes = f"{wanted} pressed, {by_phones.total()} acknowledged, {by_report.total()} in the report"
    return {**waits.told(), "votes": votes}, faults + ([] if by_phones.total() == wanted else ["not all voted"])


def _attend(phone: Phone, joining: float, voting: float, barrier: threading.Barrier | None, waits: Waits) -> None:
    try:
        time.sleep(random.uniform(0, joining))
        phone.join()
        phone.follow(voting, barrier)
    except Exception as error:
        waits.faults.append(f"a phone left: {type(error).__name__} {error}")


def _project(port: int, code: str, waits: Waits) -> None:
    """Read the stream of the screen as a browser does, again and again, and load the page on every change."""
    screen, last = Person(port, waits.watch), ""
    while "Thank you!" not in screen.text:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", f"/class/{code}/stream")
            answer = connection.getresponse()
            while line := answer.readline():
                mark = line.decode().strip()
                if mark.startswith("data:") and mark != last:
                    last = mark
                    screen.get(f"/class/{code}/screen")
        except OSError:
            time.sleep(0.5)
        finally:
            connection.close()


def _by_report(rows: list[list[str]]) -> Counter[tuple[int, int, int]]:
    """Votes by case, round and group, each by its place."""
    cases, groups = (list(dict.fromkeys(row[column] for row in rows)) for column in (0, 2))
    return Counter({(cases.index(row[0]), int(row[1]), groups.index(row[2])): int(row[3]) for row in rows})


def _lead(teacher: Lecturer) -> str:
    teacher.get(f"/class/{teacher.code}/lead")
    return teacher.text


def _until(what: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not what() and time.monotonic() < until:
        time.sleep(0.5)


def _spread(some: list[float]) -> str:
    ordered = sorted(some)
    half, most, last = (ordered[int((len(ordered) - 1) * share)] * 1000 for share in (0.5, 0.95, 1))
    return (
        f"{len(ordered)} requests, half within {half:.0f} ms, 95 in 100 within {most:.0f} ms, all within {last:.0f} ms"
    )


def main() -> int:
    """Hold a lecture and print the figures. Returns 1 where a vote was lost or doubled, or a page failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--phones", type=int, default=60)
    parser.add_argument("--joining", type=float, default=60.0, help="seconds in which all join")
    parser.add_argument("--voting", type=float, default=10.0, help="seconds in which all vote")
    parser.add_argument("--cases", type=int, default=2)
    parser.add_argument("--at-once", action="store_true")
    parser.add_argument("--processes", default="1")
    parser.add_argument("--database", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lecture-") as folder:
        house = House(Path(folder), 1, options.database)
        house.environment["TRIAGE_PROCESSES"] = options.processes
        with house:
            told, faults = lecture(
                house.ports, options.phones, options.joining, options.voting, options.cases, options.at_once
            )
    for what, figure in told.items():
        print(f"{what}: {figure}")
    for fault in faults[:20]:
        print(f"FAULT: {fault}")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
