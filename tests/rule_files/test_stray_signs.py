"""Signs that cannot be seen or look like others are named where they stand, and the rest of the file is checked."""

from __future__ import annotations

import pytest

from tests.conftest import HOUSEPLANT
from triage.rule_files.diagnostics import Diagnostic
from triage.rule_files.load import examine
from triage.rule_files.stray_signs import line_by_line
from triage.rule_files.yaml_reader import parse_document

GOOD = HOUSEPLANT.read_text(encoding="utf-8")


def faults(tmp_path, text):
    file = tmp_path / "rules.yaml"
    file.write_bytes(text.encode())
    return examine(file).diagnostics


@pytest.mark.parametrize(
    ("text", "column", "name"),
    [
        ("a:\n\tb: c", 1, "a tab"),
        ("a:\n  -\tb", 4, "a tab"),
        ("a: 1\n\u00a0b: c", 1, "a no-break space (U+00A0)"),
        ("a: 1\nb:\u202fc", 3, "a narrow no-break space"),
        ("a: 1\nb: [c,\u00a0d]", 7, "a no-break space"),
        ("a: 1\nb: c\u200bd", 5, "a zero width space"),
        ("a: 1\nb: c\u200dd", 5, "a zero width joiner"),
        ("a: 1\n\ufeffb: c", 1, "a byte order mark"),
        ("a: 1\nb: c \u202ed", 6, "a right-to-left override"),
        ("a: 1\nb: c\u2029d", 5, "a paragraph separator"),
        ("a: 1\nb: c\x0bd", 5, "a vertical tab"),
        ("a: 1\nb: c\rd", 5, "a carriage return"),
        ("a: 1\nb: c\x1b[2J", 5, "a control character (U+001B)"),
        ("a: 1\nb: \u201cc\u201d", 4, "a left double quotation mark"),
        ("a: 1\nb: [\u2018c, d\u2019]", 5, "a left single quotation mark"),
        ("a: 1\nb: `c`", 4, "a grave accent"),
        ("a: 1\n\u2014 b", 1, "an em dash"),
        ("a: 1\nb\uff1a c", 2, "a fullwidth colon"),
        ("a: 1\nb: p\u0430t", 5, "a cyrillic small letter a"),
    ],
)
def test_a_stray_sign_is_named_at_its_place(text, column, name):
    found = parse_document(text.encode(), "x").diagnostics[0]
    assert (found.code, found.line, found.column) == ("R009", 2, column) and name in found.message and found.hint


@pytest.mark.parametrize(
    "text",
    [
        "a: 5\u00a0mg, the patient\u2019s own \u201cfloppy\u201d baby \u2013 as said",
        "a: >-\n  \u201cWeak\u201d, they said.",
        "a: Charcot\u2013Marie\u2013Tooth, \u03b2-blocker, \u0394F508, \u00b5g",
        "a: \u0643\u200c\u0627 and \u840e\u9ec4\uff1a",
        "a: b # \u201cwhat\u201d\u00a0is\t\u0430bove",
        "a:\r\n  b: c\r\n",
    ],
)
def test_good_typography_and_other_writing_are_left_alone(text):
    assert parse_document(text.encode(), "x").diagnostics == []


def test_a_sign_that_stands_on_many_lines_is_told_once_with_the_others():
    (found,) = parse_document(b"a:\n\tb: c\n\td: e\n\tf: g\n", "x").diagnostics
    assert found.line == 2 and "the same on 2 other lines: 3, 4" in found.message


def test_the_rest_of_the_file_is_checked_as_it_was_meant(tmp_path):
    text = GOOD.replace("    kind: many", "\tkind: many")
    text = text.replace("kind: one\n    area: soil", "kind: onee\n    area: soil")
    assert [(each.code, each.line) for each in faults(tmp_path, text)] == [("R009", 47), ("R013", 57)]


def test_lines_are_counted_as_editors_count_them(tmp_path):
    assert line_by_line("a\u2028b\x85c\x0bd\re\r\nf\n") == ("a\u2028b\x85c\x0bd\re", "f")
    text = GOOD.replace("Look at both sides.", '"Look at\u2028both\x85sides."')
    text = text.replace("urgency: soon", "urgency: sooon")
    assert [each.line for each in faults(tmp_path, text)] == [50, 50, 132]


def test_an_unfinished_merge_is_one_fault_and_its_first_version_is_read(tmp_path):
    both = "<<<<<<< HEAD\n    kind: many\n||||||| old\n    kind: none\n=======\n    kind: one\n>>>>>>> draft"
    (found,) = faults(tmp_path, GOOD.replace("    kind: many", both))
    assert (found.code, found.line) == ("R002", 47) and "line 47 to line 53" in found.message


@pytest.mark.parametrize("column", [1, 5, 40, 500, 4_000])
@pytest.mark.parametrize("line", ["short", "x" * 3_000, "\u4e01" * 30, "a\tb\x1b" * 10])
def test_a_caret_never_stands_past_the_quoted_text_and_nothing_unseen_is_printed(line, column):
    _, quoted, caret, _ = str(Diagnostic("R001", "x", 1, column, "m\x1b", "h", line)).split("\n")
    assert len(caret.rstrip()) <= 2 + 2 * len(quoted) and caret.strip() == "^"
    assert len(line) > 160 or len(caret) <= len(quoted.encode("gb2312", "replace"))
    assert not {"\x1b", "\t"} & set(quoted)
