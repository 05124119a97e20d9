"""Look-alikes say nothing that the points contradict; a pair that does is named, and left out."""

from __future__ import annotations

import pytest

from tests.conftest import HOUSEPLANT
from triage.bench.check.command import check_all
from triage.core.contrast import contrast, picture
from triage.rule_files.load import examine, load
from triage.rule_files.look_alikes import examine_look_alikes, look_alikes_beside, shown_by
from triage.rule_files.worked_cases import cases_beside, load_cases
from triage.settings import RULES

CASES = """\
title: Plants
cases:
  - id: thirsty
    name: Thirsty
    story: The leaves hang.
    answers: {leaves: [limp], soil: [dry]}
    expects: {best: [too_dry], urgency: soon}
    teaches: Water.
    source: [book]
  - id: drowned
    name: Drowned
    story: The leaves are yellow.
    answers: {leaves: [yellow], soil: [wet]}
    expects: {best: [too_wet], urgency: none}
    teaches: Wait.
    source: [book]
"""
PAIR = """\
pairs:
  - id: limp_or_yellow
    first: {picture: thirst, name: Thirst, case: thirsty, signs: [dry_soil, limp_leaves]}
    second: {picture: drowning, name: Drowning, case: drowned, signs: [wet_soil]}
    apart: Put a finger in.
    source: [book]
"""


@pytest.fixture
def plants(tmp_path):
    """The house plants with two cases."""
    (tmp_path / "plants.yaml").write_text(HOUSEPLANT.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "plants.yaml").write_text(CASES, encoding="utf-8")
    return tmp_path / "plants.yaml"


@pytest.fixture
def pairs(plants):
    """A way to write pairs beside the house plants and read them."""

    def read(text=PAIR):
        rules = load(plants)
        look_alikes_beside(plants).write_text(text, encoding="utf-8")
        return examine_look_alikes(look_alikes_beside(plants), rules, load_cases(cases_beside(plants), rules))

    return read


def test_a_pair_is_read_with_its_pictures_and_its_cases(pairs):
    ((pair,), faults) = pairs()
    assert faults == () and (pair.first.picture.id, pair.second.case.id) == ("thirst", "drowned")


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("signs: [wet_soil]", "signs: [yellow_leaves, dry_soil]", "R027", 4),
        ("[dry_soil, limp_leaves]", "[yellow_leaves]", "R027", 3),
        ("case: drowned", "case: thirsty", "R027", 4),
        ("case: drowned", "case: nobody", "R012", 4),
        ("drowning, name: Drowning, case: drowned", "thirst, name: Again, case: thirsty", "R013", 4),
        ("picture: drowning", "picture: drowing", "R012", 4),
        ("[dry_soil, limp_leaves]", "[dry_sole]", "R012", 3),
        ("source: [book]", "source: [page]", "R012", 6),
        ("apart: Put a finger in.", "apart: ''", "R023", 5),
    ],
)
def test_a_pair_with_a_fault_is_left_out_and_the_fault_named_with_its_line(pairs, old, new, code, line):
    found, faults = pairs(PAIR.replace(old, new))
    assert found == () and {(fault.code, fault.line) for fault in faults} == {(code, line)}


def test_a_fault_in_one_pair_leaves_the_others(pairs):
    more = PAIR.removeprefix("pairs:\n").replace("limp_or_yellow", "other").replace("[wet_soil]", "[dry_soil]")
    found, faults = pairs(PAIR + more)
    assert [pair.id for pair in found] == ["limp_or_yellow"] and [fault.code for fault in faults] == ["R027"]
    found, faults = pairs(PAIR + PAIR.removeprefix("pairs:\n"))
    assert len(found) == 1 and [fault.code for fault in faults] == ["R015"]


def test_the_check_says_when_a_change_of_the_rules_leaves_a_pair_behind(pairs, plants):
    assert pairs()[1] == ()
    text = plants.read_text(encoding="utf-8")
    before = check_all(plants, examine(plants))[str(look_alikes_beside(plants))]
    plants.write_text(
        text.replace("moderate: [limp_leaves]", "moderate: [yellow_leaves]").replace(", weak: [yellow_leaves]}", "}", 1)
    )
    after = check_all(plants, examine(plants))[str(look_alikes_beside(plants))]
    assert before == () and "R027" in {fault.code for fault in after}


@pytest.fixture(scope="module")
def shipped(rules):
    """The shipped cases and pairs."""
    cases = load_cases(cases_beside(RULES), rules)
    return cases, *examine_look_alikes(look_alikes_beside(RULES), rules, cases)


def test_the_shipped_pairs_agree_with_the_points_and_their_cases_come_out_as_their_pictures(rules, shipped):
    _, pairs, faults = shipped
    assert faults == () and len(pairs) >= 12
    for pair in pairs:
        both = contrast(rules, pair.first.picture, pair.second.picture)
        assert set(pair.first.signs) <= {each.finding.id for each in both.of_first}, pair.id
        assert set(pair.second.signs) <= {each.finding.id for each in both.of_second}, pair.id
        for twin in (pair.first, pair.second):
            assert twin.picture.id in shown_by(rules, twin.case), pair.id
            assert picture(rules, twin.picture.id) is twin.picture


def test_every_pair_of_shipped_look_alikes_stands_once(shipped):
    _, pairs, _ = shipped
    keys = [frozenset((pair.first.picture.id, pair.second.picture.id)) for pair in pairs]
    assert len(set(keys)) == len(keys)
