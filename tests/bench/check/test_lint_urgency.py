"""What a text says about how soon, against the urgency of its red flag."""

from __future__ import annotations

import pytest

from triage.bench.check.lint_urgency import WORDS, said_urgencies
from triage.core.questionnaire import URGENCIES


@pytest.mark.parametrize(
    ("text", "urgencies"),
    [
        ("Call your emergency number now, even if it has passed.", ("emergency",)),
        ("Call a doctor today. If it is hard to breathe, call your emergency number.", ("same_day",)),
        ("Call a doctor today, even if it has cleared.", ("same_day",)),
        ("Ask a doctor today for a check within one to three days.", ("same_day",)),
        ("See a doctor within a few days. Ask for an urgent referral, within two weeks.", ("soon",)),
        ("See a doctor this week.", ("soon",)),
        ("Book a visit with the family doctor in the next weeks.", ("routine",)),
        ("Call a doctor today. With chest pain, call your emergency number.", ("same_day",)),
        ("Call the cancer team now, day or night.", ("emergency", "same_day")),
        ("Tell the doctor about it.", ()),
        ("Call your emergency number if it gets worse.", ()),
    ],
)
def test_the_most_urgent_words_without_a_condition_count(text, urgencies):
    assert said_urgencies(text) == urgencies


def test_every_urgency_has_words():
    assert {urgency for _, fits in WORDS for urgency in fits} == set(URGENCIES)
