"""The rulebook shows everything that decides a result, each thing at an address of its own."""

from __future__ import annotations

import re

import pytest

from tests.web.pages import Visitor, text_of
from triage.web.pages.rulebook import PARTS


@pytest.fixture
def part(visitor):
    return lambda name: visitor.get(f"/rules/{name}")


@pytest.fixture
def ids_of(part):
    return lambda name: {element.get("id") for element in part(name).root.iter()}


def test_everything_that_decides_can_be_linked_to_by_its_id(ids_of, rules):
    assert {f"question-{q.id}" for q in rules.questions} <= ids_of("questions")
    assert {f"finding-{f.id}" for f in rules.findings} <= ids_of("findings")
    assert {f"pattern-{p.id}" for c in rules.categories for p in c.patterns} <= ids_of("groups")
    assert {f"pattern-{p.id}" for p in rules.elsewhere} <= ids_of("elsewhere")
    assert {f"red-flag-{f.id}" for f in rules.red_flags} <= ids_of("red-flags")
    assert {f"note-{n.id}" for n in rules.notes} <= ids_of("notes")
    assert {f"source-{s.id}" for s in rules.sources} <= ids_of("sources")


def test_a_code_stands_beside_the_name_of_its_term(part):
    assert "HP:0000508 Ptosis" in part("questions").text and "HP:0000508 Ptosis" in part("findings").text


def test_the_rulebook_says_of_every_source_what_it_is(part, rules):
    words = {"guideline": "guideline", "authority": "health service", "patient_page": "page for patients"}
    page = part("sources")
    for source in rules.sources:
        if source.kind in words:
            assert f"{source.text} ({words[source.kind]})" in page.text


@pytest.mark.slow
@pytest.mark.parametrize("name", [None, *PARTS], ids=str)
def test_no_link_into_the_rulebook_leads_nowhere(visitor, ids_of, name):
    page = visitor.get(f"/rules/{name}" if name else "/rules")
    there = {name: ids_of(name) for name in PARTS}
    for link in page.all("a"):
        href = link.get("href", "")
        if found := re.fullmatch(r"/rules/([a-z-]+)(?:#(.+))?", href):
            assert found[2] is None or found[2] in there[found[1]], href


def test_a_part_that_the_rulebook_does_not_have_is_not_found(visitor):
    assert visitor.get("/rules/secrets", expect=404)


def test_the_matrix_is_a_table_with_headers_and_says_each_weight_in_words(visitor, rules):
    page = visitor.get("/rules")
    table = page.one("table")
    columns = page.all("th", scope="col")
    assert len(columns) == 1 + len(rules.categories)
    rows = page.all("th", scope="row")
    weighed = {w.finding for c in rules.categories for p in c.patterns for w in p.weights if w.role != "expects"}
    assert len(rows) == len(weighed)
    cells = [text_of(td) for td in page.all("td")]
    names = [category.text.self_ for category in rules.categories] * len(rows)
    words = [cell.removeprefix(f"{name}: ") for cell, name in zip(cells, names, strict=True)]
    assert all(re.fullmatch(r"–|(for: \w+)?(; )?(against: \w+)?", cell) for cell in words)
    assert text_of(table).count("for: strong") > 20


def test_the_house_plants_have_a_rulebook_too(houseplant_app, houseplant):
    visitor = Visitor(houseplant_app.test_client())
    assert houseplant.finding("wet_soil").text.self_ in visitor.get("/rules").main
    for name in PARTS:
        assert "at least" not in visitor.get(f"/rules/{name}").main


def test_about_leads_to_the_rules(visitor):
    assert visitor.get("/about").all("a", href="/rules")
