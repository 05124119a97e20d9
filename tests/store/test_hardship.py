"""Hardship: two at once, a killed process, a full disk, a lost database. What was acknowledged stays."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from triage.store.codes import new_code
from triage.store.errors import Unavailable
from triage.store.saved_answers import Store

TODAY = date(2026, 11, 21)

CHILD = """
import os, resource, sys
from datetime import date, timedelta
from triage.store import sealing
from triage.store.codes import new_code
from triage.store.errors import Unavailable, Unknown
from triage.store.saved_answers import Store
sealing._EFFORT = 2
TODAY = date(2026, 11, 21)
store = Store(sys.argv[1], wait=30)
"""


def child(script, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", CHILD + script, *map(str, arguments)], stdout=subprocess.PIPE, text=True
    )


def content(number):
    return f"{number:06d}".encode() * 200


def number_in(found):
    """The number that was saved; a half-written content would not be the same all over."""
    number = int(found.content[:6])
    assert found.content == content(number)
    return number


def save(store, code, number):
    """Save as somebody does who presses the button again when told to."""
    until = time.monotonic() + 60
    while True:
        try:
            return store.save(code, content(number), 30, TODAY)
        except Unavailable:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def test_two_saves_at_once_of_one_code_leave_one_of_them_whole(store):
    code = new_code()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: save(store, code, number), range(40)))
    assert number_in(store.find(code, TODAY)) in range(40)


def test_saves_at_once_of_different_codes_are_all_kept(store):
    codes = [new_code() for _ in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: save(store, codes[number], number), range(40)))
    assert [number_in(store.find(code, TODAY)) for code in codes] == list(range(40))


def test_reading_goes_on_while_others_save(store):
    code = new_code()
    store.save(code, content(0), 30, TODAY)
    stop = threading.Event()

    def save():
        number = 0
        while not stop.is_set():
            number += 1
            store.save(code, content(number), 30, TODAY)

    with ThreadPoolExecutor(1) as pool:
        saving = pool.submit(save)
        seen = [number_in(store.find(code, TODAY)) for _ in range(60)]
        stop.set()
        saving.result()
    assert seen == sorted(seen)


@pytest.mark.slow
def test_processes_that_start_together_make_one_table_and_lose_nothing(url):
    script = """
for number in range(15):
    code = new_code()
    store.save(code, (b"%06d" % number) * 200, 30, TODAY)
    print(code, number, flush=True)
"""
    children = [child(script, url) for _ in range(4)]
    lines = [line for each in children for line in each.communicate(timeout=60)[0].splitlines()]
    assert [each.returncode for each in children] == [0] * 4 and len(lines) == 60
    store = Store(url)
    for line in lines:
        code, number = line.split()
        assert number_in(store.find(code, TODAY)) == int(number)


@pytest.mark.slow
def test_processes_that_save_one_code_at_once_leave_one_of_them_whole(url):
    code = new_code()
    script = """
for number in range(25):
    store.save(sys.argv[2], (b"%06d" % number) * 200, 30, TODAY)
"""
    children = [child(script, url, code) for _ in range(3)]
    for each in children:
        each.communicate(timeout=60)
    assert [each.returncode for each in children] == [0] * 3
    assert number_in(Store(url).find(code, TODAY)) == 24


@pytest.mark.slow
def test_a_process_killed_while_saving_loses_nothing_acknowledged_and_leaves_nothing_half_written(url, store):
    code = new_code()
    script = """
number = int(sys.argv[3])
while True:
    number += 1
    store.save(sys.argv[2], (b"%06d" % number) * 200, 30, TODAY)
    print(number, flush=True)
"""
    acknowledged = 0
    for _ in range(6):
        saving = child(script, url, code, acknowledged)
        acknowledged = int(saving.stdout.readline())
        time.sleep(random.uniform(0.0, 0.15))
        saving.send_signal(signal.SIGKILL)
        rest = [line for line in saving.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
        saving.wait()
        saving.stdout.close()
        acknowledged = int(rest[-1]) if rest else acknowledged
        kept = number_in(store.find(code, TODAY))
        assert kept in (acknowledged, acknowledged + 1)
        acknowledged = kept


@pytest.mark.slow
def test_a_full_disk_refuses_kindly_loses_nothing_and_is_forgotten_when_there_is_room_again(file, file_store):
    code = new_code()
    file_store.save(code, content(0), 30, TODAY)
    script = """
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, resource.RLIM_INFINITY))
known, refused = [], 0
while refused < 3:
    code = new_code()
    try:
        store.save(code, (b"%06d" % len(known)) * 200, 30, TODAY)
        known.append(code)
    except Unavailable:
        refused += 1
try:
    store.save(sys.argv[2], bytes(8000), 30, TODAY)
    print("kept")
except Unavailable:
    print("refused")
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
code = new_code()
store.save(code, (b"%06d" % len(known)) * 200, 30, TODAY)
print(*known, code)
"""
    filling = child(script, f"sqlite:///{file}", code)
    out, _ = filling.communicate(timeout=60)
    assert filling.returncode == 0
    again, codes = out.splitlines()
    assert again == "refused" and len(codes.split()) > 3
    for number, each in enumerate(codes.split()):
        assert number_in(file_store.find(each, TODAY)) == number
    assert number_in(file_store.find(code, TODAY)) == 0


@pytest.mark.parametrize("loss", ["deleted", "emptied"])
def test_a_lost_file_is_told_and_not_made_again_in_silence(file_store, file, caplog, loss):
    code = new_code()
    file_store.save(code, content(1), 30, TODAY)
    kept = file.read_bytes()
    file.unlink() if loss == "deleted" else file.write_bytes(b"")
    for other in (file_store, Store(f"sqlite:///{file}"), Store(f"sqlite:///{file}", make=False)):
        for act in (lambda s: s.prepare(), lambda s: s.find(code, TODAY), lambda s: s.save(code, b"x", 30, TODAY)):
            with pytest.raises(Unavailable, match="gone"):
                act(other)
    assert "the file of the database is gone" in caplog.text
    file.write_bytes(kept)
    assert number_in(file_store.find(code, TODAY)) == 1


def test_on_a_full_disk_nothing_more_is_saved_and_people_still_find_and_delete(tmp_path):
    if subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", tmp_path], capture_output=True).returncode:
        pytest.skip("no small disk can be made here")
    script = """
store.prepare()
OLD = TODAY - timedelta(days=20)
codes = [new_code() for _ in range(40)]
for code in codes:
    store.save(code, code.encode() * 60, 30, TODAY)
for _ in range(150):
    store.save(new_code(), bytes(5000), 7, OLD)
file = sys.argv[1].removeprefix("sqlite:///")
with open(file + "-filler", "wb", buffering=0) as filler:
    try:
        while filler.write(bytes(1024)):
            pass
    except OSError:
        pass
refused = 0
for _ in range(5):
    try:
        store.save(new_code(), bytes(8000), 30, TODAY)
    except Unavailable as error:
        refused += 1
print("refused", refused)
for code in codes[::2]:
    store.forget(code)
for code in codes[1::2]:
    assert store.find(code, TODAY).content == code.encode() * 60
for code in codes[::2]:
    try:
        store.find(code, TODAY)
    except Unknown:
        continue
    raise SystemExit("not forgotten")
print("purged", store.purge(TODAY) > 100)
os.unlink(file + "-filler")
store.purge(TODAY)
print("reserve", os.path.getsize(file + "-reserve") > 1_000_000)
store.save(new_code(), bytes(8000), 30, TODAY)
"""
    mounted = 'mount -t tmpfs -o size=6m tmpfs "$0" && exec "$1" -c "$2" "sqlite:///$0/answers.sqlite3"'
    command = ["unshare", "-m", "sh", "-c", mounted, tmp_path, sys.executable, CHILD + script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.split()) == (0, ["refused", "5", "purged", "True", "reserve", "True"]), (
        done.stderr
    )


def test_without_a_file_a_purge_makes_none(file):
    with pytest.raises(Unavailable, match="gone"):
        Store(f"sqlite:///{file}", make=False).purge(TODAY)
    assert not file.exists()


@pytest.mark.parametrize(
    "act",
    [
        lambda store: store.prepare(),
        lambda store: store.save(new_code(), b"x", 30, TODAY),
        lambda store: store.find(new_code(), TODAY),
        lambda store: store.forget(new_code()),
        lambda store: store.purge(TODAY),
    ],
    ids=["prepare", "save", "find", "forget", "purge"],
)
@pytest.mark.parametrize("trouble", ["no folder", "a folder instead", "not a database"])
def test_without_a_database_everything_is_unavailable(tmp_path, trouble, act):
    file = tmp_path / "answers.sqlite3"
    if trouble == "no folder":
        file = tmp_path / "no" / "such" / "answers.sqlite3"
    elif trouble == "a folder instead":
        file.mkdir()
    else:
        file.write_bytes(b"nonsense" * 1000)
    with pytest.raises(Unavailable):
        act(Store(f"sqlite:///{file}"))


def test_a_database_that_comes_back_is_used_again(tmp_path):
    file = tmp_path / "answers.sqlite3"
    file.mkdir()
    store, code = Store(f"sqlite:///{file}"), new_code()
    with pytest.raises(Unavailable):
        store.save(code, content(1), 30, TODAY)
    file.rmdir()
    store.save(code, content(2), 30, TODAY)
    assert number_in(store.find(code, TODAY)) == 2


def test_a_locked_database_is_waited_for_and_then_unavailable(file, file_store):
    code = new_code()
    file_store.save(code, content(1), 30, TODAY)
    impatient = Store(f"sqlite:///{file}", wait=1.0)
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match=r"locked|in time"):
        impatient.save(code, content(2), 30, TODAY)
    assert number_in(file_store.find(code, TODAY)) == 1
    holder.execute("ROLLBACK")
    holder.close()
    file_store.save(code, content(2), 30, TODAY)
    assert number_in(file_store.find(code, TODAY)) == 2


def test_nothing_stays_open(store):
    open_files = Path("/proc/self/fd")
    if not open_files.exists():
        pytest.skip("only Linux lists what is open")
    before = len(list(open_files.iterdir()))
    for _ in range(20):
        store.save(new_code(), b"x", 30, TODAY)
    assert len(list(open_files.iterdir())) <= before
