"""Answers that cannot be: not offered, asked once more, and never told to a doctor as facts."""

from __future__ import annotations

import pytest

from tests.pictures import ADULT, PICTURES
from triage.web.ticks import NOT_SURE

WEAK = PICTURES["myopathies"]
BOTH = ["hips", "same_both", "one_side"]
SAME, WORSE = "the same on both sides", "one side much worse"


def at_where(visitor):
    visitor.answer(WEAK)
    return visitor.get("/question/where")


def test_two_answers_that_exclude_each_other_are_asked_once_more_on_the_same_page(visitor):
    at_where(visitor)
    page = visitor.submit(BOTH)
    assert page.url == "/question/where" and "do not go together" in page.main
    assert SAME in page.main and WORSE in page.main


def test_who_sends_the_same_two_again_keeps_both(visitor, app):
    at_where(visitor)
    visitor.submit(BOTH)
    assert visitor.submit(BOTH).url != "/question/where"
    visitor.get("/question/where")
    ticked = [field.get("value") for field in visitor.page.root.iter() if field.get("checked") is not None]
    assert ticked == BOTH


def test_who_takes_one_away_is_asked_no_more(visitor):
    at_where(visitor)
    visitor.submit(BOTH)
    assert visitor.submit(["hips", "same_both"]).url != "/question/where"


def test_the_summary_prints_neither_of_the_two(visitor):
    at_where(visitor)
    visitor.submit(BOTH)
    visitor.submit(BOTH)
    visitor.answer(WEAK | {"where": BOTH})
    page = visitor.get("/summary")
    assert SAME not in page.main and WORSE not in page.main
    assert "two answers exclude each other" in page.main


@pytest.mark.parametrize(
    ("who", "most"), [("small_child", "from_1"), ("child", "from_6"), ("me_young", "from_6"), ("me", "over_50")]
)
def test_ages_that_cannot_be_are_not_offered(visitor, rules, who, most):
    visitor.answer({"who": who}, default=NOT_SURE)
    visitor.get("/question/age")
    offered = [field.get("value") for field in visitor.page.root.iter() if field.get("name") == "choice"]
    ids = [option.id for option in rules.question("age").options]
    assert offered == [*ids[: ids.index(most) + 1], NOT_SURE]


def test_an_age_that_became_impossible_is_asked_again_and_not_used(visitor):
    visitor.answer(ADULT | {"main": ["weak"], "where": ["hips"], "age": "over_50"})
    visitor.get("/question/who?return=check")
    visitor.submit("small_child")
    for _ in range(9):
        if "/question/age" in visitor.page.url:
            break
        visitor.submit(NOT_SURE if visitor.page.all("input", value=NOT_SURE) else None)
    assert "/question/age" in visitor.page.url
    assert visitor.get("/result").url.startswith("/question/")


def test_on_the_few_pages_it_is_asked_once_more_as_well(visitor):
    visitor.answer(WEAK)
    page = visitor.get("/questions/3")
    page = visitor.fill(WEAK | {"where": BOTH})
    assert page.url == "/questions/3" and "do not go together" in page.main
