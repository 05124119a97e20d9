"""Conditions are three-valued, by Kleene's tables."""

from __future__ import annotations

import pytest

from triage.core.answers import Answer
from triage.core.conditions import All, Any, Chosen, Found, Not, Truth, holds

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
FINDINGS = {"yes": YES, "no": NO, "unknown": UNKNOWN}
Y, N, U = Found("yes"), Found("no"), Found("unknown")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (All((Y, Y)), YES),
        (All((Y, U)), UNKNOWN),
        (All((U, N)), NO),
        (Any((N, N)), NO),
        (Any((N, U)), UNKNOWN),
        (Any((U, Y)), YES),
        (Not(Y), NO),
        (Not(N), YES),
        (Not(U), UNKNOWN),
    ],
)
def test_all_any_and_not_follow_kleenes_tables(condition, expected):
    assert holds(condition, {}, FINDINGS) is expected


@pytest.mark.parametrize(
    ("yes", "no", "at_least", "expected"),
    [
        ("a", "", 1, YES),
        ("", "ab", 1, UNKNOWN),
        ("", "abc", 1, NO),
        ("ab", "", 2, YES),
        ("a", "b", 2, UNKNOWN),
        ("a", "bc", 2, NO),
        ("", "bc", 2, NO),
    ],
)
def test_counting_is_no_only_when_enough_can_no_longer_be(yes, no, at_least, expected):
    condition = Chosen("q", ("a", "b", "c"), at_least)
    assert holds(condition, {"q": Answer.of(yes, no)}, {}) is expected


def test_a_question_without_an_answer_is_unknown_and_not_no():
    assert holds(Chosen("q", ("a",)), {}, {}) is UNKNOWN


def test_a_truth_cannot_be_taken_for_a_boolean():
    with pytest.raises(TypeError):
        bool(UNKNOWN)


def test_an_option_cannot_be_yes_and_no_at_once():
    with pytest.raises(ValueError, match="a"):
        Answer.of("ab", "a")
