"""Folds never part cases that share a source or a disease, and no publication rules the weights."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from triage.bench.evaluate.coded_cases import read_cases
from triage.bench.weigh.folds import case_weights, folds, groups


def cases_of(folder, *facts):
    file = folder / "cases.jsonl"
    file.write_text("".join(json.dumps({"id": str(n), **fact}) + "\n" for n, fact in enumerate(facts)))
    return read_cases(file, ["a"])


def test_cases_that_share_a_source_or_a_disease_or_its_name_are_one_group(tmp_path):
    cases = cases_of(
        tmp_path,
        {"source": "p1", "disease": {"id": "X:1", "label": "Root rot, type 2"}},
        {"source": "p1", "disease": {"id": "X:2", "label": "Drought"}},
        {"source": "p2", "disease": {"id": "X:2", "label": "drought of plants"}},
        {"source": "p3", "disease": {"label": "root  ROT type 2"}},
        {"source": "p4", "disease": {"label": "Frost"}},
    )
    assert groups(cases) == [0, 0, 0, 0, 4]


GROUPED = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3)), min_size=1, max_size=60)


@given(GROUPED)
def test_a_fold_never_parts_a_group_and_every_case_has_one(pairs):
    group_of, outcomes = [group for group, _ in pairs], [outcome for _, outcome in pairs]
    fold_of = folds(group_of, outcomes)
    assert set(fold_of) <= set(range(5)) and len(fold_of) == len(pairs)
    assert len({*zip(group_of, fold_of, strict=True)}) == len({*group_of})


@given(GROUPED)
def test_outcomes_weigh_alike_and_within_one_the_groups_alike(pairs):
    group_of, outcomes = [group for group, _ in pairs], [outcome for _, outcome in pairs]
    weights = case_weights(group_of, outcomes)
    assert abs(sum(weights) - len(pairs)) < 1e-9
    joint: dict[int, dict[int, float]] = {}
    for weight, group, outcome in zip(weights, group_of, outcomes, strict=True):
        shares = joint.setdefault(outcome, {})
        shares[group] = shares.get(group, 0.0) + weight
    assert len({round(sum(shares.values()), 9) for shares in joint.values()}) == 1
    for shares in joint.values():
        assert len({round(share, 9) for share in shares.values()}) == 1


def test_outcomes_are_spread_over_the_folds():
    fold_of = folds(list(range(50)), [0] * 40 + [1] * 10)
    assert [fold_of[:40].count(fold) for fold in range(5)] == [8] * 5
    assert [fold_of[40:].count(fold) for fold in range(5)] == [2] * 5
