"""The figure of a question: labels of its checkboxes, and what was marked on result and summary."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import KEY
from tests.figures import planted
from tests.pictures import ADULT, BREATHLESS, TIRED
from tests.web.pages import Visitor, text_of
from triage.core.figure import MOST_REGIONS
from triage.settings import Settings
from triage.web.app import create_app

SVG = "{http://www.w3.org/2000/svg}"
WEAK = ADULT | {"main": ["weak"], "where": ["hands", "throat", "one_side"]}
CSS = (Path(__file__).parents[2] / "static" / "guide.css").read_text(encoding="utf-8")


@pytest.fixture
def asked(visitor):
    """The question with the figure, not yet answered."""
    visitor.get("/question/who")
    for choice in ("me", "-none", "-none", "weak"):
        visitor.submit(choice)
    assert visitor.page.url.endswith("/question/where")
    return visitor


def spots(page):
    return page.all("label", class_="guide-spot")


def groups(page, class_="guide-part"):
    return [g for g in page.root.iter(SVG + "g") if class_ in g.get("class", "").split()]


def filled(page, figure):
    """The regions that are filled on the page, each told by all its parts alike."""
    names = {figure.number(region): region for region in figure.drawing.regions}
    on = {names[g.get("data-part")] for g in groups(page, "guide-filled")}
    off = {names[g.get("data-part")] for g in groups(page) if "guide-filled" not in g.get("class")}
    assert on | off == set(names.values()) and not on & off
    return on


def words(page):
    (caption,) = page.all("figcaption")
    return text_of(caption)


def test_each_region_is_a_label_of_its_checkbox_and_holds_no_words(asked, rules):
    page, question = asked.page, rules.question("where")
    boxes = {box.get("value"): box for box in page.all("input", name="choice")}
    number = question.figure.number
    expected = {number(o.region): boxes[o.id].get("id") for o in question.options if o.region}
    assert {box.get("data-region"): box.get("id") for box in boxes.values() if box.get("data-region")} == expected
    assert {spot.get("for") for spot in spots(page)} == {id for n, id in expected.items() if n != "all"}
    for spot, drawn in zip(spots(page), question.figure.drawing.spots, strict=True):
        assert spot.get("for") == expected[number(drawn.region)] and text_of(spot) == ""


def test_the_figure_stands_between_the_hint_and_the_choices_of_its_question(asked):
    html = asked.page.html
    places = [html.index(part) for part in ("nhsuk-hint", 'class="guide-figure"', 'class="nhsuk-checkboxes__item"')]
    assert places == sorted(places) and html.count('class="guide-figure"') == 1
    (fieldset,) = asked.page.all("fieldset")
    assert any("guide-figure" in each.get("class", "") for each in fieldset.iter())


def test_without_the_stylesheet_the_figure_is_hidden_and_the_list_stays(asked):
    assert asked.page.one("div", class_="guide-figure").get("hidden") is not None
    for box in asked.page.all("input", name="choice"):
        assert box.get("type") == "checkbox"


def test_the_figure_says_nothing_to_a_screen_reader(asked):
    figure = asked.page.one("div", class_="guide-figure")
    for child in figure:
        assert child.get("aria-hidden") == "true", child.tag
    assert not [each for each in figure.iter() if each.get("tabindex") or each.tag.endswith("}a")]


def test_the_figure_stays_when_an_answer_is_missing(asked):
    page = asked.submit(())
    assert "Error" in text_of(page.one("title")) and spots(page)
    page = asked.submit(["hands", "-none"])
    assert page.one("input", value="hands").get("checked") is not None and spots(page)


def test_the_regions_of_any_drawing_can_be_filled():
    for number in (*range(1, MOST_REGIONS + 1), "all"):
        assert f'[data-region="{number}"]:checked)' in CSS
    assert f'[data-region="{MOST_REGIONS + 1}"]' not in CSS


@pytest.mark.parametrize("page", ["/result", "/summary"])
@pytest.mark.parametrize(
    ("where", "regions"),
    [(["hands", "throat", "one_side"], {"hands", "throat"}), (["eyes"], {"eyes"}), (["all_over", "face"], None)],
)
def test_result_and_summary_show_exactly_what_was_marked(visitor, rules, page, where, regions):
    visitor.answer(WEAK | {"where": where})
    shown, question = visitor.get(page), rules.question("where")
    assert filled(shown, question.figure) == (regions or set(question.figure.drawing.regions))
    for option in question.options:
        told = option.id in where and option.region is not None
        assert (option.text.self_ in words(shown)) == told, option.id
    assert not spots(shown)


@pytest.mark.parametrize(
    ("who", "caption"),
    [("me", "Where you feel weak:"), ("another_adult", "Where they feel weak:"), ("child", "Where the child is weak:")],
)
def test_the_caption_speaks_of_whoever_is_ill(visitor, who, caption):
    visitor.answer(WEAK | {"who": who, "age": "from_1"})
    assert words(visitor.get("/result")).startswith(caption)


def test_a_region_that_is_unticked_is_empty_again(visitor, rules):
    visitor.answer(WEAK)
    visitor.get("/question/where?return=check")
    visitor.submit(["throat"])
    assert filled(visitor.get("/result"), rules.question("where").figure) == {"throat"}


@pytest.mark.parametrize("where", ["-none", "-not-sure", "one_side"])
def test_who_marked_no_place_sees_no_figure(visitor, where):
    visitor.answer(TIRED | {"where": [where]})
    for url in ("/result", "/summary"):
        page = visitor.get(url)
        assert not groups(page) and not page.all("figcaption")


def test_the_figure_is_seen_in_an_emergency_too(visitor, rules):
    visitor.answer(BREATHLESS | {"where": ["breathing"]})
    assert filled(visitor.get("/result"), rules.question("where").figure) == {"breathing"}


def test_a_grown_body_is_not_drawn_for_a_small_child(visitor, rules):
    small = WEAK | {"who": "small_child", "age": "from_1"}
    visitor.answer(small)
    page = visitor.get("/question/where")
    assert not groups(page) and not spots(page)
    offered = {box.get("value") for box in page.all("input", name="choice")}
    assert offered >= {option.id for option in rules.question("where").options if option.region}
    assert not groups(visitor.get("/result")) and not groups(visitor.get("/summary"))
    visitor.answer_on_few_pages(small)
    assert not groups(visitor.get("/questions/2"))


def test_another_rule_set_has_its_own_figure_or_none(houseplant_app, database, tmp_path):
    plain = Visitor(houseplant_app.test_client())
    plain.get("/question/owner")
    assert not spots(plain.submit("mine"))
    potted = create_app(Settings((KEY,), rules=planted(tmp_path), database_url=database))
    potted.testing = True
    visitor = Visitor(potted.test_client())
    visitor.get("/question/owner")
    page = visitor.submit("mine")
    ids = {box.get("value"): box.get("id") for box in page.all("input", name="choice")}
    assert [spot.get("for") for spot in spots(page)] == [ids["yellow"], ids["limp"]]
    visitor.submit(["limp"])
    visitor.submit("dry")
    page = visitor.get("/result")
    assert [g.get("data-part") for g in groups(page, "guide-filled")] == ["2"]
    assert words(page).startswith("Where it ails:") and "they hang" in words(page)


def test_the_page_with_the_figure_is_light(asked):
    import gzip

    figure = re.search(r"<svg.*?</svg>", asked.page.html, re.DOTALL)[0]
    assert len(figure) < 14_000 and len(gzip.compress(figure.encode())) < 4_000
