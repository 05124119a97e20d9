"""A set on paper: two stories to a page, none of them cut, and no page for nothing."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import urlencode

import pytest
from pypdf import PdfReader

from triage.rule_files.load import load
from triage.rule_files.worked_cases import cases_beside, load_cases
from triage.settings import RULES
from triage.teaching.print_set import MOST, sheets

pytestmark = pytest.mark.browser
WIDTH_OF_TEXT = 680
"""A4 less its margins, in the pixels of a stylesheet."""


@pytest.fixture(scope="module")
def longest():
    """The cases whose story and signs take most room."""
    rules = load(RULES)
    made = sheets(rules, load_cases(cases_beside(RULES), rules))
    length = {
        sheet.case.id: len(sheet.case.story) + sum(len(sign.text.self_) for sign in sheet.signs) for sheet in made
    }
    return sorted(length, key=lambda id: -length[id])[:MOST]


@pytest.mark.parametrize("paper", ["sheet", "reflection"])
def test_the_longest_stories_with_their_signs_stand_two_to_a_page_and_none_is_cut(open_page, longest, paper):
    page = open_page(WIDTH_OF_TEXT)
    page.emulate_media(media="print")
    for count in (MOST, MOST - 1):
        page.goto(f"/teach/set/{paper}?" + urlencode({"case": longest[:count], "signs": "yes"}, doseq=True))
        cut = page.locator(".guide-sheet").evaluate_all("all => all.map(each => each.scrollHeight - each.clientHeight)")
        assert len(cut) == count and max(cut) <= 0
        printed = PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
        assert len(printed) == (count + 1) // 2
        for number, each in enumerate(printed):
            text = each.extract_text()
            first = 2 * number + 1
            assert f"{first}. " in text and (f"{first + 1}. " in text) == (first < count)
            assert f"{first + 2}. A" not in text


def test_the_key_to_a_whole_set_takes_two_pages(open_page, longest):
    page = open_page(WIDTH_OF_TEXT)
    page.goto("/teach/set/key?" + urlencode({"case": longest}, doseq=True))
    assert len(PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages) <= 3
