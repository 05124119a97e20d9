"""Phrases: whole words, longest first, none inside another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from triage.core.word_finder import TOKEN, Phrases

LISTED = Phrases(
    [("spinal", "spine"), ("spinal cord", "cord"), ("CK", "ck"), ("Charcot-Marie-Tooth disease", "cmt"), ("it", "it")]
)


def found(text):
    return [(text[each.start : each.end], each.key) for each in LISTED.find(text)]


def test_the_longest_phrase_is_found():
    assert found("The spinal cord, a spinal tap.") == [("spinal cord", "cord"), ("spinal", "spine")]


def test_only_whole_words_are_found():
    assert found("cerebrospinal, spinally, bit") == []


def test_letters_may_be_large_or_small_but_an_abbreviation_keeps_its_capitals():
    assert found("Spinal CORD; CK, not ck or Ck") == [("Spinal CORD", "cord"), ("CK", "ck")]


def test_a_phrase_may_stand_with_hyphens_or_over_the_end_of_a_line():
    assert found("Charcot Marie Tooth\n disease, spinal-cord") == [
        ("Charcot Marie Tooth\n disease", "cmt"),
        ("spinal-cord", "cord"),
    ]


def test_a_phrase_does_not_reach_over_a_comma():
    assert found("spinal, cord") == [("spinal", "spine")]


def test_the_first_of_equal_phrases_counts():
    assert [each.key for each in Phrases([("a b", "one"), ("A-B", "two")]).find("a b")] == ["one"]


@given(st.text(), st.lists(st.text(max_size=8), max_size=8))
def test_what_is_found_stands_in_the_text_in_order_and_apart(text, listed):
    end = 0
    for each in Phrases([(phrase, phrase) for phrase in listed]).find(text):
        assert end <= each.start < each.end <= len(text)
        assert TOKEN.findall(text[each.start : each.end].lower()) == TOKEN.findall(each.key.lower())
        end = each.end
