"""The wizard loses nothing: Back, refresh, double submit, changes, restarts, bad input."""

from __future__ import annotations

import random

import pytest

from tests.conftest import KEY
from tests.pictures import PICTURES
from tests.web.pages import Visitor, token_in
from triage.settings import Settings, new_key
from triage.web.answers_cookie import Jar
from triage.web.app import create_app
from triage.web.ticks import NONE, NOT_SURE, Selections


def ticked(page):
    return {e.get("value") for e in page.all("input", name="choice") if e.get("checked") is not None}


def to_where(visitor):
    visitor.get("/question/who")
    visitor.submit("me")
    visitor.submit(NONE)
    visitor.submit(NONE)
    return visitor.submit(["weak", "cramps"])


def test_the_start_page_leads_to_the_first_question(visitor):
    page = visitor.get("/")
    assert page.all("a", href="/question/who")


def test_progress_is_told_in_words(visitor):
    page = visitor.get("/question/who")
    assert "Question 1 of about " in page.text


def test_back_and_refresh_show_what_was_ticked(visitor):
    to_where(visitor)
    assert ticked(visitor.get("/question/main")) == {"weak", "cramps"}
    assert ticked(visitor.get("/question/main")) == {"weak", "cramps"}


def test_the_back_link_leads_to_the_question_before(visitor):
    page = to_where(visitor)
    assert page.one("a", class_="nhsuk-back-link").get("href") == "/question/main"


def test_a_double_submit_is_the_same_as_one(visitor):
    to_where(visitor)
    page = visitor.get("/question/where")
    data = {"choice": ["hips"], "csrf_token": token_in(page.one("form", class_="guide-question"))}
    first = visitor.post("/question/where", data)
    second = visitor.post("/question/where", data)
    assert first.url == second.url
    assert ticked(visitor.get("/question/where")) == {"hips"}


def test_changing_an_early_answer_and_changing_it_back_loses_nothing(visitor):
    visitor.answer(PICTURES["neuromuscular_junction"])
    before = visitor.get("/check").main
    result = visitor.get("/result").main
    visitor.get("/question/main?return=check")
    page = visitor.submit(["cramps"])
    while "/question/" in page.url:
        page = visitor.submit(NOT_SURE)
    visitor.get("/question/main?return=check")
    visitor.submit(["eyes", "weak"])
    assert PICTURES["neuromuscular_junction"]["eyes"] and ticked(visitor.get("/question/eyes")) == set(
        PICTURES["neuromuscular_junction"]["eyes"]
    )
    for text in ("a droopy eyelid", "double vision"):
        assert text in before and text in visitor.get("/check").main
    assert result


def test_a_change_link_comes_back_to_the_check_page(visitor):
    visitor.answer(PICTURES["myopathies"])
    visitor.get("/question/age?return=check")
    assert visitor.submit("over_50").url.endswith("/check")
    assert "over 50" in visitor.page.main


def test_every_change_link_has_a_name_of_its_own(visitor):
    page = visitor.answer(PICTURES["myopathies"])
    names = [" ".join("".join(a.itertext()).split()) for a in page.all("a") if "return=check" in a.get("href", "")]
    assert len(names) > 9 and len(names) == len(set(names))


def test_answers_no_longer_asked_are_kept_and_shown_as_such(visitor):
    visitor.answer(PICTURES["neuromuscular_junction"])
    visitor.get("/question/main?return=check")
    visitor.submit(["cramps"])
    visitor.get("/question/where?return=check")
    visitor.submit(["hands"])
    visitor.get("/question/day?return=check")
    page = visitor.submit("slowly_worse")
    while "/question/" in page.url:
        page = visitor.submit(NOT_SURE)
    assert "chewing that is hard, or gets tired" in page.main
    assert "not asked any more" in page.main.lower() or "not used" in page.main.lower()


def test_a_question_that_is_not_reached_leads_to_the_next_open_one(visitor):
    assert visitor.get("/question/health").url.endswith("/question/who")
    assert visitor.get("/result").url.endswith("/question/who")


def test_a_server_restart_loses_nothing(visitor, database):
    to_where(visitor)
    again = create_app(Settings((KEY,), database_url=database))
    again.testing = True
    reborn = Visitor(again.test_client())
    for cookie in visitor.client._cookies.values():
        reborn.client.set_cookie(cookie.key, cookie.value)
    assert ticked(reborn.get("/question/main")) == {"weak", "cramps"}


def test_an_old_key_still_reads_and_the_first_key_writes():
    old, new = new_key(), new_key()
    kept = Selections().with_ticks("q", ["a"])
    before, after = Jar("x", (old,), False), Jar("x", (new, old), False)
    from flask import Flask, Response, request

    response = Response()
    before.write(response, kept)
    header = response.headers["Set-Cookie"].split(";")[0]
    with Flask(__name__).test_request_context(headers={"Cookie": header}):
        assert after.read(request) == kept


def test_nothing_ticked_is_an_error_with_a_summary_that_links_to_the_field(visitor):
    visitor.get("/question/who")
    page = visitor.submit()
    assert page.text.startswith("Error: ") or "Error: " in page.text[:200]
    summary = page.one("div", class_="nhsuk-error-summary")
    target = next(a.get("href") for a in summary.iter() if a.get("href"))
    assert any(e.get("id") == target.lstrip("#") for e in page.all("input"))


def test_none_of_these_beside_a_tick_is_an_error_and_the_ticks_stay(visitor):
    visitor.get("/question/who")
    visitor.submit("me")
    page = visitor.submit([NONE, "choking"])
    assert page.all("div", class_="nhsuk-error-summary")
    assert ticked(page) == {NONE, "choking"}


def test_not_sure_beside_ticks_leaves_the_rest_unknown(visitor, app, rules):
    to_where(visitor)
    visitor.submit(["hips", NOT_SURE])
    assert ticked(visitor.get("/question/where")) == {"hips", NOT_SURE}


def test_ticking_everything_keeps_the_cookie_small(app, rules):
    selections = Selections()
    for question in rules.questions:
        ids = [option.id for option in question.options]
        selections = selections.with_ticks(question.id, [*ids, NOT_SURE] if question.kind == "many" else ids[:1])
    selections = Selections(selections.ticks, interrupted=selections.ticks, few=True, code="7KQ2-M9XD-4HTB-0WRA-8")
    from flask import Response

    response = Response()
    app.extensions["site"].jar.write(response, selections)
    assert len(response.headers["Set-Cookie"].encode()) < 3800


def test_the_cookie_is_hidden_from_scripts_and_holds_no_plain_answer(visitor):
    to_where(visitor)
    page = visitor.get("/question/main")
    data = {"choice": ["thin"], "csrf_token": token_in(page.one("form", class_="guide-question"))}
    header = visitor.client.post("/question/main", data=data).headers["Set-Cookie"]
    assert "HttpOnly" in header and "SameSite=Lax" in header and "thin" not in header
    assert "Expires" not in header and "Max-Age" not in header


def test_a_public_server_sends_its_cookies_over_https_only(database):
    app = create_app(Settings((KEY,), production=True, database_url=database))
    app.testing = True
    response = app.test_client().get("/question/who", base_url="https://guide.example")
    assert "Strict-Transport-Security" in response.headers
    cookies = response.headers.getlist("Set-Cookie")
    assert cookies and all(c.startswith("__Host-") and "Secure" in c for c in cookies)


@pytest.mark.parametrize(
    "change", [lambda v: v[:-9], lambda v: "x" + v[1:], lambda v: "nonsense", lambda v: "A" * 3000]
)
def test_a_forged_or_truncated_cookie_is_said_and_can_be_started_anew(visitor, change):
    to_where(visitor)
    cookie = next(c for c in visitor.client._cookies.values() if c.key.startswith("answers"))
    visitor.client.set_cookie(cookie.key, change(cookie.value))
    page = visitor.get("/question/main", expect=400)
    assert "could not read your answers" in page.heading
    assert visitor.get("/").status == 200


def test_a_wrong_token_shows_the_same_page_with_the_selection_kept(visitor):
    to_where(visitor)
    page = visitor.post("/question/where", {"choice": ["hips", "neck"], "csrf_token": "wrong"}, expect=400)
    assert ticked(page) == {"hips", "neck"}
    assert "press Continue again" in page.main
    assert ticked(visitor.submit(["hips", "neck"]) and visitor.get("/question/where")) == {"hips", "neck"}


def test_refused_cookies_are_said_at_the_first_answer(app):
    client = app.test_client(use_cookies=False)
    page = Visitor(client).post("/question/who", {"choice": "me", "csrf_token": "x"}, expect=400)
    assert "Allow cookies" in page.main


def test_an_option_that_does_not_exist_is_refused_and_nothing_is_lost(visitor):
    to_where(visitor)
    page = visitor.submit(["wings"], expect=400)
    assert "does not fit here" in page.main
    assert ticked(visitor.get("/question/main")) == {"weak", "cramps"}


@pytest.mark.parametrize("url", ["/question/unknown", "/nowhere", "/learn/nowhere"])
def test_an_unknown_address_says_so_kindly(visitor, url):
    page = visitor.get(url, expect=404)
    assert "do not have this page" in page.heading


def test_a_huge_body_is_refused_without_a_traceback(visitor):
    to_where(visitor)
    page = visitor.post("/question/where", {"choice": "x" * 1_000_000}, expect=413)
    assert "too much" in page.heading
    assert ticked(visitor.get("/question/main")) == {"weak", "cramps"}


def test_every_form_refuses_a_wrong_token(visitor):
    to_where(visitor)
    visitor.post("/clear", {"csrf_token": "wrong"}, expect=400)
    assert ticked(visitor.get("/question/main")) == {"weak", "cramps"}


def test_clearing_forgets_everything(visitor):
    page = to_where(visitor)
    form = page.one("form", action="/clear")
    page = visitor.post("/clear", {"csrf_token": token_in(form)})
    assert page.url.endswith("/cleared")
    assert visitor.get("/check").url.endswith("/")
    assert not ticked(visitor.get("/question/who"))


def test_answers_of_an_older_rule_file_are_kept_and_do_nothing(app, rules):
    kept = Selections().with_ticks("retired", ["a"]).with_ticks("main", ["retired"]).with_ticks("who", ["me"])
    response = kept.response(rules)
    assert set(response.answers) == {"who"}


@pytest.mark.parametrize("broken", ["asked_of", "render_template"], ids=["a view fails", "every page fails"])
def test_a_fault_inside_is_logged_without_answers_and_shown_plainly(monkeypatch, caplog, database, broken):
    def fail(*args, **kwargs):
        raise RuntimeError("canary answer")

    app = create_app(Settings((KEY,), database_url=database))
    monkeypatch.setattr("triage.web.pages.question.asked_of", fail)
    if broken == "render_template":
        monkeypatch.setattr("triage.web.errors.render_template", fail)
    response = app.test_client().get("/question/who")
    assert response.status_code == 500
    assert "Something went wrong" in response.text
    assert "RuntimeError at questionnaire.question" in caplog.text
    assert "canary" not in caplog.text + response.text and "Traceback" not in caplog.text


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_ticked_the_next_page_opens(visitor, seed):
    chance, page = random.Random(seed), visitor.get("/question/who")
    for _ in range(40):
        if page.url == "/help-now":
            page = visitor.get(page.one("a", class_="guide-go-on").get("href"))
        inputs = page.all("input", name="choice")
        if not inputs:
            break
        options = [each.get("value") for each in inputs if not each.get("value").startswith("-")]
        most = chance.choice([1, 2, 8]) if inputs[0].get("type") == "checkbox" else 1
        choice, asked = chance.sample(options, min(most, len(options))), page.url
        page = visitor.submit(choice)
        if page.url == asked:
            page = visitor.submit(choice)
    assert page.url == "/check"
