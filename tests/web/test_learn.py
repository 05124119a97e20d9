"""Learn is open to everyone, and no link of the topic page is missing."""

from __future__ import annotations

import pytest
import yaml

from tests.web.pages import text_of
from triage.settings import RULES

ENTRIES = yaml.safe_load(RULES.with_name("resources.yaml").read_text(encoding="utf-8"))
LISTED = [entry for entry in ENTRIES if entry["on_topic_page"]]


@pytest.fixture
def learn_pages(visitor, rules):
    urls = ["/learn", *(f"/learn/{category.id}" for category in rules.categories)]
    return {url: visitor.get(url) for url in urls}


def test_each_of_the_88_titles_of_the_topic_page_is_listed(learn_pages):
    assert len(LISTED) == 88
    text = " ".join(page.main for page in learn_pages.values())
    assert [entry["title"] for entry in LISTED if " ".join(entry["title"].split()) not in text] == []


def test_entries_that_share_an_address_are_one_link_on_a_page(learn_pages):
    for page in learn_pages.values():
        addresses = [a.get("href") for a in page.all("a") if a.get("href", "").startswith("http")]
        primary = page.all("a", class_="guide-resource")
        urls = [a.get("href") for a in primary]
        assert len(urls) == len(set(urls)), [u for u in urls if urls.count(u) > 1]
        assert addresses


def test_links_that_do_not_open_the_item_say_that_they_open_the_publishers_page(learn_pages):
    for page in learn_pages.values():
        for item in page.all("li", class_="guide-resource-item"):
            url = next(a.get("href") for a in item.iter() if "guide-resource" in a.get("class", "").split())
            same = [entry for entry in ENTRIES if entry["url"] == url]
            if all(entry["link_kind"] in ("landing", "substitute", "search") for entry in same):
                assert "publisher" in text_of(item)


def test_notes_for_maintainers_are_never_shown(learn_pages):
    text = " ".join(page.text for page in learn_pages.values())
    assert [entry["id"] for entry in ENTRIES if entry.get("note") and entry["note"] in text] == []


def test_an_address_not_seen_carries_its_fallback(learn_pages):
    html = " ".join(page.html for page in learn_pages.values())
    for entry in ENTRIES:
        if entry["address"] != "seen" and entry.get("fallback_url"):
            assert entry["fallback_url"].replace("&", "&amp;") in html, entry["id"]


def test_topics_outside_the_six_stand_only_under_related(learn_pages, rules):
    related = {entry["url"] for entry in ENTRIES if entry.get("related")}
    others = {entry["url"] for entry in ENTRIES if not entry.get("related")}
    for url, page in learn_pages.items():
        shown = {a.get("href") for a in page.all("a")}
        if url != "/learn":
            assert not shown & (related - others)


def test_a_category_page_shows_what_it_involves_and_its_patterns(visitor, rules):
    for category in rules.categories:
        page = visitor.get(f"/learn/{category.id}")
        assert category.text.self_ in page.heading
        assert category.involves.self_ in page.main
        assert all(pattern.text.self_ in page.main for pattern in category.patterns)


def test_about_says_the_purpose_the_limits_and_who_reviewed_the_rules(visitor, rules):
    page = visitor.get("/about")
    assert rules.about.purpose.self_ in page.main
    assert all(item.self_ in page.main for item in (*rules.about.cannot_see, *rules.about.limits))
    assert rules.reviewed_by in page.main


@pytest.mark.parametrize("url", ["/", "/question/who", "/learn", "/about", "/help-now"])
def test_every_page_foot_carries_the_disclaimer_the_reviewer_and_the_version(visitor, rules, url):
    page = visitor.get(url)
    foot = text_of(page.one("footer"))
    assert rules.about.disclaimer.self_ in foot
    assert rules.reviewed_by in foot and rules.version in foot and rules.digest in foot
