"""Levels, leads, mimics, ties and caps, shown on the house plant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.test_path import answered
from triage.core.assessment import assess
from triage.core.conditions import Truth
from triage.core.explanation import reasons


def result(rules, **ticks):
    return assess(rules, answered(rules, owner={"mine"}, **ticks))


def by_id(assessment):
    return {match.category.id: match for match in assessment.categories}


def test_a_category_matches_as_well_as_its_best_pattern(houseplant):
    dry = by_id(result(houseplant, leaves={"limp"}, soil={"dry"}))["too_dry"]
    assert (dry.points, dry.level.id, dry.best.pattern.id) == (11, "strong", "thirst")


def test_a_high_score_without_a_lead_is_no_strong_match(houseplant):
    wary = replace(
        houseplant, levels=tuple(replace(level, lead=30) for level in houseplant.levels[:1]) + houseplant.levels[1:]
    )
    dry = by_id(result(wary, leaves={"limp"}, soil={"dry"}))["too_dry"]
    assert (dry.points, dry.level.id) == (11, "some")


def test_without_its_core_signs_a_category_reaches_no_level(houseplant):
    matches = by_id(result(houseplant, leaves={"limp"}, soil={"dry"}))
    assert matches["too_wet"].needs is Truth.NO
    assert matches["too_wet"].level is None


def test_what_is_close_behind_a_match_matches_with_it(houseplant):
    near = replace(houseplant, close=99)
    matches = by_id(result(near, leaves={"limp", "yellow"}, soil=None))
    assert {id: match.level and match.level.id for id, match in matches.items()} == {
        "too_dry": "some",
        "too_wet": "some",
    }


def test_an_expected_finding_that_is_not_there_takes_points(houseplant):
    wet = by_id(result(houseplant, leaves={"yellow"}, soil={"dry"}))["too_wet"]
    assert [(part.finding, part.role, part.points) for part in wet.best.against] == [
        ("dry_soil", "against", -7),
        ("wet_soil", "expects", -2),
    ]


def test_not_known_weighs_nothing(houseplant):
    wet = by_id(result(houseplant, leaves={"yellow"}, soil=None))["too_wet"]
    assert wet.points == 4
    assert [part.finding for part in wet.best.unknown] == ["wet_soil"]


def test_findings_of_one_group_are_capped_together(houseplant):
    tight = replace(houseplant, groups=(replace(houseplant.groups[0], most=3),))
    dry = by_id(result(tight, leaves={"limp"}, soil={"dry"}))["too_dry"]
    assert dry.points == 10
    assert [(cap.group, cap.points) for cap in dry.best.caps] == [("leaves", -1)]


@pytest.mark.parametrize(("close", "matching"), [(0, []), (99, ["too_wet"])])
def test_a_mimic_that_leads_by_more_than_close_leaves_no_match(houseplant, close, matching):
    loud = replace(houseplant, strengths={"strong": 7, "moderate": 5, "weak": 9}, close=close)
    assessment = result(loud, leaves={"yellow"}, soil=None)
    assert assessment.elsewhere_leads
    assert [match.category.id for match in assessment.matching] == matching


def test_equal_categories_share_a_rank(houseplant):
    even = replace(houseplant, close=99, strengths={"strong": 7, "moderate": 4, "weak": 0})
    assessment = result(even, leaves={"limp", "yellow"}, soil=None)
    assert [(match.points, match.rank) for match in assessment.categories] == [(4, 1), (4, 1)]
    assert assessment.shown == assessment.categories


def test_urgency_is_the_highest_of_all_red_flags(houseplant):
    assessment = result(houseplant, leaves={"limp", "smoke"}, soil={"dry"})
    assert assessment.urgency == "emergency"
    assert [flag.id for flag in assessment.red_flags] == ["fire", "wilting"]
    assert [flag.id for flag in assessment.emergencies] == ["fire"]


def test_of_one_urgency_the_earliest_red_flag_stands_first_whatever_its_name(houseplant):
    fire, wilting = houseplant.red_flags
    days = {"b_late": 14, "c_early": 3, "a_some_day": None}
    flags = tuple(replace(wilting, id=id, within_days=day) for id, day in days.items())
    assessment = result(replace(houseplant, red_flags=(*flags, fire)), leaves={"limp", "smoke"}, soil={"dry"})
    assert [flag.id for flag in assessment.red_flags] == ["fire", "c_early", "b_late", "a_some_day"]


def test_reasons_tell_the_answers_behind_a_finding(houseplant):
    path = result(houseplant, leaves={"limp"}, soil={"dry"}).path
    (reason,) = reasons(houseplant, path, "dry_soil")
    assert reason.state == "told"
    assert [option.id for option in reason.yes] == ["dry"]
    assert [option.id for option in reason.no] == ["wet"]


@pytest.mark.parametrize(
    ("ticks", "state"),
    [
        ({"leaves": {"limp"}, "soil": None}, "not_sure"),
        ({"leaves": {"limp"}}, "unanswered"),
        ({"leaves": set()}, "not_asked"),
    ],
)
def test_reasons_keep_not_sure_unanswered_and_not_asked_apart(houseplant, ticks, state):
    path = result(houseplant, **ticks).path
    assert [reason.state for reason in reasons(houseplant, path, "wet_soil")] == [state]
