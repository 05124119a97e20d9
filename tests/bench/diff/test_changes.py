"""What differs between two rule files: exactly the changed things, in words, and whether they decide a result."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import HOUSEPLANT
from tests.core.random_files import conditions, files_and_responses, questionnaires, reversed_file
from tests.rule_texts import as_one
from triage.bench.diff.changes import changes
from triage.bench.diff.changes_in_words import in_words, settled
from triage.bench.diff.outcomes import disagree
from triage.core.assessment import assess
from triage.core.conditions import All, Any, Chosen, Found, Not
from triage.rule_files.load import load
from triage.settings import RULES

pytestmark = pytest.mark.slow

PLANTS = HOUSEPLANT.read_text(encoding="utf-8")
SHIPPED = as_one(RULES)

MORE = """  - id: pests
    text: small bugs
    when: {leaves: [smoke]}
    urgency: same_day
    say: Ask today.
    because: They spread.
    source: [book]
notes:"""

OF_PLANTS = [
    (
        "{id: dry, text: dry}",
        "{id: dry, text: dry, offered_when: {owner: [mine]}}",
        ["! option soil › dry: changed"],
        "offered when",
    ),
    (
        "text: they are yellow}",
        "text: they are yellow, excludes: [limp]}",
        ["  option leaves › yellow: changed"],
        "cannot be with",
    ),
    (
        "typical_of: [root rot]",
        "typical_of: [root rot]\n        named_when: {owner: [mine]}",
        ["  pattern too_wet › drowning: changed"],
        "can be named when",
    ),
    ("close: 2", "close: 2\ntreatable_first: [too_wet]", ["  file header: changed"], "order of groups that look alike"),
    (
        "for: {strong: [wet_soil], moderate: [yellow_leaves]}",
        "for: {strong: [wet_soil], weak: [yellow_leaves]}",
        ["! pattern too_wet › drowning: changed"],
        "“yellow leaves” (yellow_leaves): moved from moderate to weak for it",
    ),
    (
        "against: {strong: [wet_soil], weak: [yellow_leaves]}",
        "against: {strong: [wet_soil]}",
        ["! pattern too_dry › thirst: changed"],
        "“yellow leaves” (yellow_leaves): taken out, was weak against it",
    ),
    (
        "for: {strong: [dry_soil], moderate: [limp_leaves]}\n        against: {strong: [wet_soil]",
        "for: {strong: [dry_soil, wet_soil], moderate: [limp_leaves]}\n        against: {strong: []",
        ["! pattern too_dry › thirst: changed"],
        "“wet soil” (wet_soil): turned from strong against it to strong for it",
    ),
    (
        "expects: {weak: [wet_soil]}",
        "expects: {weak: [wet_soil], strong: [yellow_leaves]}",
        ["! pattern too_wet › drowning: changed"],
        "“yellow leaves” (yellow_leaves): added, strong against it when missing",
    ),
    ("strengths: {strong: 7", "strengths: {strong: 8", ["! strength strong: changed"], "points: 7 -> 8"),
    ("strong: {from: 10, lead: 4", "strong: {from: 9, lead: 4", ["! level strong: changed"], "from points: 10 -> 9"),
    ("close: 2", "close: 3", ["! threshold close: changed"], "points: 2 -> 3"),
    ("leaves: {most: 8", "leaves: {most: 7", ["! group leaves: changed"], "most points: 8 -> 7"),
    (
        "ask_when: {leaves: [yellow, limp]}",
        "ask_when: {leaves: [yellow, limp, smoke]}",
        ["! question soil: changed"],
        "asked when: added “they smoke” (What do you see on the leaves?)",
    ),
    (
        "    ask_when: {leaves: [yellow, limp]}\n",
        "",
        ["! question soil: changed"],
        "asked when: “they are yellow” or “they hang” (What do you see on the leaves?) -> always",
    ),
    ("    skipped_means: no\n", "", ["! question soil: changed"], "skipped means no: yes -> no"),
    ("text: Sun,", "text: Sunlight,", ["  note sun: changed"], "text: “Sun” -> “Sunlight”"),
    (
        "{self: What do you see on the leaves?,",
        "{self: What is on the leaves?,",
        ["  question leaves: changed"],
        "text (self): “What do you see on the leaves?” -> “What is on the leaves?”",
    ),
    ("{id: dry, text: dry}", "{id: dry, text: bone dry}", ["  option soil › dry: changed"], "“dry” -> “bone dry”"),
    (
        "      - {id: dry, text: dry}",
        "      - {id: dry, text: dry}\n      - {id: damp, text: damp}",
        ["! option soil › damp: added"],
        "“damp”",
    ),
    (
        "needs: {any: [{finding: yellow_leaves}, {finding: wet_soil}]}",
        "needs: {any: [{finding: wet_soil}]}",
        ["! category too_wet: changed"],
        "needs, any of: taken out “yellow leaves”",
    ),
    (
        "{all: [{soil: [dry]}, {not: {finding: wet_soil}}]}",
        "{all: [{soil: [dry]}, {not: {finding: limp_leaves}}]}",
        ["! finding dry_soil: changed"],
        "when, all of, not: “wet soil” -> “limp leaves”",
    ),
    ("urgency: soon", "urgency: same_day", ["! red flag wilting: changed"], "urgency: soon -> same_day"),
    ("notes:", MORE, ["! red flag pests: added"], "when “they smoke” (What do you see on the leaves?)"),
    (
        "{id: yellow_leaves, text: yellow leaves, term: chlorosis, when: {leaves: [yellow]}, group: leaves,",
        "{id: yellow_leaves, text: yellow leaves, term: chlorosis, when: {leaves: [yellow]},",
        ["! finding yellow_leaves: changed"],
        "group: leaves -> nothing",
    ),
    ("harmless: [winter]", "harmless: [winter, frost]",
     ["  text about: changed"], "about, no match, harmless: added “frost”"),
    ("version: 1.0", "version: 1.1", ["  file header: changed"], "version: 1.0 -> 1.1"),
    ("text: A book about plants,", "text: A book,", ["  source book: changed"], "A book about plants -> A book"),
    ("kind: guideline,", "kind: textbook,", ["  source book: changed"], "kind: guideline -> textbook"),
    ("leaf: Its leaves,", "leaf: The leaves,", ["  area leaf: changed"], "“Its leaves” -> “The leaves”"),
    ('number: "999"', 'number: "112"', ["  emergency number GB: changed"], "number: 999 -> 112"),
    ("{id: limp, text: they hang}", "{id: limp, text: they hang, codes: [HP:0000001]}",
     ["  option leaves › limp: changed"], "clues of coded cases, codes: added HP:0000001"),
    ("source: [book]\n    ask:", "source: [book]\n    needs: {finding: wet_soil}\n    ask:",
     ["! elsewhere pattern old_age: changed"], "needs: always -> “wet soil”"),
    ("child: {owner: [seedling]}", "child: {owner: [seedling, friend]}", ["  voice child: changed"],
     "added “a friend's”"),
]  # fmt: skip

OF_THE_SHIPPED_FILE = [
    ("strong: {from: 12, lead: 7", "strong: {from: 11, lead: 7", ["! level strong: changed"], "from points: 12 -> 11"),
    ("eye_signs: {most: 14, least: -9}", "eye_signs: {most: 11, least: -9}", ["! group eye_signs: changed"],
     "14 -> 11"),
    ("strengths: {strong: 7, moderate: 4", "strengths: {strong: 7, moderate: 5", ["! strength moderate: changed"],
     "4 -> 5"),
    ("close: 4", "close: 5", ["! threshold close: changed"], "points: 4 -> 5"),
    ("  minutes: 8", "  minutes: 9", ["  text about: changed"], "about, minutes: 8 -> 9"),
]  # fmt: skip


def said(old, new):
    return [f"{'!' if each.decides else ' '} {each}" for each in changes(old, new)]


def edited(tmp_path, text, old, new):
    assert text.count(old) >= 1, old
    file = tmp_path / "rules.yaml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return load(file)


@pytest.mark.parametrize(("old", "new", "changed", "detail"), OF_PLANTS)
def test_an_edit_of_the_tiny_rule_set_lists_exactly_what_it_changes(tmp_path, houseplant, old, new, changed, detail):
    after = edited(tmp_path, PLANTS, old, new)
    assert said(houseplant, after) == changed
    assert any(detail in line for each in changes(houseplant, after) for line in each.details)


@pytest.mark.parametrize(("old", "new", "changed", "detail"), OF_THE_SHIPPED_FILE)
def test_an_edit_of_the_shipped_file_lists_exactly_what_it_changes(tmp_path, rules, old, new, changed, detail):
    after = edited(tmp_path, SHIPPED, old, new)
    assert said(rules, after) == changed
    assert any(detail in line for each in changes(rules, after) for line in each.details)


def test_each_thing_of_the_shipped_file_is_told_when_it_is_retired(rules):
    for kind in ("findings", "red_flags", "notes", "elsewhere", "sources"):
        for each in getattr(rules, kind):
            rest = tuple(other for other in getattr(rules, kind) if other is not each)
            (change,) = changes(rules, replace(rules, **{kind: rest}))
            assert (change.id, change.how) == (each.id, "retired")
            (back,) = changes(replace(rules, **{kind: rest}), rules)
            assert (back.id, back.how, back.details) == (each.id, "added", change.details)


def test_a_new_name_is_one_thing_retired_and_one_added(houseplant):
    renamed = replace(houseplant.red_flags[0], id="smoke")
    after = replace(houseplant, red_flags=(renamed, *houseplant.red_flags[1:]))
    assert said(houseplant, after) == ["! red flag smoke: added", "! red flag fire: retired"]


def test_another_order_of_the_questions_is_told_and_decides_nothing(houseplant):
    owner, leaves, soil = houseplant.questions
    (change,) = changes(houseplant, replace(houseplant, questions=(leaves, owner, soil)))
    assert change.details == ("asked in this order: owner, leaves, soil -> leaves, owner, soil",)
    assert not change.decides


def test_a_shipped_file_does_not_differ_from_itself_in_another_order(rules):
    assert changes(rules, rules) == ()
    assert changes(rules, reversed_file(rules)) == ()


def test_conditions_are_said_in_words(houseplant):
    yellow, limp = Chosen("leaves", ("yellow",)), Found("limp_leaves")
    two = Chosen("leaves", ("yellow", "limp", "smoke"), 2)
    leaves = "(What do you see on the leaves?)"
    assert in_words(houseplant, All((yellow, Not(limp)))) == f"all of [“they are yellow” {leaves}; not “limp leaves”]"
    assert in_words(houseplant, Any((limp, two))) == (
        f"any of [“limp leaves”; at least 2 of “they are yellow”, “they hang”, “they smoke” {leaves}]"
    )


@given(questionnaires())
def test_a_file_does_not_differ_from_itself(file):
    assert changes(file, file) == ()


@given(questionnaires())
def test_promise_4_a_file_does_not_differ_from_itself_in_another_order(file):
    assert changes(file, reversed_file(file)) == ()


@given(files_and_responses(), st.data())
def test_what_is_said_to_decide_nothing_changes_no_result(given_, data):
    file, response = given_
    ids = [question.id for question in file.questions]
    flags = tuple(replace(flag, when=data.draw(conditions(ids, without_not=True))) for flag in file.red_flags)
    notes = tuple(replace(note, when=data.draw(conditions(ids))) for note in file.notes)
    close = data.draw(st.integers(3, 5))
    after = replace(file, red_flags=flags, notes=notes, close=close)
    found = changes(file, after)
    assert bool(found) == (changes(after, file) != ())
    if not any(change.decides for change in found):
        assert not disagree(assess(file, response), assess(after, response))


@given(questionnaires(), st.data())
def test_every_condition_that_means_something_else_is_told(file, data):
    ids = [question.id for question in file.questions]
    finding = data.draw(st.sampled_from(file.findings))
    when = data.draw(conditions(ids))
    after = replace(
        file, findings=tuple(replace(each, when=when) if each is finding else each for each in file.findings)
    )
    found = changes(file, after)
    assert all(change.id == finding.id and change.details and change.decides for change in found)
    assert len(found) == (settled(when) != settled(finding.when))
