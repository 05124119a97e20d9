"""The answers cookie: small, its own for every key, and never an error, whatever stands in it."""

from __future__ import annotations

import json
import zlib

import pytest
from cryptography.fernet import Fernet
from flask import Response
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import HOUSEPLANT, KEY
from tests.web.pages import Visitor, token_in
from triage.settings import Settings, new_key
from triage.web.answers_cookie import UNREADABLE, pack, unpack
from triage.web.app import create_app
from triage.web.ticks import MOST_UNKNOWN, Selections

GETS = ("/", "/help-now", "/question/who", "/questions", "/check", "/result", "/summary", "/save", "/saved", "/learn")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec=None), max_size=80),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=20), inside, max_size=4),
    max_leaves=20,
)


def ticked(page):
    return [e.get("value") for e in page.all("input", name="choice") if e.get("checked") is not None]


def jar(app):
    return app.extensions["site"].jar


def cookie_of(content: bytes, key: str = KEY) -> str:
    """A cookie as only who has the key can make it."""
    return Fernet(key).encrypt(zlib.compress(content)).decode()


FORGED = {
    "no token": "nonsense",
    "no JSON": cookie_of(b"{"),
    "nested": cookie_of(b"[" * 60_000),
    "nested ticks": cookie_of(b'{"ticks":' + b'{"a":' * 20_000 + b"1" + b"}" * 20_001),
    "long": cookie_of(b'{"ticks":{"a":["' + b"x" * 70_000 + b'"]}}'),
    "a list": cookie_of(b'["ticks"]'),
    "a number": cookie_of(b'{"ticks":{"who":[1]}}'),
    "a text for a list": cookie_of(b'{"ticks":{"who":"me"}}'),
    "half a letter": cookie_of(b'{"ticks":{},"code":"\\ud800"}'),
    "an element": cookie_of(b'{"ticks":{"<b>":["<i>"]}}'),
    "under another key": cookie_of(b'{"ticks":{}}', new_key()),
}


@pytest.mark.parametrize("value", FORGED.values(), ids=FORGED)
def test_a_forged_cookie_is_unreadable_and_no_page_deletes_it(app, value):
    visitor = Visitor(app.test_client())
    visitor.client.set_cookie(jar(app).cookie, value)
    for url in GETS:
        response = visitor.client.get(url)
        assert response.status_code in (200, 400), url
        assert not [each for each in response.headers.getlist("Set-Cookie") if each.startswith("answers")], url
    for url in ("/", "/help-now"):
        page = visitor.get(url)
        assert "We could not read your answers" in page.main
    assert "Nothing that you answered so far" not in page.main
    form = page.one("form", action="/clear")
    visitor.post("/clear", {"csrf_token": token_in(form)})
    assert visitor.client.get_cookie(jar(app).cookie) is None
    assert "could not read" not in visitor.get("/question/who").main


@given(JSON, JSON)
def test_whatever_json_a_cookie_holds_it_is_read_or_unreadable(ticks, more):
    content = json.dumps({"ticks": ticks, "interrupted": more, "few": more, "code": ticks}).encode()
    try:
        read = unpack(zlib.compress(content))
    except UNREADABLE:
        return
    assert unpack(pack(read)) == read


def test_a_tick_that_is_sent_many_times_is_kept_once(visitor, app):
    page = visitor.get("/question/who")
    visitor.submit("me")
    form = visitor.page.one("form", class_="guide-question")
    visitor.post("/question/danger", {"choice": ["-none"] * 900, "csrf_token": token_in(form)})
    assert len(visitor.client.get_cookie(jar(app).cookie).value) < 400
    assert page.url.endswith("/question/who")


def test_ids_that_the_rules_do_not_know_are_kept_up_to_a_bound(app, rules):
    known = Selections().with_ticks("who", ["me"])
    few = known.with_ticks("retired", ["a", "b"]).with_ticks("main", ["weak", "retired"])
    assert few.bounded(rules) == few
    many = known
    for n in range(500):
        many = many.with_ticks(f"retired_{n}", ["one", "other"])
    kept = many.with_ticks("main", ["weak"]).bounded(rules)
    assert kept.ticks["who"] == ("me",) and kept.ticks["main"] == ("weak",)
    assert sum(len(ticks) for ticks in kept.ticks.values()) == MOST_UNKNOWN + 2
    response = Response()
    jar(app).write(response, kept)
    assert len(response.headers["Set-Cookie"]) < 3800


def test_two_copies_on_one_host_leave_each_others_answers_alone(database):
    one, other = (create_app(Settings((new_key(),), rules=HOUSEPLANT, database_url=database)) for _ in range(2))
    for app in (one, other):
        app.testing = True
    browser = Visitor(one.test_client())
    browser.get("/question/owner")
    browser.submit("mine")
    shared = Visitor(other.test_client())
    shared.client._cookies = browser.client._cookies
    shared.get("/question/owner")
    shared.submit("friend")
    for url in ("/", "/check", "/look", "/save"):
        shared.get(url)
    form = shared.get("/check").one("form", action="/clear")
    shared.post("/clear", {"csrf_token": token_in(form)})
    assert ticked(browser.get("/question/owner")) == ["mine"]


def test_a_new_key_in_front_keeps_the_answers_and_takes_the_old_cookie_away(database):
    old, new = new_key(), new_key()
    before, after = (
        create_app(Settings(keys, rules=HOUSEPLANT, database_url=database)) for keys in ((old,), (new, old))
    )
    for app in (before, after):
        app.testing = True
    browser = Visitor(before.test_client())
    browser.get("/question/owner")
    browser.submit("mine")
    later = Visitor(after.test_client())
    later.client._cookies = browser.client._cookies
    later.get("/question/leaves")
    later.submit("yellow")
    names = [cookie.key for cookie in later.client._cookies.values() if cookie.key.startswith("answers")]
    assert names == [jar(after).cookie]
    assert ticked(later.get("/question/owner")) == ["mine"] and ticked(later.get("/question/leaves")) == ["yellow"]
