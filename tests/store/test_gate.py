"""The gate: a database that never answers holds two threads, and nobody waits for long."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from triage.store import gate
from triage.store.errors import Unavailable, Unknown
from triage.store.gate import AT_ONCE, Gate


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
    monkeypatch.setattr(gate, "QUEUE_SECONDS", 0.01)


def test_work_is_done_and_what_it_returns_or_raises_comes_back():
    door = Gate(wait=5)
    assert door.through(lambda: "done") == "done"
    with pytest.raises(Unknown):
        door.through(lambda: (_ for _ in ()).throw(Unknown()))
    assert door.through(lambda: "still") == "still"


def test_work_that_never_ends_is_given_up_and_then_nobody_waits(frozen):
    door = Gate(wait=0.05, rest=60)
    assert "in time" in refusal(door, frozen)
    asked = []
    assert "in time" in refusal(door, lambda: asked.append(1))
    assert asked == []


def test_no_more_than_two_threads_are_ever_held(frozen):
    door = Gate(wait=0.05, rest=0)
    before = threading.active_count()
    reasons = [refusal(door, frozen) for _ in range(10)]
    assert threading.active_count() == before + AT_ONCE
    assert reasons[:AT_ONCE] == ["the database does not answer in time"] * AT_ONCE
    assert set(reasons[AT_ONCE:]) == {"the database is slow, and enough work waits for it"}


def test_quick_work_of_many_waits_for_its_turn(monkeypatch):
    monkeypatch.setattr(gate, "QUEUE_SECONDS", 10)
    door = Gate(wait=5)
    inside, most = [], []

    def work():
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.002)
        inside.pop()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda _: door.through(work), range(50)))
    assert max(most) <= AT_ONCE


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
