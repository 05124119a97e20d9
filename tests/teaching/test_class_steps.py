"""Steps of a live class: each leads somewhere, none skips the talk, and the last case ends it."""

from __future__ import annotations

import pytest

from triage.teaching.class_steps import FROM, OVER, READY, REVEALED, STAGES, ClassPlace

START = ClassPlace(0, 1, READY, 2)


def walk(place, *steps):
    for step in steps:
        place = place.after(step)
        assert place is not None, step
    return place


def test_a_class_votes_talks_votes_again_and_sees_the_answer():
    assert walk(START, "open", "close", "again", "close", "show", "reveal") == ClassPlace(0, 2, REVEALED, 2)


def test_after_the_last_case_a_class_is_over():
    second = walk(START, "open", "close", "reveal", "next")
    assert second == ClassPlace(1, 1, READY, 2)
    assert walk(second, "next") == ClassPlace(1, 1, OVER, 2)
    assert walk(second, "next").steps == ()


def test_there_are_two_rounds_and_no_third():
    place = walk(START, "open", "close", "again", "close")
    assert "again" not in place.steps and place.after("again") is None


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("round", [1, 2])
def test_a_step_that_is_offered_can_be_taken_and_no_other(stage, round):
    place = ClassPlace(0, round, stage, 2)
    assert {step for step in (*FROM, "made up") if place.after(step)} == set(place.steps)
    assert place.steps or stage == OVER


def test_the_answer_is_never_revealed_while_votes_are_open():
    assert "reveal" not in walk(START, "open").steps
