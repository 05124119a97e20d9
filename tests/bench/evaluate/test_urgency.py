"""How soon stories need help against how soon the page says so: rates, intervals, and what counts as a miss."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.bench.evaluate.coded_cases import case_of
from triage.bench.evaluate.story_answers import Story
from triage.bench.evaluate.urgency import NO_FLAG, judged, rate, urgency_figures, wilson
from triage.core.answers import Response
from triage.core.questionnaire import URGENCIES

TICKS = {"emergency": {"smoke"}, "soon": {"limp"}, NO_FLAG: set()}


def story(houseplant, level, shown, disputable=False):
    leaves = houseplant.question("leaves")
    response = Response.of({"leaves": leaves.answer(frozenset(TICKS[shown]))})
    return judged(houseplant, Story(case_of({"id": "x"}), level, disputable, {}, response, None))


@pytest.mark.parametrize(
    ("level", "shown", "direction"),
    [
        ("emergency", "emergency", None),
        ("emergency", "soon", "under"),
        ("emergency", NO_FLAG, "under"),
        ("same_day", "emergency", "over"),
        ("soon", NO_FLAG, "under"),
        ("routine", NO_FLAG, None),
        ("routine", "soon", "over"),
        (None, "emergency", None),
    ],
)
def test_lower_is_under_higher_is_over_and_no_flag_is_as_high_as_routine(houseplant, level, shown, direction):
    each = story(houseplant, level, shown)
    assert (each.shown, each.direction) == (shown, direction)


def test_disputed_stories_are_counted_apart_and_no_flag_in_a_column_of_its_own(houseplant):
    told = [("emergency", "emergency"), ("emergency", NO_FLAG), ("soon", "emergency"), ("routine", NO_FLAG)]
    found = urgency_figures(
        [*(story(houseplant, *each) for each in told), story(houseplant, "emergency", "soon", disputable=True),
         story(houseplant, None, "emergency")]
    )  # fmt: skip
    assert found["stories"] == 5
    clear, disputed = found["undisputed"], found["disputed"]
    assert clear["table"]["emergency"] == Counter(emergency=1, no_flag=1) | {"same_day": 0, "soon": 0, "routine": 0}
    assert (clear["under"]["emergency"]["n"], clear["under"]["emergency"]["of"]) == (1, 2)
    assert (clear["over"]["all"]["n"], clear["over"]["all"]["of"]) == (1, 2), "an emergency cannot be over-triaged"
    assert (disputed["under"]["all"]["n"], disputed["over"]["all"]["share"]) == (1, None)
    assert (found["all"]["under"]["emergency"]["n"], found["all"]["under"]["emergency"]["of"]) == (2, 3)


def test_every_story_with_a_level_stands_once_in_the_tables(houseplant):
    stories = [story(houseplant, level, shown, odd) for level in URGENCIES for shown in TICKS for odd in (True, False)]
    found = urgency_figures(stories)
    cells = [row for side in ("undisputed", "disputed") for row in found[side]["table"].values()]
    assert sum(sum(row.values()) for row in cells) == len(stories)


def test_the_interval_is_wilson_s():
    """The example of Newcombe, Statistics in Medicine 1998: 81 of 263 is .2553 to .3662, and 0 of 20 ends at .1611."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert rate(0, 0) == {"n": 0, "of": 0, "share": None, "interval": None}


@given(st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_interval_holds_the_share_and_mirrors(pair):
    hits, of = pair
    low, high = wilson(hits, of)
    assert 0 <= low <= hits / of + 1e-12 and hits / of <= high + 1e-12 <= 1 + 1e-9
    assert wilson(of - hits, of) == pytest.approx((1 - high, 1 - low))
