"""Worked cases teach: story first, the match only when it is opened, then the questionnaire to try."""

from __future__ import annotations

import pytest

from tests.web.pages import Visitor, text_of, token_in
from triage.core.assessment import assess
from triage.rule_files.worked_cases import cases_beside, load_cases
from triage.settings import RULES


@pytest.fixture(scope="session")
def cases(rules):
    return load_cases(cases_beside(RULES), rules)


def form_of(page):
    return page.one("form", class_="guide-predict")


def predicted(visitor, case, expect=200, **more):
    form = form_of(visitor.get(f"/learn/cases/{case.id}"))
    data = {"csrf_token": token_in(form), "group": "none", "urgency": "routine", "sure": "guess"}
    return visitor.post(form.get("action"), data | more, expect)


def test_every_case_is_listed_mixed_and_by_group_and_opens(visitor, cases):
    mixed, by_group = visitor.get("/learn/cases"), visitor.get("/learn/cases/by-group")
    assert len(cases) >= 72
    for case in cases:
        assert mixed.all("a", href=f"/learn/cases/{case.id}") and by_group.all("a", href=f"/learn/cases/{case.id}")
    for case in cases[::9]:
        assert visitor.get(f"/learn/cases/{case.id}").heading == " ".join(case.name.split())


def test_the_mixed_list_names_no_group(visitor, rules):
    page = visitor.get("/learn/cases")
    assert not [category.id for category in rules.categories if category.text.self_ in page.main]


def test_the_match_is_on_no_page_before_a_prediction_or_the_choice_to_do_without(visitor, cases):
    for case in cases[::20]:
        page = visitor.get(f"/learn/cases/{case.id}")
        assert case.teaches not in page.main and "What it matches" not in page.main
        assert page.all("a", href=f"/learn/cases/{case.id}/match")
        assert " ".join(case.teaches.split()) in visitor.get(f"/learn/cases/{case.id}/match").main
        assert " ".join(case.teaches.split()) in predicted(visitor, case).main


def test_the_match_stands_beside_the_prediction_with_what_the_author_expects(visitor, cases, rules):
    case = next(case for case in cases if case.category == rules.categories[0].id)
    signs = [e.get("value") for e in form_of(visitor.get(f"/learn/cases/{case.id}")).iter() if e.tag.endswith("option")]
    page = predicted(visitor, case, group=rules.categories[1].id, sure="sure", for_1=signs[1], against_2=signs[2])
    group = text_of(page.all("section", class_="guide-beside")[0])
    yours, theirs = (rules.categories[n].text.self_ for n in (1, 0))
    assert yours in group and group.count(theirs) == 2
    assert "You were sure" in page.main
    assert "Missed:" in page.main


def test_a_prediction_needs_a_group_an_urgency_and_how_sure_and_keeps_what_was_chosen(visitor, cases, rules):
    page = predicted(visitor, cases[0], group="", urgency="", sure="sure")
    assert page.all("div", class_="nhsuk-error-summary")
    for field in ("group", "urgency"):
        assert page.all("a", href=f"#{field}")
    assert [e.get("value") for e in page.all("input", name="sure") if e.get("checked") is not None] == ["sure"]
    assert "What it matches" not in page.main


@pytest.mark.parametrize("wrong", [{"group": "nobody"}, {"for_1": "nothing"}, {"sure": "x" * 500}])
def test_what_the_page_does_not_offer_is_refused_in_words(visitor, cases, wrong):
    assert predicted(visitor, cases[0], **wrong).all("div", class_="nhsuk-error-summary")


def test_a_prediction_without_a_token_shows_no_match_and_is_still_there(visitor, cases):
    page = predicted(visitor, cases[0], expect=400, csrf_token="wrong")
    assert "What it matches" not in page.main
    assert [e.get("value") for e in page.all("input", name="group") if e.get("checked") is not None] == ["none"]


def test_next_case_goes_through_all_of_them_once(visitor, cases, app):
    case, seen = cases[0], []
    for _ in range(4):
        page = visitor.get(f"/learn/cases/{case.id}/match")
        following = next(e.get("href") for e in page.all("a", class_="nhsuk-button"))
        case = next(each for each in cases if following == f"/learn/cases/{each.id}")
        assert case.id not in seen
        seen.append(case.id)


def test_a_prediction_leaves_nothing_in_the_browser_but_the_token(visitor, cases):
    predicted(visitor, cases[0])
    assert all(cookie.key.startswith("session") for cookie in visitor.client._cookies.values())


@pytest.mark.slow
def test_the_answers_of_a_case_give_the_same_result_in_the_questionnaire(visitor, cases, rules):
    for case in cases[::6]:
        form = visitor.get(f"/try/{case.id}").one("form", class_="guide-try")
        page = visitor.post(form.get("action"), {"go": "filled", "csrf_token": token_in(form)})
        assert page.url == "/try/check", case.id
        assessment = assess(rules, case.response)
        result = visitor.get("/try/result")
        groups = " ".join(text_of(line) for line in result.all("li", class_="guide-group-line"))
        for match in assessment.shown:
            assert match.category.text.for_(assessment.voice) in groups, case.id


def test_an_unknown_case_says_so(visitor):
    visitor.get("/learn/cases/nobody", expect=404)


def test_rules_without_cases_offer_none(houseplant_app):
    visitor = Visitor(houseplant_app.test_client())
    assert "/learn/cases" not in visitor.get("/learn").html
    for address in ("/learn/cases", "/learn/cases/by-group", "/teach/steps"):
        assert "There are no cases here." in visitor.get(address).main


def test_a_learner_who_sees_past_the_rules_is_told_so_and_reads_why(visitor, cases):
    case = next(case for case in cases if case.id == "cancer_and_a_new_back_pain")
    page = predicted(visitor, case)
    assert "You saw what the author holds to be true." in page.main
    assert "The rules put something else first." not in page.main
    assert " ".join(case.truth.because.split()) in page.main
    assert "not what the person has" in predicted(visitor, case, group=case.expects.best[0]).main


def test_red_flags_of_a_lower_urgency_are_no_reason_for_a_higher_one(visitor, cases):
    case = next(case for case in cases if case.id == "cancer_and_a_new_back_pain")
    page = visitor.get(f"/learn/cases/{case.id}/match")
    calmer = next(box for box in page.all("details") if "Also, but less urgent" in text_of(box))
    told = "On their own these signs are seldom an emergency"
    assert told in text_of(calmer) and page.main.count(told) == 1
