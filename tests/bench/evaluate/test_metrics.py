"""The figures are those of the shared scorer: same definitions, same bootstrap, same seed."""

from __future__ import annotations

import collections
import importlib.util
import json
import random
from pathlib import Path

import pytest

from triage.bench.evaluate.coded_cases import Case, CodedTerm
from triage.bench.evaluate.codes_to_answers import Answered
from triage.bench.evaluate.metrics import figures, intervals
from triage.bench.evaluate.results import Result
from triage.core.answers import Response
from triage.core.assessment import assess

CATEGORIES = ("a", "b", "c")
SHARED = Path(__file__).parents[4] / "shared" / "cases"


def result(questionnaire, number, category, ranking, acceptable=(), usable=False, source=None, terms=3) -> Result:
    """A result with a ranking of our choice."""
    response = Response.of({})
    observed = tuple(CodedTerm(f"HP:{n:07}", "x") for n in range(terms))
    case = Case(
        id=f"case {number}",
        source=source or f"source {number % 7}",
        disease="",
        category=category,
        acceptable=tuple(acceptable) or ((category,) if category != "none" else ()),
        observed=observed,
        excluded=(),
        history={},
        onset_class=(),
        onset=(),
        sex=None,
        age_years=None,
        usable=usable,
    )
    made = Result(case, Answered(response, {}), assess(questionnaire, response))
    made.__dict__["ranking"] = tuple(ranking)
    return made


@pytest.fixture
def results(houseplant):
    """Sixty results with random rankings; every fifth case is one of no category."""
    chance = random.Random(1)
    made = []
    for number in range(60):
        category = "none" if number % 5 == 0 else chance.choice(CATEGORIES)
        ranking = chance.sample(CATEGORIES, chance.randint(0, 3))
        more = chance.sample(CATEGORIES, 1) if category != "none" else []
        made.append(result(houseplant, number, category, ranking, {category, *more} - {"none"}, chance.random() < 0.5))
    return made


def scorer():
    """The shared scorer, where it is beside the project."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_definitions_are_those_of_the_scorer(results):
    placed = [r for r in results if r.case.category != "none"]
    found = figures(results, CATEGORIES)
    hits = [r.case.category in r.ranking[:1] for r in placed]
    assert found["all"]["n"] == len(placed)
    assert found["all"]["top1"] == round(sum(hits) / len(hits), 4)
    assert found["all"]["top2"] == round(sum(r.case.category in r.ranking[:2] for r in placed) / len(placed), 4)
    lenient = [bool(set(r.case.acceptable) & set(r.ranking[:1])) for r in placed]
    assert found["all"]["lenient_top1"] == round(sum(lenient) / len(lenient), 4)
    assert found["all"]["none"] == round(sum(not r.ranking for r in placed) / len(placed), 4)
    own = {c: [r.ranking[:1] == (c,) for r in placed if r.case.category == c] for c in CATEGORIES}
    recall = {c: round(sum(each) / len(each), 3) for c, each in own.items()}
    assert found["all"]["recall"] == recall
    assert found["all"]["balanced"] == round(sum(recall.values()) / 3, 4)
    shown = collections.Counter((r.ranking or ("none",))[0] for r in placed if r.case.category == "a")
    assert found["confusion"]["a"] == dict(shown)
    controls = [r for r in results if r.case.category == "none"]
    assert found["controls"]["said_none"] == round(sum(not r.ranking for r in controls) / len(controls), 4)
    assert found["usable"]["n"] == sum(r.case.usable for r in placed)


def test_intervals_are_drawn_over_sources_with_the_scorer_s_seed(results):
    placed = [r for r in results if r.case.category != "none"]
    by = collections.defaultdict(list)
    for each in placed:
        by[each.case.source].append(each)
    sources, chance, top1 = sorted(by), random.Random(5), []
    for _ in range(400):
        sample = [each for source in chance.choices(sources, k=len(sources)) for each in by[source]]
        top1.append(sum(r.case.category in r.ranking[:1] for r in sample) / len(sample))
    top1.sort()
    assert intervals(placed, CATEGORIES)["top1_interval"] == [round(top1[10], 3), round(top1[389], 3)]


@pytest.mark.skipif(not (SHARED / "score.py").is_file(), reason="the shared scorer is not beside the project")
def test_the_shared_scorer_says_the_same(results, tmp_path, capsys, monkeypatch):
    score = scorer()
    monkeypatch.setattr(score, "CATEGORIES", list(CATEGORIES))
    cases, predictions = tmp_path / "cases", tmp_path / "predictions"
    keys = ("id", "source", "category", "acceptable", "usable")
    cases.write_text("".join(json.dumps({k: getattr(r.case, k) for k in keys}) + "\n" for r in results))
    predictions.write_text("".join(json.dumps({"id": r.case.id, "ranking": r.ranking}) + "\n" for r in results))
    score.main(cases, predictions, True)
    said, found = json.loads(capsys.readouterr().out), figures(results, CATEGORIES)
    for part in said:
        if part == "missing":
            assert said[part] == found[part] == 0
        else:
            assert {key: found[part][key] for key in said[part]} == said[part], part


def test_a_sure_set_has_an_interval_of_one_point(houseplant):
    right = [result(houseplant, n, "a", ["a"]) for n in range(10)]
    assert set(map(tuple, intervals(right, CATEGORIES).values())) == {(1.0, 1.0)}


def test_cases_without_a_category_are_counted_and_not_judged(houseplant):
    found = figures([result(houseplant, 1, None, ["a"])], CATEGORIES, ["strong"])
    assert found["cases"] == 1 and "all" not in found and "controls" not in found
    assert found["levels"]["strong"] == {"n": 0, "right": 0, "share": None}


def test_a_control_with_a_match_counts_against_its_level(houseplant):
    wrong = result(houseplant, 1, "none", ["a"])
    right = result(houseplant, 2, "none", [])
    found = figures([wrong, right], CATEGORIES, ["strong"])
    assert found["controls"]["said_none"] == 0.5
    assert found["levels"]["none"]["n"] == 2  # neither has a match in its assessment


def test_few_signs_are_terms_that_no_option_asks_about(houseplant):
    found = figures([result(houseplant, n, "a", ["a"]) for n in range(4)], CATEGORIES)
    assert found["few_signs"] == {"n": 4, "share": 1.0}
    assert found["terms"] == {"observed": 12, "caught": 0}
    assert found["questions"]["counts"] == {"3": 4}
