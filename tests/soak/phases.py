"""Phases of a soak: servers that are killed again and again, and each hardship of the store after a quiet time."""

from __future__ import annotations

import datetime
import random
import signal
import sqlite3
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from shutil import copy, which

from run import postgresql_programs
from tests.hostile.requests import run, send, status_of
from tests.postgresql import Postgresql
from tests.soak.crowd import Ledger, crowd, delete
from tests.soak.hardships import HARDSHIPS, ON_POSTGRESQL, SMALL_DISK, silent_server
from tests.soak.people import Person
from tests.soak.servers import House
from triage.store.engines import file_at
from triage.store.errors import StoreError
from triage.store.saved_answers import Store

WALKERS, SAVERS, SEEDS = 3, 3, 12
HEALING_SECONDS = 30.0


@dataclass
class Findings:
    """What a phase found: figures to print, and faults that must not be."""

    title: str
    figures: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def killing(folder: Path, seconds: float, kills: int, servers: int = 3, on: Postgresql | None = None) -> Findings:
    """Kill servers under load, with a purge running again and again; then read back all that was acknowledged."""
    found = Findings(f"{servers} servers on one store, {'on PostgreSQL, ' if on else ''}killed {kills} times")
    ledger, done = Ledger(), threading.Event()
    with House(folder, servers, on=on) as house:

        def purging() -> None:
            while not done.wait(1):
                code = house.purge()
                ledger.note("purges")
                if code:
                    found.faults.append(f"a purge ended with {code}")

        purges = threading.Thread(target=purging, daemon=True)
        purges.start()
        with crowd(house.ports, 2 * servers, 2 * servers, ledger):
            start = time.monotonic()
            for kill in range(1, kills + 1):
                due = start + (kill + random.uniform(-0.5, 0)) * seconds / kills
                time.sleep(max(0.0, due - time.monotonic()))
                victim = random.choice(house.servers)
                victim.stop(signal.SIGKILL)
                victim.start()
        done.set()
        purges.join(60)
    _reckon(found, house.url, ledger)
    return found


def hardship(name: str, folder: Path, seconds: float) -> Findings:
    """A quiet time with one server, then the same with its store in trouble, then it must be well again."""
    found = Findings(f"a store that is {name}")
    with ExitStack() as stack:
        house = _house(name, folder, stack)
        if house is None:
            found.figures["not tried"] = "this machine lacks what it takes: see --help"
            return found
        quiet, hard = Ledger(), Ledger()
        if name != "frozen":
            _seed(house.ports[0], hard)
        with crowd(house.ports, WALKERS, 0, quiet):
            time.sleep(seconds / 3)
        with HARDSHIPS[name](house):
            with crowd(house.ports, WALKERS, SAVERS, hard):
                time.sleep(seconds * 2 / 3)
            if name == "full":
                _deletes_on_a_full_disk(found, house.ports[0], hard)
        _compared(found, quiet, hard)
        if name != "frozen":
            _heals(found, house.ports[0], hard)
            _reckon(found, house.url if house.postgresql else _copy(house.file, folder / "copy"), hard)
    return found


def hostility(folder: Path, requests: int) -> Findings:
    """One server that gets so many hostile requests, over every route: no 500, and every header on every answer."""
    found = Findings(f"{requests} hostile requests")
    with House(folder, 1) as house:
        figures = run(requests, f"http://127.0.0.1:{house.ports[0]}", key=house.environment["TRIAGE_SECRET_KEYS"])
        alive = status_of(send(("127.0.0.1", house.ports[0]), b"GET /health HTTP/1.0\r\n\r\n"))
    told = ", ".join(f"{status} {times} times" for status, times in sorted(figures.statuses.items()) if status)
    found.figures["answers"] = told
    found.figures["cut off before they could be read"] = str(figures.statuses.get(0, 0))
    found.faults += figures.faults
    if alive != 200:
        found.faults.append("afterwards the server is not alive")
    return found


def _seed(port: int, ledger: Ledger) -> None:
    """Some answers are kept before the trouble comes."""
    person = Person(port)
    person.walk()
    for _ in range(SEEDS):
        _status, code = person.save()
        if code:
            ledger.give(code)
    ledger.note("walks to a result")


def _copy(file: Path, folder: Path) -> str:
    """Copy a file on which nobody works any more, also out of another's small disk, and return the copy's address."""
    folder.mkdir()
    for each in file.parent.glob(f"{file.name}*"):
        copy(each, folder)
    return f"sqlite:///{folder / file.name}"


def _house(name: str, folder: Path, stack: ExitStack) -> House | None:
    """One server whose store can be brought into this trouble, None where the machine cannot do it."""
    if name == "frozen":
        if not find_spec("psycopg"):
            return None
        port = stack.enter_context(silent_server())
        return stack.enter_context(House(folder, 1, f"postgresql+psycopg://guide@127.0.0.1:{port}/answers"))
    if name in ON_POSTGRESQL:
        programs = postgresql_programs()
        return stack.enter_context(House(folder, 1, on=stack.enter_context(Postgresql(programs)))) if programs else None
    if name != "full":
        return stack.enter_context(House(folder, 1))
    folder.mkdir(parents=True)
    on_small_disk = ["unshare", "-m", "sh", "-c", SMALL_DISK, str(folder)]
    if not which("unshare") or subprocess.run([*on_small_disk, "true"], capture_output=True).returncode:
        return None
    house = stack.enter_context(House(folder, 1, before=on_small_disk))
    house.file = Path(f"/proc/{house.servers[0].pid}/root") / house.file.relative_to("/")
    return house


def _deletes_on_a_full_disk(found: Findings, port: int, ledger: Ledger) -> None:
    wanted = len(ledger.forgotten) + 3
    for _ in range(3):
        delete(Person(port), ledger)
    if len(ledger.forgotten) < wanted:
        found.faults.append("on a full disk people cannot delete")


def _compared(found: Findings, quiet: Ledger, hard: Ledger) -> None:
    for ledger, when in ((quiet, "quiet"), (hard, "in trouble")):
        median, slow = ledger.percentiles()
        found.figures[f"steps, {when}"] = f"{len(ledger.steps)}, median {median:.0f} ms, 95 of 100 in {slow:.0f} ms"
    before, after = quiet.percentiles()[1], hard.percentiles()[1]
    if before:
        found.figures["slower"] = f"{after / before:.1f} times (wanted: under 3)"
    found.figures["refused saves"] = f"{len(hard.refusals)}, slowest {max(hard.refusals, default=0):.2f} s"
    found.faults += [f"a page that needs no store: {each}" for each in [*quiet.failed, *hard.failed]]


def _heals(found: Findings, port: int, ledger: Ledger) -> None:
    """When the trouble is over, people can save again without anybody doing anything."""
    start = time.monotonic()
    person = Person(port)
    person.walk()
    while time.monotonic() < start + HEALING_SECONDS:
        _status, code = person.save()
        if code:
            ledger.give(code)
            found.figures["well again after"] = f"{time.monotonic() - start:.1f} s"
            return
        time.sleep(0.2)
    found.faults.append("saving does not work again after the trouble")


def _reckon(found: Findings, url: str, ledger: Ledger) -> None:
    """Read back all that was acknowledged, and look whether a file is sound."""
    store, today = Store(url, wait=30, make=False), datetime.datetime.now(datetime.UTC).date()

    def kept(code: str) -> bool:
        try:
            return bool(store.find(code, today).content)
        except StoreError:
            return False

    saved = sorted(ledger.saved - ledger.unsure)
    with ThreadPoolExecutor(2) as pool:
        lost = [code for code, there in zip(saved, pool.map(kept, saved), strict=True) if not there]
        undead = [code for code in ledger.forgotten if kept(code)]
    file = file_at(url)
    sound = _soundness(file) if file else "ok"
    lost = sorted({*lost, *ledger.lost})
    acknowledged = len(ledger.saved | ledger.forgotten | ledger.unsure | {*lost})
    found.figures["saves acknowledged"] = f"{acknowledged}, lost {len(lost)}"
    found.figures["deletes acknowledged"] = f"{len(ledger.forgotten)}, still there {len(undead)}"
    if file:
        found.figures["the file"] = "sound" if sound == "ok" else f"damaged: {sound}"
    found.figures["said"] = ", ".join(f"{what} {count}" for what, count in sorted(ledger.counts.items()))
    found.faults += [f"{len(lost)} saves were lost"] if lost else []
    found.faults += [f"{len(undead)} deletes were undone"] if undead else []
    found.faults += [] if sound == "ok" else ["the file is damaged"]


def _soundness(file: Path) -> str:
    """What SQLite says of a file: ok, or the first thing that is wrong."""
    connection = sqlite3.connect(file)
    try:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])
    except sqlite3.DatabaseError as error:
        return str(error)
    finally:
        connection.close()
