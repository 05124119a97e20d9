"""Answers kept on request come back with their code, and with nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from tests.conftest import KEY
from tests.pictures import PICTURES
from tests.web.pages import Visitor, token_in
from triage.settings import Settings
from triage.store.errors import Damaged, Unavailable
from triage.store.limits import Allowance, SharedLimit
from triage.web.answers_cookie import pack
from triage.web.app import create_app
from triage.web.pages.saved_answers import _opened
from triage.web.ticks import Selections

CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}-[0-9A-Z]")


@pytest.fixture
def keeping(tmp_path):
    made = create_app(Settings((KEY,), database_url=f"sqlite:///{tmp_path / 'answers.sqlite3'}"))
    made.testing = True
    return made


def saved(app, days="90"):
    """A person who answered everything and saved; with the code."""
    visitor = Visitor(app.test_client())
    visitor.answer(PICTURES["neuromuscular_junction"])
    save(visitor, days)
    return visitor, CODE.search(visitor.page.main)[0]


def save(visitor, days="90"):
    page = visitor.get("/save")
    form = page.one("form", class_="guide-save")
    return visitor.post("/save", {"days": days, "csrf_token": token_in(form)})


def send(visitor, where, code, expect=200):
    form = visitor.get("/resume").one("form", class_="guide-resume")
    return visitor.post(where, {"code": code, "csrf_token": token_in(form)}, expect=expect)


def test_saving_shows_a_code_a_link_and_a_picture(keeping):
    visitor, code = saved(keeping)
    page = visitor.page
    assert page.url.endswith("/saved")
    assert page.all("a", href=f"http://localhost/resume#{code}")
    picture = visitor.client.get(page.one("img", class_="guide-qr").get("src"))
    assert picture.mimetype == "image/svg+xml"
    assert "style=" not in picture.text


def test_answers_come_back_in_another_browser(keeping):
    visitor, code = saved(keeping)
    other = Visitor(keeping.test_client())
    page = send(other, "/resume", code.replace("-", " ").lower())
    assert "Your answers are back" in page.heading
    assert other.get("/check").main == visitor.get("/check").main
    assert "Neuromuscular junction" in other.get("/result").main


def test_saving_again_keeps_the_code_and_replaces_the_answers(keeping):
    visitor, code = saved(keeping)
    visitor.get("/question/age?return=check")
    visitor.submit("over_50")
    save(visitor, "7")
    assert CODE.search(visitor.page.main)[0] == code
    other = Visitor(keeping.test_client())
    send(other, "/resume", code)
    assert "over 50" in other.get("/check").main


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "not a code"), ("hello", "not a code"), ("0000-0000-0000-0000-1", "not a code"), ("0" * 5000, "not a code")],
)
def test_a_mistyped_code_is_one_plain_message(keeping, typed, words):
    page = send(Visitor(keeping.test_client()), "/resume", typed, expect=404)
    assert words in page.main


def test_a_code_that_was_deleted_opens_nothing(keeping):
    visitor, code = saved(keeping)
    page = send(visitor, "/forget", code)
    assert "deleted" in page.heading
    page = send(Visitor(keeping.test_client()), "/resume", code, expect=404)
    assert "Nothing is saved under this code" in page.main
    assert visitor.get("/check").all("dl")


def test_deleting_from_the_saved_page_needs_no_typing(keeping):
    visitor, code = saved(keeping)
    form = visitor.get("/saved").one("form", class_="guide-forget")
    visitor.post("/forget", {"csrf_token": token_in(form)})
    send(Visitor(keeping.test_client()), "/resume", code, expect=404)


def test_a_code_past_its_date_says_so(keeping, monkeypatch):
    import datetime

    _visitor, code = saved(keeping, "7")
    later = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=8)
    monkeypatch.setattr("triage.web.pages.saved_answers.today", lambda: later)
    page = send(Visitor(keeping.test_client()), "/resume", code, expect=404)
    assert "past its date" in page.main


def test_a_row_that_was_tampered_with_is_refused_without_a_traceback(keeping, tmp_path):
    import sqlite3

    _visitor, code = saved(keeping)
    with sqlite3.connect(tmp_path / "answers.sqlite3") as database:
        database.execute("update kept set sealed = 'AAAA' || substr(sealed, 5)")
    page = send(Visitor(keeping.test_client()), "/resume", code, expect=404)
    assert "damaged" in page.main


def test_a_class_behind_one_address_that_types_its_codes_well_is_not_slowed_down(keeping):
    _visitor, code = saved(keeping)
    for _ in range(30):
        send(Visitor(keeping.test_client()), "/resume", code)


def test_one_who_guessed_too_much_can_still_delete_what_the_own_browser_saved(keeping):
    visitor, _code = saved(keeping)
    for _ in range(10):
        send(Visitor(keeping.test_client()), "/forget", "hello", expect=404)
    send(Visitor(keeping.test_client()), "/forget", "hello", expect=429)
    form = visitor.get("/saved").one("form", class_="guide-forget")
    assert "deleted" in visitor.post("/forget", {"csrf_token": token_in(form)}).heading


def test_saving_without_end_is_slowed_down_and_says_so(keeping, monkeypatch):
    visitor, _code = saved(keeping)
    monkeypatch.setattr("triage.store.limits.SharedLimit.wait", lambda limit, address, now: 240)
    form = visitor.get("/save").one("form", class_="guide-save")
    page = visitor.post("/save", {"days": "7", "csrf_token": token_in(form)}, expect=429)
    assert "still here" in page.main and "240 seconds" in page.main


def test_each_save_is_counted(keeping):
    keeper = keeping.extensions["keeper"]
    two = SharedLimit(Allowance("save", 2, 300), keeper.store.database, "secret")
    keeping.extensions["keeper"] = replace(keeper, saves=two)
    visitor, _code = saved(keeping)
    form = visitor.get("/save").one("form", class_="guide-save")
    sent = {"days": "7", "csrf_token": token_in(form)}
    assert [visitor.client.post("/save", data=sent).status_code for _ in range(2)] == [302, 429]


def test_when_no_more_may_be_kept_the_page_says_so(keeping):
    keeping.extensions["keeper"].store.most = 0
    visitor = Visitor(keeping.test_client())
    visitor.answer(PICTURES["myopathies"])
    form = visitor.get("/save").one("form", class_="guide-save")
    page = visitor.post("/save", {"days": "7", "csrf_token": token_in(form)}, expect=503)
    assert "no room" in page.main and "still in this browser" in page.main


def test_guessing_is_slowed_down(keeping):
    visitor = Visitor(keeping.test_client())
    for _ in range(10):
        send(visitor, "/resume", "hello", expect=404)
    page = send(visitor, "/resume", "hello", expect=429)
    assert "wait" in page.main


def test_without_the_database_the_questionnaire_goes_on_and_only_saving_says_so(keeping, monkeypatch):
    def away(*args, **kwargs):
        raise Unavailable("gone")

    monkeypatch.setattr("triage.store.database.Database.run", away)
    visitor = Visitor(keeping.test_client())
    visitor.answer(PICTURES["myopathies"])
    form = visitor.get("/save").one("form", class_="guide-save")
    page = visitor.post("/save", {"days": "7", "csrf_token": token_in(form)}, expect=503)
    assert "cannot save your answers now" in page.heading
    assert visitor.get("/result").status == 200


def test_resumed_answers_are_read_by_the_rules_of_today_and_the_page_says_what_changed(keeping):
    _visitor, code = saved(keeping)
    here = keeping.extensions["site"]
    rules = here.questionnaire
    quiet = replace(
        rules,
        version="2027.1",
        red_flags=tuple(flag for flag in rules.red_flags if flag.urgency == "routine"),
        questions=tuple(q for q in rules.questions if q.id != "health"),
    )
    quiet = replace(quiet, notes=(), findings=rules.findings)
    keeping.extensions["site"] = replace(here, questionnaire=quiet)
    other = Visitor(keeping.test_client())
    page = send(other, "/resume", code)
    assert "The rules have changed since" in page.main
    assert "2027.1" in page.main
    assert "health" in page.main


def test_what_the_rules_have_retired_is_told_in_its_last_words(keeping):
    _visitor, code = saved(keeping)
    here = keeping.extensions["site"]
    rules = here.questionnaire
    fewer = tuple(question for question in rules.questions if question.id != "health")
    later = replace(rules, questions=fewer, retired={"health": "Which illnesses are known?"})
    keeping.extensions["site"] = replace(here, questionnaire=replace(later, red_flags=(), notes=()))
    page = send(Visitor(keeping.test_client()), "/resume", code)
    assert "Which illnesses are known?" in page.main


def test_a_wrong_token_saves_nothing(keeping):
    visitor = Visitor(keeping.test_client())
    visitor.answer(PICTURES["myopathies"])
    visitor.post("/save", {"days": "7", "csrf_token": "wrong"}, expect=400)
    assert visitor.get("/saved").url.endswith("/save")


def test_nothing_is_stored_until_someone_asks(keeping, tmp_path):
    Visitor(keeping.test_client()).answer(PICTURES["myopathies"])
    content = b"".join(file.read_bytes() for file in tmp_path.glob("answers*"))
    assert b"sealed" in content
    import sqlite3

    with sqlite3.connect(tmp_path / "answers.sqlite3") as database:
        assert database.execute("select count(*) from kept").fetchone() == (0,)


def test_what_was_saved_in_two_parts_comes_back():
    """Until November 2026 what was told and what was ticked were saved apart; nobody loses them."""
    told = {"rules": "1 (x)", "urgency": None, "matching": []}
    selections = Selections().with_ticks("who", ["me"])
    first = json.dumps(told).encode()
    saved = len(first).to_bytes(4, "big") + first + pack(selections)
    assert _opened(saved) == (selections, told)
    with pytest.raises(Damaged):
        _opened(saved[:-9])
