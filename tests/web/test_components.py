"""Components check what they are given, escape what is plain, and keep nothing of a person."""

from __future__ import annotations

import re
from pathlib import Path

import html5lib
import pytest
from flask import render_template_string
from flask_babel import lazy_gettext
from jinja2 import ChainableUndefined, Environment, PackageLoader, UndefinedError
from markupsafe import Markup

from triage.core.questionnaire import URGENCIES
from triage.web import components

PACKAGE = Environment(loader=PackageLoader("nhsuk_frontend_jinja"), undefined=ChainableUndefined, autoescape=True)
TEMPLATES = sorted((Path(__file__).parents[2] / "templates").rglob("*.html"))


def choice(value, checked=False, text="some words"):
    return {"value": value, "text": text, "checked": checked}


def question(items, **more):
    return components.checkboxes(name="choice", legend="What?", items=items, divider="or", **more)


def samples(app):
    """One of each, with everything that it can show."""
    items, last = [choice("a"), choice("b", True)], [choice("-none"), None, choice("-not-sure")]
    rows = [{"key": "K", "value": "V"}, {"key": "K", "value": "V", "href": "/", "action": "Change", "hidden": "K"}]
    more = {"name": "choice", "legend": "L", "items": items, "apart": last, "divider": "or", "hint": "H"}
    return [
        components.radios(**more, error="E", error_prefix="Error"),
        components.checkboxes(**more, error="E", error_prefix="Error"),
        components.button("Go"),
        components.button("Go", secondary=True),
        components.back_link("Back", href="/"),
        components.skip_link("Skip", href="#main"),
        components.error_summary("Oh", errors=[("E", "#choice")]),
        components.summary_list(rows=rows),
        components.details("More", html=Markup("<p>text</p>"), opened=True, classes="guide-sign"),
        *(components.care_card(urgency, heading="H", prefix="P", html="text") for urgency in URGENCIES),
        components.tag("some match"),
    ]


def test_every_component_is_sound_html(app):
    for sample in samples(app):
        parser = html5lib.HTMLParser(strict=False)
        parser.parseFragment(str(sample))
        assert not parser.errors, (sample, parser.errors)
        assert "style=" not in sample and "None" not in sample


def packaged(component, name, **params):
    """What the package of the NHS makes of the same."""
    macro = getattr(PACKAGE.get_template(f"nhsuk/components/{component}/macro.jinja").module, name)
    return unspaced(macro(params))


def unspaced(html):
    """A text without white space around its tags."""
    return re.sub(r"\s*([<>])\s*", r"\1", " ".join(html.split()))


def test_the_markup_is_that_of_the_nhs():
    b, link = Markup("<b>x</b>"), {"href": "/", "html": "Change", "visuallyHiddenText": "K"}
    row = {"key": {"html": "K"}, "value": {"html": b}}
    title = Markup('<h3 class="nhsuk-card__heading"><span class="nhsuk-u-visually-hidden">P: </span>H</h3>')
    errors = [("E", "#choice"), ("F", "#other")]
    linked = {"key": "K", "value": b, "href": "/", "action": "Change", "hidden": "K"}
    pairs = [
        (components.button(b), packaged("button", "button", html=b)),
        (components.button("Go", secondary=True), packaged("button", "button", text="Go", variant="secondary")),
        (components.back_link("Back", href="/"), packaged("back-link", "backLink", text="Back", href="/")),
        (components.skip_link("Skip", href="#main"), packaged("skip-link", "skipLink", text="Skip", href="#main")),
        (components.tag(b), packaged("tag", "tag", html=b)),
        (
            components.error_summary("Oh", errors=errors),
            packaged(
                "error-summary",
                "errorSummary",
                heading={"text": "Oh"},
                errorList=[{"text": text, "href": href} for text, href in errors],
            ),
        ),
        (
            components.summary_list(rows=[{"key": "K", "value": b}, linked]),
            packaged("summary-list", "summaryList", rows=[row, {**row, "actions": {"items": [link]}}]),
        ),
        (
            components.summary_list(rows=[{"key": "K", "value": b}]),
            packaged("summary-list", "summaryList", rows=[row]),
        ),
        (
            components.details("More", html=b, opened=True, classes="guide-sign"),
            packaged("details", "details", summary={"text": "More"}, html=b, open=True, classes="guide-sign"),
        ),
        *(
            (
                components.care_card(urgency, heading="H", prefix="P", level=3, html=b),
                packaged("card", "card", variant=variant, heading={"html": title}, description={"html": b}),
            )
            for urgency, variant in components.VARIANTS.items()
        ),
    ]
    for ours, theirs in pairs:
        assert unspaced(ours) == theirs


def test_plain_text_is_escaped_and_markup_is_kept():
    assert "&lt;b&gt;" in components.tag("<b>") and "<b>" in components.tag(Markup("<b>x</b>"))
    page = question([choice("a", text="<i>")], hint="<u>", error="<s>", error_prefix="<q>")
    assert not re.search("<[iusq]>", page)
    row = {"key": "<i>", "value": "<u>", "href": '"><s>', "action": "<q>", "hidden": "<q>"}
    assert not re.search("<[iusq]>", components.summary_list(rows=[row]))


def test_lazy_translations_do_not_vanish(app):
    lazy = lazy_gettext("Words that come late")
    with app.test_request_context("/"):
        for made in (
            components.tag(lazy),
            components.button(lazy),
            components.details(lazy),
            components.care_card("soon", heading=lazy, prefix="P"),
            components.care_card("soon", heading="H", prefix=lazy),
            question([choice("a", text=lazy)]),
            question([choice("a")], hint=lazy),
            question([choice("a")], error=lazy, error_prefix="Error"),
        ):
            assert "Words that come late" in made


def test_ticks_stand_where_they_belong_and_are_not_kept_for_the_next_person():
    mine = question([choice("a"), choice("ab", True), choice("b")], apart=[choice("-none", True)])
    assert re.findall(r'value="([\w-]+)" checked', mine) == ["ab", "-none"]
    theirs = question([choice("a"), choice("ab"), choice("b")], apart=[choice("-none")])
    assert "checked" not in theirs


def test_the_first_choice_has_the_id_that_the_error_summary_links_to():
    assert re.findall(r'<input[^>]* id="([^"]+)"', question([choice("a"), choice("b")])) == ["choice", "choice-2"]


def test_a_heading_stands_before_the_first_of_its_group_which_is_described_by_it():
    items = [
        {"value": "a", "text": "A", "checked": False, "heading": "One"},
        {"value": "b", "text": "B", "checked": False},
    ]
    html = components.checkboxes(name="q", legend="L", items=items, level=2)
    assert html.count("guide-group") == 1
    assert '<h3 class="guide-group" id="q-group">One</h3>' in html
    assert html.index("One</h3>") < html.index('id="q" name="q"') < html.index('aria-describedby="q-group"')
    assert 'id="q-2" name="q"' in html


def test_the_divider_stands_only_before_something():
    assert "divider" not in question([choice("a")])
    assert "divider" not in question([choice("a")], apart=[None])
    assert "divider" in question([choice("a")], apart=[choice("-none")])


def test_what_a_component_does_not_know_is_an_error():
    with pytest.raises(TypeError, match="value, text and checked"):
        question([{"value": "a", "text": "b", "chekced": True}])
    with pytest.raises(TypeError):
        question([choice("a")], hnit="x")
    with pytest.raises(TypeError):
        components.button("x", colour="red")
    with pytest.raises(TypeError, match="a row has"):
        components.summary_list(rows=[{"key": "a", "value": "b", "href": "/"}])
    with pytest.raises(ValueError, match="no urgency"):
        components.care_card("later", heading="H", prefix="P")


def test_every_urgency_has_its_card_and_says_it_without_colour():
    assert set(components.VARIANTS) == set(URGENCIES)
    for urgency, variant in components.VARIANTS.items():
        card = components.care_card(urgency, heading="Heading", prefix="In words")
        assert f"nhsuk-card--care--{variant}" in card
        assert re.search(r"<h2[^>]*><span[^>]*hidden[^>]*>In words: </span>Heading</h2>", card)


def test_a_call_block_gives_the_content(app):
    page = '{% call details("More") %}<p>inside</p>{% endcall %}'
    with app.test_request_context("/"):
        assert "<p>inside</p>" in render_template_string(page)


def test_our_templates_are_strict_and_never_import_a_macro_of_the_package(app):
    with app.test_request_context("/"), pytest.raises(UndefinedError):
        render_template_string("{{ missing }}")
    for template in TEMPLATES:
        assert "nhsuk/" not in template.read_text(encoding="utf-8"), template


def test_no_template_speaks_of_the_subject():
    words = ("muscle", "nerve", "myo", "neuro", "dystroph", "weakness", "breath", "swallow")
    for template in TEMPLATES:
        text = template.read_text(encoding="utf-8").lower()
        assert not [word for word in words if word in text], template


def test_static_files_are_addressed_by_their_content(app):
    with app.test_request_context("/"):
        address = components.asset("guide.css")
    assert re.fullmatch(r"/static/guide\.css\?v=[0-9a-f]{10}", address)
    with app.test_client().get(address) as response:
        assert response.status_code == 200
