"""The soak in short: the same hardships for a few seconds each. `run.py soak` lasts longer, and tells speed too."""

from __future__ import annotations

import pytest

from tests.soak.hardships import HARDSHIPS
from tests.soak.phases import hardship, hostility, killing

pytestmark = pytest.mark.slow


def test_servers_killed_under_load_while_a_purge_runs_lose_nothing_acknowledged(tmp_path):
    found = killing(tmp_path / "killed", seconds=10, kills=5)
    assert found.faults == []
    assert not found.figures["saves acknowledged"].startswith("0,")


@pytest.mark.parametrize("name", HARDSHIPS)
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
