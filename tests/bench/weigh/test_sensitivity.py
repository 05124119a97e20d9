"""Sensitivity: what one change does to the cases is what the product itself would say of the changed rules."""

from __future__ import annotations

import pytest

pytest.importorskip("numpy", reason="the extra `bench`")

from tests.bench.weigh import made_up
from triage.bench.weigh.reweighed import again, reweighed
from triage.bench.weigh.sensitivity import as_text, sensitivity


@pytest.fixture
def found(tmp_path):
    people = made_up.people(tmp_path, made_up.lines(30, 0.6))
    return people.matrix, sensitivity(people.matrix.questionnaire, people.matrix.results, lambda *done: None)


def test_a_strength_moved_by_a_word_moves_the_cases_that_the_product_moves(found):
    matrix, changes = found
    strengths = {change.what: change for change in changes["a strength a word up or down"]}
    assert len(strengths) == sum(1 if row.points in (2, 7) else 2 for row in matrix.rows)
    words = {points: word for word, points in matrix.questionnaire.strengths.items()}
    for row in matrix.rows:
        for points, word in words.items():
            pattern, role, finding = row.name
            change = strengths.get(f"{pattern}: {role} {finding}: {words[row.points]} -> {word}")
            if change is not None and points != row.points:
                after = again(reweighed(matrix.questionnaire, {row.name: word}), matrix.results)
                pairs = [(a.is_right, b.is_right) for a, b in zip(matrix.results, after, strict=True)]
                assert (change.gained, change.lost) == (pairs.count((False, True)), pairs.count((True, False)))


def test_leaving_out_what_tells_the_categories_apart_loses_cases(found):
    _, changes = found
    assert {change.what for change in changes["a finding left out"]} == {
        "yellow_leaves",
        "limp_leaves",
        "wet_soil",
        "dry_soil",
    }
    left_out = {change.what: change for change in changes["a question left out"]}
    assert left_out["soil"].lost > 0 and left_out["owner"].net == 0
    (book,) = changes["a source left out"]
    assert book.what == "book (4 findings rest on it alone)" and book.lost > 0
    assert f"({left_out['soil'].gained} gained, {left_out['soil'].lost} lost): soil" in as_text(changes)
