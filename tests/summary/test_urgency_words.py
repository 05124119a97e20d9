"""Every urgency has its words and its style, or the program does not start."""

from __future__ import annotations

import pytest

from triage.core.questionnaire import URGENCIES
from triage.summary.urgency_words import STYLES, styles_of, urgency_words


def test_every_urgency_has_a_style_from_the_start():
    assert set(STYLES) == set(URGENCIES)


def test_an_urgency_without_words_is_found_at_the_start_and_not_on_a_page():
    with pytest.raises(LookupError, match="yesterday"):
        styles_of(urgency_words(str), (*URGENCIES, "yesterday"))


def test_words_without_an_urgency_are_found_too():
    with pytest.raises(LookupError, match="routine"):
        styles_of(urgency_words(str), URGENCIES[1:])
