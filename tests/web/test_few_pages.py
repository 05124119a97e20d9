"""All questions on a few pages: the same answers, the same path, the same result, and fewer presses."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from tests.pictures import BREATHLESS, FAST, PICTURES
from tests.web.pages import Visitor, text_of, token_in
from triage.web.answers_cookie import NONE, NOT_SURE

HOUSE = Path(__file__).parents[2]
PEOPLE = PICTURES | {"breathless": BREATHLESS, "fast": FAST, "unsure": {}}


def ticked(page, question):
    return {e.get("value") for e in page.all("input", name=f"{question}-choice") if e.get("checked") is not None}


def asked_on(page):
    return list(dict.fromkeys(e.get("name") for e in page.all("input") if e.get("name", "").endswith("-choice")))


def choices(visitor, app):
    """The ticks in the cookie."""
    with app.test_request_context(headers={"Cookie": cookies(visitor)}):
        from flask import request

        return dict(app.extensions["site"].jar.read(request).ticks)


def cookies(visitor):
    return "; ".join(f"{c.key}={c.value}" for c in visitor.client._cookies.values())


def errors(page):
    (summary,) = page.all("div", class_="nhsuk-error-summary")
    return {e.get("href"): text_of(e) for e in summary.iter() if e.get("href")}


@pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)
def test_the_few_pages_lead_to_the_same_answers_and_the_same_result(app, person):
    one, few = Visitor(app.test_client()), Visitor(app.test_client())
    default = NONE if person else NOT_SURE
    assert one.answer(person, default).url.endswith("/check") and few.answer_on_few_pages(person, default).url.endswith(
        "/check"
    )
    assert choices(one, app) == choices(few, app)
    assert one.get("/check").main == few.get("/check").main
    assert one.get("/result").main == few.get("/result").main


def test_the_start_page_offers_both_ways(visitor):
    page = visitor.get("/")
    links = {a.get("href"): text_of(a) for a in page.all("a", class_="nhsuk-button")}
    assert links["/question/who"] == "Start: one question at a time"
    assert links["/questions"] == "Start: all on a few pages"


def test_the_first_page_holds_what_is_always_asked_and_the_second_what_the_answers_call_for(visitor, rules):
    page = visitor.get("/questions")
    assert asked_on(page) == [f"{q.id}-choice" for q in rules.questions if q.ask_when is None]
    second = visitor.fill(PICTURES["neuromuscular_junction"])
    assert second.url == "/questions/2" and "eyes-choice" in asked_on(second) and "who-choice" not in asked_on(second)


def test_every_question_on_the_page_says_why_we_ask_and_takes_none_and_not_sure(visitor, rules):
    page = visitor.get("/questions")
    first = [question for question in rules.questions if question.ask_when is None]
    assert [text_of(h) for h in page.all("h2", class_="nhsuk-fieldset__heading")] == [q.text.self_ for q in first]
    for question in first:
        offered = {e.get("value") for e in page.all("input", name=f"{question.id}-choice")}
        assert offered - question.option_ids == ({NONE, NOT_SURE} if question.kind == "many" else {NOT_SURE})
        assert question.why.self_ in page.main
    assert page.main.count("Why we ask") == len(first)


def test_a_page_without_answers_names_each_question_and_links_to_its_field(visitor, rules):
    visitor.get("/questions")
    page = visitor.fill({question.id: None for question in rules.questions})
    assert page.one("title").text.startswith("Error: ")
    found = errors(page)
    assert list(found) == [f"#{name}" for name in asked_on(page)]
    assert all(any(e.get("id") == link.lstrip("#") for e in page.all("input")) for link in found)
    assert found["#who-choice"] == rules.question("who").text.self_


def test_every_sound_answer_is_kept_when_another_is_missing(visitor, app):
    visitor.get("/questions")
    page = visitor.fill(PICTURES["myopathies"] | {"age": None, "danger": [NONE, "choking"]})
    assert list(errors(page)) == ["#danger-choice", "#age-choice"]
    assert ticked(page, "where") == set(PICTURES["myopathies"]["where"]) and ticked(page, "danger") == {NONE, "choking"}
    kept = choices(visitor, app)
    assert kept["where"] == tuple(PICTURES["myopathies"]["where"]) and not {"age", "danger"} & set(kept)
    assert ticked(visitor.get("/questions"), "main") == set(PICTURES["myopathies"]["main"])


def test_a_missing_answer_is_no_answer(visitor, app):
    visitor.get("/questions")
    visitor.fill(PICTURES["myopathies"] | {"danger": None})
    assert "danger" not in choices(visitor, app)
    assert visitor.get("/result").url == "/questions"


def test_an_emergency_interrupts_at_once_even_when_other_answers_are_missing(visitor, rules):
    visitor.get("/questions")
    page = visitor.fill({"who": "me", "danger": ["breathless"], "age": None, "main": None})
    assert page.url == "/help-now"
    flag = next(flag for flag in rules.red_flags if flag.id == "breathing_failing")
    assert flag.text.self_ in page.main
    links = {text_of(a): a.get("href") for a in page.all("a")}
    assert links["Change my answer"] == "/questions#danger-choice"
    assert visitor.get(links["Go on with the questions"]).url == "/questions"
    assert ticked(visitor.page, "danger") == {"breathless"} and not ticked(visitor.page, "age")


def test_help_now_names_exactly_the_new_emergencies_and_only_once(visitor):
    visitor.get("/questions")
    first = visitor.fill({"danger": ["breathless"]})
    visitor.get("/questions")
    again = visitor.fill({"danger": ["breathless"]})
    visitor.get("/questions")
    second = visitor.fill({"danger": ["breathless", "groin_numb"]})
    assert (first.url, again.url, second.url) == ("/help-now", "/questions/2", "/help-now")
    cards = [text_of(page.all("div", class_="guide-flag")[0]) for page in (first, second)]
    assert cards[0] != cards[1] and len(second.all("div", class_="guide-flag")) == 1


def test_help_now_leads_on_to_the_page_after(visitor):
    visitor.get("/questions")
    page = visitor.fill(PICTURES["myopathies"] | {"danger": ["breathless"]})
    assert page.one("a", class_="guide-go-on").get("href") == "/questions/2"


def test_the_second_page_speaks_of_the_person_who_was_named_on_the_first(visitor, rules):
    page = visitor.get("/questions")
    assert "answer for someone else" in page.main
    page = visitor.fill(PICTURES["myopathies"] | {"who": "another_adult"})
    assert rules.question("tasks").text.other in page.main
    assert "answer for someone else" not in visitor.get("/questions").main
    assert rules.question("main").text.other in visitor.page.main


def test_a_page_that_is_not_reached_or_has_no_question_leads_to_what_is_open(visitor):
    assert visitor.get("/questions/2").url == "/questions"
    assert asked_on(visitor.get("/questions/1")) == asked_on(visitor.get("/questions"))
    assert visitor.get("/questions/3", expect=404).status == 404
    assert visitor.get("/questions/0", expect=404).status == 404


def test_back_leads_from_the_second_page_to_the_first_and_shows_the_ticks(visitor):
    visitor.get("/questions")
    page = visitor.fill(PICTURES["myopathies"])
    link = page.one("a", class_="nhsuk-back-link").get("href")
    assert link == "/questions" and ticked(visitor.get(link), "main") == set(PICTURES["myopathies"]["main"])
    assert visitor.page.one("a", class_="nhsuk-back-link").get("href") == "/"


def test_a_change_comes_back_to_the_check_page_and_what_it_opens_stands_on_one_page(visitor):
    visitor.answer_on_few_pages({"who": "me", "speed": "years", "age": "from_21", "day": "steady"})
    visitor.get("/question/age?return=check")
    assert visitor.submit("from_16").url.startswith("/check")
    visitor.get("/question/main?return=check")
    page = visitor.submit(["weak", "eyes", "stiff"])
    assert page.url == "/questions/2" and {"eyes-choice", "stiff-choice", "who-choice"} - set(asked_on(page)) == {
        "who-choice"
    }
    assert list(errors(visitor.fill({"eyes": None, "stiff": None}))) == ["#eyes-choice", "#stiff-choice"]
    assert visitor.fill(PICTURES["neuromuscular_junction"]).url == "/check"


def press(visitor, way, more, expect=200):
    form = visitor.page.one("form", class_="guide-question")
    return visitor.post(form.get("action"), {"csrf_token": token_in(form), "go": way, **more}, expect)


def test_changing_over_keeps_what_is_ticked(visitor, app):
    visitor.get("/question/who")
    page = press(visitor, "few", {"choice": "me"})
    assert page.url == "/questions" and ticked(page, "who") == {"me"}
    page = press(visitor, "one", {"who-choice": "me", "main-choice": ["weak", "cramps"]})
    assert page.url == "/question/danger"
    assert choices(visitor, app) == {"who": ("me",), "main": ("weak", "cramps")}
    assert visitor.get("/result").url == "/question/danger"
    page = press(visitor, "few", {})
    assert page.url == "/questions" and ticked(page, "main") == {"weak", "cramps"}
    assert visitor.get("/result").url == "/questions"


def test_choosing_a_look_on_the_way_keeps_what_is_ticked_and_comes_back(visitor):
    visitor.get("/questions")
    page = press(visitor, "look", {"where-choice": ["hips"]})
    assert page.url == "/look?from=/questions"
    page = visitor.post("/look", {"csrf_token": token_in(page.one("form", class_="guide-look")), "from": "/questions"})
    assert page.url == "/questions" and ticked(page, "where") == {"hips"}


def test_an_emergency_comes_first_when_changing_over(visitor):
    visitor.get("/questions")
    assert press(visitor, "one", {"danger-choice": ["breathless"]}).url == "/help-now"
    assert "/question/" in visitor.page.one("a", class_="guide-go-on").get("href")


def test_a_wrong_token_shows_the_same_page_with_every_tick_kept(visitor, app):
    visitor.get("/questions")
    page = visitor.post(
        "/questions", {"where-choice": ["hips", "neck"], "age-choice": "from_21", "csrf_token": "x"}, 400
    )
    assert ticked(page, "where") == {"hips", "neck"} and ticked(page, "age") == {"from_21"}
    assert "press Continue again" in page.main and not choices(visitor, app)


def test_refused_cookies_are_said_at_the_first_page(app):
    page = Visitor(app.test_client(use_cookies=False)).post("/questions", {"csrf_token": "x"}, expect=400)
    assert "Allow cookies" in page.main


def test_an_option_that_does_not_exist_is_refused_and_the_others_are_kept(visitor, app):
    visitor.get("/questions")
    page = visitor.fill({"who": "me", "where": ["wings"]}, expect=400)
    assert list(errors(page)) == ["#where-choice"] and choices(visitor, app)["who"] == ("me",)


def test_an_answer_from_another_tab_is_kept_though_its_question_is_gone(visitor, app):
    visitor.get("/questions")
    visitor.fill(PICTURES["neuromuscular_junction"])
    stale = visitor.page
    visitor.get("/questions")
    visitor.fill(
        {"who": "me", "main": ["cramps"], "where": ["hands"], "day": "steady", "speed": "years", "age": "from_21"}
    )
    assert "eyes-choice" not in asked_on(visitor.page)
    visitor.page = stale
    page = visitor.fill(PICTURES["neuromuscular_junction"])
    assert choices(visitor, app)["eyes"] == tuple(PICTURES["neuromuscular_junction"]["eyes"])
    assert page.url == "/questions/2" and "#stiff-choice" in errors(page)


def test_saved_answers_come_back_to_the_page_where_they_were_left(visitor):
    visitor.get("/questions")
    visitor.fill(PICTURES["myopathies"])
    form = visitor.get("/save").one("form", class_="guide-save")
    code = text_of(visitor.post("/save", {"csrf_token": token_in(form), "days": "30"}).one("code"))
    form = visitor.get("/resume").one("form", class_="guide-resume")
    page = visitor.post("/resume", {"csrf_token": token_in(form), "code": code})
    assert page.all("a", href="/questions/2")


def test_a_page_with_many_questions_is_light(visitor):
    visitor.get("/questions")
    pages = [visitor.page.html, visitor.fill(PEOPLE["unsure"], NOT_SURE).html]
    shared = sum(len(gzip.compress((HOUSE / "static" / name).read_bytes())) for name in ("guide.css", "icon.svg"))
    assert max(len(gzip.compress(page.encode())) for page in pages) + shared < 35_000


def test_the_house_plant_rules_work_on_the_few_pages(houseplant_app, houseplant):
    visitor = Visitor(houseplant_app.test_client())
    visitor.get("/questions")
    page = visitor.fill({"owner": "friend", "leaves": ["yellow", "limp"]})
    assert page.url == "/questions/2"
    assert visitor.fill({"soil": "dry"}).url == "/check"
    assert houseplant.category("too_dry").text.self_ in visitor.get("/result").main


def test_where_nothing_follows_one_page_is_enough(houseplant_app):
    visitor = Visitor(houseplant_app.test_client())
    visitor.get("/questions")
    assert visitor.fill({"owner": "mine", "leaves": NONE}).url == "/check"
    assert visitor.get("/questions/2").url == "/check"
    assert visitor.post("/questions/2", {"csrf_token": "wrong"}).url == "/check"
    assert re.search("Check your answers", visitor.page.heading)
