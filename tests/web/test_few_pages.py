"""All questions on a few pages: the same answers, the same path, the same result, and fewer presses."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from tests.pictures import ADULT, BREATHLESS, FAST, PICTURES
from tests.web.pages import Visitor, text_of, token_in
from triage.core.path import rounds
from triage.web.ticks import NONE, NOT_SURE

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


def reach(visitor, part, answers=ADULT):
    """Open one of the few pages, with these answers given on those before it."""
    page = visitor.get("/questions")
    for _ in range(part - 1):
        page = visitor.fill(answers)
    assert page.url == ("/questions" if part == 1 else f"/questions/{part}")
    return page


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


def test_danger_is_asked_on_the_page_after_who_it_is_about_and_the_last_holds_what_the_answers_call_for(visitor):
    assert asked_on(reach(visitor, 1)) == ["who-choice"]
    assert asked_on(reach(visitor, 2)) == ["danger-choice"]
    last = reach(visitor, 4, PICTURES["neuromuscular_junction"])
    assert "eyes-choice" in asked_on(last) and "who-choice" not in asked_on(last)


def test_every_question_on_the_page_says_why_we_ask_and_takes_none_and_not_sure(visitor, rules):
    page = reach(visitor, 3)
    first = [question for question in rounds(rules)[2] if question.ask_when is None]
    assert [text_of(h) for h in page.all("h2", class_="nhsuk-fieldset__heading")] == [q.text.self_ for q in first]
    for question in first:
        offered = {e.get("value") for e in page.all("input", name=f"{question.id}-choice")}
        assert offered - question.option_ids == ({NONE, NOT_SURE} if question.kind == "many" else {NOT_SURE})
        assert question.why.self_ in page.main
    assert page.main.count("Why we ask") == len(first)


def test_a_page_without_answers_names_each_question_and_links_to_its_field(visitor, rules):
    reach(visitor, 3)
    page = visitor.fill({question.id: None for question in rules.questions})
    assert page.one("title").text.startswith("Error: ")
    found = errors(page)
    assert list(found) == [f"#{name}" for name in asked_on(page)]
    assert all(any(e.get("id") == link.lstrip("#") for e in page.all("input")) for link in found)
    assert found["#main-choice"] == rules.question("main").text.self_


def test_every_sound_answer_is_kept_when_another_is_missing(visitor, app):
    reach(visitor, 3)
    page = visitor.fill(PICTURES["myopathies"] | {"age": None, "health": [NONE, "thyroid"]})
    assert list(errors(page)) == ["#health-choice", "#age-choice"]
    assert ticked(page, "where") == set(PICTURES["myopathies"]["where"]) and ticked(page, "health") == {NONE, "thyroid"}
    kept = choices(visitor, app)
    assert kept["where"] == tuple(PICTURES["myopathies"]["where"]) and not {"age", "health"} & set(kept)
    assert ticked(visitor.get("/questions/3"), "main") == set(PICTURES["myopathies"]["main"])


def test_a_missing_answer_is_no_answer(visitor, app):
    reach(visitor, 2)
    visitor.fill(PICTURES["myopathies"] | {"danger": None})
    assert "danger" not in choices(visitor, app)
    assert visitor.get("/result").url == "/questions/2"


def test_an_emergency_interrupts_at_once_even_when_other_answers_are_missing(visitor, rules):
    reach(visitor, 3)
    page = visitor.fill({"where": ["hips", "same_both"], "day": "worse_daily", "age": None, "main": None})
    assert page.url == "/help-now"
    flag = next(flag for flag in rules.red_flags if flag.id == "fast_weakness_both_sides")
    assert flag.text.self_ in page.main
    links = {text_of(a): a.get("href") for a in page.all("a")}
    assert links["Go on with the questions"] == "/questions/3"
    assert visitor.get("/questions/3").url == "/questions/3"
    assert ticked(visitor.page, "where") == {"hips", "same_both"} and not ticked(visitor.page, "age")


def test_help_now_names_exactly_the_new_emergencies_and_only_once(visitor):
    reach(visitor, 2)
    first = visitor.fill({"danger": ["breathless"]})
    visitor.get("/questions/2")
    again = visitor.fill({"danger": ["breathless"]})
    visitor.get("/questions/2")
    second = visitor.fill({"danger": ["breathless", "saddle"]})
    assert (first.url, again.url, second.url) == ("/help-now", "/questions/3", "/help-now")
    cards = [text_of(page.all("div", class_="guide-flag")[0]) for page in (first, second)]
    assert cards[0] != cards[1] and len(second.all("div", class_="guide-flag")) == 1


def test_help_now_leads_on_to_the_page_after(visitor):
    reach(visitor, 2)
    page = visitor.fill(PICTURES["myopathies"] | {"danger": ["breathless"]})
    assert page.one("a", class_="guide-go-on").get("href") == "/questions/3"


def test_later_pages_speak_of_the_person_who_was_named_on_the_first(visitor, rules):
    page = visitor.get("/questions")
    assert "answer for someone else" in page.main
    page = reach(visitor, 4, PICTURES["myopathies"] | {"who": "another_adult"})
    assert rules.question("tasks").text.other in page.main
    assert "answer for someone else" not in visitor.get("/questions").main
    assert rules.question("main").text.other in visitor.get("/questions/3").main


def test_a_page_that_is_not_reached_or_has_no_question_leads_to_what_is_open(visitor):
    assert visitor.get("/questions/2").url == "/questions"
    assert asked_on(visitor.get("/questions/1")) == asked_on(visitor.get("/questions"))
    assert visitor.get("/questions/5", expect=404).status == 404
    assert visitor.get("/questions/0", expect=404).status == 404


def test_back_leads_from_the_second_page_to_the_first_and_shows_the_ticks(visitor):
    page = reach(visitor, 2, PICTURES["myopathies"])
    link = page.one("a", class_="nhsuk-back-link").get("href")
    assert link == "/questions" and ticked(visitor.get(link), "who") == {"me"}
    assert visitor.page.one("a", class_="nhsuk-back-link").get("href") == "/"


def test_a_change_comes_back_to_the_check_page_and_what_it_opens_stands_on_one_page(visitor):
    visitor.answer_on_few_pages(ADULT)
    visitor.get("/question/age?return=check")
    assert visitor.submit("from_16").url.startswith("/check")
    visitor.get("/question/main?return=check")
    page = visitor.submit(["weak", "eyes", "stiff"])
    assert page.url == "/questions/4" and {"eyes-choice", "look-choice", "who-choice"} - set(asked_on(page)) == {
        "who-choice"
    }
    assert list(errors(visitor.fill({"eyes": None, "look": None}))) == ["#eyes-choice", "#look-choice"]
    assert visitor.fill(PICTURES["neuromuscular_junction"]).url == "/check"


def press(visitor, way, more, expect=200):
    form = visitor.page.one("form", class_="guide-question")
    return visitor.post(form.get("action"), {"csrf_token": token_in(form), "go": way, **more}, expect)


def test_changing_over_keeps_what_is_ticked(visitor, app):
    visitor.get("/question/who")
    page = press(visitor, "few", {"choice": "me"})
    assert page.url == "/questions" and ticked(page, "who") == {"me"}
    reach(visitor, 3)
    page = press(visitor, "one", {"main-choice": ["weak", "cramps"]})
    assert page.url == "/question/health"
    assert choices(visitor, app) == {"who": ("me",), "danger": (NONE,), "main": ("weak", "cramps")}
    assert visitor.get("/result").url == "/question/health"
    page = press(visitor, "few", {})
    assert page.url == "/questions/3" and ticked(page, "main") == {"weak", "cramps"}
    assert visitor.get("/result").url == "/questions/3"


def test_choosing_a_look_on_the_way_keeps_what_is_ticked_and_comes_back(visitor):
    reach(visitor, 3)
    page = press(visitor, "look", {"where-choice": ["hips"]})
    assert page.url == "/look?from=/questions/3"
    page = visitor.post(
        "/look", {"csrf_token": token_in(page.one("form", class_="guide-look")), "from": "/questions/3"}
    )
    assert page.url == "/questions/3" and ticked(page, "where") == {"hips"}


def test_an_emergency_comes_first_when_changing_over(visitor):
    reach(visitor, 2)
    assert press(visitor, "one", {"danger-choice": ["breathless"]}).url == "/help-now"
    assert "/question/" in visitor.page.one("a", class_="guide-go-on").get("href")


def test_a_wrong_token_shows_the_same_page_with_every_tick_kept(visitor, app):
    reach(visitor, 3)
    page = visitor.post(
        "/questions/3", {"where-choice": ["hips", "neck"], "age-choice": "from_21", "csrf_token": "x"}, 400
    )
    assert ticked(page, "where") == {"hips", "neck"} and ticked(page, "age") == {"from_21"}
    assert "press Continue again" in page.main and not {"where", "age"} & set(choices(visitor, app))


def test_refused_cookies_are_said_at_the_first_page(app):
    page = Visitor(app.test_client(use_cookies=False)).post("/questions", {"csrf_token": "x"}, expect=400)
    assert "Allow cookies" in page.main


def test_an_option_that_does_not_exist_is_refused_and_the_others_are_kept(visitor, app):
    reach(visitor, 3)
    page = visitor.fill({"main": ["weak"], "where": ["wings"]}, expect=400)
    assert "#where-choice" in errors(page) and choices(visitor, app)["main"] == ("weak",)


def test_an_answer_from_another_tab_is_kept_though_its_question_is_gone(visitor, app):
    reach(visitor, 4, PICTURES["neuromuscular_junction"])
    stale = visitor.page
    reach(visitor, 4, ADULT | {"main": ["cramps"], "where": ["hands"]})
    assert "eyes-choice" not in asked_on(visitor.page)
    visitor.page = stale
    page = visitor.fill(PICTURES["neuromuscular_junction"])
    assert choices(visitor, app)["eyes"] == tuple(PICTURES["neuromuscular_junction"]["eyes"])
    assert page.url == "/questions/4" and "#look-choice" in errors(page)


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
