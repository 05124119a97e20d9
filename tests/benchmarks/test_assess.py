"""`assess` with its explanation, against a naive loop over the same rules and against a rules engine."""

from __future__ import annotations

import json
import multiprocessing
import time

import pytest

from tests.benchmarks import naive
from tests.benchmarks.people import people
from triage.core.answers import Response
from triage.core.assessment import assess
from triage.core.questionnaire import Questionnaire
from triage.rule_files.load import load
from triage.settings import RULES

PEOPLE = 200
MANY = 100_000
GOAL = 0.2e-3
GOAL_MANY = 60.0


@pytest.fixture(scope="module")
def everyone(rules):
    return people(rules, PEOPLE)


def test_the_naive_loop_comes_to_the_same_result(rules, everyone):
    for response in everyone:
        ours, theirs = assess(rules, response), naive.assess(rules, response)
        assert dict(ours.findings) == theirs["findings"]
        assert {match.category.id: (match.best.pattern.id, match.points) for match in ours.categories} == {
            id: (pattern, points) for id, (pattern, points, _) in theirs["best"].items()
        }
        for match in ours.categories:
            parts = {(part.finding, part.truth, part.role, part.points) for part in match.best.parts}
            assert parts == set(theirs["best"][match.category.id][2])


def test_assess(rules, everyone, timed, say):
    took = timed("assess", each_of(everyone, lambda response: assess(rules, response)), each=PEOPLE)
    say(f"assess with explanation: {took * 1e3:.3f} ms (goal: under {GOAL * 1e3:.1f} ms)")


def test_naive_loop(rules, everyone, timed, times, say):
    took = timed("naive", each_of(everyone, lambda response: naive.assess(rules, response)), each=PEOPLE)
    say(f"naive loop over the same rules: {took * 1e3:.3f} ms, {took / times['assess']:.1f} times assess")


def test_rules_engine(rules, everyone, timed, times, say):
    zen = pytest.importorskip("zen", reason="pip install zen-engine")
    decision = zen.ZenEngine().create_decision(json.dumps(table(rules)))
    told = [{id: truth.value for id, truth in assess(rules, response).findings.items()} for response in everyone]
    for findings, response in zip(told, everyone, strict=True):
        assert fired(decision, findings) == moved(rules, response)
    took = timed("zen", each_of(told, lambda findings: decision.evaluate({"f": findings})), each=PEOPLE)
    say(
        f"zen-engine, a table of the same weights, findings given: {took * 1e3:.3f} ms, "
        f"{took / times['assess']:.1f} times assess (which also walks, finds, caps, ranks and flags)"
    )


def each_of(things, function):
    """Return a function that does something with each and keeps nothing, as a server does."""

    def run():
        for thing in things:
            function(thing)

    return run


def table(questionnaire: Questionnaire) -> dict[str, object]:
    """Return the weights of every pattern as one decision table that collects every row that fires."""
    rows = [
        {"_id": f"r{i}", "when": f'f.{finding} == "{truth}"', "pattern": f'"{pattern}"', "points": str(points)}
        for i, (pattern, finding, truth, points) in enumerate(weights(questionnaire))
    ]
    content = {
        "hitPolicy": "collect",
        "inputs": [{"id": "when", "name": "when"}],
        "outputs": [{"id": key, "name": key, "field": key} for key in ("pattern", "points")],
        "rules": rows,
    }
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
        {"id": "table", "type": "decisionTableNode", "name": "table", "position": {"x": 1, "y": 0}, "content": content},
        {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
    ]
    pairs = (("in", "table"), ("table", "out"))
    edges = [{"id": f"{a}-{b}", "sourceId": a, "targetId": b, "type": "edge"} for a, b in pairs]
    return {"nodes": nodes, "edges": edges}


def weights(questionnaire: Questionnaire) -> list[tuple[str, str, str, int]]:
    """Return every weight as pattern, finding, the truth that makes it count, and points."""
    patterns = (*questionnaire.elsewhere, *(p for category in questionnaire.categories for p in category.patterns))
    rows = []
    for pattern in patterns:
        for weight in pattern.weights:
            points = questionnaire.strengths[weight.strength]
            truth = "no" if weight.role == "expects" else "yes"
            rows.append((pattern.id, weight.finding, truth, points if weight.role == "for" else -points))
    return rows


def fired(decision, findings: dict[str, str]) -> dict[str, int]:
    """Return the points of each pattern that a row fired for, as the engine says them."""
    sums: dict[str, int] = {}
    for row in decision.evaluate({"f": findings})["result"]:
        sums[row["pattern"]] = sums.get(row["pattern"], 0) + int(row["points"])
    return sums


def moved(questionnaire: Questionnaire, response: Response) -> dict[str, int]:
    """Return the same by our own rules, before caps."""
    findings = assess(questionnaire, response).findings
    sums: dict[str, int] = {}
    for pattern, finding, truth, points in weights(questionnaire):
        if findings[finding].value == truth:
            sums[pattern] = sums.get(pattern, 0) + points
    return sums


def assess_share(seed: int, number: int) -> int:
    """Assess some people in a process of its own; returns how many had a match."""
    rules = load(RULES)
    everyone = people(rules, 1000, seed)
    return sum(bool(assess(rules, everyone[i % len(everyone)]).matching) for i in range(number))


def test_many_responses_on_two_cores(say):
    start = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        matched = pool.starmap(assess_share, [(seed, MANY // 2) for seed in (1, 2)])
    took = time.perf_counter() - start
    assert 0 < sum(matched) <= MANY
    say(f"{MANY:,} responses on two cores, with start-up: {took:.1f} s (goal: under {GOAL_MANY:.0f} s)")
