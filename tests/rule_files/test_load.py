"""The loader lists every fault at once, each with its place, its line and a hint (promise 9)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import HOUSEPLANT
from triage.rule_files.diagnostics import RuleFileError
from triage.rule_files.load import examine, load
from triage.rule_files.yaml_reader import parse_document

GOOD = HOUSEPLANT.read_text(encoding="utf-8")
DEEP = "notes: " + "[" * 40 + "]" * 40

OTHER_FORMS = [
    ("R013", "is: [A teaching", "is: A teaching", "must be a list"),
    ("R002", 'number: "999"', 'number: "999', "does not end on this line"),
    ("R002", "    help: Pick one.", "     help: Pick one.", "starts with 5 spaces"),
    ("R002", "    help: Pick one.", "    help Pick one.", "the key `help` needs `:`"),
    ("R002", "say: Call the fire service", "say: Fire: call the fire service", "a second `: `"),
    ("R002", "text: Whose plant is it?", 'text: Whose plant is it?"', "no other half"),
    ("R003", "minutes: 2", "minutes: !!int 2", "tags"),
    ("R005", "notes:", DEEP + "\nnotes2:", "deep"),
    ("R012", "strong: [wet_soil]", "strang: [wet_soil]", "no strength is named"),
    ("R012", "area: leaf", "area: leave", "no area"),
    ("R012", "group: leaves", "group: leafs", "no group"),
    ("R012", "source: [book]", "source: [boot]", "no source"),
    ("R012", "- id: leaves", "- id: laeves", "nothing uses the question `laeves`"),
    ("R013", "minutes: 2", "minutes: two", "whole number"),
    ("R013", "reviewed: 2026-11-21", "reviewed: yesterday", "no date"),
    ("R013", "urgency: soon", "urgency: tomorrow", "cannot be `tomorrow`"),
    ("R012", "place: first}", "place: first, category: too_dyr}", "no category"),
    ("R013", "{id: wet, text: wet}", "{id: wet, text: wet, excludes: [dry]}", "`excludes` cannot stand here"),
    (
        "R013",
        "{id: mine, text: mine,",
        "{id: mine, offered_when: {owner: [mine]}, text: mine,",
        "`offered_when` cannot",
    ),
    ("R016", "text: they are yellow}", "text: they are yellow, excludes: [limb]}", "no option `limb`"),
    ("R017", "{id: wet, text: wet}", "{id: wet, text: wet, offered_when: {soil: [dry]}}", "stands later"),
    ("R017", "when: {leaves: [yellow]}, group", "when: {finding: wet_soil}, group", "stands later"),
    ("R018", "{leaves: [smoke]}", "{finding: dry_soil}", "depends on a `not`"),
    ("R019", "{leaves: [smoke]}", "{leaves: {at_most: 1, of: [smoke]}}", "unclear"),
    ("R024", "{leaves: [smoke]}", "{leaves: {at_least: 3, of: [smoke, limp]}}", "always true or never"),
]
"""What a broken file of its own in tests/rules_bad/ does not show: the same codes for other reasons."""


def faults(tmp_path, text):
    file = tmp_path / "rules.yaml"
    file.write_text(text, encoding="utf-8")
    return examine(file, today="2026-11-21").diagnostics


def test_a_good_file_loads_without_a_word():
    assert examine(HOUSEPLANT, today="2026-11-21").diagnostics == ()
    assert load(HOUSEPLANT).ruleset == "houseplant"


def test_the_shipped_file_has_no_errors(rules):
    assert len(rules.categories) == 6


@pytest.mark.parametrize(("code", "old", "new", "words"), OTHER_FORMS, ids=[f"{f[0]} {f[3]}" for f in OTHER_FORMS])
def test_other_forms_of_a_fault_are_named_first_at_their_line_with_a_hint(tmp_path, code, old, new, words):
    assert old in GOOD
    broken = GOOD.replace(old, new, 1)
    line = next(i for i, (a, b) in enumerate(zip(GOOD.splitlines(), broken.splitlines(), strict=False), 1) if a != b)
    first = faults(tmp_path, broken)[0]
    assert (first.code, first.line) == (code, line) and words in first.message and first.hint
    assert broken.splitlines()[line - 1] == first.quoted
    assert str(first).startswith(f"{tmp_path / 'rules.yaml'}:{line}:{first.column}: ")


def test_a_misspelt_declaration_is_one_report_and_not_one_for_each_use(tmp_path):
    (fault,) = faults(tmp_path, GOOD.replace("- id: leaves", "- id: laeves"))
    assert fault.hint == "did you mean `leaves` here?" and "which is used on 5 lines" in fault.message


def test_a_misspelt_key_is_not_called_missing_as_well(tmp_path):
    (fault,) = faults(tmp_path, GOOD.replace("    why: the words", "    wyh: the words"))
    assert (fault.code, fault.hint) == ("R010", "did you mean `why`?")


def test_where_a_name_is_used_once_the_hint_names_the_line_of_a_near_declaration_that_nothing_uses(tmp_path):
    (fault,) = faults(tmp_path, GOOD.replace("voices: {other: {owner: [friend]}", "voices: {other: {owner: [frined]}"))
    assert "did you mean `friend`?" in fault.hint and "misspelt on line 44" in fault.hint


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


POT = """  - id: pot
    kind: many
    area: soil
    text: What do you see in the pot?
    help: Lift the leaves.
    why: fire starts low.
    ask_when: {soil: [dry]}
    options:
      - {id: sparks, text: sparks}
findings:
"""


@pytest.mark.parametrize(("skipped_means", "hides"), [("    skipped_means: no\n", False), ("", True)])
def test_a_red_flag_may_not_wait_for_a_question_that_would_hide_it_when_asked(tmp_path, skipped_means, hides):
    text = GOOD.replace("findings:\n", POT, 1).replace("{leaves: [smoke]}", "{pot: [sparks]}", 1)
    found = faults(tmp_path, text.replace("    skipped_means: no\n", skipped_means, 1))
    assert [each.code for each in found if each.is_error] == (["R018"] if hides else [])
    assert not hides or "write `skipped_means: no` at `soil`" in str(found[0])
