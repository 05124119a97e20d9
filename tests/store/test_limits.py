"""The limit on guessing: strict with one address, blind to who it is, bounded in memory."""

from __future__ import annotations

import pickle

import pytest

from triage.store.limits import Allowance, Limit, SharedLimit


def tries(limit, address, count, now=0.0):
    """How many of so many tries were let through."""
    done = 0
    for _ in range(count):
        if limit.wait(address, now) == 0:
            limit.count(address, now)
            done += 1
    return done


def test_so_many_tries_pass_and_then_one_for_each_interval():
    limit = Limit(tries=5, every=30)
    assert tries(limit, "192.0.2.1", 20) == 5
    assert limit.wait("192.0.2.1", 0) == 30
    assert limit.wait("192.0.2.1", 29.5) == 1
    assert tries(limit, "192.0.2.1", 20, now=30) == 1
    assert tries(limit, "192.0.2.1", 20, now=10_000) == 5


def test_asking_how_long_to_wait_is_no_try():
    limit = Limit(tries=1, every=30)
    assert [limit.wait("192.0.2.1", 0) for _ in range(9)] == [0] * 9


def test_one_address_does_not_slow_another():
    limit = Limit(tries=2, every=30)
    tries(limit, "192.0.2.1", 9)
    assert limit.wait("192.0.2.2", 0) == 0


def test_one_household_cannot_use_its_many_addresses():
    limit = Limit(tries=2, every=30)
    assert sum(tries(limit, f"2001:db8:1:2::{n:x}", 1) for n in range(1, 50)) == 2
    assert limit.wait("2001:db8:1:3::1", 0) == 0
    assert tries(limit, "fe80::1%eth0", 1) == 1


def test_an_address_is_the_same_in_either_notation():
    limit = Limit(tries=1, every=30)
    tries(limit, "192.0.2.1", 1)
    assert limit.wait("::ffff:192.0.2.1", 0) > 0
    assert limit.wait("::ffff:192.0.2.2", 0) == 0


def test_no_address_stands_in_memory():
    limit = Limit(tries=3, every=30)
    for address in ("192.0.2.77", "2001:db8::77", "unix socket", ""):
        limit.count(address, 0)
    kept = pickle.dumps({name: value for name, value in vars(limit).items() if name != "_lock"})
    assert b"192.0.2" not in kept and b"2001:db8" not in kept and b"unix" not in kept


def test_two_limits_remember_the_same_address_differently():
    first, second = Limit(1, 1), Limit(1, 1)
    first.count("192.0.2.1", 0)
    second.count("192.0.2.1", 0)
    assert set(first._free_at) != set(second._free_at)


def test_memory_is_bounded_and_the_least_recent_are_forgotten():
    limit = Limit(tries=1, every=1000, room=100)
    for number in range(1000):
        limit.count(f"host {number}", number / 1000)
    assert len(limit._free_at) == 100
    assert limit.wait("host 999", 1) > 0 and limit.wait("host 1", 1) == 0


def test_a_clock_that_goes_back_locks_nobody_out_for_long():
    limit = Limit(tries=2, every=30)
    limit.count("192.0.2.1", 0)
    assert limit.wait("192.0.2.1", -3) <= 3


NOON, DAY = 1_795_608_000.0, 86_400
THREE = Allowance("guess", 3, 30.0)


@pytest.fixture
def shared(store):
    """Makes the limit as another process has it."""
    return lambda secret="secret", allowed=THREE: SharedLimit(allowed, store.database, secret)


@pytest.fixture
def rows(sql):
    """Reads what is remembered of tries."""
    return lambda: sql("SELECT * FROM tries")


def test_processes_on_one_database_count_together(shared):
    first, second = shared(), shared()
    assert tries(first, "192.0.2.1", 2, NOON) == 2
    assert tries(second, "192.0.2.1", 2, NOON) == 1
    assert first.wait("192.0.2.1", NOON) == second.wait("192.0.2.1", NOON) == 30
    assert shared().wait("192.0.2.2", NOON) == 0
    assert shared(allowed=Allowance("save", 1, 9)).wait("192.0.2.1", NOON) == 0


def test_the_database_tells_no_address_without_the_secret_and_forgets_after_a_day(shared, rows, file):
    tries(shared(), "192.0.2.77", 1, NOON)
    tries(shared("another secret"), "192.0.2.77", 1, NOON)
    assert len({who for who, *_rest in rows()}) == 2
    assert "192.0.2" not in str(rows())
    assert b"192.0.2" not in b"".join(each.read_bytes() for each in file.parent.glob("answers*"))
    tries(shared(), "192.0.2.77", 1, NOON + DAY)
    ((_who, day, _free_at),) = rows()
    assert day == "2026-11-26"


def test_one_address_is_another_hash_each_day(shared, rows):
    seen = set()
    for day in range(3):
        tries(shared(), "192.0.2.77", 1, NOON + day * DAY)
        seen |= {who for who, *_rest in rows()}
    assert len(seen) == 3


def test_without_the_database_each_process_counts_alone(file_store, file):
    limit = SharedLimit(THREE, file_store.database, "secret")
    tries(limit, "192.0.2.1", 1, NOON)
    for each in file.parent.glob("answers*"):
        each.unlink()
    assert tries(limit, "192.0.2.1", 9, NOON) == 2


def test_no_clock_makes_anybody_wait_longer_than_for_all_tries(shared):
    tries(shared(), "192.0.2.1", 3, NOON + 3600)
    assert shared().wait("192.0.2.1", NOON) <= 30
