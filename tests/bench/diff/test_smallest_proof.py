"""The smallest disagreement of two rule files, on a file small enough to know the answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from triage.bench.diff import smallest_proof as module
from triage.bench.diff.smallest_proof import Differs, Same, Undecided, disagreement, told
from triage.core.answers import NOT_SURE, Response
from triage.core.assessment import assess
from triage.core.conditions import All, Any
from triage.core.questionnaire import Option
from triage.core.wording import Wording
from triage.rule_files.answers_file import parse_answers

pytest.importorskip("z3")


@pytest.fixture(autouse=True)
def few_people(monkeypatch):
    monkeypatch.setattr(module, "CROWD", 40)
    monkeypatch.setattr(module, "NEAR", 40)


def ticked(differs):
    return {id: ticks for id, ticks in differs.ticks.items() if ticks not in (("none",), ("not_sure",))}


def test_a_file_agrees_with_itself(houseplant):
    assert disagreement(houseplant, houseplant) == Same()


def test_a_file_agrees_with_one_that_says_the_same_otherwise(houseplant):
    fire, wilting = houseplant.red_flags
    twice = replace(fire, when=Any((fire.when, All((fire.when, wilting.when)))))
    assert disagreement(houseplant, replace(houseplant, red_flags=(twice, wilting))) == Same()


def test_texts_and_notes_are_no_disagreement(houseplant):
    other = replace(houseplant, notes=(), version="2")
    assert disagreement(houseplant, other) == Same()


def test_another_urgency_shows_in_one_tick(houseplant):
    fire, wilting = houseplant.red_flags
    other = replace(houseplant, red_flags=(fire, replace(wilting, urgency="same_day")))
    found = disagreement(houseplant, other)
    assert isinstance(found, Differs) and ticked(found) == {"leaves": ("limp",)}
    assert assess(houseplant, found.old).urgency == "soon" and assess(other, found.new).urgency == "same_day"


def test_the_ticks_are_a_file_of_answers_and_mean_the_same(houseplant):
    some = houseplant.levels[-1]
    other = replace(houseplant, levels=(houseplant.levels[0], replace(some, from_points=7)))
    found = disagreement(houseplant, other)
    assert isinstance(found, Differs)
    data = {id: list(ticks) for id, ticks in found.ticks.items()}
    assert parse_answers(data, houseplant, "ticks").answers == found.old.answers
    assert told(assess(houseplant, found.old)) != told(assess(other, found.new))
    assert sum(len(ticks) for ticks in ticked(found).values()) == 1


def test_what_only_one_file_can_be_told_is_never_ticked(houseplant):
    owner, leaves, soil = houseplant.questions
    more = replace(leaves, options=(*leaves.options, Option("spots", Wording.same("spots"))))
    assert disagreement(houseplant, replace(houseplant, questions=(owner, more, soil))) == Same()


def test_a_question_that_is_asked_no_more_can_change_a_result(houseplant):
    owner, leaves, soil = houseplant.questions
    limp_only = replace(soil.ask_when, options=("limp",))
    other = replace(houseplant, questions=(owner, leaves, replace(soil, ask_when=limp_only)))
    found = disagreement(houseplant, other)
    assert isinstance(found, Differs) and ticked(found) == {"leaves": ("yellow",)}


def test_out_of_time_the_smallest_so_far_is_handed_back(houseplant, monkeypatch):
    fire, wilting = houseplant.red_flags
    other = replace(houseplant, red_flags=(fire, replace(wilting, urgency="same_day")))
    monkeypatch.setattr(module, "solved", lambda rules, seconds: ("unknown", None))
    found = disagreement(houseplant, other)
    assert isinstance(found, Undecided) and ticked(found.best) == {"leaves": ("limp",)}
    monkeypatch.setattr(module, "plainly_never", lambda formula: False)
    assert disagreement(houseplant, houseplant) == Undecided(None)


def test_known_people_are_tried_first(houseplant, monkeypatch):
    monkeypatch.setattr(module, "CROWD", 0)
    monkeypatch.setattr(module, "solved", lambda rules, seconds: ("unknown", None))
    fire, wilting = houseplant.red_flags
    other = replace(houseplant, red_flags=(replace(fire, urgency="soon"), wilting))
    owner, leaves, _ = houseplant.questions
    smoking = Response.of({owner.id: NOT_SURE, leaves.id: leaves.answer(frozenset({"smoke", "limp"}))})
    found = disagreement(houseplant, other, people=[smoking])
    assert isinstance(found, Undecided) and ticked(found.best) == {"leaves": ("smoke",)}
