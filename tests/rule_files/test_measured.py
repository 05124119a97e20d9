"""Measures stand beside the rules and decide nothing; what no longer agrees with the rules is left out and named."""

from __future__ import annotations

import pytest

from tests.conftest import HOUSEPLANT, KEY
from tests.web.pages import Visitor
from triage.rule_files.diagnostics import RuleFileError
from triage.rule_files.load import load
from triage.rule_files.measured import examine_measured, load_measured
from triage.settings import Settings
from triage.web.app import create_app

TEXT = """\
ruleset: houseplant
judged: {some: 4, close: 2, strong: 10, lead: 4}
strengths:
  thirst:
    for dry_soil: {word: strong, judged: moderate, cases: 12, here: [34, 41], others: [6, 210]}
    for limp_leaves: {word: moderate, cases: 1, here: [3, 4], others: [9, 210]}
"""


@pytest.fixture
def measured(tmp_path):
    """A way to write measures beside the houseplant rules and read them."""
    (tmp_path / "plant.yaml").write_text(HOUSEPLANT.read_text())

    def read(text=TEXT):
        (tmp_path / "measured.yaml").write_text(text)
        return examine_measured(tmp_path / "measured.yaml", load(tmp_path / "plant.yaml"))

    return read


def test_a_strength_is_measured_where_the_file_knows_the_judged_word(measured):
    found, faults = measured()
    assert faults == ()
    soil, limp = found.of("thirst", "for", "dry_soil"), found.of("thirst", "for", "limp_leaves")
    assert soil.is_measured and (soil.judged, soil.cases, soil.seen, soil.pictured) == ("moderate", 12, 34, 41)
    assert not limp.is_measured and found.of("thirst", "against", "wet_soil") is None


def test_measures_decide_nothing(measured, tmp_path):
    before = load(tmp_path / "plant.yaml")
    measured()
    after = load(tmp_path / "plant.yaml")
    assert before.digest == after.digest and before == after


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("word: strong", "word: weak", "the rules say `strong` for `dry_soil`, and this says `weak`"),
        ("for dry_soil", "for dryness", "the pattern `thirst` has no `dryness` in `for`"),
        ("for dry_soil", "against dry_soil", "the pattern `thirst` has no `dry_soil` in `against`"),
        ("  thirst:", "  hunger:", "no pattern is named `hunger`"),
    ],
)
def test_what_the_rules_no_longer_say_is_named_and_left_out(measured, old, new, words):
    found, faults = measured(TEXT.replace(old, new))
    assert [each.code for each in faults] == ["R106"] and faults[0].message == words
    assert found.of("thirst", "for", "dry_soil") is None


def test_a_broken_file_keeps_the_site_from_starting(measured, houseplant, tmp_path):
    measured(TEXT.replace("cases: 12", "cases: many"))
    with pytest.raises(RuleFileError):
        load_measured(tmp_path / "measured.yaml", houseplant)


def test_without_the_file_every_strength_is_judged(houseplant, tmp_path):
    assert load_measured(tmp_path / "measured.yaml", houseplant).by_name == {}


def test_the_pages_say_where_a_strength_comes_from_and_in_how_many_it_was_seen(measured, tmp_path, database):
    measured()
    app = create_app(Settings((KEY,), rules=tmp_path / "plant.yaml", database_url=database))
    app.testing = True
    visitor = Visitor(app.test_client())
    book = visitor.get("/rules/groups").text
    seen = "Seen in 34 of 41 descriptions of this picture, and in 6 of 210 others."
    assert f"strong, speaks for it; measured on 12 cases, judged before: moderate. {seen}" in book
    assert "limp leaves: moderate, speaks for it; judged." in book, "too few descriptions to count"
    visitor.get("/question/owner")
    visitor.submit("mine")
    visitor.submit("limp")
    visitor.submit("dry")
    assert seen in visitor.get("/result/too_dry").text
