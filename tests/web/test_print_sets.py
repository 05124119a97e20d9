"""Sets of cases to print: the address is the set, and tells when the rules are no longer those it was made under."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest

from tests.web.pages import Visitor, text_of
from tests.web.states import SET
from triage.core.assessment import assess
from triage.core.contrast import pictures
from triage.teaching.print_set import FEWEST, MOST, one_of_each, set_of

PAPERS = ("sheet", "reflection", "key")


@pytest.fixture
def cases(app):
    return app.extensions["site"].cases


@pytest.fixture
def opened(visitor):
    """Open a page of a set of cases."""

    def open_(ids, paper="", **more):
        query = urlencode({"case": ids, **more}, doseq=True)
        return visitor.get(f"/teach/set{f'/{paper}' if paper else ''}?{query}")

    return open_


def stories(page):
    """The headings of the stories, without their numbers."""
    return [re.sub(r"^\d+\. ", "", text_of(h)) for h in page.all("h2") if re.match(r"\d+\. ", text_of(h))]


def names(cases):
    return [" ".join(case.name.split()) for case in cases]


@pytest.mark.parametrize("paper", PAPERS)
def test_every_paper_has_the_chosen_cases_in_their_order_and_no_other(opened, cases, paper):
    chosen = [cases[n] for n in (40, 3, 90, 11, 60)]
    page = opened([case.id for case in chosen], paper)
    assert stories(page) == names(chosen)


def test_sheets_give_nothing_away_and_the_key_tells_it(opened, cases, rules):
    chosen = [case for case in cases if case.category][::15][:6]
    ids = [case.id for case in chosen]
    for paper in ("sheet", "reflection"):
        page = opened(ids, paper)
        for case in chosen:
            assert case.story[:60] in page.main and case.teaches not in page.main
    key = opened(ids, "key")
    sections = key.all("section", class_="guide-key")
    for case, section in zip(chosen, sections, strict=True):
        found = assess(rules, case.response)
        assert all(match.category.text.for_(found.voice) in text_of(section) for match in found.shown)
        assert " ".join(case.teaches.split()) in text_of(section)
        for flag in found.red_flags:
            assert flag.urgency != found.urgency or flag.text.for_(found.voice) in text_of(section)


def test_the_key_tells_what_is_true_where_the_rules_show_something_else(opened, cases):
    chosen = [case for case in cases if case.truth][:4]
    sections = opened([case.id for case in chosen], "key").all("section", class_="guide-key")
    for case, section in zip(chosen, sections, strict=True):
        assert "The rules show:" in text_of(section)
        assert " ".join(case.truth.because.split()) in text_of(section)


def test_a_list_of_signs_stands_with_each_story_only_when_it_is_asked_for(opened, cases, rules):
    ids = [case.id for case in cases[50:54]]
    assert "Signs:" not in opened(ids, "sheet").main
    page = opened(ids, "sheet", signs="yes")
    assert page.main.count("Signs:") == 4
    found = assess(rules, cases[50].response)
    weighed = {weight.finding for picture in pictures(rules) for weight in picture.weights}
    told = {id for id, truth in found.findings.items() if truth.value == "yes"} & weighed
    present = [rules.finding(id).text.for_(found.voice) for id in told]
    assert present and all(sign in page.main for sign in present)


def test_a_case_moves_up_and_down_and_out_by_links_alone(opened, visitor, cases):
    chosen = list(cases[10:15])
    page = opened([case.id for case in chosen], signs="yes")
    assert len(page.all("li")) >= 5
    link = next(a for a in page.all("a") if text_of(a) == f"Down: {names(chosen)[0]}")
    page = visitor.get(link.get("href"))
    assert [text_of(item.find("{*}strong")) for item in page.one("ol").findall("{*}li")] == names(
        [chosen[1], chosen[0], *chosen[2:]]
    )
    link = next(a for a in page.all("a") if text_of(a) == f"Remove: {names(chosen)[4]}")
    page = visitor.get(link.get("href"))
    assert text_of(page.one("h1")) == "A set of 4 stories" and "with the list of its signs" in page.main


@pytest.mark.parametrize("count", [1, FEWEST - 1, MOST + 1])
def test_a_set_of_too_few_or_too_many_is_not_printed_and_says_why(opened, cases, count):
    for paper in ("", *PAPERS):
        page = opened([case.id for case in cases[:count]], paper)
        assert page.url.startswith("/teach/set?") and "4 to 8 stories" in page.main
        assert not [a for a in page.all("a") if "/teach/set/" in a.get("href")]


def test_an_old_address_says_that_the_rules_have_changed_and_which_stories_are_gone(opened, cases, rules):
    ids = [case.id for case in cases[:4]]
    for paper in ("", *PAPERS):
        assert "have changed" not in opened(ids, paper, rules=rules.digest).main
        assert "have changed" not in opened(ids, paper).main
        page = opened(ids, paper, rules="0123456789ab")
        assert "have changed" in page.main and "0123456789ab" in page.main and rules.digest in page.main
    page = opened([*ids, "long_gone"], rules=rules.digest)
    assert "1 story is unknown" in page.main and "have changed" not in page.main
    page = opened([*ids, "long_gone"], rules="0123456789ab")
    assert "1 story of it is no longer there" in page.main


def test_the_chooser_offers_every_case_once_and_keeps_what_was_chosen(visitor, cases):
    for query in ("", f"more=yes&{SET}"):
        page = visitor.get(f"/teach/set?{query}")
        boxes = page.all("input", name="case")
        assert sorted(box.get("value") for box in boxes) == sorted(case.id for case in cases)
        ticked = {box.get("value") for box in boxes if box.get("checked") is not None}
        assert ticked == set(re.findall(r"case=(\w+)", query))


def test_a_mixed_set_has_a_case_of_each_group_and_another_is_drawn_at_will(visitor, cases, rules):
    drawn = [set_of(cases, one_of_each(cases, number)) for number in range(3)]
    for found in drawn:
        assert found.can_be_printed
        assert {case.category for case in found.cases} >= {category.id for category in rules.categories}
    assert len({tuple(case.id for case in found.cases) for found in drawn}) == 3
    page = visitor.get(next(a for a in visitor.get("/teach/set").all("a") if text_of(a) == "Draw another").get("href"))
    assert all(name in page.main for name in names(drawn[1].cases))


def test_very_many_cases_make_no_endless_page(opened, cases):
    page = opened([case.id for case in cases])
    assert len(page.html) < 200_000 and "Please take some out" in page.main


def test_the_old_worksheet_leads_to_where_a_set_is_put_together(visitor):
    for old in ("worksheet", "key"):
        assert visitor.get(f"/learn/cases/{old}").url == "/teach/set"


def test_what_no_set_has_is_not_found_and_odd_addresses_are_borne(visitor, houseplant_app):
    visitor.get(f"/teach/set/secrets?{SET}", expect=404)
    visitor.get("/teach/set?drawn=many")
    visitor.get(f"/teach/set?drawn={'9' * 4300}")
    visitor.get(f"/teach/set?{SET}&rules=%00%22{'x' * 9000}")
    assert Visitor(houseplant_app.test_client()).get("/teach/set").heading


def test_a_press_with_nothing_chosen_says_what_is_missing(visitor, rules):
    page = visitor.get(f"/teach/set?rules={rules.digest}")
    assert "Choose 4 to 8 stories" in text_of(page.one("div", class_="nhsuk-error-summary"))
    assert "1 story is unknown" in visitor.get("/teach/set?case=nobody").main
