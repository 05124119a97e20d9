"""Made-up people have a jar, a band and addresses of their own; a person's own answers never meet theirs."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tests.pictures import BREATHLESS, PICTURES
from tests.web.pages import Visitor, text_of, token_in
from triage.core.answers import Response
from triage.core.path import walk, withheld
from triage.web.teaching.answers_address import answers_in_address, told_in_address
from triage.web.ticks import selections_of
from triage.web.visit import Visit

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


def link_of(visitor):
    """The link to the made-up person of a browser, as seen from this site."""
    return visitor.get("/try/link").all("a", class_="guide-long")[0].get("href").removeprefix("http://localhost")


def opened(visitor, link, go="match"):
    form = visitor.get(link).one("form", class_="guide-try")
    return visitor.post(form.get("action"), {"go": go, "csrf_token": token_in(form)})


@st.composite
def people(draw, rules):
    """Somebody who answers all that is asked, as a form would take it."""
    response = Response()
    while (asked := (path := walk(rules, response)).next) is not None:
        offered = [option.id for option in asked.options if option.id not in withheld(rules, asked, path.answers)]
        most = 1 if asked.kind == "one" else 4
        ticked = draw(st.lists(st.sampled_from(offered), max_size=most, unique=True)) if offered else []
        unsure = draw(st.booleans()) and not (asked.kind == "one" and ticked)
        response = response.with_answer(asked.id, asked.answer(frozenset(ticked), unsure))
    return response


@given(data=st.data())
def test_a_link_says_all_that_was_answered_and_brings_the_same_answers_back(app, rules, data):
    response = data.draw(people(rules))
    here = Visit(app.extensions["site"].practice, given=selections_of(rules, response))
    found = answers_in_address(rules, rules.digest, told_in_address(here))
    assert not found.unknown and not found.changed
    again = walk(rules, found.selections.response(rules))
    assert (again.asked, again.answers) == (here.path.asked, here.path.answers)


def test_a_link_opens_the_same_result_in_another_browser_and_can_be_opened_from_a_picture(visitor, app):
    begin(visitor, app.extensions["site"].cases[30].id, "filled")
    link, result = link_of(visitor), visitor.get("/try/result").main
    picture = visitor.client.get("/try/link.svg")
    assert picture.mimetype == "image/svg+xml" and picture.data.startswith(b"<?xml")
    other = Visitor(app.test_client())
    other.answer(OWN)
    before = own_cookie(other, app).value
    assert opened(other, link).main == result
    assert opened(other, link, "change").url == "/try/check"
    assert own_cookie(other, app).value == before


def test_to_open_a_link_changes_nothing_before_a_button_is_pressed(visitor, app):
    begin(visitor, app.extensions["site"].cases[30].id, "filled")
    link = link_of(visitor)
    begin(visitor, app.extensions["site"].cases[60].id, "filled")
    mine = visitor.get("/try/result").main
    visitor.get(link)
    assert visitor.get("/try/result").main == mine
    visitor.post(link, {"go": "match"}, 400)
    assert visitor.get("/try/result").main == mine


def test_who_is_offered_next_has_no_band_of_who_was_tried_last(visitor, app):
    last, other = app.extensions["site"].cases[30], app.extensions["site"].cases[60]
    begin(visitor, last.id, "filled")
    for url in (f"/try/{other.id}", "/try/answers/old?main=weak"):
        band = text_of(visitor.get(url).one("aside", class_=BAND))
        assert "Made-up person" in band and last.name not in band


def test_an_old_link_says_that_the_rules_have_changed_and_what_they_no_longer_have(visitor, rules):
    page = visitor.get("/try/answers/0123456789ab?main=weak.no_such_line&no_such_question=yes&where=-none.hands")
    assert "The rules have changed" in page.main
    for word in ("no_such_line", "no_such_question", rules.question("where").text.self_):
        assert word in text_of(page.all("div", class_="guide-note")[0])
    assert rules.question("main").text.self_ in page.main
    assert "The rules have changed" not in visitor.get(f"/try/answers/{rules.digest}?main=weak").main


def test_the_answers_of_a_worked_case_have_the_link_of_that_case_too(visitor, app):
    case = app.extensions["site"].cases[30]
    begin(visitor, case.id, "filled")
    links = [e.get("href") for e in visitor.get("/try/link").all("a", class_="guide-long")]
    assert len(links) == 2 and links[1].endswith(f"/try/{case.id}")


def test_a_link_without_answers_says_that_it_holds_none(visitor, rules):
    assert "This link holds no answers" in visitor.get(f"/try/answers/{rules.digest}").main
    assert "This link holds no answers" not in visitor.get(f"/try/answers/{rules.digest}?main=weak").main


@pytest.mark.parametrize("query", ["_external=1&_scheme=javascript", "digest=x", "a" * 3000, "%ff=%ff", "main=&=weak"])
def test_an_odd_link_is_a_page_like_any_other(visitor, query):
    form = visitor.get(f"/try/answers/x?{query}").one("form", class_="guide-try")
    assert form.get("action").startswith("/try/answers/x")
    assert visitor.post(form.get("action"), {"go": "change", "csrf_token": token_in(form)}).url == "/try/check"


def test_no_link_is_offered_for_ones_own_answers(visitor):
    visitor.answer(OWN)
    for url in ("/result", "/check", "/summary", "/result/all-of-it"):
        assert not [address for address in ways_on(visitor.get(url)) if address.startswith("/try/")], url
    assert visitor.get("/try/link").url == "/try/question/who", "there is no made-up person yet"


def test_the_wing_lists_only_what_a_site_has_something_for(app, houseplant_app):
    wing, bare = (Visitor(each.test_client()) for each in (app, houseplant_app))
    for visitor in (wing, bare):
        for address in [
            each for each in ways_on(visitor.get("/teach")) if each.startswith(("/teach", "/try", "/learn"))
        ]:
            visitor.get(address)
    assert wing.get("/teach").all("a", href="/learn/cases") and not bare.get("/teach").all("a", href="/learn/cases")
    assert wing.get("/").all("a", href="/teach")
