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


def test_every_case_is_listed_under_its_category_and_opens(visitor, cases):
    page = visitor.get("/learn/cases")
    assert len(cases) >= 72
    for case in cases:
        assert page.all("a", href=f"/learn/cases/{case.id}"), case.id
    for case in cases[::9]:
        assert visitor.get(f"/learn/cases/{case.id}").heading == " ".join(case.name.split())


def test_the_match_stands_closed_behind_the_story(visitor, cases, rules):
    case = next(case for case in cases if case.category == "neuromuscular_junction")
    page = visitor.get(f"/learn/cases/{case.id}")
    closed = [d for d in page.all("details") if d.get("open") is None]
    assert closed
    name = rules.category("neuromuscular_junction").text.self_
    outside = text_of(page.one("main"))
    for details in closed:
        outside = outside.replace(text_of(details), "")
    assert name not in outside
    assert any(name in text_of(details) for details in closed)


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


def test_the_worksheet_gives_nothing_away_and_the_key_follows_its_order(visitor, cases, rules):
    sheet, key = visitor.get("/learn/cases/worksheet"), visitor.get("/learn/cases/key")
    assert [text_of(h) for h in sheet.all("h2")] == [text_of(h) for h in key.all("h2")]
    assert len(sheet.all("h2")) == len(cases)
    assert not any(case.teaches in sheet.main for case in cases)


def test_an_unknown_case_says_so(visitor):
    visitor.get("/learn/cases/nobody", expect=404)


def test_rules_without_cases_offer_none(houseplant_app):
    visitor = Visitor(houseplant_app.test_client())
    assert "/learn/cases" not in visitor.get("/learn").html
