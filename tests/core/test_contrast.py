"""A contrast of two pictures says what the points say, and leaves no sign out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.core.random_files import questionnaires
from triage.core.conditions import NO, UNKNOWN, YES
from triage.core.contrast import contrast, pictures
from triage.core.scoring import score

LISTS = ("of_first", "of_second", "shared", "deciding", "neither")


@given(st.data())
def test_every_sign_that_moves_a_picture_stands_in_one_list_with_what_it_moves(data):
    rules = data.draw(questionnaires())
    one, other = (data.draw(st.sampled_from(pictures(rules))) for _ in range(2))
    found = contrast(rules, one, other)
    listed = [sign.finding.id for name in LISTS for sign in getattr(found, name)]
    assert len(listed) == len(set(listed))
    nothing = dict.fromkeys(rules.finding_conditions, UNKNOWN)
    plain = score(rules, nothing).points
    for finding in rules.finding_conditions:
        moved = {}
        for truth in (YES, NO):
            points = score(rules, nothing | {finding: truth}).points
            moved[truth] = tuple(points[each.id] - plain[each.id] for each in (one, other))
        if any(moved[YES]) or any(moved[NO]):
            (sign,) = (s for name in LISTS for s in getattr(found, name) if s.finding.id == finding)
            assert (sign.first.yes, sign.second.yes) == moved[YES] and (sign.first.no, sign.second.no) == moved[NO]


@given(st.data())
def test_the_other_way_round_it_says_the_same(data):
    rules = data.draw(questionnaires())
    one, other = (data.draw(st.sampled_from(pictures(rules))) for _ in range(2))
    found, turned = contrast(rules, one, other), contrast(rules, other, one)
    assert [s.finding for s in found.of_first] == [s.finding for s in turned.of_second]
    for name in ("shared", "deciding", "neither"):
        assert [s.finding for s in getattr(found, name)] == [s.finding for s in getattr(turned, name)]


def test_a_sign_of_one_plant_speaks_against_the_other(houseplant):
    thirst, drowning = (each for each in pictures(houseplant) if each.id in ("thirst", "drowning"))
    found = contrast(houseplant, thirst, drowning)
    assert [sign.finding.id for sign in found.of_first] == ["dry_soil", "limp_leaves"]
    (dry, _), (wet, yellow) = found.of_first, found.of_second
    assert (dry.first.yes, dry.second.yes) == (7, -7) and dry.second.against
    assert (wet.second.no, yellow.second.yes, yellow.first.yes) == (-2, 4, -2)
