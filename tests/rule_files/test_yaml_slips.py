"""Where YAML went wrong is found at the sign at fault, not where a parser noticed it; good layout is left alone."""

from __future__ import annotations

import pytest

from triage.rule_files.yaml_reader import parse_document

GOOD = """a: 1
flow: [
  x, y,
  {k: v}
]
text: >-
  a [ that stands in a text " and : nothing
b:
  - id: x
    name: don't, it's {plain
"""


def first(text):
    return parse_document(text.encode(), "x").diagnostics[0]


def test_a_list_over_several_lines_and_signs_in_texts_are_fine():
    assert parse_document(GOOD.encode(), "x").diagnostics == []


@pytest.mark.parametrize(
    ("end", "line", "words"),
    [
        ("c: [x, y\nd: z\n", 11, "`[` does not end"),
        ("c: 'x, y\nd: z\ne: z\nf: z\ng: it's\n", 11, "`'` does not end"),
        ("c: {x: [y}\n", 11, "`}` stands where the `[`"),
        ("c: [x] y\n", 11, "`y` stands after the `]`"),
        ("c: x]\nb\n", 12, "the key `b` needs"),
        ("c: {x[1]: y}\n", 11, "cannot stand inside a word"),
        ("c: one: two\n", 11, "a second `: `"),
        ("c:\n   d: x\n  e: y\n", 12, "starts with 3 spaces"),
        ("c: 1\n  d: x\n", 12, "the line above has its value already"),
        ("c:\n  - id: x\n  d: y\n", 13, "without their `- `"),
        ("c:\n  d: some text\n  that goes on\n  e: y\n", 13, "no key and no entry of a list"),
        ("c: {x: one: two}\n", 11, "a second `: `"),
        ("c: {x: @y}\n", 11, "cannot start with `@`"),
        ("c: *y* z\n", 11, "cannot start with `*`"),
        ("c: 'don't'\n", 11, "`t` stands after the `'`"),
        ("]\n", 11, "`]` ends nothing"),
        ("c:\n  - x\n  -{x: y}\n", 13, "`-` of a list needs a space"),
    ],
)
def test_the_sign_at_fault_is_named(end, line, words):
    found = first(GOOD + end)
    assert (found.code, found.line) == ("R002", line) and words in found.message and found.hint


def test_a_fault_far_below_is_not_blamed_on_a_list_over_several_lines():
    found = first(GOOD + "c: 1\nd: 2\ne: 3\n%\n")
    assert found.line >= 13
