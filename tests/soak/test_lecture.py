"""A lecture in short: no vote is lost or doubled, whatever the pace and on several servers."""

from __future__ import annotations

import pytest

from tests.soak.lecture import lecture
from tests.soak.servers import House

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("at_once", [False, True], ids=["within seconds", "in the same instant"])
def test_a_class_behind_one_address_joins_and_votes_and_no_vote_is_lost_or_doubled(tmp_path, at_once):
    with House(tmp_path, 2) as house:
        told, faults = lecture(house.ports, phones=16, joining=2, voting=4, cases=1, at_once=at_once)
    assert faults == []
    assert told["votes"] == "32 pressed, 32 acknowledged, 32 in the report"
