"""Every state of the site that a visitor can reach, page by page: what tests of words and layout go through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from flask import Flask

from tests.pictures import BREATHLESS, FAST, PICTURES, TIRED, TWITCHING
from tests.web.pages import Page, Visitor, token_in
from triage.core.questionnaire import Questionnaire
from triage.web.pages.rulebook import PARTS
from triage.web.ticks import NONE, NOT_SURE, Selections

WHO = {"self": "me", "other": "another_adult", "child": "child"}
"""Somebody whom each voice speaks of."""

PEOPLE = {**PICTURES, "tired": TIRED, "twitching": TWITCHING, "fast": FAST, "breathless": BREATHLESS}
BABY = {"who": "small_child", "main": ["weak"], "where": ["all_over"], "speed": "always", "childhood": ["floppy"]}
RESULTS = ("/result", "/result/motor_neuron", "/result/what-would-change", "/result/all-of-it")
"""A result, and the pages that say more of it."""
SET = "signs=yes&" + "&".join(
    f"case={id}"
    for id in ("eyes_only_for_two_years", "weak_all_her_life", "numb_thumb_at_night", "cannot_finish_a_sentence")
)
"""Four worked cases to print, as the address of a set names them."""
Named = Iterator[tuple[str, Page]]


def pages_to_read(app: Flask, rules: Questionnaire) -> Named:
    """Yield the pages that need no answers, each with its name."""
    visitor = Visitor(app.test_client())
    urls = [
        "/",
        "/help-now",
        "/learn",
        "/learn/words",
        "/learn/cases",
        "/learn/cases/by-group",
        "/teach/drill",
        "/learn/cases/tick_behind_the_ear/break?flip=speed.years",
        "/learn/cases/numb_thumb_at_night/break",
        "/teach/set",
        *(f"/teach/set{paper}?{SET}" for paper in ("", "/sheet", "/reflection", "/key")),
    ]
    urls += [
        "/teach",
        "/learn/compare",
        "/learn/compare?a=eyes_and_throat_with_use&b=thighs_and_dry_mouth",
        "/try/",
        "/try/question/who",
        "/about",
        "/rules",
        *(f"/rules/{part}" for part in PARTS),
        "/look",
        "/questions",
        "/resume",
        "/cleared",
    ]
    urls += [f"/learn/{category.id}" for category in rules.categories]
    urls += [f"/learn/cases/{case.id}" for case in app.extensions["site"].cases]
    urls += [f"/learn/cases/{case.id}/match" for case in app.extensions["site"].cases]
    urls += ["/teach/steps", *(f"/learn/cases/{case.id}/steps" for case in app.extensions["site"].cases[::20])]
    urls += [f"/teach/lessons/{lesson.id}" for lesson in app.extensions["site"].lessons]
    urls += [f"/try/{case.id}" for case in app.extensions["site"].cases[::40]]
    for url in urls:
        yield url, visitor.get(url)
    yield "not found", visitor.get("/nowhere", 404)
    yield "wrong method", visitor.post("/result", {}, 405)


def pages_of_a_voice(app: Flask, rules: Questionnaire, voice: str) -> Named:
    """Yield the pages of people whom one voice speaks of: every question, help now, check, result, summary, saving."""
    people = {name: answers | {"who": WHO[voice]} for name, answers in PEOPLE.items()}
    if voice == "child":
        people = {name: answers | {"age": "from_6"} for name, answers in people.items()}
        people["baby"] = BABY
    for name, answers in people.items():
        visitor = answered(app, rules, answers)
        for url in ("/", "/questions", "/questions/2", "/check", "/help-now", *RESULTS, "/summary"):
            yield f"{name} ({voice}): {url}", visitor.get(url)
    yield from ((f"{name} ({voice})", page) for name, page in _not_sure(Visitor(app.test_client()), rules, voice))


def answered(app: Flask, rules: Questionnaire, answers: Mapping[str, Sequence[str] | str]) -> Visitor:
    """Return a visitor with these answers in the browser; other questions are answered none, or not sure."""
    ticks = {question.id: (NONE,) if question.kind == "many" else (NOT_SURE,) for question in rules.questions}
    ticks |= {id: (chosen,) if isinstance(chosen, str) else tuple(chosen) for id, chosen in answers.items()}
    jar, response = app.extensions["site"].jar, app.response_class()
    jar.write(response, Selections(MappingProxyType(ticks)))
    visitor = Visitor(app.test_client())
    visitor.client.set_cookie(jar.cookie, response.headers["Set-Cookie"].split(";")[0].split("=", 1)[1])
    return visitor


def _not_sure(visitor: Visitor, rules: Questionnaire, voice: str) -> Named:
    """Who is sure of nothing meets every question there is; then what comes after, errors included."""
    visitor.get("/question/who")
    visitor.submit(WHO[voice])
    visitor.get("/question/danger")
    visitor.submit(["breathless"])
    yield "help now, named", visitor.page
    visitor.answer({"who": WHO[voice]}, default=NOT_SURE)
    for question in rules.questions:
        page = visitor.get(f"/question/{question.id}")
        if page.url.endswith(question.id):
            yield f"question {question.id}", page
            yield f"question {question.id}, nothing chosen", visitor.submit()
    yield "result of not sure", visitor.get("/result")
    page = visitor.get("/save")
    yield "save", page
    token = token_in(page.one("form", class_="guide-save"))
    yield "saved", visitor.post("/save", {"days": "30", "csrf_token": token})
    yield "mistyped code", visitor.post("/resume", {"code": "1", "csrf_token": token}, 404)
    code = visitor.get("/saved").one("code").text
    yield "back", visitor.post("/resume", {"code": code, "csrf_token": token})
    yield "forgotten", visitor.post("/forget", {"csrf_token": token})
    yield "cannot save", visitor.post("/save", {}, 400)
    yield "cannot forget", visitor.post("/forget", {"code": code}, 400)
