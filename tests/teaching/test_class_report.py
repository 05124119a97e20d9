"""The report of a class: counted rightly, silent on fewer than five, and no formula in its file."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.teaching.class_report import FEWEST, MoveCount, RoundReport, SureCount, VoteCount, as_csv, report
from triage.teaching.prediction import SURE

RIGHT = {0: ("myopathies",), 1: ("neuropathies", "myopathies")}


def test_before_and_after_are_told_with_who_came_to_the_right_choice_and_who_left_it():
    votes = [
        VoteCount(0, 1, "myopathies", "guess", 2),
        VoteCount(0, 1, "neuropathies", "sure", 5),
        VoteCount(0, 2, "myopathies", "sure", 6),
        VoteCount(0, 2, "neuropathies", None, 1),
    ]
    moves = [MoveCount(0, "neuropathies", "myopathies", 5), MoveCount(0, "myopathies", "neuropathies", 1)]
    told = report(votes, moves, RIGHT)
    assert [(each.round, each.right, each.votes) for each in told.of(0)] == [(1, 2, 7), (2, 6, 7)]
    assert (told.moves[0].both, told.moves[0].to_right, told.moves[0].from_right) == (6, 5, 1)
    assert told.sure == (SureCount(1, "sure", 5, 0), SureCount(2, "sure", 6, 6))
    assert told.mixed_up == ((("myopathies", "neuropathies"), 6),)
    assert told.most == 6


def test_every_choice_that_the_author_calls_right_is_right():
    told = report([VoteCount(1, 1, "myopathies", None, 3), VoteCount(1, 1, "neuropathies", None, 2)], [], RIGHT)
    assert told.of(1)[0].right == 5 and told.mixed_up == ()


def test_of_fewer_than_five_nothing_but_their_number_is_told():
    few = [VoteCount(0, 1, "myopathies", "sure", FEWEST - 1)]
    told = report(few, [MoveCount(0, "neuropathies", "myopathies", FEWEST - 1)], RIGHT)
    assert told.rounds == (RoundReport(0, 1, FEWEST - 1, 0, {}),) and not told.rounds[0].shown
    assert told.moves == {} and told.sure == () and told.mixed_up == ()


counts = st.builds(
    VoteCount,
    st.sampled_from((0, 1)),
    st.sampled_from((1, 2)),
    st.sampled_from(("myopathies", "neuropathies", "none")),
    st.sampled_from((*SURE, None)),
    st.integers(1, 9),
)


@given(st.lists(counts, max_size=20))
def test_no_vote_is_lost_or_doubled_between_the_count_and_the_report(votes):
    told = report(votes, [], RIGHT)
    assert sum(each.votes for each in told.rounds) == sum(vote.count for vote in votes)
    for each in told.rounds:
        assert each.by_choice == {} or sum(each.by_choice.values()) == each.votes >= max(FEWEST, each.right)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "|calc"])
def test_no_cell_of_the_file_is_a_formula(cell):
    read = next(csv.reader(io.StringIO(as_csv([[cell, 3, "a plain, text"]]))))
    assert read == [f"'{cell}", "3", "a plain, text"]
