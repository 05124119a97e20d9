"""Measuring: signs stay, words come out, a planted strength is found, and the result does not depend on chance."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.bench.weigh import made_up

np = pytest.importorskip("numpy", reason="the extra `bench`")

from triage.bench.weigh.cohort import cohort  # noqa: E402
from triage.bench.weigh.cross_validation import (  # noqa: E402
    as_rules,
    cross_validated,
    weigh,
    words_of,
)
from triage.bench.weigh.evidence import evidence  # noqa: E402
from triage.bench.weigh.fit_points import fit_points  # noqa: E402
from triage.bench.weigh.judged import judged_by_file  # noqa: E402
from triage.bench.weigh.objective import Objective, Thresholds  # noqa: E402
from triage.bench.weigh.taught import taught  # noqa: E402
from triage.core.answers import Answer, Response  # noqa: E402
from triage.core.scoring import score  # noqa: E402
from triage.rule_files.worked_cases import Expectation, WorkedCase  # noqa: E402

LIMP_FOR_THIRST = ("thirst", "for", "limp_leaves")
WET_AGAINST_THIRST = ("thirst", "against", "wet_soil")


def free(people):
    return [False] * len(people.matrix.rows)


def measured(people):
    return weigh(people.matrix, people.weights, judged_by_file(people.matrix), free(people))


def test_the_heights_are_the_points_of_the_product(tmp_path):
    people = made_up.people(tmp_path)
    matrix = people.matrix
    objective = Objective(matrix, people.weights)
    heights = objective.heights(objective.totals(matrix.judged()))
    for case, result in enumerate(matrix.results):
        points = score(matrix.questionnaire, result.assessment.findings).points
        assert [heights[place, case] for place in range(len(matrix.patterns))] == [
            points[pattern.id] for pattern in matrix.patterns
        ]


def test_the_outcome_that_stands_highest_is_what_the_page_says(tmp_path):
    people = made_up.people(tmp_path)
    matrix = people.matrix
    objective = Objective(matrix, people.weights)
    heights = objective.heights(objective.totals(matrix.judged()))
    judged = judged_by_file(matrix)
    highest = objective.scores(heights, judged.thresholds).argmax(axis=0)
    assert [matrix.outcomes[place] for place in highest] == [result.first for result in matrix.results]


def test_the_slope_is_that_of_the_loss(tmp_path):
    people = made_up.people(tmp_path)
    objective, thresholds = Objective(people.matrix, people.weights), Thresholds(4, 2)
    points = people.matrix.judged() + np.linspace(-0.7, 0.9, len(people.matrix.rows))
    loss, slopes = objective.loss_and_gradient(points, thresholds)
    assert loss == pytest.approx(objective.loss(points, thresholds))
    for row in range(len(points)):
        step = np.zeros(len(points))
        step[row] = 1e-5
        rise = objective.loss(points + step, thresholds) - objective.loss(points - step, thresholds)
        assert slopes[row] == pytest.approx(rise / 2e-5, abs=1e-4)


def test_signs_are_kept_and_only_words_come_out(tmp_path):
    people = made_up.people(tmp_path, made_up.lines(limp_elsewhere=0.95))
    objective = Objective(people.matrix, people.weights)
    assert (fit_points(objective, Thresholds(4, 2)) >= 0).all()
    found = measured(people)
    assert set(found.points) <= set(people.matrix.questionnaire.strengths.values())
    assert words_of(people.matrix, found.points).keys() == {row.name for row in people.matrix.rows}
    before = {
        (p.id, w.role, w.finding) for c in people.matrix.questionnaire.categories for p in c.patterns for w in p.weights
    }
    rules = as_rules(people.matrix, found)
    assert {(p.id, w.role, w.finding) for c in rules.categories for p in c.patterns for w in p.weights} == before


@pytest.mark.parametrize(("limp_elsewhere", "word"), [(0.02, "strong"), (0.9, "weak")])
def test_a_strength_that_was_planted_is_found(tmp_path, limp_elsewhere, word):
    people = made_up.people(tmp_path, made_up.lines(150, limp_elsewhere))
    assert words_of(people.matrix, measured(people).points)[LIMP_FOR_THIRST] == word


def test_the_fit_never_explains_the_cases_worse_than_the_file(tmp_path):
    people = made_up.people(tmp_path)
    judged = judged_by_file(people.matrix)
    objective = Objective(people.matrix, people.weights)
    assert measured(people).loss <= objective.loss(judged.points, judged.thresholds)


def test_a_strength_that_is_fixed_keeps_its_word(tmp_path):
    people = made_up.people(tmp_path, made_up.lines(150, 0.9))
    judged = judged_by_file(people.matrix)
    fixed = [row.name == LIMP_FOR_THIRST for row in people.matrix.rows]
    found = weigh(people.matrix, people.weights, judged, fixed)
    assert words_of(people.matrix, found.points)[LIMP_FOR_THIRST] == "moderate"


def test_two_runs_and_two_orders_of_the_file_measure_the_same(tmp_path):
    people = made_up.people(tmp_path)
    turned = made_up.people(
        tmp_path,
        **{"for: {strong: [dry_soil], moderate: [limp_leaves]}": "for: {moderate: [limp_leaves], strong: [dry_soil]}"},
    )
    words = [words_of(each.matrix, measured(each).points) for each in (people, people, turned)]
    assert words[0] == words[1] == words[2]


def test_cases_without_the_finding_cannot_tell_its_strength(tmp_path):
    people = made_up.people(tmp_path)
    found = dict(
        zip([row.name for row in people.matrix.rows], evidence(people, judged_by_file(people.matrix)), strict=True)
    )
    assert not found[WET_AGAINST_THIRST].can_tell
    limp = found[LIMP_FOR_THIRST]
    assert limp.can_tell and limp.pictured and limp.seen / limp.pictured > 0.8 > limp.elsewhere / limp.others


def test_a_case_is_judged_by_rules_that_never_saw_its_fold(tmp_path):
    people = made_up.people(tmp_path, made_up.lines(limp_elsewhere=0.9))
    judged = judged_by_file(people.matrix)
    done = []
    results = cross_validated(people, judged, free(people), lambda fold, folds: done.append((fold, folds)))
    assert done == [(fold, 5) for fold in range(1, 6)]
    assert [result.case.id for result in results] == [result.case.id for result in people.matrix.results]
    kept = [0.0 if fold == 0 else weight for fold, weight in zip(people.fold_of, people.weights, strict=True)]
    rules = as_rules(people.matrix, weigh(people.matrix, kept, judged, free(people)))
    from triage.core.assessment import assess

    for place, result in enumerate(results):
        if people.fold_of[place] == 0:
            assert result.assessment == assess(rules, result.answered.response)


def test_worked_cases_stand_in_the_fit_and_are_never_counted(tmp_path):
    people = made_up.people(tmp_path, made_up.lines(40, 0.9))
    rules = people.matrix.questionnaire
    coded = people.matrix.results[: people.counted]
    limp = Response.of({"owner": Answer.of(["mine"]), "leaves": Answer.of(["limp"], ["yellow", "smoke"])})
    teaches = replace(worked_plant(limp), expects=replace(worked_plant(limp).expects, best=("too_dry",)))
    taught_people = cohort(rules, coded, taught(rules, [teaches] * 30))
    judged = judged_by_file(taught_people.matrix)
    words = words_of(taught_people.matrix, measured(taught_people).points)
    assert words_of(people.matrix, measured(people).points)[LIMP_FOR_THIRST] == "weak"
    assert words[LIMP_FOR_THIRST] != "weak", "thirty plants of the class say otherwise"
    assert evidence(taught_people, judged) == evidence(people, judged)
    unseen = cross_validated(taught_people, judged, free(taught_people), lambda *done: None)
    assert [result.case.id for result in unseen] == [result.case.id for result in coded]


def worked_plant(response):
    expects = Expectation(best=(), also=(), level=None, urgency=None, red_flags=(), elsewhere=None)
    return WorkedCase(
        id="limp",
        name="A limp plant",
        story="It hangs.",
        told=response,
        response=response,
        expects=expects,
        teaches="Water it.",
        source=("book",),
        category="too_dry",
        title=None,
        file="",
        line=1,
    )
