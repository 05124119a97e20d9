"""The soak: real servers on this machine under every hardship, for some minutes. Prints figures."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from run import postgresql_programs
from tests.postgresql import Postgresql
from tests.soak.hardships import HARDSHIPS
from tests.soak.phases import Findings, hardship, hostility, killing

SECONDS_A_KILL = 2.7
REQUESTS_A_SECOND = 200
KILLING, HARDSHIP, HOSTILITY = 0.4, 0.05, 0.07
"""Shares of the time; the rest goes into starting servers and reading back."""


def main(arguments: list[str] | None = None) -> int:
    """Run the soak. Returns 1 when something acknowledged was lost, a page failed, or a request gave 500."""
    options = _parser().parse_args(arguments)
    seconds = options.minutes * 60
    started = time.monotonic()
    faults = 0
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        folder = Path(name)
        print(f"Servers on 127.0.0.1 for about {options.minutes:g} minutes; all in a folder that goes afterwards.\n")
        kills = options.kills or max(3, round(seconds * KILLING / SECONDS_A_KILL))
        faults += _printed(killing(folder / "killed", seconds * KILLING / 2, -(-kills // 2)))
        if programs := postgresql_programs():
            with Postgresql(programs) as server:
                faults += _printed(killing(folder / "there", seconds * KILLING / 2, kills // 2, on=server))
        for hard in HARDSHIPS:
            faults += _printed(hardship(hard, folder / hard, seconds * HARDSHIP))
        requests = options.requests or max(300, round(seconds * HOSTILITY * REQUESTS_A_SECOND))
        faults += _printed(hostility(folder / "hostile", requests))
    print(f"{'FAILED' if faults else 'Well'}: {faults} faults in {(time.monotonic() - started) / 60:.1f} minutes")
    return int(bool(faults))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="run.py soak",
        description="Start real servers on loopback, let people walk, save, come back and delete, and bring trouble: "
        "servers killed again and again while three share one store and a purge runs, on a file and PostgreSQL; then "
        "a store that is locked, deleted, malformed, full or frozen, and a server of PostgreSQL that is stopped or "
        "stands still. All that was acknowledged is read back. At last hostile requests come over every route.",
        epilog="A full disk needs root on Linux: a small tmpfs that only one server sees. What is tried on PostgreSQL "
        "needs its server; on Debian: apt-get install postgresql. Every process ends by itself. The exit code is 1 "
        "when something acknowledged was lost, a page that needs no store failed, or a request gave 500.",
    )
    parser.add_argument("--minutes", type=float, default=5.0, help="how long it takes, about (default: %(default)s)")
    parser.add_argument("--kills", type=int, help="how often a server is killed (default: every 2.7 seconds)")
    parser.add_argument("--requests", type=int, help="how many hostile requests (default: 200 for each of its seconds)")
    return parser


def _printed(found: Findings) -> int:
    print(found.title)
    for what, figure in found.figures.items():
        print(f"  {what}: {figure}")
    for fault in found.faults[:10]:
        print(f"  FAULT: {fault}")
    print(flush=True)
    return len(found.faults)


if __name__ == "__main__":
    sys.exit(main())
