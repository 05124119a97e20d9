"""The figures in `docs/evaluation.md` are those of the shipped rule file, or this fails."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bench.evaluate.coded_plants import OBO, coded, line
from triage.bench import hpo_library
from triage.bench.evaluate.coded_cases import read_cases
from triage.bench.evaluate.codes_to_answers import Answering
from triage.bench.evaluate.docs_record import BEGIN, END, block, deciding, with_block
from triage.bench.evaluate.report_text import reported
from triage.bench.evaluate.results import evaluated
from triage.bench.refusal import EvaluationError
from triage.cli import main
from triage.rule_files.load import load

pytestmark = pytest.mark.slow

DOCS = Path(__file__).parents[3] / "docs"
CASES = Path(__file__).parents[4] / "shared" / "cases"
REFRESH = "figures are stale: run `triage evaluate CASES/*_dev.jsonl --record docs` with the five files of cases"
RECORD = json.loads((DOCS / "evaluation.json").read_text(encoding="utf-8"))


def test_the_figures_are_of_the_rules_that_decide_now(rules):
    assert RECORD["deciding"] == deciding(rules), REFRESH
    assert RECORD["version"] == rules.version, REFRESH


def test_the_document_quotes_the_figures_of_the_record():
    text = (DOCS / "evaluation.md").read_text(encoding="utf-8")
    assert with_block(text, block(RECORD)) == text, REFRESH


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside the project")
def test_the_figures_come_out_again(rules):
    answering = Answering(rules, hpo_library.hpo())
    assert answering.ontology.version == RECORD["ontology"]
    assert answering.unknown_codes() == ()
    for name, file in RECORD["files"].items():
        path = CASES / f"{name}.jsonl"
        assert hashlib.sha256(path.read_bytes()).hexdigest()[:16] == file["digest"]
        results = evaluated(answering, read_cases(path, [category.id for category in rules.categories]))
        assert json.loads(json.dumps(reported(name, rules, results).figures)) == file["figures"], REFRESH


def test_words_decide_nothing_and_weights_do(tmp_path):
    def digest(**changes: str) -> str:
        (tmp_path / "rules.yaml").write_text(coded(**changes))
        return deciding(load(tmp_path / "rules.yaml"))

    same = digest()
    assert digest(**{"text: yellow leaves,": "text: leaves that are yellow,"}) == same
    for old, new in (
        ("strong: [dry_soil], moderate: [limp_leaves]", "strong: [dry_soil, limp_leaves]"),
        ("codes: [HP:0000210]", "codes: [HP:0000211]"),
        ("close: 2", "close: 3"),
        ("leaves: {most: 8", "leaves: {most: 9"),
        ("ask_when: {leaves: [yellow, limp]}", "ask_when: {leaves: [yellow]}"),
        ("when: {leaves: [limp]}", "when: {leaves: [limp, yellow]}"),
        ("needs: {any: [{finding: limp_leaves}, {finding: dry_soil}]}", "needs: {finding: limp_leaves}"),
        ("for: {weak: [yellow_leaves]}", "for: {strong: [yellow_leaves]}"),
    ):
        assert digest(**{old: new}) != same, new


def test_a_digest_of_what_decides_is_the_same_each_time(rules):
    assert deciding(rules) == deciding(replace(rules, reviewed_by="somebody"))


def test_record_writes_the_figures_between_the_marks(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    Path("hp.obo").write_text(OBO)
    monkeypatch.setattr(hpo_library, "obo_file", lambda: tmp_path / "hp.obo")
    Path("rules.yaml").write_text(coded())
    Path("plants.jsonl").write_text(line("a", "HP:0000120", category="too_dry") + line("b", category="none"))
    Path("evaluation.md").write_text(f"before\n{BEGIN}\nold figures\n{END}\nafter\n")
    assert main(["evaluate", "plants.jsonl", "--rules", "rules.yaml", "--record", "."]) == 0
    text = Path("evaluation.md").read_text()
    assert text.startswith(f"before\n{BEGIN}\n") and text.endswith(f"{END}\nafter\n") and "old figures" not in text
    assert "| plants | 1 | 1.00 (1.00 to 1.00) |" in text and "| too_dry | 1 of 1 |" in text
    assert "| plants | 1 | 1.00 |" in text
    assert json.loads(Path("evaluation.json").read_text())["files"]["plants"]["cases"] == 2


def test_a_document_without_a_place_for_figures_is_refused():
    with pytest.raises(EvaluationError, match="write the two lines"):
        with_block("no marks", "figures")
