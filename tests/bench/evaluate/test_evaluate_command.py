"""`triage evaluate`: figures as text, JSON and a page; what moved and why; clear words for bad input."""

from __future__ import annotations

import json
import re

import html5lib
import pytest

from tests.bench.evaluate.coded_plants import OBO, coded, line
from triage.bench import hpo_library
from triage.bench.evaluate import command, measures
from triage.cli import main

LIMP, YELLOW, SICK, WET, DRY = "HP:0000120", "HP:0000110", "HP:0000100", "HP:0000210", "HP:0000220"


@pytest.fixture(autouse=True)
def plants(tmp_path, monkeypatch):
    """The command in a folder with a rule file, cases and a tiny ontology."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "hp.obo").write_text(OBO)
    monkeypatch.setattr(hpo_library, "obo_file", lambda: tmp_path / "hp.obo")
    (tmp_path / "rules.yaml").write_text(coded())
    (tmp_path / "cases.jsonl").write_text(
        line("dry", LIMP, DRY, category="too_dry", source="s1", usable=True)
        + line("wet", YELLOW, WET, SICK, category="too_wet", source="s2", disease={"label": "<Root rot> & more"})
        + line("missed", SICK, category="too_wet", source="s2")
        + line("well", category="none", source="s3")
    )
    return tmp_path


def run(*arguments):
    return main(["evaluate", "cases.jsonl", "--rules", "rules.yaml", *arguments])


def test_the_figures_are_printed_as_text(capsys):
    assert run() == 0
    out = capsys.readouterr().out
    for words in ("cases: 4 cases", "top 1            0.667  (0.", "too_wet  0.500", "said no clear match 1.000"):
        assert words in out, words
    assert "strong        2, right 2, 1.000" in out and "questions met:" in out
    assert "fewer than 2 signs that any option asks about: 2 cases" in out
    assert "   2 HP:0000100 HP:0000100 (too_wet 2)" in out


def test_the_figures_are_printed_as_json_with_the_scorer_s_keys(capsys):
    assert run("--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["all"]["top1"] == 0.6667 and found["controls"] == {"n": 1, "said_none": 1.0, "shown": {"none": 1}}
    assert found["confusion"]["too_wet"] == {"too_wet": 1, "none": 1} and found["missing"] == 0
    assert found["uncaught"][0]["id"] == SICK and found["uncaught"][0]["n"] == 2


def test_several_files_are_judged_one_by_one(plants, capsys):
    (plants / "more.jsonl").write_text(line("dry", LIMP, category="too_dry"))
    assert main(["evaluate", "cases.jsonl", "more.jsonl", "--rules", "rules.yaml", "--json"]) == 0
    assert {name: each["cases"] for name, each in json.loads(capsys.readouterr().out)["files"].items()} == {
        "cases": 4,
        "more": 1,
    }


def test_predictions_hold_the_ranking_of_every_case(plants):
    assert run("--predictions", "out.jsonl") == 0
    lines = [json.loads(each) for each in (plants / "out.jsonl").read_text().splitlines()]
    assert {each["id"]: each["ranking"] for each in lines} == {
        "dry": ["too_dry"],
        "wet": ["too_wet"],
        "missed": [],
        "well": [],
    }


def test_the_page_stands_alone_and_is_valid(plants):
    assert run("--html", "out.html", "--compare", "rules.yaml") == 0
    text = (plants / "out.html").read_text(encoding="utf-8")
    html5lib.HTMLParser(strict=True).parse(text)
    assert not re.search(r"<script|https?:|src=|href=|url\(|@import", text)
    assert text.count("<h1>") == 1 and '<html lang="en">' in text
    assert len(re.findall(r'<svg role="img"[^>]*><title>[^<]+</title>', text)) == text.count("<svg") >= 5
    assert "&lt;Root rot&gt; &amp; more" in text


def test_compare_says_which_cases_moved_and_why(plants, capsys):
    (plants / "old.yaml").write_text(coded())
    (plants / "rules.yaml").write_text(coded(**{"strong: [dry_soil], moderate: [limp_leaves]": "weak: [dry_soil]"}))
    assert run("--compare", "old.yaml") == 0
    out = capsys.readouterr().out
    assert "For all cases:" not in out
    assert "cases: 1 cases moved (lost 1, gained 0, moved 0)\n  lost: dry (too_dry): too_dry -> none" in out
    assert "    too_dry: 11 (thirst) -> 2 (thirst), strong -> no match" in out
    assert "pattern thirst was changed: + for weak dry_soil, - for strong dry_soil, - for moderate limp_leaves" in out


def test_compare_names_options_and_findings_that_changed(plants, capsys):
    (plants / "cases.jsonl").write_text(line("limp", LIMP, category="too_dry"))
    (plants / "old.yaml").write_text(coded(**{"codes: [HP:0000120, HP:0000121]": "codes: [HP:0000121]"}))
    assert run("--compare", "old.yaml", "--json") == 0
    (moved,) = json.loads(capsys.readouterr().out)["moved"]
    assert (moved["id"], moved["kind"], moved["before"], moved["after"]) == ("limp", "gained", [], ["too_dry"])
    assert moved["why"][:2] == ["now yes: leaves.limp", "findings: limp_leaves unknown -> yes"]


def test_compare_names_settings_that_changed_for_all(plants, capsys):
    (plants / "old.yaml").write_text(coded(**{"close: 2": "close: 1", "leaves: {most: 8": "leaves: {most: 9"}))
    assert run("--compare", "old.yaml") == 0
    out = capsys.readouterr().out
    assert "For all cases:\n  close points: 1 -> 2\n  groups leaves: -8 to 9 -> -8 to 8" in out
    assert "cases: 0 cases moved" in out


def test_explain_shows_one_case(capsys):
    assert run("--explain", "wet") == 0
    out = capsys.readouterr().out
    assert out.startswith("wet: <Root rot> & more\n  true category: too_wet\n  shown: too_wet (strong)")
    assert "\n    drowning: wet_soil +7, yellow_leaves +4" in out


def test_long_work_tells_how_far_it_is(monkeypatch, capsys):
    monkeypatch.setattr(command, "SAY_EVERY", 0.0)
    assert run() == 0
    assert "cases: 4 of 4 cases" in capsys.readouterr().err


def test_short_work_says_nothing_beside_its_result(capsys):
    assert run() == 0
    assert capsys.readouterr().err == ""


def test_a_code_that_the_ontology_lacks_is_told(plants, capsys):
    (plants / "rules.yaml").write_text(coded(**{"codes: [HP:0000210]": "codes: [HP:9999999]"}))
    assert run() == 0
    assert "rules.yaml: HP:9999999 is unknown to plants/1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["evaluate", "nowhere.jsonl"], "nowhere.jsonl: cannot be read"),
        (["evaluate", "rules.yaml"], "rules.yaml:1: this is not JSON"),
        (["evaluate", "cases.jsonl", "--explain", "weet"], "did you mean `wet`?"),
        (["evaluate", "cases.jsonl", "cases.jsonl"], "two files are named cases"),
        (["evaluate", "cases.jsonl", "--html", "no/such/folder.html"], "cannot be written"),
        (["evaluate", "cases.jsonl", "--predictions", "."], "cannot be written"),
        (["evaluate", "cases.jsonl", "--compare", "nowhere.yaml"], "cannot be read"),
        (["evaluate", "cases.jsonl", "--record", "nowhere"], "no such file"),
    ],
)
def test_what_is_wrong_is_said_without_a_traceback(arguments, words, capsys):
    assert main([*arguments, "--rules", "rules.yaml"]) == 1
    shown = capsys.readouterr()
    assert words in shown.err and "Traceback" not in shown.err and shown.out == ""


def test_without_the_ontology_one_line_says_what_to_install(monkeypatch, capsys):
    monkeypatch.undo()
    monkeypatch.setattr(hpo_library.importlib.util, "find_spec", lambda name: None)
    assert main(["evaluate", "cases.jsonl"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_figures_stand_beside_those_of_strengths_that_never_saw_the_case_and_of_the_baseline(
    plants, monkeypatch, capsys
):
    pytest.importorskip("numpy", reason="the extra `bench`")
    (plants / "phenotype.hpoa").write_text(
        "".join(f"{id}\tname\t\t{term}\tref\tPCS\t\t9/10\t\t\tP\tme\n" for id, term in (("X:1", LIMP), ("X:2", YELLOW)))
    )
    monkeypatch.setattr(measures, "annotations_file", lambda: plants / "phenotype.hpoa")
    (plants / "cases.jsonl").write_text(
        "".join(
            line(f"dry{n}", LIMP, DRY, category="too_dry", disease={"id": "X:1", "label": "Drought"}) for n in range(4)
        )
        + "".join(line(f"wet{n}", YELLOW, WET, category="too_wet", source=f"s{n}") for n in range(4))
        + line("rot", YELLOW, category="too_wet", disease={"id": "X:2", "label": "Rot"})
        + line("well", category="none")
    )
    assert run("--cross-validate", "--baseline", "--sensitivity") == 0
    out = capsys.readouterr().out
    assert re.search(r"cases +the file as it is +cross-validated +baseline", out)
    assert "a question left out: 3 tried" in out
    assert run("--cross-validate", "--json") == 0
    sides = json.loads(capsys.readouterr().out)["sides"]
    assert sides.keys() == {"in_sample", "cross_validated"} and sides["cross_validated"]["n"] == 9
