"""What stands on the first screens of a small phone, measured in a real browser."""

from __future__ import annotations

import re

import pytest

from tests.browser.first_screens import PEOPLE, PHONE, THIN_HAND, answer_as

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EVERYBODY = {**PEOPLE, "thin hand": THIN_HAND}
TWO_SCREENS = 2 * PHONE["height"]
MOST_PIXELS, MOST_WORDS, HEADER = 4500, 450, 72
MOST_BYTES = {"/result": 30_000, "/summary": 40_000}
"""A summary holds itself once more, as text to copy."""

TEXTS = """main => [...main.querySelectorAll('p, li, h2, h3')]
    .filter(each => !each.querySelector('p, li') && !each.closest('.guide-group-line'))
    .map(each => each.textContent)"""
"""What is said in a part of a page, open or closed, without the lines of the groups: a sign may speak for two."""


@pytest.fixture
def phone(open_page):
    page = open_page(PHONE["width"])
    page.set_viewport_size(PHONE)
    return page


@pytest.fixture
def result_of(phone, served, address):
    def open_(answers, path="/result"):
        answer_as(phone.context, served, address, answers)
        return phone.goto(path), phone

    return open_


def ends(locator):
    """How far down the page each of these ends, and that it ends at all."""
    boxes = [each.bounding_box() for each in locator.all() if each.is_visible()]
    assert boxes
    return [box["y"] + box["height"] for box in boxes]


@pytest.mark.parametrize("name", EVERYBODY)
def test_what_to_do_the_groups_the_summary_and_save_stand_whole_on_two_screens(result_of, name):
    _, page = result_of(EVERYBODY[name])
    urgent = page.locator(".nhsuk-card--care")
    buttons = page.locator("main .guide-actions a")
    assert [each.inner_text() for each in buttons.all()] == ["Summary for the doctor", "Save my answers"]
    assert max([*ends(urgent), *ends(buttons)]) <= TWO_SCREENS
    lines = page.locator(".guide-group-line")
    if name not in ("emergency", "tired"):
        assert max(ends(lines)) <= TWO_SCREENS
        for line in lines.all():
            name_, level, signs = line.locator("a"), line.locator(".nhsuk-tag"), line.locator("p").nth(1)
            assert name_.inner_text() and level.inner_text() and 1 <= len(signs.inner_text().split("; ")) <= 3


@pytest.mark.parametrize("name", EVERYBODY)
def test_with_all_folds_closed_result_and_summary_are_short_in_pixels_words_and_bytes(result_of, name):
    for path, most_bytes in MOST_BYTES.items():
        response, page = result_of(EVERYBODY[name], path)
        high = page.evaluate("document.documentElement.scrollHeight")
        words = len(page.locator("body").inner_text().split())
        print(f"\n{name}: {path} has {high} px, {words} words, {len(response.body())} bytes")
        assert high <= MOST_PIXELS and words <= MOST_WORDS and len(response.body()) <= most_bytes


def test_on_paper_nothing_of_the_summary_is_folded_away(result_of):
    _, page = result_of(PEOPLE["motor_neuron"], "/summary")
    folded = page.locator("main details.guide-prints > .nhsuk-details__text")
    assert folded.count() >= 7 and not any(each.is_visible() for each in folded.all())
    page.emulate_media(media="print")
    assert all(each.bounding_box()["height"] > 20 for each in folded.all())


@pytest.mark.parametrize("name", EVERYBODY)
def test_nothing_is_said_twice_on_a_result(result_of, name):
    _, page = result_of(EVERYBODY[name])
    texts = page.locator("main").evaluate(TEXTS)
    said = [s.strip() for text in texts for s in re.split(r"(?<=[.!?:])\s", " ".join(text.split()))]
    long = [sentence for sentence in said if len(sentence.split()) >= 4]
    assert len(long) > 10
    assert sorted({sentence for sentence in long if long.count(sentence) > 1}) == []


PAGES = ["/", "/result", "/check", "/summary", "/learn", "/question/danger", "/questions/2", "/help-now", "/save"]


@pytest.mark.parametrize("path", [*PAGES, "/result/motor_neuron", "/resume", "/about", "/rules"])
def test_the_header_of_every_page_takes_one_line(result_of, path):
    _, page = result_of(PEOPLE["motor_neuron"], path)
    box = page.locator("header").bounding_box()
    assert box["y"] == 0 and box["height"] <= HEADER
    middles = [
        link["y"] + link["height"] / 2
        for link in (each.bounding_box() for each in page.locator("header a").all() if each.is_visible())
    ]
    assert max(middles) - min(middles) < 8


@pytest.mark.parametrize("path", ["/question/danger", "/question/where?return=check", "/questions/2", "/help-now"])
def test_a_question_and_help_now_have_no_navigation_but_back_and_help(result_of, path):
    _, page = result_of(PEOPLE["motor_neuron"], path)
    assert page.locator("nav").count() == 0
    links = [each.get_attribute("href") for each in page.locator("header a").all()]
    assert links == (["/"] if path == "/help-now" else ["/", "/help-now"])


def test_the_first_screen_of_all_holds_the_emergency_word_and_a_start_button(phone):
    phone.goto("/")
    words = phone.get_by_text("In an emergency, call first.")
    start = phone.get_by_role("link", name="Start: one question at a time")
    assert max([*ends(words), *ends(start)]) <= PHONE["height"]


@pytest.mark.parametrize("who", ["me", "small_child"])
def test_the_danger_page_shows_three_whole_options_at_once(result_of, who):
    answers = PEOPLE["toddler"] if who == "small_child" else PEOPLE["tired"]
    _, page = result_of(answers, "/question/danger_baby" if who == "small_child" else "/question/danger")
    labels = ends(page.locator(".nhsuk-checkboxes__label"))
    assert sum(end <= PHONE["height"] for end in labels) >= 3


def test_help_now_tells_on_one_screen_what_was_told_what_to_do_and_the_number(result_of):
    _, page = result_of(PEOPLE["emergency"], "/help-now")
    flag = page.locator(".guide-flag").first
    assert "Hard to breathe" in flag.inner_text() and "Sit upright" in flag.inner_text()
    assert ends(flag)[0] < min(ends(page.locator(".guide-number")))
    assert max(ends(page.locator(".guide-number"))) <= PHONE["height"]


def test_where_a_site_says_its_country_its_number_stands_alone_and_the_others_in_a_fold(
    chromium, database, tmp_path, served
):
    import threading

    from waitress import create_server

    from tests.conftest import KEY
    from triage.settings import Settings
    from triage.web.app import create_app

    app = create_app(Settings((KEY,), database_url=database, country="GB"))
    server = create_server(app, host="127.0.0.1", port=0, threads=2)
    threading.Thread(target=server.run, daemon=True).start()
    address = f"http://127.0.0.1:{server.effective_port}"
    context = chromium.new_context(viewport=PHONE, base_url=address)
    try:
        answer_as(context, app, address, PEOPLE["emergency"])
        page = context.new_page()
        page.goto("/help-now")
        shown = [each.inner_text() for each in page.locator(".guide-number").all() if each.is_visible()]
        assert len(shown) == 1 and shown[0].startswith("999")
        page.get_by_text("In another country").click()
        assert sum(each.is_visible() for each in page.locator(".guide-number").all()) > 3
    finally:
        context.close()
        server.close()


def test_with_script_none_and_the_others_take_turns(open_page, served, address):
    page = open_page(PHONE["width"], javascript=True)
    answer_as(page.context, served, address, PEOPLE["tired"])
    page.goto("/question/danger")
    first, none = page.locator("input[name=choice]").first, page.locator("input[value='-none']")
    unsure = page.locator("input[value='-not-sure']")
    first.check()
    assert not none.is_checked()
    none.check()
    assert not first.is_checked()
    unsure.check()
    assert not none.is_checked() and unsure.is_checked()
    first.check()
    assert unsure.is_checked(), "who is sure of one thing may be unsure of the rest"


def test_a_saved_link_opened_where_resume_stands_already_fills_the_field(open_page):
    page = open_page(PHONE["width"], javascript=True)
    page.goto("/resume")
    page.evaluate("window.location.hash = '7KQ2-M9XD-4HTB-0WRA-8'")
    page.wait_for_function("document.getElementById('code').value === '7KQ2-M9XD-4HTB-0WRA-8'")
    assert page.url.endswith("/resume")
