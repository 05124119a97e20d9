"""Wording: each reader meets words for them, and nobody meets none."""

from __future__ import annotations

import pytest

from triage.core.wording import VOICES, Wording


def test_a_text_without_words_for_the_young_speaks_to_them_as_to_any_reader():
    assert Wording("you", "they", "the child").for_("young") == "you"
    assert Wording("you", "they", "the child", "show it to a grown-up").for_("young") == "show it to a grown-up"


@pytest.mark.parametrize("voice", VOICES)
def test_a_text_that_is_alike_for_all_is_said_in_every_voice(voice):
    assert Wording.same("a droopy eyelid").for_(voice) == "a droopy eyelid"


def test_only_voices_with_words_of_their_own_are_given():
    assert Wording("a", "b", "c").given == ("self", "other", "child")
    assert Wording("a", "b", "c", "d").given == VOICES
