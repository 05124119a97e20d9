"""Break it: what is said to make another group lead does, and all that moves by one answer is told in words."""

from __future__ import annotations

import pytest

from tests.web.pages import text_of, token_in
from triage.core.assessment import assess
from triage.core.what_if import changes
from triage.teaching.break_it import breaking, broken, flips


@pytest.fixture
def cases(app):
    return app.extensions["site"].cases


def first(assessment):
    return {match.category.id for match in assessment.matching if match.rank == 1}


def test_exactly_the_changes_that_are_told_make_another_group_lead(cases, rules):
    for case in cases[::30]:
        every = flips(rules, case.response)
        told = breaking(changes(rules, case.response))
        before = first(assess(rules, case.response))
        assert len({flip.key for flip in every}) == len(every) and told <= {flip.key for flip in every}
        for flip in every:
            after = first(assess(rules, case.response.with_answer(flip.question.id, flip.step.answer)))
            assert (flip.key in told) == (bool(after) and not after & before), (case.id, flip.key)


def test_what_moves_is_the_difference_of_two_assessments(cases, rules):
    case = next(case for case in cases if breaking(changes(rules, case.response)))
    keys = breaking(changes(rules, case.response))
    flip = next(flip for flip in flips(rules, case.response) if flip.key in keys)
    found = broken(rules, case.response, flip)
    assert found.another_leads
    points = [{m.category.id: m.points for m in each.categories} for each in (found.before, found.after)]
    ways = {moved.category.id: moved.way for moved in found.moved}
    for id, way in ways.items():
        apart = points[1][id] - points[0][id]
        assert way == ("same" if apart == 0 else "up" if apart > 0 else "down")
    for finding, turn in found.turned:
        assert found.before.findings[finding.id] is turn.was and found.after.findings[finding.id] is turn.becomes


def test_the_page_says_up_down_or_same_for_each_group_and_whether_it_broke(visitor, cases, rules):
    case = next(case for case in cases if breaking(changes(rules, case.response)))
    keys = breaking(changes(rules, case.response))
    some = [
        next(flip for flip in flips(rules, case.response) if (flip.key in keys) == broke) for broke in (True, False)
    ]
    for flip, words in zip(
        some, (("Another group leads",), ("as before", "No group leads", "lead together", "leads alone")), strict=True
    ):
        page = visitor.get(f"/learn/cases/{case.id}/break?flip={flip.key}")
        assert any(word in page.main for word in words)
        found = broken(rules, case.response, flip)
        rows = [text_of(row) for row in page.all("tr")[1:]]
        assert len(rows) == len(rules.categories)
        for row, moved in zip(rows, found.moved, strict=True):
            assert f"It goes: {moved.way}" in row
            for level in (moved.level.was, moved.level.becomes):
                assert (level.text.self_ if level else "no match") in row


def test_it_is_offered_only_where_one_answer_can_do_it(visitor, cases, rules):
    can = next(case for case in cases if any(c.another_leads for c in changes(rules, case.response)))
    cannot = next(case for case in cases if not any(c.another_leads for c in changes(rules, case.response)))
    for case, offered in ((can, True), (cannot, False)):
        page = visitor.get(f"/learn/cases/{case.id}/match")
        assert bool(page.all("a", href=f"/learn/cases/{case.id}/break")) == offered
    assert "No single answer" in visitor.get(f"/learn/cases/{cannot.id}/break").main


def test_what_cannot_be_changed_is_said_so(visitor, cases):
    page = visitor.get(f"/learn/cases/{cases[0].id}/break?flip=nothing.at_all")
    assert "cannot be changed" in page.main
    visitor.get("/learn/cases/nobody/break", expect=404)


def test_a_made_up_person_can_be_broken_where_one_answer_does_it_and_ones_own_result_cannot(visitor, cases, rules):
    case = next(case for case in cases if breaking(changes(rules, case.response)))
    form = visitor.get(f"/try/{case.id}").one("form", class_="guide-try")
    visitor.post(form.get("action"), {"go": "filled", "csrf_token": token_in(form)})
    page = visitor.get("/try/result/what-would-change")
    assert page.all("a", href="/try/break")
    flip = next(each for each in flips(rules, case.response) if each.key in breaking(changes(rules, case.response)))
    page = visitor.get(f"/try/break?flip={flip.key}")
    assert "Another group leads after the change" in page.main and page.all("aside", class_="guide-made-up")
    visitor.get("/break", expect=404)


def test_nobody_is_broken_before_all_is_answered(visitor):
    assert visitor.get("/try/break").url == "/try/question/who"


def test_a_new_red_flag_is_told_as_the_reason_only_where_it_says_how_soon(visitor, cases, rules):
    seen = 0
    for case in cases[::12]:
        for flip in flips(rules, case.response)[::6]:
            found = broken(rules, case.response, flip)
            assert {flag.urgency for flag in found.reasons} <= {found.after.urgency}
            assert sorted(flag.id for flag in (*found.reasons, *found.lesser)) == sorted(f.id for f in found.raised)
            if found.lesser and not seen:
                seen += 1
                page = visitor.get(f"/learn/cases/{case.id}/break?flip={flip.key}")
                assert f"New red flag: {found.lesser[0].text.for_(found.before.voice)}." not in page.main
    assert seen


def test_the_wing_leads_to_a_case_that_can_be_broken_and_a_made_up_result_to_its_own(visitor, cases):
    assert visitor.get("/teach").all("a", href="/teach/break")
    assert "makes another group lead" in visitor.get("/teach/break").main.replace("make another", "makes another")
    form = visitor.get(f"/try/{cases[0].id}").one("form", class_="guide-try")
    visitor.post(form.get("action"), {"go": "filled", "csrf_token": token_in(form)})
    assert visitor.get("/try/result").all("a", href="/try/break")


def test_a_press_with_nothing_changed_says_what_is_missing(visitor, cases):
    page = visitor.get(f"/learn/cases/{cases[0].id}/break?change=yes")
    assert "Choose the answer that you want to change" in text_of(page.one("div", class_="nhsuk-error-summary"))
