"""The soak in short: hardships for a few seconds each. `run.py soak` lasts longer, has more, and tells speed too.

Hardships of a PostgreSQL server are tried on the store and the pages, which takes less: tests/store/test_postgresql.py.
"""

from __future__ import annotations

import pytest

from tests.soak.hardships import HARDSHIPS, ON_POSTGRESQL
from tests.soak.phases import hardship, hostility, killing

pytestmark = pytest.mark.slow


def test_servers_killed_under_load_while_a_purge_runs_lose_nothing_acknowledged(tmp_path):
    found = killing(tmp_path / "killed", seconds=10, kills=5)
    assert found.faults == []
    assert not found.figures["saves acknowledged"].startswith("0,")


def test_servers_killed_under_load_on_postgresql_lose_nothing_acknowledged_either(tmp_path, postgresql):
    found = killing(tmp_path / "killed", seconds=3, kills=1, servers=2, on=postgresql)
    assert found.faults == []
    assert not found.figures["saves acknowledged"].startswith("0,")


@pytest.mark.parametrize("name", [name for name in HARDSHIPS if name not in ON_POSTGRESQL])
def test_every_page_that_needs_no_store_is_there_while_the_store_is(tmp_path, name):
    found = hardship(name, tmp_path / name, seconds=6)
    if "not tried" in found.figures:
        pytest.skip(found.figures["not tried"])
    assert found.faults == []
    assert not found.figures["refused saves"].startswith("0,")


def test_hostile_requests_give_no_500_and_leave_the_server_alive(tmp_path):
    found = hostility(tmp_path / "hostile", 300)
    assert found.faults == []
    assert "200" in found.figures["answers"]
