"""Lint: what has a clear meaning and is most probably not meant is a warning at its place."""

from __future__ import annotations

import pytest

from tests.conftest import HOUSEPLANT
from triage.bench.check.lint import lint, lint_loaded
from triage.bench.check.lint_children import without_children
from triage.cli import main
from triage.rule_files.diagnostics import CODES
from triage.rule_files.load import examine, load
from triage.settings import RULES

GOOD = HOUSEPLANT.read_text(encoding="utf-8")
YELLOW = (
    "{id: yellow_leaves, text: yellow leaves, term: chlorosis, when: {leaves: [yellow]}, group: leaves, source: [book]}"
)
ONE_MORE = "  - {id: pale, text: pale, term: pallor, when: {leaves: [yellow]}, source: [book]}\n"
CHILD_ONLY = """\
  - id: young
    kind: many
    area: leaf
    text: What of the seedling?
    help: Look.
    why: seedlings are small.
    ask_when: {owner: [seedling]}
    options:
      - {id: tiny, text: it is tiny}
findings:
  - {id: tiny, text: tiny, term: small, when: {young: [tiny]}, source: [book]}
"""


HARD_TO_READ = (
    "Limpness, discoloration and deterioration usually accompany continuous dehydration over several very long weeks."
)


class Plants:
    """A tiny ontology: HP:0000001 stands above HP:0000002 and HP:0000003."""

    def current(self, id):
        return id.replace("HP:0000009", "HP:0000001")

    def up(self, id):
        current = self.current(id)
        return frozenset({current, "HP:0000001"})


def linted(tmp_path, text, ontology=None):
    file = tmp_path / "rules.yaml"
    file.write_text(text, encoding="utf-8")
    return lint(examine(file), ontology)


def changed(*changes):
    text = GOOD
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


LINTS = [
    ("R201", [("      - {id: smoke,", "      - {id: sticky, text: they stick}\n      - {id: smoke,")], "`sticky`"),
    ("R202", [("findings:\n", "findings:\n" + ONE_MORE)], "`pale`"),
    (
        "R203",
        [
            (
                "for: {strong: [wet_soil], moderate: [yellow_leaves]}",
                "for: {strong: [dry_soil], moderate: [limp_leaves]}",
            ),
            ("against: {strong: [dry_soil]}", "against: {strong: [wet_soil], weak: [yellow_leaves]}"),
            ("        expects: {weak: [wet_soil]}\n", ""),
        ],
        "`drowning` has the same lists as pattern `thirst`",
    ),
    (
        "R204",
        [("findings:\n", "findings:\n" + ONE_MORE), ("moderate: [yellow_leaves]}", "moderate: [yellow_leaves, pale]}")],
        "`yellow` of question `leaves` alone makes both `yellow_leaves` and `pale` yes",
    ),
    (
        "R206",
        [("kind: one\n    area: soil", "kind: many\n    area: soil"), ("findings:\n", CHILD_ONLY)],
        "no pattern of category `too_wet`",
    ),
    ("R103", [("Limp leaves stand in dry soil.", "Limp " + "and very limp " * 8 + "leaves stand there.")], "28 words"),
    ("R103", [("Limp leaves stand in dry soil.", HARD_TO_READ)], "years at school"),
    ("R104", [("help: Put a finger in.", "help: Put your finger in.")], "`your` to everyone"),
    ("R104", [("child: What is on the small leaves?", "child: What do you see?")], "`you` to who reads about"),
    ("R207", [("The roots cannot breathe.", "They get no ventilation.")], "the word `ventilation`"),
    ("R207", [("The roots cannot breathe.", "They get no CO.")], "the word `CO`"),
    (
        "R221",
        [("urgency: emergency", "urgency: soon")],
        "its words sound like `emergency` or `same_day`",
    ),
    ("R222", [("    skipped_means: no\n", "")], "expects `wet_soil`, but whoever is not asked `soil`"),
    ("R223", [("text: they hang}", "text: they hang, codes: [HP:9999999]}")], "`HP:9999999` is no term of HPO"),
    ("R223", [("text: they hang}", "text: they hang, codes: [HP:0000057]}")], "now `HP:0008665 Clitoral hypertrophy`"),
    ("R224", [("say: Ask soon.", "say: Water it. Ask within two weeks.")], "`wilting` can wait, but its first"),
    ("R109", [("term: drought", "term: 干旱")], "no letter for `干`"),
    ("R105", [("help: Look at both", "help: Look at # both")], "ends before this ` #`"),
    ("R107", [("help: Look at both sides.", "help: FILL IN")], "still to be written"),
    ("R208", [("kind: guideline", "kind: textbook")], "`fire` names no guideline, authority or study"),
]


def test_the_tiny_rule_set_has_nothing_to_warn_of(tmp_path):
    assert linted(tmp_path, GOOD, Plants()) == ()


def test_the_shipped_file_has_nothing_to_warn_of_but_codes():
    assert [str(each) for each in lint_loaded(examine(RULES)) if each.code != "R205"] == []


@pytest.mark.parametrize(("code", "changes", "words"), LINTS, ids=[each[0] for each in LINTS])
def test_each_lint_is_a_warning_at_its_line_with_a_hint(tmp_path, code, changes, words):
    text = changed(*changes)
    found = [each for each in linted(tmp_path, text) if each.code == code and words in each.message]
    assert found, [str(each) for each in linted(tmp_path, text)]
    assert not found[0].is_error and found[0].hint and code in CODES
    assert text.splitlines()[found[0].line - 1] == found[0].quoted


def test_an_option_that_only_chooses_words_is_read_by_nothing_and_that_is_fine(tmp_path):
    text = changed(
        ("      - {id: smoke,", "      - {id: sticky, text: they stick, wording: true}\n      - {id: smoke,")
    )
    assert linted(tmp_path, text) == ()


def test_findings_that_only_name_one_another_are_unused(tmp_path):
    more = ONE_MORE + "  - {id: paler, text: paler, term: pallor, when: {finding: pale}, source: [book]}\n"
    found = linted(tmp_path, changed(("findings:\n", "findings:\n" + more)))
    assert [each.message.split("`")[3] for each in found if each.code == "R202"] == ["pale", "paler"]


def test_a_finding_that_a_used_finding_names_is_used(tmp_path):
    text = changed(
        ("findings:\n", "findings:\n" + ONE_MORE), ("when: {leaves: [yellow]}, group", "when: {finding: pale}, group")
    )
    assert linted(tmp_path, text) == ()


@pytest.mark.parametrize("used", ["needs: {finding: pale}", "needs: {not: {finding: pale}}"])
def test_a_finding_that_needs_name_is_used(tmp_path, used):
    text = changed(("findings:\n", "findings:\n" + ONE_MORE), ("    for: {weak:", f"    {used}\n    for: {{weak:"))
    assert linted(tmp_path, text) == ()


@pytest.mark.parametrize(
    ("finding", "counts"),
    [
        ("when: {leaves: [yellow]}, group: leaves", 0),
        ("when: {leaves: [yellow, limp]}", 1),
        ("when: {any: [{soil: [dry]}, {finding: yellow_leaves}]}", 1),
        ("when: {all: [{soil: [dry]}, {leaves: [yellow]}]}", 0),
        ("when: {all: [{leaves: [yellow, smoke]}, {leaves: [yellow]}]}", 1),
        ("when: {leaves: {at_least: 2, of: [yellow, limp]}}", 0),
        ("when: {not: {leaves: [yellow]}}", 0),
    ],
)
def test_an_answer_counts_twice_when_it_alone_makes_two_findings_outside_one_group_yes(tmp_path, finding, counts):
    one_more = f"{YELLOW}\n  - {{id: pale, text: pale, term: pallor, {finding}, source: [book]}}"
    text = changed((YELLOW, one_more), ("moderate: [yellow_leaves]}", "moderate: [yellow_leaves, pale]}"))
    assert len([each for each in linted(tmp_path, text) if each.code == "R204"]) == counts


def test_a_finding_for_and_a_finding_against_may_share_an_answer(tmp_path):
    text = changed(
        ("findings:\n", "findings:\n" + ONE_MORE),
        ("against: {strong: [dry_soil]}", "against: {strong: [dry_soil, pale]}"),
    )
    assert linted(tmp_path, text) == ()


# --- codes ------------------------------------------------------------------------------------------------------------

ABOVE = ("{id: yellow, text: they are yellow}", "{id: yellow, text: they are yellow, codes: [HP:0000001]}")
BELOW = ("{id: limp, text: they hang}", "{id: limp, text: they hang, codes: [HP:0000002]}")


def test_a_code_above_that_of_another_option_ticks_both(tmp_path):
    (found,) = linted(tmp_path, changed(ABOVE, BELOW), Plants())
    assert found.code == "R205" and "`yellow`" in found.message and "`limp`" in found.message


def test_a_former_id_of_a_code_counts_as_the_present_one(tmp_path):
    text = changed((ABOVE[0], ABOVE[1].replace("HP:0000001", "HP:0000009")), BELOW)
    assert [each.code for each in linted(tmp_path, text, Plants())] == ["R205"]


@pytest.mark.parametrize(
    "changes",
    [
        [ABOVE, (BELOW[0], BELOW[1].replace("0000002", "0000001"))],
        [(ABOVE[0], ABOVE[1].replace("0000001", "0000002")), (BELOW[0], BELOW[1].replace("0000002", "0000003"))],
        [
            ("{id: wet, text: wet}", "{id: wet, text: wet, codes: [HP:0000001]}"),
            ("{id: dry, text: dry}", "{id: dry, text: dry, codes: [HP:0000002]}"),
        ],
    ],
    ids=["the same code", "codes side by side", "a question of kind one, which takes the narrower"],
)
def test_codes_that_do_no_harm_are_left_alone(tmp_path, changes):
    assert linted(tmp_path, changed(*changes), Plants()) == ()


def test_a_broader_option_that_is_read_only_beside_the_narrower_one_is_left_alone(tmp_path):
    text = changed(ABOVE, BELOW, ("when: {leaves: [yellow]}, group", "when: {leaves: [yellow, limp]}, group"))
    text = text.replace("text: Sun, when: {leaves: [yellow]}", "text: Sun, when: {leaves: [yellow, limp]}")
    assert [each for each in linted(tmp_path, text, Plants()) if each.code == "R205"] == []


def test_an_option_that_says_that_its_broader_code_is_meant_is_left_alone(tmp_path):
    meant = changed(ABOVE, BELOW).replace("codes: [HP:0000001]}", "codes: [HP:0000001], broader: true}")
    assert linted(tmp_path, meant, Plants()) == ()


def test_without_an_ontology_codes_are_not_looked_at(tmp_path):
    assert linted(tmp_path, changed(ABOVE, BELOW)) == ()


# --- children ---------------------------------------------------------------------------------------------------------


def test_every_shipped_category_has_a_pattern_for_children(rules):
    assert without_children(rules) == ()


def test_a_pattern_is_for_children_when_what_a_child_is_asked_brings_it_to_a_level(tmp_path):
    file = tmp_path / "rules.yaml"
    file.write_text(
        changed(("ask_when: {leaves: [yellow, limp]}", "ask_when: {owner: [mine, friend]}")), encoding="utf-8"
    )
    assert without_children(load(file)) == ()
    adults = changed(
        ("ask_when: {leaves: [yellow, limp]}", "ask_when: {owner: [mine, friend]}"),
        ("for: {strong: [wet_soil], moderate: [yellow_leaves]}", "for: {strong: [wet_soil]}"),
    )
    file.write_text(adults, encoding="utf-8")
    assert without_children(load(file)) == ("too_wet",)


def test_where_children_have_questions_of_their_own_one_of_these_must_help(tmp_path):
    file = tmp_path / "rules.yaml"
    file.write_text(changed(("findings:\n", CHILD_ONLY)), encoding="utf-8")
    assert without_children(load(file)) == ("too_dry", "too_wet")
    helped = changed(("findings:\n", CHILD_ONLY), ("moderate: [limp_leaves]}", "moderate: [limp_leaves, tiny]}"))
    file.write_text(helped, encoding="utf-8")
    assert without_children(load(file)) == ("too_wet",)


def test_a_file_that_knows_no_children_is_left_alone(tmp_path):
    file = tmp_path / "rules.yaml"
    file.write_text(changed(("findings:\n", CHILD_ONLY), (", child: {owner: [seedling]}}", "}")), encoding="utf-8")
    assert without_children(load(file)) == ()


# --- the command ------------------------------------------------------------------------------------------------------


def test_check_lists_warnings_among_the_faults_and_strict_fails_on_them(tmp_path, capsys):
    file = tmp_path / "rules.yaml"
    file.write_text(changed(("findings:\n", "findings:\n" + ONE_MORE)), encoding="utf-8")
    today = ["--today", "2026-11-21"]
    assert main(["check", str(file), *today]) == 0
    out = capsys.readouterr().out
    assert "warning R202" in out and "0 errors, 1 warnings" in out
    assert main(["check", str(file), "--strict", *today]) == 1


def test_a_file_with_errors_is_not_linted(tmp_path, capsys):
    file = tmp_path / "rules.yaml"
    file.write_text(changed(("findings:\n", "findings:\n" + ONE_MORE), ("area: leaf", "area: leef")), encoding="utf-8")
    assert main(["check", str(file)]) == 1
    assert "R202" not in capsys.readouterr().out


def test_the_document_names_every_lint():
    document = (RULES.parent.parent / "docs" / "worked-cases.md").read_text(encoding="utf-8")
    assert all(f"| `{code}` |" in document for code in CODES if code.startswith("R2"))
