"""`triage weigh`: what it prints, what it writes, what it leaves alone, and what it says when it cannot."""

from __future__ import annotations

import difflib
import json

import pytest

from tests.bench.evaluate.coded_plants import OBO, coded
from tests.bench.weigh import made_up
from tests.rule_texts import in_parts, written
from triage.bench import hpo_library
from triage.bench.check.command import check_all
from triage.cli import main
from triage.rule_files.load import examine, load
from triage.rule_files.measured import load_measured, measured_beside

pytest.importorskip("numpy", reason="the extra `bench`")


@pytest.fixture(autouse=True)
def plants(tmp_path, monkeypatch):
    """The command in a folder with a rule file, cases and a tiny ontology."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "hp.obo").write_text(OBO)
    monkeypatch.setattr(hpo_library, "obo_file", lambda: tmp_path / "hp.obo")
    (tmp_path / "rules.yaml").write_text(coded())
    (tmp_path / "cases.jsonl").write_text(made_up.lines(150, 0.9))
    return tmp_path


def run(*arguments):
    return main(["weigh", "cases.jsonl", "--rules", "rules.yaml", *arguments])


def test_each_strength_is_printed_with_what_would_change(plants, capsys):
    before = (plants / "rules.yaml").read_text()
    assert run() == 0
    shown = capsys.readouterr()
    assert "* thirst: for limp_leaves: moderate -> weak; " in shown.out and "cross-validated" in shown.out
    assert "thirst: against wet_soil: strong; cannot tell, 0 cases" in shown.out
    assert "folds: 5 of 5" in shown.err and "intervals: 40 of 40" in shown.err
    assert (plants / "rules.yaml").read_text() == before and not (plants / "measured.yaml").exists()


def test_as_json_every_strength_has_its_measure_and_interval(capsys):
    assert run("--json") == 0
    found = json.loads(capsys.readouterr().out)
    (limp,) = [each for each in found["strengths"] if (each["pattern"], each["finding"]) == ("thirst", "limp_leaves")]
    assert limp["now"] == limp["judged"] == "moderate" and limp["would_be"] == "weak" and limp["can_tell"]
    low, high = limp["interval"]
    assert 0 <= low <= limp["points"] <= high <= 14
    assert found["figures"]["cases"].keys() == {"as the file is", "with these words", "cross-validated"}


def test_writing_changes_the_lists_and_numbers_alone_and_says_where_each_word_comes_from(plants):
    before = (plants / "rules.yaml").read_text()
    assert run("--write") == 0
    after = (plants / "rules.yaml").read_text()
    changed = [each for each in difflib.ndiff(before.splitlines(), after.splitlines()) if each.startswith("+ ")]
    assert {each.split(":")[0].strip("+ ") for each in changed} <= {"for", "against", "expects", "levels", "close"}
    assert "+         for: {strong: [dry_soil], weak: [limp_leaves]}" in changed
    rules = load(plants / "rules.yaml")
    measure = load_measured(measured_beside(plants / "rules.yaml"), rules).of("thirst", "for", "limp_leaves")
    assert measure is not None and (measure.word, measure.judged, measure.is_measured) == ("weak", "moderate", True)
    assert check_all(plants / "rules.yaml", examine(plants / "rules.yaml"))[str(plants / "measured.yaml")] == ()


def test_measuring_again_pulls_to_judgement_not_to_what_was_measured(plants):
    assert run("--write") == 0
    first = [(plants / name).read_text() for name in ("rules.yaml", "measured.yaml")]
    assert run("--write") == 0
    assert [(plants / name).read_text() for name in ("rules.yaml", "measured.yaml")] == first


def test_what_stands_around_the_lists_stays(plants):
    flow = "for: {strong: [dry_soil], moderate: [limp_leaves]}"
    block = "for:   # all\n          strong: [dry_soil]  # soil\n          moderate: [limp_leaves]   # leaves"
    (plants / "rules.yaml").write_text(coded(**{flow: block}))
    assert run("--write") == 1, "a comment between two lists would be lost"
    kept = block.replace("  # soil", "")
    (plants / "rules.yaml").write_text(coded(**{flow: kept}))
    assert run("--write") == 0
    text = (plants / "rules.yaml").read_text()
    assert "for:   # all\n          strong: [dry_soil]\n          weak: [limp_leaves]   # leaves\n" in text


def test_a_comment_inside_a_list_is_named_and_nothing_is_written(plants, capsys):
    flow = "for: {strong: [dry_soil], moderate: [limp_leaves]}"
    block = "for:\n          strong:\n          - dry_soil # soil\n          moderate: [limp_leaves]"
    text = coded(**{flow: block})
    (plants / "rules.yaml").write_text(text)
    assert run("--write") == 1
    assert "a comment stands inside these lists" in capsys.readouterr().err
    assert (plants / "rules.yaml").read_text() == text and not (plants / "measured.yaml").exists()


def test_a_finding_that_a_pattern_could_list_is_proposed_and_not_added(plants, capsys):
    cut = {
        "for: {strong: [wet_soil], moderate: [yellow_leaves]}": "for: {moderate: [yellow_leaves]}",
        "        expects: {weak: [wet_soil]}\n": "",
    }
    (plants / "rules.yaml").write_text(coded(**cut))
    assert run("--write") == 0
    assert "drowning: for strong wet_soil; gain" in capsys.readouterr().out
    assert all(weight.finding != "wet_soil" or weight.role != "for" for weight in _drowning(plants).weights)


def _drowning(plants):
    return next(p for c in load(plants / "rules.yaml").categories for p in c.patterns if p.id == "drowning")


def test_a_folder_of_rules_is_written_like_one_file(plants):
    folder = written(in_parts(coded()), plants / "plant")
    for rules in ("rules.yaml", "plant"):
        assert main(["weigh", "cases.jsonl", "--rules", rules, "--write"]) == 0
    one, parts = load(plants / "rules.yaml"), load(folder)
    assert (one.categories, one.elsewhere, one.levels, one.close) == (
        parts.categories,
        parts.elsewhere,
        parts.levels,
        parts.close,
    )
