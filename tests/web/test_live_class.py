"""A live class over HTTP: a teacher, phones and a screen; one press each, and nothing told too early."""

from __future__ import annotations

import csv
import io
import re

import pytest

from tests.web.pages import Visitor, token_in
from triage.store.errors import Unavailable
from triage.web.headers import LIVE_POLICY

CASES = ("arms_and_neck_that_tire", "wrist_that_drops_in_the_cold")
RIGHT = "neuromuscular_junction"


class Teacher(Visitor):
    """Who leads a class."""

    def open(self, cases=CASES, question="group"):
        """Open a class and return its code."""
        form = self.get("/class/new").all("form", action="/class/new")[0]
        page = self.post("/class/new", {"csrf_token": token_in(form), "case": list(cases), "question": question})
        self.code = re.fullmatch(r"/class/([A-Z]{6})/lead", page.url)[1]
        return self.code

    def press(self, *steps):
        """Press one step after the other."""
        for step in steps:
            page = self.get(f"/class/{self.code}/lead")
            version = page.one("input", name="version").get("value")
            form = page.one("form", class_="guide-lead-steps")
            page = self.post(form.get("action"), {"csrf_token": token_in(form), "version": version, "step": step})
        return self.page


class Phone(Visitor):
    """A student with a phone."""

    def join(self, code):
        """Type the code and take a seat."""
        form = self.get("/class").one("form", action="/class")
        page = self.post("/class", {"csrf_token": token_in(form), "code": f" {code.lower()[:3]} {code[3:]}"})
        form = page.one("form", action=f"/class/{code}/join")
        self.code = code
        return self.post(form.get("action"), {"csrf_token": token_in(form)})

    def vote(self, choice, expect=200, name="choice"):
        """Press a group, or how sure, on the page that is open."""
        form = self.page.one("form", class_="guide-vote")
        at = next(e.get("value") for e in form.iter() if e.get("name") == "at")
        return self.post(form.get("action"), {"csrf_token": token_in(form), "at": at, name: choice}, expect)

    def look(self):
        """Load the seat's page again."""
        return self.get(f"/class/{self.code}")


@pytest.fixture
def teacher(app):
    """A teacher with an open class."""
    made = Teacher(app.test_client())
    made.open()
    return made


@pytest.fixture
def phones(app, teacher):
    """Six phones that have joined the class."""
    made = [Phone(app.test_client()) for _ in range(6)]
    for phone in made:
        phone.join(teacher.code)
    return made


def screen(visitor, code):
    return visitor.get(f"/class/{code}/screen")


def test_a_class_votes_talks_votes_again_and_sees_the_answer_at_last(teacher, phones, visitor):
    assert "6 are here" in screen(visitor, teacher.code).text
    teacher.press("open")
    for phone, choice in zip(phones, ["myopathies"] * 4 + [RIGHT] * 2, strict=True):
        assert "thyroid" in phone.look().main
        assert "your vote is in" in phone.vote(choice).heading
        assert "Sure" in phone.vote("sure", name="sure").main
    assert "6 of 6 have voted" in screen(visitor, teacher.code).text
    teacher.press("close")
    assert "talk with your neighbour" in phones[0].look().heading
    teacher.press("again")
    for phone in phones:
        phone.look()
        phone.vote(RIGHT)
    teacher.press("close", "show")
    shown = screen(visitor, teacher.code)
    assert "fits best" not in shown.text
    assert shown.html.count("<rect") == 14
    assert "Neuromuscular" not in phones[0].look().main
    teacher.press("reveal")
    assert "fits best" in screen(visitor, teacher.code).text and "How soon: " in visitor.page.text
    assert "You saw that too" in phones[0].look().main and "Neuromuscular junction" in phones[0].page.main
    report = teacher.get(f"/class/{teacher.code}/report")
    assert "Before talking: 2 of 6 right" in report.text and "After talking: 6 of 6 right" in report.text
    assert "Of 6 who voted both times, 4 came to the right answer and 0 left it." in report.text
    assert "Myopathies – Neuromuscular junction diseases: 4 votes" in report.text
    assert "thank" in teacher.press("next", "next").text.lower() or "last case" in teacher.page.text
    assert "over" in phones[0].look().heading


def test_the_file_has_every_vote_once(teacher, phones):
    teacher.press("open")
    for phone in phones:
        phone.look()
        phone.vote(RIGHT)
        phone.get(f"/class/{teacher.code}?change=1")
        phone.vote("none")
    told = teacher.client.get(f"/class/{teacher.code}/report.csv")
    rows = list(csv.reader(io.StringIO(told.text.removeprefix("\ufeff"))))
    assert rows[0] == ["Case", "Round", "Answer", "Votes", "Right"]
    assert {row[2]: row[3] for row in rows[1:] if row[3] != "0"} == {
        "No clear match, or something outside the groups": "6"
    }
    assert ["Case", "Round", "How sure", "Votes", "Right"] not in rows
    assert "attachment" in told.headers["Content-Disposition"]


def test_the_file_tells_how_sure_against_right_by_round_and_who_moved_but_no_line_of_one(teacher, phones):
    for step, choices in (("open", ["myopathies"] * 4 + [RIGHT] * 2), ("again", [RIGHT] * 6)):
        teacher.press(step)
        for phone, choice in zip(phones, choices, strict=True):
            phone.look()
            phone.vote(choice)
            phone.vote("guess" if phone is phones[5] else "sure", name="sure")
        teacher.press("close")
    told = teacher.client.get(f"/class/{teacher.code}/report.csv").text
    rows = list(csv.reader(io.StringIO(told.removeprefix("\ufeff"))))
    assert [row for row in rows if row and row[0] == "All cases"] == [
        ["All cases", "1", "Sure", "5", "1"],
        ["All cases", "2", "Sure", "5", "5"],
    ]
    assert rows[-1][1:] == ["6", "4", "0"]


def test_nothing_is_shown_of_fewer_than_five_votes(teacher, phones, visitor):
    teacher.press("open")
    for phone in phones[:4]:
        phone.look()
        phone.vote(RIGHT)
    teacher.press("close", "show")
    page = screen(visitor, teacher.code)
    assert "<rect" not in page.html and "nobody stands out" in page.text
    assert "too few to show" in teacher.get(f"/class/{teacher.code}/report").text
    assert "too few to show" in teacher.client.get(f"/class/{teacher.code}/report.csv").text


@pytest.mark.parametrize("stage", [(), ("open",), ("open", "close"), ("open", "close", "show")])
def test_the_answer_is_on_no_page_of_the_class_before_it_is_revealed(teacher, phones, visitor, stage):
    teacher.press(*stage)
    case = visitor.client.application.extensions["site"].case(CASES[0])
    for page in (screen(visitor, teacher.code), phones[0].look()):
        assert (
            case.teaches not in page.text
            and "How soon: " not in page.text
            and case.name not in page.text
            and "guide-fits" not in page.html
        )


def test_a_class_is_held_against_what_the_author_holds_to_be_true_and_reads_why(app, visitor):
    teacher = Teacher(app.test_client())
    teacher.open(("cancer_and_a_new_back_pain",))
    phone = Phone(app.test_client())
    phone.join(teacher.code)
    teacher.press("open")
    phone.look()
    phone.vote("none")
    lead = teacher.press("close", "reveal")
    assert "You saw that too." in phone.look().main
    for page in (lead, phone.page, screen(visitor, teacher.code)):
        assert "The rules show: Myopathies" in page.text and "presses on the spinal cord" in page.text


def test_a_vote_that_comes_too_late_is_told_and_not_counted(teacher, phones):
    teacher.press("open")
    phones[0].look()
    teacher.press("close")
    assert "over before your press" in phones[0].vote(RIGHT, expect=409).main
    assert "0 votes" in teacher.get(f"/class/{teacher.code}/lead").text


def test_two_presses_of_one_step_are_one_step(teacher):
    page = teacher.press("open", "close", "reveal")
    form = page.one("form", class_="guide-lead-steps")
    data = {"csrf_token": token_in(form), "version": page.one("input", name="version").get("value"), "step": "next"}
    teacher.post(form.get("action"), data)
    assert "Case 2 of 2" in teacher.post(form.get("action"), data).text


def test_a_store_that_is_away_loses_no_vote_but_offers_the_same_press_again(teacher, phones, monkeypatch):
    teacher.press("open")
    phone = phones[0]
    phone.look()
    rooms = type(phone.client.application.extensions["classes"].rooms)
    with monkeypatch.context() as patch:
        patch.setattr(rooms, "vote", lambda *_: (_ for _ in ()).throw(Unavailable("the disk is full")))
        page = phone.vote(RIGHT, expect=503)
    assert "has not arrived" in page.main
    button = page.one("button", name="choice")
    assert "your vote is in" in phone.vote(button.get("value")).heading


def test_only_who_has_the_key_leads_and_it_can_be_brought_to_another_browser(app, teacher):
    stranger = Teacher(app.test_client())
    stranger.code = teacher.code
    page = stranger.get(f"/class/{teacher.code}/lead")
    assert not page.all("button", name="step")
    form = page.one("form", class_="guide-resume")
    for url in ("lead", "end", "key"):
        stranger.post(f"/class/{teacher.code}/{url}", {"csrf_token": token_in(form), "step": "open"}, expect=400)
    for url in ("report", "report.csv"):
        assert stranger.get(f"/class/{teacher.code}/{url}").url.endswith("/lead")
    key = text_key(teacher)
    stranger.post(f"/class/{teacher.code}/key", {"csrf_token": token_in(form), "code": key.lower()})
    assert "Case 1 of 2" in stranger.press("open").text


def text_key(teacher):
    page = teacher.get(f"/class/{teacher.code}/lead")
    return "".join(page.one("code").itertext())


def test_the_key_stands_in_no_address_that_is_sent_and_on_no_screen(teacher, phones, visitor):
    key = text_key(teacher)
    link = next(e.get("href") for e in teacher.page.all("a") if key in (e.get("href") or ""))
    assert key not in link.split("#")[0]
    assert key not in screen(visitor, teacher.code).html and key not in phones[0].look().html


def test_a_class_that_ends_is_gone_at_once_for_everybody(teacher, phones, visitor):
    form = teacher.get(f"/class/{teacher.code}/lead").one("form", class_="guide-forget")
    assert "deleted" in teacher.post(form.get("action"), {"csrf_token": token_in(form)}).heading
    for page in (phones[0].look(), screen(visitor, teacher.code)):
        assert page.heading == "This class has ended. Thank you." and "Practise with more cases" in page.main
    assert visitor.client.get(f"/class/{teacher.code}/pulse").text == "ended"
    assert "data: ended" in visitor.client.get(f"/class/{teacher.code}/stream").text
    for url in ("", "/lead", "/report"):
        assert "no class under this code" in visitor.get(f"/class/{teacher.code}{url}", expect=404).main


@pytest.mark.parametrize("code", ["nothing", "ABCDEF", "BCDFGH", "x", "BCDFGHJ"])
def test_an_address_without_a_class_says_so_kindly(visitor, code):
    assert "no class under this code" in visitor.get(f"/class/{code}", expect=404).main


def test_a_code_that_is_none_is_asked_for_again_as_it_was_typed(visitor):
    form = visitor.get("/class").one("form", action="/class")
    page = visitor.post("/class", {"csrf_token": token_in(form), "code": "bcd"}, expect=400)
    assert page.one("input", id="code").get("value") == "bcd"


def test_an_address_of_a_class_may_be_pasted_or_end_with_a_slash(teacher, visitor):
    form = visitor.get("/class/").one("form", action="/class")
    for typed in (f"http://localhost/class/{teacher.code}", f" https://a.example/class/{teacher.code.lower()}?still=1"):
        page = visitor.post("/class", {"csrf_token": token_in(form), "code": typed})
        assert page.heading == f"Join class {teacher.code}"


def test_a_class_can_be_asked_how_soon_and_the_lesson_on_it_opens_so(app, visitor):
    lesson = next(each for each in app.extensions["site"].lessons if each.vote == "urgency")
    page = visitor.get("/class/new")
    form = next(e for e in page.all("form", action="/class/new") if checked(e) == "urgency")
    assert [e.get("value") for e in form.iter() if e.get("name") == "case"] == list(lesson.cases)
    teacher = Teacher(app.test_client())
    code = teacher.open(["numb_saddle_after_back_pain", "cramps_in_bed"], question="urgency")
    phones = [Phone(app.test_client()) for _ in range(5)]
    for phone in phones:
        phone.join(code)
    for choice in ("emergency", "routine"):
        teacher.press("open")
        assert "How soon is help needed?" in screen(visitor, code).text and "Get advice today" in visitor.page.text
        for phone in phones:
            assert phone.look().heading == "How soon is help needed?"
            assert "your vote is in" in phone.vote(choice).heading
        teacher.press("close", "show", "reveal")
        assert "You saw that too" in phones[0].look().main and "Group: " in phones[0].page.main
        assert "guide-bars-right" in screen(visitor, code).html
        teacher.press("next")
    assert teacher.get(f"/class/{code}/report").text.count("5 of 5 right") == 2


def test_a_vote_on_another_question_does_not_count(teacher, phones):
    teacher.press("open")
    phones[0].look()
    phones[0].vote("emergency", expect=409)
    phones[1].look()
    phones[1].vote("made up", expect=400)
    assert "0 votes" in teacher.get(f"/class/{teacher.code}/lead").text


def checked(form):
    return next(e.get("value") for e in form.iter() if e.get("name") == "question" and e.get("checked") is not None)


def test_no_class_opens_without_a_case_or_with_very_many(visitor, app):
    form = visitor.get("/class/new").all("form", action="/class/new")[0]
    every = [case.id for case in app.extensions["site"].cases]
    for chosen in ([], ["made up"], every):
        page = visitor.post("/class/new", {"csrf_token": token_in(form), "case": chosen}, expect=400)
        assert "between 1 and 20" in page.main


def test_a_lesson_a_set_and_a_draw_open_with_one_press(visitor, app):
    here = app.extensions["site"]
    plans = visitor.get("/class/new").all("form", action="/class/new")
    assert len(plans) == 1 + len(here.lessons)
    named = [case.id for case in here.cases[3:8]]
    for page in ("/class/new?case=" + "&case=".join(named), "/teach/set?case=" + "&case=".join(named)):
        visitor.get(page)
        link = [e.get("href") for e in visitor.page.all("a") if (e.get("href") or "").startswith("/class/new")]
        form = (visitor.get(link[0]) if "set" in page else visitor.page).one("form", action="/class/new")
        assert [e.get("value") for e in form.iter() if e.get("name") == "case"] == named
    assert visitor.get("/class/new?drawn=1").main != visitor.get("/class/new").main


def test_a_stream_tells_each_change_and_few_projectors_are_fed_at_once(teacher, phones, visitor, monkeypatch):
    monkeypatch.setattr("triage.web.teaching.class_screen.LOOK_SECONDS", 0.0)
    url = f"/class/{teacher.code}/stream"
    first, second = (visitor.client.get(url, buffered=False) for _ in range(2))
    assert first.mimetype == "text/event-stream" and visitor.client.get(url).status_code == 503
    told = first.iter_encoded()
    before = next(line for line in (each.decode() for each in told) if "data" in line)
    teacher.press("open")
    after = next(line for line in (each.decode() for each in told) if "data" in line)
    assert after.split("data: ")[1] != before.split("data: ")[1]
    first.close(), second.close()
    third = visitor.client.get(url, buffered=False)
    assert third.status_code == 200
    third.close()


def test_the_pulse_of_a_phone_moves_with_the_class_and_that_of_the_screen_with_votes_too(teacher, phones, visitor):
    def pulse(of=""):
        return visitor.client.get(f"/class/{teacher.code}/pulse{of}").text

    teacher.press("open")
    calm, counts = pulse(), pulse("?of=votes")
    phones[0].look()
    phones[0].vote(RIGHT)
    assert pulse() == calm and pulse("?of=votes") != counts
    teacher.press("close")
    assert pulse() != calm


def test_a_glance_where_the_store_is_away_is_no_news_and_no_error(teacher, visitor, monkeypatch):
    gate = teacher.client.application.extensions["keeper"].store.database._gate
    monkeypatch.setattr(gate, "through", lambda *_args, **_more: (_ for _ in ()).throw(Unavailable("slow")))
    answer = visitor.client.get(f"/class/{teacher.code}/pulse")
    assert (answer.status_code, answer.text) == (204, "")


def test_a_class_page_may_ask_this_site_again_and_no_other_page_may(teacher, visitor):
    assert visitor.client.get(f"/class/{teacher.code}").headers["Content-Security-Policy"] == LIVE_POLICY
    assert "connect-src" not in visitor.client.get("/").headers["Content-Security-Policy"]


def test_a_phone_holds_a_random_seat_and_nothing_of_a_vote(teacher, phones):
    teacher.press("open")
    phones[0].look()
    phones[0].vote(RIGHT)
    cookies = {cookie.key: cookie.value for cookie in phones[0].client._cookies.values()}
    assert re.fullmatch(rf"{teacher.code}\.[\w-]{{22}}", cookies["seat"])
    assert {re.sub("-[0-9a-f]{6}$", "", name) for name in cookies} == {"session", "seat"}
    phones[0].look()
    assert phones[0].page.all("form", action=f"/class/{teacher.code}/join") == []
