"""The loader lists every fault at once, each with its place, its line and a hint (promise 9)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import HOUSEPLANT
from triage.authoring.diagnostics import CODES, RuleFileError
from triage.authoring.document import parse_document
from triage.authoring.load import examine, load

GOOD = HOUSEPLANT.read_text(encoding="utf-8")
DEEP = "notes: " + "[" * 40 + "]" * 40

FAULTS = [
    ("R002", "ruleset: houseplant", "ruleset: [houseplant", "well-formed"),
    ("R003", "minutes: 2", "minutes: &two 2", "anchors"),
    ("R003", "minutes: 2", "minutes: !!int 2", "tags"),
    ("R004", "version: 1.0", "version: 1.0\nversion: 1.1", "stands twice"),
    ("R005", "notes:", DEEP + "\nnotes2:", "deep"),
    ("R010", "    help: Pick one.", "    help: Pick one.\n    hlp: again", "no key `hlp`"),
    ("R011", "    help: Pick one.\n", "", "lacks the key `help`"),
    (
        "R012",
        "{finding: limp_leaves}, {finding: dry_soil}",
        "{finding: limp_leaf}, {finding: dry_soil}",
        "limp_leaf",
    ),
    ("R012", "strong: [wet_soil]", "strang: [wet_soil]", "no strength is declared"),
    ("R012", "area: leaf", "area: leave", "no area"),
    ("R012", "group: leaves", "group: leafs", "no group"),
    ("R012", "source: [book]", "source: [boot]", "no source"),
    ("R013", "kind: many", "kind: lots", "cannot be `lots`"),
    ("R013", "minutes: 2", "minutes: two", "whole number"),
    ("R013", "reviewed: 2026-11-21", "reviewed: yesterday", "no date"),
    ("R013", "urgency: soon", "urgency: tomorrow", "cannot be `tomorrow`"),
    ("R014", "- id: soil", "- id: Soil", "no id"),
    ("R015", "{id: dry, text: dry}", "{id: wet, text: dry}", "stands already"),
    ("R016", "{leaves: [smoke]}", "{leaves: [smoek]}", "has no option `smoek`"),
    ("R017", "ask_when: {leaves: [yellow, limp]}", "ask_when: {soil: [wet]}", "stands later"),
    ("R017", "when: {leaves: [yellow]}, group", "when: {finding: wet_soil}, group", "stands later"),
    ("R018", "{leaves: [smoke]}", "{not: {leaves: [limp]}}", "depends on a `not`"),
    ("R018", "{leaves: [smoke]}", "{finding: dry_soil}", "depends on a `not`"),
    ("R019", "{leaves: [smoke]}", "{leaves: [smoke], soil: [wet]}", "exactly one key"),
    ("R019", "{leaves: [smoke]}", "{leaves: {at_most: 1, of: [smoke]}}", "unclear"),
    ("R020", "{id: yellow, text: they are yellow}", "{id: yellow, text: y, codes: [HP:123]}", "no HPO code"),
    ("R021", "https://example.org/plants", "example.org/plants", "no web address"),
    ("R022", "weak: [yellow_leaves]}\n        source", "weak: [dry_soil]}\n        source", "twice"),
    ("R023", "text: they hang", 'text: ""', "empty"),
    ("R024", "strong: 7, moderate", "strong: 0, moderate", "above 0"),
    ("R024", "{leaves: [smoke]}", "{leaves: {at_least: 3, of: [smoke, limp]}}", "always true or never"),
    ("R101", "sources:", 'sources:\n  unread: {text: A, url: "https://example.org"}', "nothing names"),
]


def faults(tmp_path, text):
    file = tmp_path / "rules.yaml"
    file.write_text(text, encoding="utf-8")
    return examine(file, today="2026-11-21").diagnostics


def test_a_good_file_loads_without_a_word():
    assert examine(HOUSEPLANT, today="2026-11-21").diagnostics == ()
    assert load(HOUSEPLANT).ruleset == "houseplant"


def test_the_shipped_file_has_no_errors(rules):
    assert len(rules.categories) == 6


@pytest.mark.parametrize(("code", "old", "new", "words"), FAULTS, ids=[f"{f[0]} {f[3]}" for f in FAULTS])
def test_each_fault_is_named_at_its_line_with_a_hint(tmp_path, code, old, new, words):
    assert old in GOOD
    broken = GOOD.replace(old, new, 1)
    found = [each for each in faults(tmp_path, broken) if each.code == code and words in each.message]
    assert found, [str(each) for each in faults(tmp_path, broken)]
    diagnostic = found[0]
    assert broken.splitlines()[diagnostic.line - 1] == diagnostic.quoted
    assert diagnostic.hint and diagnostic.code in CODES
    assert str(diagnostic).startswith(f"{tmp_path / 'rules.yaml'}:{diagnostic.line}:{diagnostic.column}: ")


def test_the_list_of_faults_above_covers_every_code_but_the_two_of_reading_and_reviewing():
    lints = {code for code in CODES if code.startswith("R2")}  # tests/authoring/test_lint.py
    assert set(CODES) - lints - {fault[0] for fault in FAULTS} == {"R001", "R102"}


def test_faults_of_shape_and_of_names_are_listed_together(tmp_path):
    broken = GOOD.replace("kind: many", "kind: lots").replace("{leaves: [smoke]}", "{leafs: [smoke]}")
    broken = broken.replace("source: [book]}", "source: [boot]}")
    assert {"R012", "R013"} <= {each.code for each in faults(tmp_path, broken)}
    messages = " ".join(each.message for each in faults(tmp_path, broken))
    assert "leafs" in messages and "boot" in messages and "lots" in messages


def test_a_typo_gets_the_name_that_was_meant(tmp_path):
    broken = GOOD.replace("{leaves: [smoke]}", "{leafs: [smoke]}")
    (fault,) = faults(tmp_path, broken)
    assert fault.message == "no question is named `leafs`"
    assert fault.hint == "did you mean `leaves`?"


def test_a_past_review_date_is_a_warning_and_the_file_still_loads():
    loaded = examine(HOUSEPLANT, today="2040-01-01")
    assert [each.code for each in loaded.diagnostics] == ["R102"]
    assert loaded.questionnaire is not None


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"just words", b"- a\n- b", b"\x00", b"a: b\n---\nc: d"])
def test_a_file_that_is_no_rule_file_is_refused_in_words(tmp_path, content):
    file = tmp_path / "rules.yaml"
    file.write_bytes(content)
    with pytest.raises(RuleFileError):
        load(file)


def test_a_file_that_is_not_there_is_one_fault(tmp_path):
    (fault,) = examine(tmp_path / "nowhere.yaml").diagnostics
    assert fault.code == "R001" and "no such file" in fault.message


def test_no_stays_a_word_and_a_question_mark_is_text():
    document = parse_document(b"a: no\nb: {c: Why?, d: on}\ne: 1.0", "x")
    assert document.data == {"a": "no", "b": {"c": "Why?", "d": "on"}, "e": "1.0"}
    assert not document.diagnostics


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_fail(content):
    parse_document(content, "x")


@given(st.text(alphabet="abc:[]{}-, \n\"'&*!|>?#%@`\t", max_size=80))
def test_no_text_makes_the_reader_fail(content):
    parse_document(content.encode(), "x")
