"""Drawings are read strictly, and every region that a rule file names is there."""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.figures import PLANT, RULES, planted
from triage.core.figure import EVERYWHERE, MOST_REGIONS
from triage.core.wording import Wording
from triage.rule_files.drawings import SHIPPED, read_drawing
from triage.rule_files.load import examine, load

APART = 8
LARGE = 44
NARROWEST = 304
"""Of a screen of 320 pixels the drawing has at least 300; the shipped one is drawn for 304."""

MANY = "".join(f'<g data-region="r{n}"/>' for n in range(MOST_REGIONS + 1))
DEEP = "<g>" * 12 + "</g>" * 12


def test_a_question_has_the_drawing_beside_its_rule_file(tmp_path):
    figure = load(planted(tmp_path)).question("leaves").figure
    assert figure.caption == Wording.same("Where it ails")
    assert (figure.drawing.name, figure.drawing.width, figure.drawing.height) == ("plant", 200, 100)
    assert figure.drawing.regions == ("leaf", "stem")
    assert [part.region for part in figure.drawing.parts] == [None, "leaf", "stem", "leaf"]
    assert figure.drawing.parts[2].shapes == '<g transform="translate(1 1)"><path d="M9 9v50"/></g>'
    assert [(spot.region, spot.x, spot.width) for spot in figure.drawing.spots] == [("leaf", 0, 60), ("stem", 80, 60)]


def test_a_copy_of_the_rules_elsewhere_finds_the_shipped_drawing(tmp_path):
    draft = tmp_path / "draft.yaml"
    draft.write_text(RULES.replace("drawing: plant", "drawing: body").replace("region: leaf", "region: hands"))
    found = examine(draft)
    assert [each.message for each in found.diagnostics] == ["the drawing `body` has no region `stem`"]


@pytest.mark.parametrize(
    ("code", "old", "new", "message", "hint"),
    [
        ("R012", "drawing: plant", "drawing: plont", "no drawing is named `plont`", "did you mean `plant`?"),
        ("R012", "region: stem", "region: sten", "the drawing `plant` has no region `sten`", "did you mean `stem`?"),
        ("R015", "region: stem", "region: leaf", "the region `leaf` stands already on line", "let one option alone"),
        ("R013", "text: wet}", "text: wet, region: leaf}", "`region` cannot stand here", "give question `soil`"),
        ("R010", "caption: Where", "captoin: Where", "no key `captoin`", "did you mean `caption`?"),
    ],
)
def test_a_wrong_name_is_said_with_its_line_and_a_hint(tmp_path, code, old, new, message, hint):
    assert RULES.count(old) == 1
    text = RULES.replace(old, new)
    faults = [each for each in examine(planted(tmp_path, rules=text)).diagnostics if each.code == code]
    assert len(faults) == 1 and faults[0].is_error
    assert message in faults[0].message and hint in faults[0].hint
    assert new in text.splitlines()[faults[0].line - 1]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<circle", "<script", "<script>"),
        ("<circle", "<foreignObject", "<foreignObject>"),
        ("<circle", '<circle onclick="x()"', "`onclick`"),
        ("<circle", '<circle style="fill:red"', "`style`"),
        ("<circle", '<circle id="one"', "`id`"),
        ("<svg", "<!DOCTYPE svg><svg", "plain SVG"),
        ("<g>", "<!-- pot --><g>", "without comments"),
        ("0 0 200 100", "5 0 200 100", "viewBox"),
        ("</svg>", "", "cannot be read"),
        ("</svg>", f"{MANY}</svg>", "more than 16 regions"),
        ("</svg>", f"<g>{DEEP}</g></svg>", "deep"),
        ("</svg>", '<path d="M0 0"/></svg>', "groups"),
        ('data-spot="stem"', 'data-spot="root"', "not drawn"),
        ('x="80" y="0"', 'x="80.5" y="0"', "whole numbers"),
        ("\n", "\n" * 50_000, "at most"),
    ],
)
def test_what_does_not_belong_in_a_drawing_keeps_the_file_from_loading(tmp_path, old, new, message):
    found = examine(planted(tmp_path, PLANT.replace(old, new, 1)))
    (fault,) = [each for each in found.diagnostics if each.code == "R001"]
    assert found.questionnaire is None
    assert message in fault.message and "drawing: plant" in fault.quoted


def test_each_region_that_the_shipped_rules_name_is_drawn_and_the_reverse(rules):
    pictured = [question for question in rules.questions if question.figure]
    assert [question.id for question in pictured] == ["where"]
    for question in pictured:
        named = [option.region for option in question.options if option.region]
        assert sorted(set(named) - {EVERYWHERE}) == sorted(question.figure.drawing.regions)
        assert len(named) == len(set(named))


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.svg")), ids=lambda path: path.stem)
def test_a_shipped_drawing_is_light_and_every_region_can_be_hit(path):
    drawing = read_drawing(path)
    assert path.stat().st_size < 12_000 and drawing.width == NARROWEST
    assert {spot.region for spot in drawing.spots} == set(drawing.regions)
    for spot in drawing.spots:
        assert spot.width > LARGE and spot.height > LARGE
        assert spot.x >= 0 and spot.x + spot.width <= drawing.width
        assert spot.y >= 0 and spot.y + spot.height <= drawing.height


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.svg")), ids=lambda path: path.stem)
def test_spots_of_different_regions_stand_apart(path):
    for one, other in combinations(read_drawing(path).spots, 2):
        across = max(one.x, other.x) - min(one.x + one.width, other.x + other.width)
        down = max(one.y, other.y) - min(one.y + one.height, other.y + other.height)
        assert max(across, down) >= (APART if one.region != other.region else 0), (one, other)


def test_another_drawing_is_another_digest(tmp_path):
    before = load(planted(tmp_path)).digest
    svg = tmp_path / "figures" / "plant.svg"
    svg.write_text(PLANT.replace('r="9"', 'r="8"'), encoding="utf-8")
    assert load(tmp_path / "rules.yaml").digest != before
