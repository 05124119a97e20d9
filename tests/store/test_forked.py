"""Processes that a server forks: each has connections of its own, and none ends what another uses."""

from __future__ import annotations

import os
from datetime import date

import pytest

from triage.store.codes import new_code

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")

TODAY = date(2026, 11, 21)
PROCESSES, TIMES = 3, 15


def in_a_fork(work):
    """Do work in a forked process. Returns its id; it ends with 0 where the work was done."""
    process = os.fork()
    if process:
        return process
    try:
        work()
        os._exit(0)
    except BaseException:
        os._exit(1)


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_forked_processes_save_and_find_at_once_on_connections_of_their_own(store, sql):
    code = new_code()
    store.save(code, b"from before", 30, TODAY)

    def work():
        for _ in range(TIMES):
            mine = new_code()
            store.save(mine, mine.encode(), 30, TODAY)
            assert store.find(mine, TODAY).content == mine.encode()

    processes = [in_a_fork(work) for _ in range(PROCESSES)]
    for _ in range(TIMES):
        assert store.find(code, TODAY).content == b"from before"
    assert [os.waitpid(process, 0)[1] for process in processes] == [0] * PROCESSES
    assert store.find(code, TODAY).content == b"from before", "a process that ended took no connection along"
    assert sql("SELECT count(*) FROM kept") == [(1 + PROCESSES * TIMES,)]
