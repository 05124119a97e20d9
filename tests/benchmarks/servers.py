"""Servers side by side, each on the real guide: speed, memory, half-sent requests, what they answer themselves, a stop.

    python -m tests.benchmarks.servers                        the guide's own server, in one process and in two
    python -m tests.benchmarks.servers gunicorn granian       these beside it, where they are installed

The order changes from round to round, and the median of the rounds is printed: on a machine that does other work the
ratio of two rounds that stand beside each other tells more than any single figure.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.soak.servers import ROOT, START_SECONDS, free_port
from triage.settings import new_key
from triage.web.headers import FIXED

FACTORY = "triage.web.app:create_app"
COMMANDS = {
    "own": "triage serve --port {port} --processes {processes}",
    "gunicorn": f"gunicorn {FACTORY}() --preload -k gthread --threads 8 -w {{processes}} -b 127.0.0.1:{{port}}",
    "granian": f"granian --interface wsgi --factory {FACTORY} --blocking-threads 8 --workers {{processes}} "
    "--host 127.0.0.1 --port {port} --no-ws --log-level error",
}
DRIBBLING, VISITORS = 600, 20
PATIENCE = 5.0
GET = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


class Contestant:
    """One server in so many processes, running."""

    def __init__(self, name: str, processes: int, folder: Path) -> None:
        self.port = free_port()
        told = COMMANDS[name].format(port=self.port, processes=processes).split()
        program = ["-m", "triage", *told[1:]] if name == "own" else ["-m", *told]
        environment = {
            **os.environ,
            "TRIAGE_SECRET_KEYS": new_key(),
            "TRIAGE_DATABASE_URL": f"sqlite:///{folder / 'answers.sqlite3'}",
            "TRIAGE_TRUSTED_PROXY": "127.0.0.1",
        }
        with (folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *program], cwd=ROOT, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )

    def opens(self) -> float:
        """Wait for the first page, and return after how many seconds it came."""
        start = time.monotonic()
        while time.monotonic() < start + START_SECONDS:
            if self.process.poll() is None and asked(self.port, GET).startswith(b"HTTP/1.1 200"):
                return time.monotonic() - start
            time.sleep(0.05)
        raise RuntimeError("a server did not start")

    def memory(self) -> list[int]:
        """What each process has for itself alone (USS), in MiB, largest last."""
        pids = [self.process.pid, *children(self.process.pid)]
        return sorted(
            round(sum(kilobytes(pid, kind) for kind in ("Private_Clean", "Private_Dirty")) / 1024) for pid in pids
        )

    def together(self) -> float:
        """What all processes have together, memory that they share counted once (PSS), in MiB."""
        pids = [self.process.pid, *children(self.process.pid)]
        return round(sum(kilobytes(pid, "Pss") for pid in pids) / 1024, 1)

    def seconds_of_work(self) -> float:
        """Seconds of a core that all processes have used."""
        pids = [self.process.pid, *children(self.process.pid)]
        ticks = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13] for pid in pids]
        return sum(int(each) for pair in ticks for each in pair) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> float:
        """Stop it, and return after how many seconds it was gone."""
        start = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        return time.monotonic() - start


def children(pid: int) -> list[int]:
    """The processes that a process has started, and those that they have."""
    found = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [each for child in found for each in (child, *children(child))]


def kilobytes(pid: int, kind: str) -> int:
    """A line of the memory of a process."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:"))


def asked(port: int, sent: bytes) -> bytes:
    """What comes back until the connection is closed; what had come when patience or the server ended."""
    parts = []
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
            connection.sendall(sent)
            while part := connection.recv(65_536):
                parts.append(part)
    except OSError:
        pass
    return b"".join(parts)


@contextmanager
def dribbling(port: int, many: int = DRIBBLING) -> Iterator[None]:
    """Connections that begin a request and go on with a byte now and then."""
    with ExitStack() as stack:
        slow = []
        for _ in range(many):
            slow.append(stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)))
            slow[-1].sendall(b"GET / HTTP/1.1\r\nX: a")
        time.sleep(1)
        yield


def answered_meanwhile(port: int) -> tuple[int, float]:
    """How many visitors are answered while requests dribble in, and the slowest of them in seconds."""
    with dribbling(port):
        waits, answered = [], 0
        for _ in range(VISITORS):
            start = time.monotonic()
            answered += asked(port, GET).startswith(b"HTTP/1.1 200")
            waits.append(time.monotonic() - start)
    return answered, max(waits)


def headers_of_its_own(port: int) -> str:
    """Whether what the server answers by itself has every security header, for a request that is none."""
    said = asked(port, b"NONSENSE\r\n\r\n").decode("latin-1")
    missing = [name for name, value in FIXED.items() if f"{name}: {value}" not in said]
    return "all" if not missing else f"{len(missing)} of {len(FIXED)} missing"


def one_round(name: str, processes: int, visitors: int, seconds: float) -> dict[str, object]:
    """Start a server, put it under load, look at all that matters, and stop it."""
    with tempfile.TemporaryDirectory(prefix="servers-") as folder:
        server = Contestant(name, processes, Path(folder))
        try:
            figures: dict[str, object] = {"start_s": round(server.opens(), 2)}
            before = server.seconds_of_work()
            load = ["-m", "tests.benchmarks.load", "--port", str(server.port), "--visitors", str(visitors)]
            done = subprocess.run(
                [sys.executable, *load, "--seconds", str(seconds)], cwd=ROOT, capture_output=True, text=True, check=True
            )
            figures |= json.loads(done.stdout)
            work = (server.seconds_of_work() - before) * 1000
            figures["core_ms_a_step"] = round(work / int(str(figures["taken"])), 2)
            figures |= {"uss": server.memory(), "pss": server.together()}
            answered, slowest = answered_meanwhile(server.port)
            figures |= {"answered_while_dribbling": answered, "slowest_then_s": round(slowest, 2)}
            figures["own_headers"] = headers_of_its_own(server.port)
        finally:
            stopped = server.stop()
        return {**figures, "stop_s": round(stopped, 2)}


def main() -> None:
    """Run the rounds, print each, and then the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("others", nargs="*", help=f"servers beside the guide's own: {', '.join(COMMANDS)}")
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--visitors", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    what = [(name, many) for name in dict.fromkeys(["own", *options.others]) for many in options.processes]
    rounds = defaultdict(list)
    for number in range(options.rounds):
        for name, many in what[number % len(what) :] + what[: number % len(what)]:
            figures = one_round(name, many, options.visitors, options.seconds)
            rounds[name, many].append(figures)
            print(name, many, json.dumps(figures), flush=True)
    print(f"\nMedians of {options.rounds} rounds, {options.visitors} visitors")
    for (name, many), found in rounds.items():
        kinds = [kind for kind, value in found[0].items() if isinstance(value, (int, float))]
        middle = {kind: round(statistics.median(float(str(each[kind])) for each in found), 2) for kind in kinds}
        print(name, many, json.dumps(middle))


if __name__ == "__main__":
    main()
