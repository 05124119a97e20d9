"""The look: chosen without JavaScript, remembered until the browser is closed, and told to nobody."""

from __future__ import annotations

import pytest

from tests.conftest import KEY
from tests.pictures import PICTURES
from tests.web.pages import Visitor, text_of, token_in
from triage.settings import Settings
from triage.web.app import create_app
from triage.web.pages.look import SAID_BY_QUERY


def choose(visitor, back="/", expect=200, **look):
    form = visitor.get("/look").one("form", class_="guide-look")
    return visitor.post("/look", {"csrf_token": token_in(form), "from": back, **look}, expect)


def cookie(visitor):
    return next((c for c in visitor.client._cookies.values() if c.key == "look"), None)


def test_nobody_gets_a_look_without_choosing_one(visitor):
    html = visitor.get("/").one("html")
    assert html.get("data-colours") is None and html.get("data-text") is None and cookie(visitor) is None


@pytest.mark.parametrize("colours", ["light", "warm", "dark"])
@pytest.mark.parametrize("text", ["standard", "large"])
def test_colours_and_size_go_together_on_every_page(visitor, colours, text):
    choose(visitor, colours=colours, text=text)
    for url in ("/", "/question/who", "/questions", "/learn", "/about"):
        html = visitor.get(url).one("html")
        assert html.get("data-colours") == colours
        assert html.get("data-text") == ("large" if text == "large" else None)


def test_the_page_shows_what_is_chosen(visitor):
    choose(visitor, colours="warm", text="large")
    page = visitor.get("/look")
    assert [e.get("value") for e in page.all("input") if e.get("checked") is not None] == ["warm", "large"]


def test_what_the_device_has_can_be_chosen_again(visitor):
    choose(visitor, colours="dark", text="large")
    choose(visitor, colours="device", text="standard")
    assert cookie(visitor) is None and visitor.get("/").one("html").get("data-colours") is None


def test_every_page_with_a_menu_links_to_the_look_and_the_person_comes_back_to_it(visitor):
    visitor.answer(PICTURES["myopathies"])
    for url in (
        "/",
        "/check",
        "/result",
        "/result/myopathies",
        "/learn/cases",
    ):
        page = visitor.get(url)
        link = next(a for a in page.all("a") if text_of(a) == "Text and colours")
        form = visitor.get(link.get("href")).one("form", class_="guide-look")
        back = next(e.get("value") for e in form.iter() if e.get("name") == "from")
        assert visitor.post("/look", {"csrf_token": token_in(form), "from": back, "colours": "dark"}).url == url


@pytest.mark.parametrize(
    "back",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/check",
        "/\\elsewhere.example",
        "http:/check",
        "javascript:alert(1)",
        "/nowhere",
        "/look",
        "/clear",
        "/static/guide.css",
        "",
        "\r\nSet-Cookie: a=b",
        "http://[",
    ],
)
def test_the_way_back_never_leaves_the_pages_of_this_site(visitor, back):
    assert choose(visitor, back=back, colours="dark").url == "/"


def test_a_page_that_the_query_of_its_address_makes_is_the_same_after_the_look_was_changed(visitor, app):
    here = app.extensions["site"]
    case, pair = here.cases[0], here.look_alikes[0]
    answers = f"/try/answers/{here.questionnaire.digest}?who=me&main=weak&where=hips.shoulders"
    for url in (
        answers,
        f"/learn/compare?a={pair.first.picture.id}&b={pair.second.picture.id}",
        f"/teach/set?case={case.id}&case={here.cases[9].id}",
        f"/class/new?case={case.id}",
        f"/learn/cases/{case.id}/break?flip=where.hips",
    ):
        before = visitor.get(url)
        link = next(a for a in before.all("a") if text_of(a) == "Text and colours")
        form = visitor.get(link.get("href")).one("form", class_="guide-look")
        back = next(e.get("value") for e in form.iter() if e.get("name") == "from")
        data = {"csrf_token": token_in(form), "from": back, "colours": "dark"}
        assert visitor.client.post("/look", data=data).headers["Location"] == url
        assert visitor.get(url).main == before.main


@pytest.mark.parametrize(
    "query", ["_external=1&_scheme=javascript", "next=//elsewhere.example", "a=%0D%0AX:1", "digest=x"]
)
def test_no_query_leads_a_person_off_this_site(visitor, query):
    form = visitor.get("/look").one("form", class_="guide-look")
    for path in ("/try/answers/x", "/check"):
        data = {"csrf_token": token_in(form), "from": f"{path}?{query}", "colours": "dark"}
        header = visitor.client.post("/look", data=data).headers["Location"]
        assert header.partition("?")[0] == path and "\n" not in header and "//" not in header
        assert "?" not in header or path != "/check"


def test_pages_that_keep_their_query_are_pages_of_this_site(app):
    assert set(app.view_functions) >= SAID_BY_QUERY


def test_the_cookie_holds_the_look_and_nothing_else_and_ends_with_the_browser(visitor):
    form = visitor.get("/look").one("form", class_="guide-look")
    response = visitor.client.post("/look", data={"csrf_token": token_in(form), "colours": "warm", "text": "large"})
    (header,) = [line for line in response.headers.getlist("Set-Cookie") if line.startswith("look=")]
    assert header.split(";")[0] == "look=warm.large"
    assert "HttpOnly" in header and "SameSite=Lax" in header and "Expires" not in header and "Max-Age" not in header


def test_a_public_server_sends_the_look_over_https_only(database):
    app = create_app(Settings((KEY,), production=True, database_url=database))
    app.testing = True
    client = app.test_client()
    page = client.get("/look", base_url="https://guide.example").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, "colours": "dark"}
    headers = {"Referer": "https://guide.example/look"}
    response = client.post("/look", data=data, base_url="https://guide.example", headers=headers)
    assert any(
        line.startswith("__Host-look=dark.standard;") and "Secure" in line
        for line in response.headers.getlist("Set-Cookie")
    )


@pytest.mark.parametrize("value", ["", ".", "pink.huge", "dark", '"><script>', "dark.large.more", "x" * 3000])
def test_a_cookie_that_makes_no_sense_counts_as_none(visitor, value):
    visitor.client.set_cookie("look", value)
    html = visitor.get("/").one("html")
    assert html.get("data-colours") in (None, "dark") and html.get("data-text") is None


def test_a_wrong_token_changes_nothing(visitor):
    page = visitor.post("/look", {"csrf_token": "wrong", "colours": "dark"}, expect=400)
    assert "could not change the look" in page.heading and cookie(visitor) is None


def test_clearing_the_answers_leaves_the_look(visitor):
    choose(visitor, colours="dark", text="large")
    visitor.answer(PICTURES["myopathies"])
    form = visitor.get("/check").one("form", action="/clear")
    page = visitor.post("/clear", {"csrf_token": token_in(form)})
    assert page.one("html").get("data-colours") == "dark" and visitor.get("/check").url == "/"


def test_the_look_changes_no_answer_and_no_result(app):
    plain, dark = Visitor(app.test_client()), Visitor(app.test_client())
    choose(dark, colours="dark", text="large")
    assert plain.answer(PICTURES["motor_neuron"]).main == dark.answer(PICTURES["motor_neuron"]).main
    assert plain.get("/result").main == dark.get("/result").main
