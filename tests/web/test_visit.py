"""One visit a request: its cookie is decrypted once, and no response is read twice."""

from __future__ import annotations

import sys
from collections import Counter

import pytest

from tests.pictures import BREATHLESS, PICTURES
from tests.web.pages import token_in
from triage.core.path import walk
from triage.web.answers_cookie import Jar

FINISHED = PICTURES["neuromuscular_junction"]


@pytest.fixture
def counted(monkeypatch):
    """What was done since this was last cleared: each cookie that was read, each response whose path was walked."""
    done = Counter()
    read = Jar.read

    def reading(jar, request):
        done["cookie"] += 1
        return read(jar, request)

    def walking(questionnaire, response):
        done[tuple(sorted((id, answer.yes, answer.no) for id, answer in response.answers.items()))] += 1
        return walk(questionnaire, response)

    monkeypatch.setattr(Jar, "read", reading)
    for name, module in list(sys.modules.items()):
        if name.startswith("triage.") and getattr(module, "walk", None) is walk:
            monkeypatch.setattr(module, "walk", walking)
    return done


def times(done):
    """How often the cookie was read, and how many responses were walked; none of these twice."""
    walks = {what: count for what, count in done.items() if what != "cookie"}
    assert set(walks.values()) <= {1}, "a response was walked twice"
    return done["cookie"], len(walks)


@pytest.mark.parametrize(
    ("url", "walks"),
    [
        ("/", 1),
        ("/question/where", 1),
        ("/questions", 1),
        ("/questions/2", 1),
        ("/check", 1),
        ("/summary", 1),
        ("/help-now", 1),
        ("/learn", 1),
        ("/save", 1),
        ("/result", 1),
        ("/result/myopathies", 1),
    ],
)
def test_a_page_reads_the_cookie_and_walks_the_path_once(visitor, counted, url, walks):
    visitor.answer(FINISHED)
    counted.clear()
    assert visitor.client.get(url).status_code == 200
    assert times(counted) == (1, walks)


def test_what_would_change_walks_the_path_once_and_that_of_each_altered_answer_once(visitor, counted):
    visitor.answer(FINISHED)
    counted.clear()
    assert visitor.client.get("/result/what-would-change").status_code == 200
    cookies, walks = times(counted)
    assert cookies == 1 and walks > 10


def test_an_answer_walks_the_path_before_it_and_the_one_after(visitor, counted):
    page = visitor.answer(FINISHED) and visitor.get("/question/where")
    sent = {"choice": ["hips"], "csrf_token": token_in(page.one("form", class_="guide-question"))}
    counted.clear()
    assert visitor.client.post("/question/where", data=sent).status_code == 302
    assert times(counted) == (1, 2)


def test_help_now_walks_the_path_and_the_one_before_the_answers_that_led_there(visitor, counted):
    visitor.get("/question/who")
    visitor.submit(BREATHLESS["who"])
    token = token_in(visitor.page.one("form", class_="guide-question"))
    visitor.client.post("/question/danger", data={"choice": BREATHLESS["danger"], "csrf_token": token})
    counted.clear()
    assert visitor.client.get("/help-now").status_code == 200
    assert times(counted) == (1, 2)


def test_a_cookie_that_cannot_be_read_is_tried_once(visitor, counted, app):
    visitor.client.set_cookie(app.extensions["site"].jar.cookie, "damaged")
    for url, status in (("/", 200), ("/learn", 200), ("/check", 400)):
        counted.clear()
        assert visitor.client.get(url).status_code == status
        assert counted["cookie"] == 1


def test_a_page_after_answers_came_back_speaks_of_them_and_not_of_those_before(visitor):
    visitor.answer(FINISHED | {"who": "child", "age": "from_6"})
    token = token_in(visitor.get("/save").one("form", class_="guide-save"))
    visitor.post("/save", {"days": "30", "csrf_token": token})
    code = visitor.get("/saved").one("code").text
    visitor.post("/clear", {"csrf_token": token})
    page = visitor.post("/resume", {"code": code, "csrf_token": token})
    assert page.all("form", class_="guide-clear"), "the answers that are back can be cleared"
