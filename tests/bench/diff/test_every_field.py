"""Whatever a rule file can say, `triage diff` tells when it changes: every field of every noun, found by a walk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, get_args, get_type_hints

import pytest

from tests.conftest import HOUSEPLANT
from tests.figures import planted
from triage.bench.diff.changes import changes
from triage.core.conditions import All, Chosen, Found, Not
from triage.core.conditions import Any as AnyOf
from triage.core.figure import Figure
from triage.core.promise import Promise
from triage.core.question import Clues, Told
from triage.core.questionnaire import Questionnaire
from triage.core.wording import Term, Wording
from triage.rule_files.load import load
from triage.rule_files.schema import PARTS, key_of
from triage.rule_files.schema_types import known_of

SHOWN = "digest"
"""The one field that is no part of what a file says: it is shown with the file's name."""


def nouns(kind: Any, found: dict[type, None]) -> dict[type, None]:
    """Every dataclass that can be reached from a type."""
    if is_dataclass(kind) and kind not in found:
        found[kind] = None
        for each in get_type_hints(kind).values():
            nouns(each, found)
    for each in get_args(kind):
        nouns(each, found)
    return found


NOUNS = nouns(Questionnaire, {})
FIELDS = [
    (noun, field.name) for noun in NOUNS for field in fields(noun) if (noun, field.name) != (Questionnaire, SHOWN)
]


@pytest.fixture(scope="module")
def full(tmp_path_factory) -> Questionnaire:
    """The tiny rule set with something in every field."""
    figured = load(planted(tmp_path_factory.mktemp("figured")))
    plant = load(HOUSEPLANT)
    drawing = next(question.figure.drawing for question in figured.questions if question.figure)
    text = Wording.same("words")
    owner, leaves, soil = plant.questions
    clues = Clues(("HP:0000001",), ("HP:0000002",), (("onset", ("years",)),), ("a",), ("b",), ("F",), (0, 2), True)
    text = replace(text, young="young words")
    first = replace(
        leaves.options[0],
        wording=True,
        heading=text,
        excludes=("limp",),
        offered_when=Found("wet_soil"),
        clues=clues,
        region=drawing.regions[0],
    )
    leaves = replace(
        leaves,
        options=(first, *leaves.options[1:]),
        none=text,
        figure=Figure(drawing, text, (text,), Chosen("owner", ("friend",))),
    )
    every = tuple({option.id: option for each in (owner, leaves, soil) for option in each.options}.values())
    owner, leaves, soil = (replace(each, options=every) for each in (owner, leaves, soil))  # any may be read anywhere
    soil = replace(soil, summary=Told("Soil", "course"), not_sure_means="wet")
    when = AnyOf((All((Found("limp_leaves"), Not(Found("wet_soil")))), Chosen("leaves", ("yellow", "limp"), 2)))
    finding = replace(plant.findings[0], codes=("HP:0000003",), when=when)
    picture = replace(plant.elsewhere[0], needs=Found("wet_soil"), typical_of=("rest",), named_when=Found("wet_soil"))
    return replace(
        plant,
        questions=(owner, leaves, soil),
        findings=(finding, *plant.findings[1:]),
        elsewhere=(picture,),
        sources=tuple(replace(source, seen="2026-11-25") for source in plant.sources),
        red_flags=tuple(replace(flag, within_days=3) for flag in plant.red_flags),
        notes=(replace(plant.notes[0], category="too_dry"),),
        glossary=(Term("soil", "soil", ("soils",), text, ("book",)),),
        promises=(Promise("dry", text, "too_dry", Found("dry_soil"), ("book",)),),
        plain_words=("watering",),
        treatable_first=("too_wet", "too_dry"),
        to_reader=("do you see",),
        reviewers={"notes": "a gardener"},
        retired={"pot": "the pot"},
    )


def other(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return OTHER_NAMES.get(value, f"{value} and more")
    if isinstance(value, tuple):
        return value[1:] or tuple(map(other, value)) or ("new",)
    if isinstance(value, Mapping):
        return {key: other(each) for key, each in value.items()}
    (name, inner), *_ = [(each.name, getattr(value, each.name)) for each in fields(value)]
    return replace(value, **{name: other(inner)})


OTHER_NAMES = {"for": "against", "against": "for", "strong": "moderate", "moderate": "weak", "weak": "strong",
               "wet_soil": "dry_soil", "dry_soil": "wet_soil", "yellow_leaves": "limp_leaves",
               "limp_leaves": "yellow_leaves", "owner": "leaves", "leaves": "soil", "soil": "owner",
               "expects": "for"}  # fmt: skip
"""What must stay a name, lest the file mean nothing."""


def altered(value: Any, noun: type, name: str) -> Iterator[Any]:
    """A value with one field of one noun inside it changed, for each such noun that has something there."""
    if isinstance(value, noun) and getattr(value, name) not in (None, "", (), {}):
        yield replace(value, **{name: other(getattr(value, name))})
    if isinstance(value, tuple):
        for i, each in enumerate(value):
            yield from ((*value[:i], new, *value[i + 1 :]) for new in altered(each, noun, name))
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from ({**value, key: new} for new in altered(each, noun, name))
    elif is_dataclass(value):
        for field in fields(value):
            inside = altered(getattr(value, field.name), noun, name)
            yield from (replace(value, **{field.name: new}) for new in inside)


def test_the_walk_reaches_every_noun():
    assert {noun.__name__ for noun in NOUNS} >= {"Question", "Option", "Clues", "Figure", "Spot", "Weight", "Promise"}
    assert len(FIELDS) > 150


@pytest.mark.parametrize(("noun", "name"), FIELDS, ids=lambda each: each if isinstance(each, str) else each.__name__)
def test_a_change_of_any_field_of_any_noun_is_told(full, noun, name):
    tried = list(altered(full, noun, name))
    assert tried, f"give {noun.__name__}.{name} a value in the file that this test uses"
    for after in tried:
        found = changes(full, after)
        assert found and all(change.details or change.how != "changed" for change in found)


def test_what_is_known_of_a_key_is_known_of_a_field_of_its_noun():
    for part in PARTS.values():
        for name, known in known_of(part).items():
            if part.noun is not None:
                assert (known.field or name) in {field.name for field in fields(part.noun)}, (part, name)


def test_each_field_of_a_noun_that_is_made_from_keys_has_its_key():
    made = {part.noun for part in PARTS.values()} & NOUNS.keys()
    lacking = [(noun, name) for noun, name in FIELDS if noun in made and key_of(noun, name) is None]
    assert sorted(name for _, name in lacking) == ["id", "id", "id"]  # keys of a map: levels, groups, sources
