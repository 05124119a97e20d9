"""The path is one forward pass, and the house plant shows each of its rules."""

from __future__ import annotations

import pytest

from triage.core.answers import NOT_SURE, Answer, Response
from triage.core.path import walk


def answered(rules, **ticks):
    given = {
        id: NOT_SURE if chosen is None else rules.question(id).answer(frozenset(chosen)) for id, chosen in ticks.items()
    }
    return Response.of(given)


def asked(path):
    return [question.id for question in path.asked]


def test_a_question_is_asked_when_its_condition_is_yes_or_unknown(houseplant):
    assert "soil" in asked(walk(houseplant, answered(houseplant, leaves={"yellow"})))
    assert "soil" in asked(walk(houseplant, answered(houseplant, leaves=None)))
    assert "soil" in asked(walk(houseplant, Response()))


def test_a_question_is_skipped_only_when_its_condition_is_no(houseplant):
    assert "soil" not in asked(walk(houseplant, answered(houseplant, leaves=set())))


def test_a_skipped_question_is_all_no_where_the_file_says_so(houseplant):
    path = walk(houseplant, answered(houseplant, leaves=set(), soil={"wet"}))
    assert path.answers["soil"] == Answer.of(no=["wet", "dry"])


def test_not_sure_reads_as_the_option_that_the_question_names(houseplant):
    path = walk(houseplant, answered(houseplant, owner=None))
    assert path.answers["owner"].yes == {"mine"}
    assert "owner" not in walk(houseplant, Response()).answers


def test_next_before_and_after_follow_the_path(houseplant):
    path = walk(houseplant, answered(houseplant, owner={"mine"}))
    assert path.next.id == "leaves"
    assert path.before("leaves").id == "owner"
    assert path.before("owner") is None
    assert path.after("leaves").id == "soil"
    assert path.after("soil") is None
    with pytest.raises(KeyError):
        path.after("unknown")


def test_about_how_many_counts_open_questions_by_half(houseplant):
    assert walk(houseplant, Response()).about == 3
    assert walk(houseplant, answered(houseplant, leaves=set())).about == 2
