"""Several processes on one database, as a second server or the daily purge are: what was acknowledged is true."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import date

import pytest

from triage.store.codes import new_code
from triage.store.errors import Unknown
from triage.store.saved_answers import Store

TODAY = date(2026, 11, 21)

SERVER = """
import sys, time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from triage.store import sealing, troubles
from triage.store.codes import new_code
from triage.store.saved_answers import Store
from triage.store.codes import new_code
from triage.store.errors import Unavailable
sealing._EFFORT = 2
TODAY = date(2026, 11, 21)
store, begun = Store(sys.argv[1], wait=30), time.monotonic()
LEAST_SECONDS, MOST_SECONDS, LEAST_SAVES = 3, 90, 6

def goes_on(lines):
    spent = time.monotonic() - begun
    return spent < LEAST_SECONDS or (len(lines) < LEAST_SAVES and spent < MOST_SECONDS)

def visitors(thread):
    lines = []
    while goes_on(lines):
        try:
            passing, code = new_code(), new_code()
            store.save(passing, b"passing", 7, TODAY - timedelta(days=20))
            store.save(code, code.encode() * 60, 30, TODAY)
            lines.append("saved " + code)
            if len(lines) % 3 == 0:
                store.forget(code)
                lines[-1] = "forgotten " + code
            store.purge(TODAY)
        except Unavailable as error:
            if str(error) not in (troubles.LOCKED, troubles.BUSY, troubles.SLOW):
                lines.append(f"failed {error}")
            time.sleep(0.02)
    return lines

with ThreadPoolExecutor(4) as pool:
    for lines in pool.map(visitors, range(4)):
        print("\\n".join(lines))
"""


def kept(store, code):
    try:
        return store.find(code, TODAY).content == code.encode() * 60
    except Unknown:
        return False


def test_a_piece_of_work_does_not_drop_the_locks_of_another_in_the_same_process(file, file_store):
    """Without them another process takes itself for the last one, and removes the write-ahead file in use."""
    open_meanwhile = sqlite3.connect(file)
    open_meanwhile.execute("SELECT count(*) FROM kept").fetchall()
    with pytest.raises(Unknown):
        file_store.find(new_code(), TODAY)
    script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT * FROM kept'); c.close()"
    subprocess.run([sys.executable, "-c", script, file], check=True)
    still_there = file.with_name(f"{file.name}-wal").exists()
    open_meanwhile.close()
    assert still_there


@pytest.mark.slow
def test_what_several_processes_acknowledge_is_true_and_a_file_is_sound(url, file):
    command = [sys.executable, "-c", SERVER, url]
    servers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    lines = [line.split(" ", 1) for each in servers for line in each.communicate(timeout=120)[0].splitlines() if line]
    assert [each.returncode for each in servers] == [0] * 3
    if file.exists():
        with sqlite3.connect(file) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()
    store = Store(url)
    codes = {kind: [code for said, code in lines if said == kind] for kind in ("saved", "forgotten")}
    assert min(len(each) for each in codes.values()) > 0
    assert [code for code in codes["saved"] if not kept(store, code)] == []
    assert [code for code in codes["forgotten"] if kept(store, code)] == []
    assert [what for kind, what in lines if kind == "failed"] == []
