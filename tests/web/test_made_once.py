"""A page that was made once is, byte for byte, the page that would be made anew."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import g
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.states import PEOPLE, RESULTS, WHO, answered
from triage.web import made_once
from triage.web.stencils import Drawer, Stencil, hole
from triage.web.ticks import MARKERS, NOT_SURE
from triage.web.visit import Visit

TOKEN = re.compile(r'(name="csrf_token" value=")[^"]+')
LOOKS = (None, "dark.large", "warm.standard")


def ticked(data, question):
    """What somebody may have ticked in a question: nothing, something, everything, what excludes each other."""
    values = [*sorted(question.option_ids), *sorted(MARKERS)]
    if question.kind == "one":
        return (data.draw(st.sampled_from(values)),)
    return tuple(data.draw(st.lists(st.sampled_from(values), max_size=5, unique=True)))


def without_token(page):
    return TOKEN.sub(r"\1", page)


@settings(max_examples=25)
@given(data=st.data())
def test_a_page_made_once_is_byte_for_byte_the_page_made_anew(app, rules, data):
    answers = {question.id: NOT_SURE for question in rules.questions} | {
        question.id: ticks
        for question in data.draw(st.lists(st.sampled_from(rules.questions), max_size=8, unique=True))
        if (ticks := ticked(data, question))
    }
    answers["who"] = data.draw(st.sampled_from([*WHO.values(), "small_child", "me_young"]))
    for question in data.draw(st.lists(st.sampled_from(rules.questions), max_size=2, unique=True)):
        answers[question.id] = ()
    look = data.draw(st.sampled_from(LOOKS))
    asked = data.draw(st.sampled_from(rules.questions)).id
    back = data.draw(st.sampled_from(["", "?return=check"]))
    urls = [f"/question/{asked}{back}", "/questions", "/questions/2", "/", "/help-now", "/check", "/about"]
    same_when_made_anew(app, rules, answers, look, urls)


@settings(max_examples=25)
@given(data=st.data())
def test_a_result_of_parts_made_once_is_byte_for_byte_the_result_made_anew(app, rules, data):
    """Each may use parts that were made for another person before; whatever is asked has an answer here."""
    person = data.draw(st.sampled_from([*PEOPLE.values()]))
    changed = data.draw(st.lists(st.sampled_from(rules.questions), max_size=4, unique=True))
    answers = {question.id: NOT_SURE for question in rules.questions} | person
    answers |= {question.id: data.draw(st.sampled_from(sorted(question.option_ids))) for question in changed}
    answers["who"] = data.draw(st.sampled_from([*WHO.values(), "small_child", "me_young"]))
    same_when_made_anew(app, rules, answers, data.draw(st.sampled_from(LOOKS)), ["/check", *RESULTS])


def same_when_made_anew(app, rules, answers, look, urls):
    """Ask for the same pages as they are made once, then made anew without anything that was kept."""
    once, anew = [], []
    for pages in (once, anew):
        client = answered(app, rules, answers).client
        if look:
            client.set_cookie(app.config["LOOK_COOKIE_NAME"], look)
        with pytest.MonkeyPatch.context() as patch:
            if pages is anew:
                patch.setattr(made_once, "_whole_key", lambda *_: None)
            pages += [without_token(client.get(url).text) for url in urls]
    assert once == anew


def test_a_hole_is_filled_and_what_stands_around_it_is_not_touched():
    text = f"<p>{hole('one')} and {hole('two words')}</p>"
    assert Stencil.of(text).filled({"one": "1", "two words": "2"}.__getitem__) == "<p>1 and 2</p>"
    assert Stencil.of("no hole").filled({}.__getitem__) == "no hole"


def test_a_shelf_keeps_what_was_used_last_up_to_its_size():
    drawer, made = Drawer(most=10), []

    def take(key):
        return drawer.take(key, lambda: made.append(key) or "12345").filled({}.__getitem__)

    for key in ("a", "b", "a", "c", "a", "b"):
        assert take(key) == "12345"
    assert made == ["a", "b", "c", "b"]
    drawer.take("long", lambda: "x" * 11)
    take("a")
    assert made[-1] == "a", "what is longer than the drawer is not kept in it"


def test_another_site_never_shows_what_was_made_for_this_one(app, houseplant_app):
    assert app.extensions["site"].drawer is not houseplant_app.extensions["site"].drawer
    assert app.extensions["site"].drawer is not app.extensions["site"].practice.drawer


def test_the_token_on_a_page_made_once_is_the_visitors_own(app, rules):
    pages = [answered(app, rules, {"who": "me"}).client.get("/question/who").text for _ in range(2)]
    first, second = (set(re.findall(r'name="csrf_token" value="([^"]+)"', page)) for page in pages)
    assert len(first) == len(second) == 1 and first != second


def test_while_a_draft_is_looked_at_nothing_is_kept(app, monkeypatch):
    served, fresh = app.extensions["site"], replace(app.extensions["site"])
    with app.test_request_context("/learn"):
        g.visit = Visit(fresh, draft=object())
        assert made_once._whole_key(g.visit, "learn.html", ()) is None
        g.visit = Visit(fresh)
        assert made_once._whole_key(g.visit, "learn.html", ()) is not None
        monkeypatch.setattr(app, "debug", True)
        assert made_once._whole_key(g.visit, "learn.html", ()) is None
    assert fresh.drawer is not served.drawer, "rules that were read again show nothing that was made for those before"
