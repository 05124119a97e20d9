"""Two pictures side by side: every sign that moves either, told in the file's words, as the points have it."""

from __future__ import annotations

import pytest

from tests.web.pages import Visitor, text_of
from triage.core.assessment import assess
from triage.core.contrast import contrast, pictures

LISTS = ("of_first", "of_second", "shared", "deciding", "neither")


def rows_of(page):
    """The rows of every table: the sign, and what is said of the first and of the second."""
    rows = {}
    for row in page.all("tr"):
        head, *cells = [text_of(cell) for cell in row]
        if len(cells) == 2 and not row.get("scope") and head != "Sign":
            rows[head] = tuple(cell.partition(": ")[2] or cell for cell in cells)
    return rows


def test_the_page_tells_every_sign_that_moves_either_picture_and_no_other(visitor, rules, app):
    for pair in app.extensions["site"].look_alikes[::5]:
        one, other = pair.first.picture, pair.second.picture
        page = visitor.get(f"/learn/compare?a={one.id}&b={other.id}")
        found = contrast(rules, one, other)
        signs = [sign for name in LISTS for sign in getattr(found, name)]
        rows = rows_of(page)
        assert set(rows) == {sign.finding.text.self_ for sign in signs}
        for sign in signs:
            for cell, says in zip(rows[sign.finding.text.self_], (sign.first, sign.second), strict=True):
                assert all(weight.strength in cell for weight in says.weights), sign
                assert bool(says.weights) == (cell != "–"), sign


def test_a_pair_has_its_sentence_its_sources_and_a_case_of_each_in_either_order(visitor, app, rules):
    pair = app.extensions["site"].look_alikes[0]
    for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
        page = visitor.get(f"/learn/compare?a={one.picture.id}&b={other.picture.id}")
        assert pair.apart in page.main and all(rules.source(id).text in page.main for id in pair.source)
        assert [text_of(card) for card in page.all("h2")][1:3] == [one.name, other.name]
        assert page.all("a", href=f"/learn/cases/{one.case.id}") and page.all("a", href=f"/learn/cases/{other.case.id}")


def test_one_pair_leads_to_the_next_until_all_were_seen(visitor, app):
    pairs = app.extensions["site"].look_alikes
    first = pairs[0]
    address, seen = f"/learn/compare?a={first.first.picture.id}&b={first.second.picture.id}", []
    while address not in seen:
        seen.append(address)
        (onward,) = [a.get("href") for a in visitor.get(address).all("a") if text_of(a).startswith("Next pair")]
        address = onward
    assert address == seen[0] and len(seen) == len(pairs)


def test_any_two_pictures_can_be_chosen_those_of_one_group_and_those_from_outside_too(visitor, rules):
    page = visitor.get("/learn/compare")
    offered = [option.get("value") for option in page.one("select", id="a").iter() if option.get("value")]
    assert offered == [each.id for each in pictures(rules)]
    inside, outside = rules.categories[0].patterns[:2], rules.elsewhere[0]
    for one, other in (inside, (inside[0], outside)):
        page = visitor.get(f"/learn/compare?a={one.id}&b={other.id}")
        assert one.picture.self_ in page.main and other.picture.self_ in page.main


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("a=nothing&b=limb_girdle", "no picture of that name"),
        ("a=limb_girdle&b=limb_girdle", "two different"),
        ("b=limb_girdle", ""),
    ],
)
def test_without_two_pictures_the_page_offers_them_and_says_what_is_missing(visitor, query, said):
    page = visitor.get(f"/learn/compare?{query}")
    assert page.heading == "Compare look-alikes" and said in page.main
    chosen = [option.get("value") for option in page.one("select", id="b").iter() if option.get("selected") is not None]
    assert chosen == ["limb_girdle"]


def test_a_group_and_a_case_with_two_pictures_lead_to_their_comparison(visitor, app, rules):
    pair = app.extensions["site"].look_alikes[0]
    address = f"/learn/compare?a={pair.first.picture.id}&b={pair.second.picture.id}"
    group = next(each for each in rules.categories if pair.first.picture in each.patterns)
    (fold,) = [fold for fold in visitor.get(f"/learn/{group.id}").all("details") if "often taken for" in text_of(fold)]
    assert address in [link.get("href") for link in fold.iter() if link.get("href")]
    found = assess(rules, pair.first.case.response)
    links = [link.get("href") for link in visitor.get(f"/learn/cases/{pair.first.case.id}/match").all("a")]
    compared = [link for link in links if link.startswith("/learn/compare")]
    assert compared == (
        []
        if len(found.shown) < 2
        else [f"/learn/compare?a={found.shown[0].best.pattern.id}&b={found.shown[1].best.pattern.id}"]
    )


def test_rules_without_look_alikes_compare_their_pictures_too(houseplant_app):
    visitor = Visitor(houseplant_app.test_client())
    assert "Often taken" not in visitor.get("/learn/compare").main
    page = visitor.get("/learn/compare?a=thirst&b=drowning")
    assert rows_of(page)["wet soil"] == ("against: strong", "for: strong; against when missing: weak")


def test_the_sign_that_a_pair_names_first_is_among_the_three_seen_at_once(visitor, app):
    for pair in app.extensions["site"].look_alikes[::4]:
        page = visitor.get(f"/learn/compare?a={pair.first.picture.id}&b={pair.second.picture.id}")
        seen = [text_of(head) for head in page.all("th", scope="row")][:3]
        assert page.html.index("Look for these first") < page.html.index("What else separates them")
        for twin in (pair.first, pair.second):
            assert app.extensions["site"].questionnaire.finding(twin.signs[0]).text.self_ in seen


def test_the_marks_are_hidden_until_they_are_asked_for(visitor, app, rules):
    pair = app.extensions["site"].look_alikes[0]
    address = f"/learn/compare?a={pair.first.picture.id}&b={pair.second.picture.id}"
    (hide,) = [a.get("href") for a in visitor.get(address).all("a") if text_of(a).startswith("Hide the marks")]
    page = visitor.get(hide)
    assert pair.apart not in page.main and not page.all("table")
    found = contrast(rules, pair.first.picture, pair.second.picture)
    for sign in (*found.of_first, *found.of_second, *found.shared):
        assert sign.finding.text.self_ in page.main
    assert page.all("a", href=address)
    (onward,) = [a.get("href") for a in page.all("a") if text_of(a).startswith("Next pair")]
    assert not visitor.get(onward).all("table")
