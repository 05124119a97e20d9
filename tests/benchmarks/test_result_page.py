"""The result, made of parts that are made once, against a question: as it is sent, kept for all, and made anew."""

from __future__ import annotations

import time

import pytest

from tests.conftest import KEY
from tests.pictures import PICTURES
from tests.web.pages import Visitor
from triage.settings import Settings
from triage.web.app import create_app
from triage.web.stencils import Drawer

GOAL = 1.5
ROUNDS = 40
QUESTION = "/question/where?return=check"


@pytest.fixture
def forgetful(database):
    """The site that keeps nothing of what it made."""
    made = create_app(Settings((KEY,), database_url=database))
    vars(made.extensions["site"])["drawer"] = Drawer(most=0)
    return Visitor(made.test_client())


def fetched(visitor: Visitor, page: str) -> float:
    """The seconds of work for one page; waiting for other work on the machine does not count."""
    start = time.process_time()
    response = visitor.client.get(page)
    took = time.process_time() - start
    assert response.status_code == 200
    return took


@pytest.mark.parametrize("name", PICTURES)
def test_a_result_is_made_nearly_as_fast_as_a_question(visitor, forgetful, say, name):
    for each in (visitor, forgetful):
        each.answer(PICTURES[name])
    rounds = [
        (fetched(visitor, "/result"), fetched(forgetful, QUESTION), fetched(visitor, QUESTION)) for _ in range(ROUNDS)
    ]
    result, made, kept = (min(times) for times in zip(*rounds, strict=True))
    say(
        f"the result of {name}: {result * 1e3:.1f} ms, {result / kept:.1f} times a question as it is sent "
        f"(goal: {GOAL}), {result / made:.2f} times one of which nothing is kept"
    )
