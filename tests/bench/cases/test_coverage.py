"""Coverage: what the worked cases touch, and a threshold that the shipped cases must keep."""

from __future__ import annotations

import json

import pytest

from tests.rule_files.test_worked_cases import CASES, GOOD, PLANTS, SHIPPED, loaded, plants
from triage.bench.cases.coverage import (
    CONDITIONS,
    ELSEWHERE,
    FINDINGS,
    KINDS,
    NOTES,
    OPTIONS,
    PATTERNS,
    RED_FLAGS,
    as_words,
    cover,
    spelt,
)
from triage.cli import main
from triage.rule_files.build_conditions import Scope, read_condition
from triage.rule_files.references import Names
from triage.rule_files.yaml_reader import parse_document

COVERED = cover(SHIPPED, CASES)
LEAST = {FINDINGS: 100, PATTERNS: 100, ELSEWHERE: 100, OPTIONS: 100, RED_FLAGS: 100, NOTES: 100, CONDITIONS: 98}


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_cases_touch_enough_of_the_rule_file(kind):
    assert COVERED.percent(kind) >= LEAST[kind], COVERED.missing(kind)


def test_one_case_touches_what_it_makes_yes_and_what_it_makes_no(tmp_path):
    covered = cover(PLANTS, loaded(tmp_path, GOOD))
    findings = covered.of(FINDINGS)
    assert findings["limp_leaves is yes"] == ("thirsty",) and findings["limp_leaves is no"] == ()
    assert findings["yellow_leaves is no"] == ("thirsty",) and findings["yellow_leaves is yes"] == ()
    assert covered.missing(PATTERNS) == ("too_wet › drowning",)
    assert covered.missing(ELSEWHERE) == ("old_age",)
    assert set(covered.missing(OPTIONS)) == {
        "owner › friend",
        "owner › seedling",
        "leaves › yellow",
        "leaves › smoke",
        "soil › wet",
    }
    assert covered.missing(RED_FLAGS) == ("fire",)
    assert covered.missing(NOTES) == ("sun",)
    assert covered.percent(PATTERNS) == 50


def test_both_sides_of_every_part_of_a_condition_are_counted(tmp_path):
    parts = cover(PLANTS, loaded(tmp_path, GOOD)).of(CONDITIONS)
    assert parts["question soil: {leaves: [yellow, limp]} is yes"] == ("thirsty",)
    assert parts["question soil: {leaves: [yellow, limp]} is no"] == ()
    assert parts["finding dry_soil: {not: {finding: wet_soil}} is yes"] == ("thirsty",)
    assert parts["finding dry_soil: {finding: wet_soil} is no"] == ("thirsty",)
    assert parts["voice other: {owner: [friend]} is no"] == ("thirsty",)
    assert parts["category too_dry: {finding: dry_soil} is yes"] == ("thirsty",)
    assert parts["red flag fire: {leaves: [smoke]} is no"] == ("thirsty",)


def test_unknown_is_neither_side(tmp_path):
    covered = cover(PLANTS, loaded(tmp_path, GOOD.replace("soil: [dry]", "soil: [not_sure]")))
    assert {"wet_soil is yes", "wet_soil is no"} <= set(covered.missing(FINDINGS))


def test_an_answer_off_the_path_touches_nothing(tmp_path):
    text = GOOD.replace("leaves: [limp]", "leaves: [smoke]")
    assert "soil › dry" in cover(PLANTS, loaded(tmp_path, text)).missing(OPTIONS)


def test_no_case_touches_nothing_and_all_is_missing():
    covered = cover(PLANTS, [])
    assert all(covered.percent(kind) == 0 for kind in KINDS)
    assert "No case touches:" in as_words(covered)


def test_one_more_case_never_covers_less():
    half = cover(SHIPPED, CASES[::2])
    assert all(set(COVERED.missing(kind)) <= set(half.missing(kind)) for kind in KINDS)


def test_100_percent_means_that_nothing_is_missing():
    assert all((COVERED.percent(kind) == 100) == (not COVERED.missing(kind)) for kind in KINDS)


def test_a_condition_is_spelt_as_the_rule_file_reads_it():
    questions = {question.id: question.option_ids for question in SHIPPED.questions}
    findings = frozenset(finding.id for finding in SHIPPED.findings)
    conditions = [finding.when for finding in SHIPPED.findings] + [note.when for note in SHIPPED.notes]
    for condition in conditions:
        document = parse_document(spelt(condition).encode(), "x")
        names = Names(document)
        names.declare("question", ((id, ()) for id in questions))
        names.declare("finding", ((id, ()) for id in findings))
        for id, options in questions.items():
            names.declare("option", ((option, ()) for option in options), of=id)
        assert read_condition(Scope(names, questions.keys(), findings), (), document.data) == condition


def test_the_command_fails_under_the_threshold_and_names_the_kind(tmp_path, capsys):
    rules = plants(tmp_path)
    assert main(["coverage", "--rules", str(rules)]) == 0
    assert main(["coverage", "--rules", str(rules), "--least", "50"]) == 1
    said = capsys.readouterr()
    assert "notes: 0 % is less than 50 %" in said.err
    assert "too_wet › drowning" in said.out and "1 of 2" in said.out


def test_the_command_passes_the_shipped_cases_at_90_percent(capsys):
    assert main(["coverage", "--least", "90"]) == 0
    out = capsys.readouterr().out
    assert all(kind in out for kind in KINDS)


def test_json_says_what_is_missing_and_who_touches_what(tmp_path, capsys):
    assert main(["coverage", "--json", "--rules", str(plants(tmp_path))]) == 0
    kinds = json.loads(capsys.readouterr().out)["kinds"]
    assert kinds[PATTERNS]["missing"] == ["too_wet › drowning"]
    assert kinds[PATTERNS]["touched"] == {"too_dry › thirst": ["thirsty"]}


@pytest.mark.parametrize("percent", ["-1", "101", "many"])
def test_a_threshold_that_is_no_percentage_is_refused(percent, capsys):
    with pytest.raises(SystemExit) as leaving:
        main(["coverage", f"--least={percent}"])
    assert leaving.value.code == 2
    assert "whole number from 0 to 100" in capsys.readouterr().err
