"""The rulebook shows everything that decides a result, each thing at an address of its own."""

from __future__ import annotations

import re

from tests.web.pages import Visitor, text_of


def test_everything_that_decides_can_be_linked_to_by_its_id(visitor, rules):
    page = visitor.get("/rules")
    ids = {element.get("id") for element in page.root.iter()}
    patterns = [p for c in rules.categories for p in c.patterns]
    assert {f"question-{q.id}" for q in rules.questions} <= ids
    assert {f"finding-{f.id}" for f in rules.findings} <= ids
    assert {f"pattern-{p.id}" for p in (*patterns, *rules.elsewhere)} <= ids
    assert {f"red-flag-{f.id}" for f in rules.red_flags} <= ids
    assert {f"note-{n.id}" for n in rules.notes} <= ids
    assert {f"source-{s.id}" for s in rules.sources} <= ids


def test_no_link_inside_the_page_leads_nowhere(visitor):
    page = visitor.get("/rules")
    ids = {element.get("id") for element in page.root.iter()}
    targets = {a.get("href")[1:] for a in page.all("a") if a.get("href", "").startswith("#")}
    assert targets - ids == set()


def test_the_matrix_is_a_table_with_headers_and_says_each_weight_in_words(visitor, rules):
    page = visitor.get("/rules")
    table = page.one("table")
    columns = page.all("th", scope="col")
    assert len(columns) == 1 + len(rules.categories)
    rows = page.all("th", scope="row")
    weighed = {w.finding for c in rules.categories for p in c.patterns for w in p.weights if w.role != "expects"}
    assert len(rows) == len(weighed)
    cells = [text_of(td) for td in page.all("td")]
    assert all(re.fullmatch(r"–|(for: \w+)?(against: \w+)?", cell) for cell in cells)
    assert text_of(table).count("for: strong") > 20


def test_the_house_plants_have_a_rulebook_too(houseplant_app, houseplant):
    page = Visitor(houseplant_app.test_client()).get("/rules")
    assert houseplant.finding("wet_soil").text.self_ in page.main
    assert "at least" not in page.main


def test_about_leads_to_the_rules(visitor):
    assert visitor.get("/about").all("a", href="/rules")
