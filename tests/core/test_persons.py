"""What a file says of the wrong person never reaches them: pictures, answers that cannot be, and contradictions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.conftest import HOUSEPLANT
from tests.core.test_path import answered
from triage.core.answers import NOT_SURE, Answer
from triage.core.assessment import assess
from triage.core.conditions import Chosen
from triage.core.path import walk, withheld
from triage.core.what_if import steps
from triage.rule_files.load import load

THIRSTY = {"leaves": {"limp"}, "soil": {"dry"}}
GROWN = Chosen("owner", ("mine", "friend"))


@pytest.fixture(scope="module")
def plants(tmp_path_factory):
    """The house plants, where a seedling has no dry soil, and yellow and limp leaves exclude each other."""
    text = HOUSEPLANT.read_text(encoding="utf-8")
    text = text.replace("{id: dry, text: dry}", "{id: dry, text: dry, offered_when: {owner: [mine, friend]}}")
    text = text.replace("text: they are yellow}", "text: they are yellow, excludes: [limp]}")
    file = tmp_path_factory.mktemp("plants") / "rules.yaml"
    file.write_text(text, encoding="utf-8")
    return load(file)


def named(rules, when, second=None, owner="mine"):
    """The picture that thirst is said to look like, where it and another one can be named when these hold."""
    dry = rules.category("too_dry")
    one = replace(dry.patterns[0], named_when=when)
    other = replace(dry.patterns[0], id="wilting", weights=dry.patterns[0].weights[:1], named_when=second)
    file = replace(rules, categories=(replace(dry, patterns=(one, other)), *rules.categories[1:]))
    (match,) = assess(file, answered(file, owner={owner}, **THIRSTY)).matching
    assert match.best.pattern.id == "thirst"
    return match.picture and match.picture.pattern.id


def test_a_picture_is_named_unless_the_file_keeps_it_from_people_like_this(houseplant):
    assert named(houseplant, None) == named(houseplant, GROWN) == "thirst"
    assert named(houseplant, Chosen("leaves", ("smoke",)), Chosen("leaves", ("smoke",))) is None


def test_where_it_is_not_known_who_somebody_is_the_picture_is_named(houseplant):
    file = replace(houseplant, categories=tuple(
        replace(c, patterns=tuple(replace(p, named_when=GROWN) for p in c.patterns)) for c in houseplant.categories
    ))  # fmt: skip
    (match,) = assess(file, answered(file, **THIRSTY)).matching
    assert match.picture == match.best


def test_the_next_picture_that_reaches_a_level_by_itself_is_named_in_its_place(houseplant):
    assert named(houseplant, GROWN, owner="seedling") == "wilting"


def test_points_and_levels_do_not_ask_what_can_be_named(houseplant):
    shy = replace(houseplant, categories=tuple(
        replace(c, patterns=tuple(replace(p, named_when=GROWN) for p in c.patterns)) for c in houseplant.categories
    ))  # fmt: skip
    one, other = (assess(each, answered(each, owner={"seedling"}, **THIRSTY)) for each in (houseplant, shy))
    assert [(m.points, m.level, m.best.parts) for m in one.categories] == [
        (m.points, m.level, m.best.parts) for m in other.categories
    ]


def test_an_option_that_cannot_be_is_not_offered(plants):
    soil = plants.question("soil")
    assert withheld(plants, soil, answered(plants, owner={"seedling"}).answers) == {"dry"}
    assert withheld(plants, soil, answered(plants, owner={"mine"}).answers) == frozenset()
    assert withheld(plants, soil, {}) == frozenset()


def test_the_choice_of_what_cannot_be_is_no_answer_and_is_asked_again(plants):
    path = walk(plants, answered(plants, owner={"seedling"}, leaves={"limp"}, soil={"dry"}))
    assert path.next is plants.question("soil") and "soil" not in path.answers


def test_it_counts_again_when_it_can_be_again(plants):
    told = answered(plants, owner={"seedling"}, leaves={"limp"}, soil={"dry"})
    mine = told.with_answer("owner", plants.question("owner").answer(frozenset({"mine"})))
    assert walk(plants, mine).answers["soil"].yes == {"dry"}


def test_among_many_ticks_one_that_cannot_be_is_read_as_no(plants):
    leaves = plants.question("leaves")
    options = tuple(replace(o, offered_when=GROWN) if o.id == "limp" else o for o in leaves.options)
    file = replace(
        plants, questions=tuple(replace(leaves, options=options) if q is leaves else q for q in plants.questions)
    )
    path = walk(file, answered(file, owner={"seedling"}, leaves={"limp", "yellow"}))
    assert path.answers["leaves"] == Answer.of(yes=["yellow"], no=["limp", "smoke"])


def test_ticks_that_exclude_each_other_are_told_from_either_side(plants):
    leaves = plants.question("leaves")
    ((one, other),) = leaves.contradictions(["limp", "yellow", "smoke"])
    assert (one.id, other.id) == ("yellow", "limp")
    assert leaves.contradictions(["limp", "smoke"]) == leaves.contradictions([]) == ()


def test_both_ticks_of_a_contradiction_count_so_that_nothing_gets_less_urgent(plants):
    path = walk(plants, answered(plants, owner={"mine"}, leaves={"limp", "yellow"}))
    assert path.answers["leaves"].yes == {"limp", "yellow"}


def test_no_change_is_proposed_that_cannot_be(plants):
    soil, leaves = plants.question("soil"), plants.question("leaves")
    assert [step.option.id for step in steps(soil, NOT_SURE, frozenset({"dry"}))] == ["wet"]
    ticked = leaves.answer(frozenset({"limp"}))
    assert [step.option.id for step in steps(leaves, ticked)] == ["smoke", "limp"]


def test_groups_that_look_alike_stand_in_the_order_of_the_file_whatever_their_points(houseplant):
    near = replace(houseplant, close=99, treatable_first=("too_wet", "too_dry"))
    result = assess(near, answered(near, owner={"mine"}, leaves={"limp", "yellow"}, soil=None))
    assert [match.category.id for match in result.alike(near)] == ["too_wet", "too_dry"]
    other = replace(near, treatable_first=("too_dry", "too_wet"))
    assert [match.category.id for match in result.alike(other)] == ["too_dry", "too_wet"]
