"""The safety drill: ten stories of every urgency, judged by the rules; waiting too long counts as the worst."""

from __future__ import annotations

import pytest

from tests.web.pages import Visitor, text_of, token_in
from triage.core.assessment import assess
from triage.core.questionnaire import URGENCIES
from triage.teaching.drill import CALLS, SHARE, called, drill, due_of, scored
from triage.web.teaching.drilling import LAST


@pytest.fixture
def cases(app):
    return app.extensions["site"].cases


def press(page, visitor, **more):
    """Send the form that is open."""
    form = page.one("form", class_="guide-drill")
    fields = {e.get("name"): e.get("value") for e in form.iter() if e.get("type") == "hidden"}
    return visitor.post(form.get("action"), fields | more)


def go_through(visitor, number, answers):
    """Answer every story of a drill; return the pages that say why, and the score."""
    page, whys = visitor.get(f"/teach/drill/{number}"), []
    for said in answers:
        page = press(page, visitor, call=said)
        whys.append(page)
        page = press(page, visitor)
    return whys, page


def test_the_rules_call_for_help_as_soon_as_the_author_of_each_story_expects(cases, rules):
    for number in range(1, LAST + 1, 7):
        for case in drill(cases, number):
            assert due_of(assess(rules, case.response)) == (case.expects.urgency or "routine"), case.id


def test_every_drill_has_ten_stories_of_every_urgency_and_the_next_has_others(cases):
    before = set()
    for number in range(1, LAST + 1):
        stories = drill(cases, number)
        assert len({case.id for case in stories}) == len(stories) == 10
        due = [case.expects.urgency or "routine" for case in stories]
        assert {urgency: due.count(urgency) for urgency in URGENCIES} == SHARE
        assert not before & {case.id for case in stories} or number > 3
        before = {case.id for case in stories}
        assert stories == drill(cases, number)


def test_a_drill_without_a_mistake_says_so_and_names_every_flag_with_its_source(visitor, cases, rules):
    stories = drill(cases, 1)
    whys, score = go_through(visitor, 1, [due_of(assess(rules, case.response)) for case in stories])
    for case, page in zip(stories, whys, strict=True):
        found = assess(rules, case.response)
        assert page.heading == "Right"
        for flag in found.red_flags:
            if flag.urgency == found.urgency:
                assert flag.text.for_(found.voice) in page.main and flag.because.for_(found.voice) in page.main
                assert all(rules.source(id).text in page.main for id in flag.source)
        assert " ".join(case.teaches.split()) in page.main
        lesser = [flag for flag in found.red_flags if flag.urgency != found.urgency]
        folded = [text_of(fold) for fold in page.all("details") if "less urgent" in text_of(fold)]
        assert len(folded) == bool(lesser) and all(flag.text.for_(found.voice) in folded[0] for flag in lesser)
    assert "10 of 10" in score.main and "Nobody would have waited too long" in score.main


def test_whoever_waits_too_long_is_told_before_all_else_and_whoever_is_too_soon_in_a_fold(visitor, cases, rules):
    stories = drill(cases, 2)
    due = [due_of(assess(rules, case.response)) for case in stories]
    whys, score = go_through(visitor, 2, ["routine"] * 10)
    assert [page.heading for page in whys] == [
        "Right" if d == "routine" else "You would have waited too long" for d in due
    ]
    alarm = score.one("div", class_="guide-quiet-alarm")
    assert "8 people would have waited too long" in text_of(alarm)
    assert text_of(alarm).index("Call for help now") < text_of(alarm).index("Be seen within days")
    whys, score = go_through(visitor, 2, ["emergency"] * 10)
    assert not score.all("div", class_="guide-quiet-alarm") and "Nobody would have waited too long" in score.main
    assert "7 were sent sooner than needed" in text_of(score.one("details"))


def test_a_late_answer_weighs_more_the_later_it_is(cases, rules):
    stories = drill(cases, 1)
    score = scored(called(rules, case, "routine") for case in stories)
    assert [call.late for call in score.late] == sorted((call.late for call in score.late), reverse=True)
    assert len(score.late) + len(score.right) + len(score.early) == 10


def test_without_an_answer_the_story_is_asked_again(visitor):
    page = press(visitor.get("/teach/drill/1"), visitor)
    assert "Choose how soon help is needed" in page.main and page.all("input", name="call")


def test_a_forged_form_is_borne_and_one_without_its_token_changes_nothing(visitor):
    token = token_in(visitor.get("/teach/drill/1").one("form", class_="guide-drill"))
    for calls in ("soon,nonsense,soon", ",,,", "x" * 5000, ",".join(CALLS * 9)):
        for more in ({"call": "soon"}, {"call": "never"}, {"go": "next"}, {}):
            visitor.post("/teach/drill/1", {"csrf_token": token, "calls": calls, **more})
    visitor.post("/teach/drill/1", {"call": "soon"}, expect=400)


def test_rules_without_cases_have_no_drill(houseplant_app):
    visitor = Visitor(houseplant_app.test_client())
    assert "/teach/drill" not in visitor.get("/teach").html
    visitor.get("/teach/drill/1", expect=404)
