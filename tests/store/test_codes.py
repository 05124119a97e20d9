"""Codes: random enough, easy to read out and to type, and a slip is noticed."""

from __future__ import annotations

import itertools
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.store.codes import ALPHABET, new_code, read_code
from triage.store.errors import Mistyped

CODE = "7KQ2-M9XD-4HTB-0WRA-8"
SIGNS = CODE.replace("-", "")


def test_a_code_is_four_groups_and_a_check_character():
    assert [len(group) for group in new_code().split("-")] == [4, 4, 4, 4, 1]
    assert set(new_code()) <= set(ALPHABET) | {"-"}
    assert not set("ILOU") & set(ALPHABET) and len(set(ALPHABET)) == 32


def test_a_code_has_eighty_random_bits(monkeypatch):
    asked = []
    monkeypatch.setattr("secrets.randbits", lambda bits: asked.append(bits) or (1 << bits) - 1)
    assert new_code().startswith("ZZZZ-ZZZZ-ZZZZ-ZZZZ-")
    assert asked == [80]


def test_codes_do_not_come_twice():
    assert len({new_code() for _ in range(1000)}) == 1000


def test_every_new_code_is_read_as_itself():
    for _ in range(200):
        code = new_code()
        assert read_code(code) == code


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        SIGNS,
        "7 K Q 2  M9XD 4HTB 0WRA 8",
        f"  {CODE}\n",
        CODE.replace("-", "–"),
        CODE.replace("-", "_"),
        CODE.replace("-", "\N{NON-BREAKING HYPHEN}"),
        CODE.replace("0", "O"),
        CODE.replace("0", "o"),
        "".join(chr(ord(c) + 0xFEE0) for c in SIGNS),
        f"\N{ZERO WIDTH SPACE}{CODE}",
    ],
)
def test_spaces_case_dashes_and_look_alikes_are_forgiven(typed):
    assert read_code(typed) == CODE


@pytest.mark.parametrize(
    "pasted",
    [
        f"“{CODE}”",
        f"Code: {CODE}",
        f"{CODE},",
        f"({CODE})",
        f"https://guide.example/resume#{CODE}",
        f"My code is {CODE.lower()}. Please keep it.",
        f"Your code\n\n{SIGNS}\n",
        f"https://guide.example/under/a/folder/resume#{CODE} and {CODE}",
    ],
)
def test_a_code_is_found_in_what_surrounds_it(pasted):
    assert read_code(pasted) == CODE


def test_letters_that_no_code_has_stand_for_what_they_look_like():
    code = next(code for code in iter(new_code, None) if {"0", "1", "V"} <= set(code))
    for one in "IiLl1":
        assert read_code(code.replace("0", "o").replace("1", one).replace("V", "u")) == code


@pytest.mark.parametrize(
    "typed",
    ["", "-", CODE[:-1], CODE + "8", "a" * 501, f"{CODE} 0000-0000-0000-0000-0", "!" * 17, "é" * 17, "ß" * 17, "x\0y"],
)
def test_what_is_no_code_is_mistyped(typed):
    with pytest.raises(Mistyped):
        read_code(typed)


def test_every_single_wrong_character_is_noticed():
    for place, sign in itertools.product(range(len(SIGNS)), ALPHABET):
        if sign != SIGNS[place]:
            with pytest.raises(Mistyped):
                read_code(SIGNS[:place] + sign + SIGNS[place + 1 :])


def test_every_two_characters_that_changed_places_are_noticed():
    for a, b in itertools.combinations(range(len(SIGNS)), 2):
        if SIGNS[a] != SIGNS[b]:
            signs = list(SIGNS)
            signs[a], signs[b] = signs[b], signs[a]
            with pytest.raises(Mistyped):
                read_code("".join(signs))


@given(st.text(max_size=120))
def test_anything_typed_is_read_or_mistyped(typed):
    with suppress(Mistyped):
        assert read_code(read_code(typed)) == read_code(typed)
