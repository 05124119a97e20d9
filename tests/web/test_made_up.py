"""Made-up people have a jar, a band and addresses of their own; a person's own answers never meet theirs."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tests.pictures import BREATHLESS, PICTURES
from tests.web.pages import Visitor, text_of, token_in

OWN = PICTURES["motor_neuron"]
BAND = "guide-made-up"


def ways_on(page):
    """Every address to which a page leads, by link or by form."""
    found = [element.get(name) for tag, name in (("a", "href"), ("form", "action")) for element in page.all(tag)]
    return {address.split("?")[0].split("#")[0] for address in found if address.startswith("/")}


def own_cookie(visitor, app):
    return visitor.client.get_cookie(app.extensions["site"].jar.cookie)


def begin(visitor, case, go):
    form = visitor.get(f"/try/{case}").one("form", class_="guide-try")
    return visitor.post(form.get("action"), {"go": go, "csrf_token": token_in(form)})


def walk_as_made_up(visitor, answers):
    """Answer the questions under /try up to the check page."""
    for _ in range(60):
        page = visitor.page
        if page.url.startswith("/try/question/"):
            offered = {element.get("value") for element in page.all("input", name="choice")}
            fallback = "-none" if "-none" in offered else "-not-sure"
            visitor.submit(answers.get(page.url.removeprefix("/try/question/").split("?")[0], fallback))
        elif page.url == "/try/help-now":
            visitor.get(page.one("a", class_="guide-go-on").get("href"))
        else:
            return page
    raise AssertionError("the questionnaire does not end")


def test_own_answers_are_the_same_after_a_made_up_person_was_walked_filled_and_cleared(visitor, app):
    visitor.answer(OWN)
    before, result = own_cookie(visitor, app), visitor.get("/result").main
    begin(visitor, app.extensions["site"].cases[0].id, "filled")
    visitor.get("/try/result")
    begin(visitor, app.extensions["site"].cases[-1].id, "blank")
    assert walk_as_made_up(visitor, PICTURES["myopathies"]).url == "/try/check"
    form = visitor.page.one("form", class_="guide-clear")
    assert form.get("action") == "/try/clear"
    visitor.post("/try/clear", {"csrf_token": token_in(form)})
    assert visitor.get("/try/check").url == "/try/"
    assert own_cookie(visitor, app).value == before.value
    assert visitor.get("/result").main == result


@settings(max_examples=15)
@given(moves=st.lists(st.tuples(st.booleans(), st.sampled_from(["weak", "tired", "cramps", "numb"])), max_size=6))
def test_own_answers_and_those_of_a_made_up_person_never_mix(app, moves):
    visitor, said = Visitor(app.test_client()), {False: None, True: None}
    for base in ("", "/try"):
        visitor.get(f"{base}/question/who")
        visitor.submit("me")
    for made_up, answer in moves:
        base = "/try" if made_up else ""
        for question in ("danger", "health"):
            visitor.get(f"{base}/question/{question}")
            visitor.submit("-none")
        visitor.get(f"{base}/question/main")
        visitor.submit([answer])
        said[made_up] = answer
    for made_up, answer in said.items():
        page = visitor.get(f"{'/try' if made_up else ''}/question/main")
        ticked = [e.get("value") for e in page.all("input", name="choice") if e.get("checked") is not None]
        assert ticked == ([answer] if answer else [])


def test_every_page_of_a_made_up_person_has_the_band_and_leads_to_no_page_of_ones_own_answers(visitor, app, rules):
    case = next(case for case in app.extensions["site"].cases if case.category == rules.categories[0].id)
    begin(visitor, case.id, "filled")
    own = {"/check", "/result", "/summary", "/summary.pdf", "/save", "/clear", "/questions", "/help-now", "/"}
    group = rules.categories[0].id
    for url in (
        *("/", "/check", "/questions", "/question/main", "/help-now", "/result", f"/result/{group}"),
        *("/result/what-would-change", "/result/all-of-it", "/summary"),
    ):
        page = visitor.get(f"/try{url}")
        assert page.url == f"/try{url}"
        assert "Made-up person" in text_of(page.one("aside", class_=BAND)), url
        assert case.name in text_of(page.one("aside", class_=BAND)), url
        assert not ways_on(page) & own, url
        assert not [address for address in ways_on(page) if address.startswith(("/question/", "/result/", "/save"))]
    assert not visitor.get("/").all("aside", class_=BAND)


def test_an_emergency_of_a_made_up_person_interrupts_as_any_other_with_the_band(visitor):
    visitor.get("/try/question/who")
    visitor.submit(BREATHLESS["who"])
    visitor.get("/try/question/danger")
    page = visitor.submit(BREATHLESS["danger"])
    assert page.url == "/try/help-now"
    assert page.all("aside", class_=BAND) and page.all("div", class_="nhsuk-card--care--emergency")


def test_the_summary_of_a_made_up_person_says_so_on_paper_and_in_the_text_to_copy(visitor, app):
    begin(visitor, app.extensions["site"].cases[0].id, "filled")
    page = visitor.get("/try/summary")
    assert page.heading.startswith("Made-up person")
    assert "MADE-UP PERSON" in text_of(page.one("textarea"))
    pages = PdfReader(BytesIO(visitor.client.get("/try/summary.pdf").data)).pages
    assert all("Made-up person" in each.extract_text() for each in pages)


def test_nothing_of_a_made_up_person_can_be_saved(visitor, app):
    begin(visitor, app.extensions["site"].cases[0].id, "filled")
    assert visitor.get("/save").url == "/", "there is nothing of one's own to save"
    visitor.get("/try/save", 404)


@pytest.mark.parametrize("go", ["filled", "blank"])
def test_a_press_without_a_token_changes_nothing(visitor, app, go):
    visitor.post(f"/try/{app.extensions['site'].cases[0].id}", {"go": go}, 400)
    assert visitor.get("/try/check").url == "/try/"


def test_a_person_that_is_not_there_is_told_so(visitor):
    visitor.get("/try/nobody", 404)


def test_the_wing_lists_only_what_a_site_has_something_for(app, houseplant_app):
    wing, bare = (Visitor(each.test_client()) for each in (app, houseplant_app))
    for visitor in (wing, bare):
        for address in [
            each for each in ways_on(visitor.get("/teach")) if each.startswith(("/teach", "/try", "/learn"))
        ]:
            visitor.get(address)
    assert wing.get("/teach").all("a", href="/learn/cases") and not bare.get("/teach").all("a", href="/learn/cases")
    assert wing.get("/").all("a", href="/teach")
