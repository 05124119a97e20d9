"""What single answers would change, against assessing every one of them anew."""

from __future__ import annotations

import pytest

from tests.benchmarks.people import people
from tests.core.test_what_if import singles, that_change
from triage.core.assessment import assess
from triage.core.separators import separating
from triage.core.what_if import changes

PEOPLE = 3
GOAL = 100


@pytest.fixture(scope="module")
def everyone(rules):
    return people(rules, PEOPLE)


def test_one_assessment(rules, everyone, timed):
    timed("one assessment", lambda: [assess(rules, response) for response in everyone], each=PEOPLE)


def test_what_if(rules, everyone, timed, times, say):
    assert all(
        singles(changes(rules, response)).keys() == that_change(rules, response, {"who"}) for response in everyone
    )
    took = timed("what if", lambda: [changes(rules, response) for response in everyone], each=PEOPLE)
    ratio = took / times["one assessment"]
    say(f"what if: {took * 1e3:.1f} ms, as long as {ratio:.0f} assessments (goal: at most {GOAL})")


def test_what_if_by_assessing_every_answer_anew(rules, everyone, timed, times, say):
    took = timed("anew", lambda: [that_change(rules, response, {"who"}) for response in everyone], each=PEOPLE)
    say(f"assessing every answer anew: {took * 1e3:.1f} ms, {took / times['what if']:.1f} times what if")


def test_separating(rules, everyone, timed, times, say):
    assessed = [assess(rules, response) for response in everyone]
    took = timed("separators", lambda: [separating(rules, each, *each.categories[:2]) for each in assessed], PEOPLE)
    say(f"what separates two: {took * 1e3:.2f} ms, as long as {took / times['one assessment']:.1f} assessments")
