"""The baseline knows diseases by their annotations, never the case's own, and sees the signs that the rules see."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.evaluate.coded_plants import coded, line, ontology
from triage.bench.evaluate.annotations import profiles
from triage.bench.evaluate.baseline import baseline
from triage.bench.evaluate.coded_cases import read_cases
from triage.bench.evaluate.codes_to_answers import Answering
from triage.bench.evaluate.results import evaluated
from triage.rule_files.load import load

LIMP, YELLOW, TIPS, WET, DRY = "HP:0000120", "HP:0000110", "HP:0000111", "HP:0000210", "HP:0000220"
COLUMNS = "{id}\tname\t{qualifier}\t{term}\tref\tPCS\t\t{often}\t\t\tP\tme\n"


def annotated(folder: Path, *rows: tuple[str, str, str]) -> Path:
    """A file of annotations: disease, term, frequency."""
    file = folder / "phenotype.hpoa"
    lines = [COLUMNS.format(id=id, qualifier="", term=term, often=often) for id, term, often in rows]
    file.write_text("#version\n" + "".join(lines) + COLUMNS.format(id="X:1", qualifier="NOT", term=WET, often="1/1"))
    return file


@pytest.mark.parametrize(
    ("said", "often"),
    [("3/4", 0.75), ("40%", 0.4), ("HP:0040281", 0.9), ("", 0.5), ("0/4", None), ("HP:0040285", None)],
)
def test_a_frequency_is_read_in_every_form_and_speaks_for_what_stands_above(tmp_path, said, often):
    found = profiles(annotated(tmp_path, ("X:1", TIPS, said), ("X:9", LIMP, "1/1")), ontology(), {"X:1"})
    assert found.get("X:1", {}).get(TIPS) == often and found.get("X:1", {}).get(YELLOW) == often
    assert WET not in found.get("X:1", {}) and "X:9" not in found


def test_the_case_s_own_disease_is_taken_out_by_code_and_by_name(tmp_path):
    (tmp_path / "rules.yaml").write_text(coded())
    disease = {"id": "X:1", "label": "Drought"}
    (tmp_path / "cases.jsonl").write_text(
        line("dry", LIMP, DRY, category="too_dry", disease=disease)
        + line("kin", LIMP, DRY, category="too_dry", disease={"id": "X:2", "label": "Heat"})
        + line("wet", YELLOW, WET, category="too_wet", disease={"id": "X:3", "label": "Root rot"})
        + line("other", YELLOW, WET, category="too_wet", disease={"id": "X:4", "label": "Flood"})
        + line("well", YELLOW, category="none", disease={"id": "X:5", "label": "Winter"})
    )
    rules = load(tmp_path / "rules.yaml")
    cases = read_cases(tmp_path / "cases.jsonl", [each.id for each in rules.categories])
    results = evaluated(Answering(rules, ontology()), cases)

    def guesses(*rows: tuple[str, str, str]) -> dict[str, tuple[str, ...]]:
        seen = profiles(annotated(tmp_path, *rows), ontology(), {case.disease_id for case in cases})
        return {guess.case.id: guess.ranking for guess in baseline(results, cases, seen, ontology())}

    rot = [("X:3", YELLOW, "9/10"), ("X:3", WET, "9/10"), ("X:4", YELLOW, "9/10"), ("X:4", WET, "9/10")]
    kin = [("X:2", LIMP, "9/10"), ("X:2", DRY, "9/10")]
    found = guesses(("X:1", LIMP, "1/1"), ("X:1", DRY, "1/1"), *kin, *rot)
    assert found["dry"] == ("too_dry", "too_wet") and found["wet"] == ("too_wet", "too_dry")
    assert "well" not in found, "it cannot say that nothing matches"
    alone = guesses(("X:1", LIMP, "1/1"), ("X:1", DRY, "1/1"), *rot)
    assert alone["dry"] == ("too_wet",), "its own disease was the only one of its category"
