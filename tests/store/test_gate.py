"""The gate: a database that never answers holds two threads, and nobody waits for long."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from triage.store import gate
from triage.store.errors import Unavailable, Unknown
from triage.store.gate import AT_ONCE, WAITING, Gate


@pytest.fixture
def frozen():
    """Work that does not end before the test."""
    thaw = threading.Event()
    yield thaw.wait
    thaw.set()


def refusal(gate, work):
    """The reason why work was refused."""
    with pytest.raises(Unavailable) as refused:
        gate.through(work)
    return str(refused.value)


def failing():
    raise Unavailable("the disk is full")


def slowly_failing():
    time.sleep(0.02)
    failing()


@pytest.fixture(autouse=True)
def young(monkeypatch):
    monkeypatch.setattr(gate, "QUICK_SECONDS", 0.01)
    monkeypatch.setattr(gate, "QUEUE_SECONDS", 0.01)


def test_work_is_done_and_what_it_returns_or_raises_comes_back():
    door = Gate(wait=5)
    assert door.through(lambda: "done") == "done"
    with pytest.raises(Unknown):
        door.through(lambda: (_ for _ in ()).throw(Unknown()))
    assert door.through(lambda: "still") == "still"


def test_that_there_is_nothing_is_an_answer_too_and_opens_the_gate():
    door = Gate(wait=5, rest=60)
    refusal(door, slowly_failing)
    door._shut_until = time.monotonic()
    with pytest.raises(Unknown):
        door.through(lambda: (_ for _ in ()).throw(Unknown()))
    assert door.through(lambda: "open") == "open"


def test_where_the_system_gives_no_thread_no_place_is_lost(monkeypatch):
    door = Gate(wait=5)
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", lambda self: (_ for _ in ()).throw(RuntimeError("no thread")))
        for _ in range(AT_ONCE + 1):
            assert "slow" in refusal(door, lambda: "never")
    assert door.through(lambda: "done") == "done"


def test_work_that_never_ends_is_given_up_and_then_nobody_waits(frozen):
    door = Gate(wait=0.05, rest=60)
    assert "in time" in refusal(door, frozen)
    asked = []
    assert "in time" in refusal(door, lambda: asked.append(1))
    assert asked == []


def test_no_more_than_two_threads_are_ever_held(frozen):
    door = Gate(wait=0.05, rest=0)
    held = []
    reasons = [refusal(door, lambda: held.append(1) or frozen()) for _ in range(10)]
    assert len(held) == AT_ONCE
    assert reasons[:AT_ONCE] == ["the database does not answer in time"] * AT_ONCE
    assert set(reasons[AT_ONCE:]) == {"the database is slow, and enough work waits for it"}


def test_quick_work_of_very_many_waits_for_its_turn(monkeypatch):
    monkeypatch.setattr(gate, "QUICK_SECONDS", 10)
    door = Gate(wait=5)
    inside, most = [], []

    def work():
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.002)
        inside.pop()

    with ThreadPoolExecutor(4 * (AT_ONCE + WAITING)) as pool:
        list(pool.map(lambda _: door.through(work), range(100)))
    assert max(most) <= AT_ONCE


def test_work_that_can_come_later_leaves_the_line_to_others(monkeypatch, frozen):
    monkeypatch.setattr(gate, "QUEUE_SECONDS", 10)
    door = Gate(wait=0.5)
    with ThreadPoolExecutor(AT_ONCE + 1) as pool:
        others = [pool.submit(refusal, door, frozen) for _ in range(AT_ONCE + 1)]
        while not door._waiting:
            time.sleep(0.001)
        with pytest.raises(Unavailable, match="enough work waits"):
            door.through(lambda: "a glance", can_come_later=True)
    assert all(each.result() for each in others)


def test_only_few_wait_and_the_rest_are_answered_at_once(monkeypatch, frozen):
    monkeypatch.setattr(gate, "QUEUE_SECONDS", 10)
    door = Gate(wait=0.5)
    with ThreadPoolExecutor(20) as pool:
        reasons = list(pool.map(lambda _: refusal(door, frozen), range(20)))
    assert reasons.count("the database is slow, and enough work waits for it") >= 20 - AT_ONCE - WAITING


def test_slow_trouble_shuts_the_gate_and_quick_trouble_does_not():
    door = Gate(wait=5, rest=60)
    assert refusal(door, failing) == "the disk is full"
    assert door.through(lambda: "again") == "again"
    assert refusal(door, slowly_failing) == "the disk is full"
    assert refusal(door, lambda: "again") == "the disk is full"


def test_after_a_rest_one_tries_for_all(frozen):
    door = Gate(wait=0.05, rest=0.05)
    refusal(door, slowly_failing)
    time.sleep(0.06)
    door._rest = 60
    trying = threading.Thread(target=refusal, args=(door, frozen))
    trying.start()
    time.sleep(0.01)
    assert refusal(door, lambda: "too early") == "the disk is full"
    trying.join()
    door._shut_until = time.monotonic()
    assert door.through(lambda: "well") == "well"
    assert door.through(lambda: "well again") == "well again"
