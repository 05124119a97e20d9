"""A case is told step by step: no step gives the next away, and what was said stands beside what the rules knew."""

from __future__ import annotations

import pytest

from tests.web.pages import text_of, token_in
from triage.teaching.step_by_step import in_steps


@pytest.fixture
def case(app):
    """A case with something to tell in every step."""
    return next(case for case in app.extensions["site"].cases if case.id == "lids_that_drop_by_evening")


def say(visitor, group, sure="guess", expect=200, **more):
    form = visitor.page.one("form", class_="guide-predict")
    held = {e.get("name"): e.get("value") for e in form.iter() if e.get("name") == "said"}
    data = {"csrf_token": token_in(form), "group": group, "sure": sure, **held}
    return visitor.post(form.get("action"), data | more, expect)


def test_four_steps_lead_to_what_was_said_beside_what_the_rules_knew(visitor, case, rules):
    steps = in_steps(rules, case)
    visitor.get(f"/learn/cases/{case.id}/steps")
    said = [rules.categories[n].id for n in (0, 1, 2)] + ["none"]
    for number, group in enumerate(said, start=1):
        page = visitor.page
        assert f"Step {number} of {len(steps)}" in page.main
        for question in steps[number - 1].telling:
            assert question.text.self_ in page.main
        for step in steps[number:]:
            assert not [question.id for question in step.telling if question.text.self_ in page.main]
        assert case.teaches not in page.main
        say(visitor, group, sure="sure")
    page = visitor.page
    assert page.heading == "Step by step: what each answer changed"
    shown = [text_of(each) for each in page.all("div", class_="guide-beside")]
    assert len(shown) == len(steps)
    for group, row in zip(said[:3], shown, strict=False):
        assert rules.category(group).text.self_ in row
    assert "Towards:" in page.main and page.all("a", href=f"/learn/cases/{case.id}/match")


def test_a_step_needs_a_group_and_how_sure_and_loses_nothing_said_before(visitor, case, rules):
    visitor.get(f"/learn/cases/{case.id}/steps")
    say(visitor, rules.categories[0].id)
    page = say(visitor, "", "")
    assert "Step 2 of" in page.main and page.all("a", href="#group") and page.all("a", href="#sure")
    page = say(visitor, rules.categories[1].id, expect=400, csrf_token="wrong")
    assert "Step 2 of" in page.main
    assert rules.categories[0].id in page.one("input", name="said").get("value")


def test_a_way_back_leads_to_the_step_before_with_what_was_said_of_it(visitor, case, rules):
    visitor.get(f"/learn/cases/{case.id}/steps")
    assert not visitor.page.all("button", value="back") and "answering for" not in visitor.page.main
    say(visitor, rules.categories[2].id, "sure")
    page = say(visitor, "", "", go=visitor.page.one("button", value="back").get("value"))
    assert "Step 1 of" in page.main and page.one("input", name="said").get("value") == ""
    checked = [e.get("value") for e in page.all("input") if e.get("checked") is not None]
    assert checked == [rules.categories[2].id, "sure"]


@pytest.mark.parametrize("said", ["x" * 5000, "none.sure " * 50, "nobody.sure", "none", "ä.ö", "\x00"])
def test_what_was_said_before_is_believed_only_as_far_as_it_makes_sense(visitor, case, said):
    visitor.get(f"/learn/cases/{case.id}/steps")
    page = say(visitor, "none", said=said)
    assert "Step 2 of" in page.main or page.heading == "Step by step: what each answer changed"


def test_every_case_can_be_chosen_and_one_that_is_not_there_is_told_so(visitor, app):
    page = visitor.get("/teach/steps")
    for case in app.extensions["site"].cases:
        assert page.all("a", href=f"/learn/cases/{case.id}/steps")
    visitor.get("/learn/cases/nobody/steps", 404)
    assert all(cookie.key.startswith("session") for cookie in visitor.client._cookies.values())
