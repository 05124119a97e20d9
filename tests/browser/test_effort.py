"""Low effort, measured: large targets well apart, nothing but presses, and few of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from tests.browser.pressing import go_on
from tests.browser.targets import targets, too_close, too_small
from tests.pictures import BREATHLESS, PICTURES
from triage.web.ticks import NONE, NOT_SURE

pytestmark = pytest.mark.browser

PAGES = (
    "/check",
    "/result",
    "/summary",
    "/save",
    "/resume",
    "/help-now",
    "/look",
    "/learn",
    "/about",
    "/rules",
    "/nowhere",
)
OPENED = "() => document.querySelectorAll('details').forEach(each => { each.open = true })"


def fill(page, answers, keep_open=()):
    """Tick on the page that is open, one of the few or one with a single question."""
    names = page.locator("input[name$=choice]").evaluate_all("all => [...new Set(all.map(each => each.name))]")
    for name in names:
        question = name.removesuffix("-choice") if name != "choice" else re.search(r"/question/(\w+)", page.url)[1]
        offered = page.locator(f"input[name={name}]").evaluate_all("all => all.map(each => each.value)")
        chosen = answers.get(question, NONE if NONE in offered else NOT_SURE)
        for value in () if question in keep_open else [chosen] if isinstance(chosen, str) else chosen:
            page.locator(f"input[name={name}][value='{value}']").check(force=True)


def states(page, answers):
    """Yield after every page state of a journey: start, single questions, both few pages, errors, all else."""
    for url in ("/", "/question/who", "/questions"):
        page.goto(url)
        yield
    go_on(page)
    yield
    fill(page, answers)
    go_on(page)
    yield
    page.goto("/questions/2")
    yield
    go_on(page)
    yield
    fill(page, answers)
    go_on(page)
    for id in ("danger", "where", "eyes"):
        page.goto(f"/question/{id}?return=check")
        yield
    for url in PAGES:
        page.goto(url)
        yield
        page.evaluate(OPENED)
        yield


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_every_control_is_large_and_well_apart_in_every_state(open_page, width):
    page = open_page(width)
    met = 0
    for _ in states(page, PICTURES["neuromuscular_junction"] | {"danger": ["choking"]}):
        found = targets(page)
        met += len(found)
        assert too_small(found) == [], page.url
        assert too_close(found) == [], page.url
    assert met > 500


@pytest.mark.parametrize("width", [320, 1280])
def test_large_type_keeps_every_control_large_and_on_the_screen(open_page, address, width):
    page = open_page(width)
    page.context.add_cookies([{"name": "look", "value": "dark.large", "url": address}])
    for _ in states(page, PICTURES["myopathies"]):
        found = targets(page)
        assert too_small(found) == [] and too_close(found) == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url


@pytest.mark.parametrize("url", ["/question/who", "/question/danger", "/questions"])
@pytest.mark.parametrize("where", ["left", "right", "top", "bottom"])
def test_the_whole_row_ticks(open_page, url, where):
    page = open_page(320)
    page.goto("/question/who")
    fill(page, {"who": "me"})
    go_on(page)
    page.goto(url)
    rows = page.locator(".nhsuk-radios__item, .nhsuk-checkboxes__item")
    for row in rows.all()[:6]:
        box = row.bounding_box()
        x = {"left": 4, "right": box["width"] - 4}.get(where, box["width"] / 2)
        y = {"top": 4, "bottom": box["height"] - 4}.get(where, box["height"] / 2)
        before = row.locator("input").is_checked()
        row.click(position={"x": x, "y": y})
        now = row.locator("input").is_checked()
        assert now if row.locator("input").get_attribute("type") == "radio" else now != before


def test_a_choice_never_sends_or_moves_anything_by_itself(open_page):
    page = open_page(1280, javascript=True)
    page.goto("/questions")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_load_state("networkidle")
    asked.clear()
    height = page.evaluate("document.documentElement.scrollHeight")
    fill(page, PICTURES["myopathies"])
    page.locator("input[type=radio]").first.hover()
    page.wait_for_timeout(300)
    assert asked == [] and page.url.endswith("/questions")
    assert page.evaluate("document.documentElement.scrollHeight") == height


def test_nothing_is_dragged_typed_or_timed_on_the_way_to_a_result(open_page):
    page = open_page(1280)
    for _ in states(page, PICTURES["motor_neuron"]):
        if "/resume" in page.url:
            continue
        assert (
            page.locator(
                "[draggable=true], script:not([src*='choices.js']), meta[http-equiv=refresh], [autofocus]"
            ).count()
            == 0
        ), page.url
        kinds = page.locator("input:not([type=hidden]), textarea:not([readonly]), select").evaluate_all(
            "all => [...new Set(all.map(each => each.type))]"
        )
        assert set(kinds) <= {"radio", "checkbox"}, page.url


@dataclass
class Keys:
    """A keyboard and nothing else: counts what activates (Space, Enter) and what moves (Tab, arrows)."""

    page: object
    activations: int = 0
    tabs: int = 0
    arrows: int = 0
    answered: int = 0

    def focus(self):
        return self.page.evaluate(
            "() => { const e = document.activeElement; return [e.name || '', e.value || '', e.textContent.trim()] }"
        )

    def reach(self, wanted):
        """Press Tab until the focus is where `wanted` says."""
        for _ in range(300):
            if wanted(*self.focus()):
                return
            self.page.keyboard.press("Tab")
            self.tabs += 1
        raise AssertionError(f"the keyboard does not reach it on {self.page.url}")

    def press(self, key):
        self.page.keyboard.press(key)
        self.activations += 1

    def link(self, words):
        self.reach(lambda name, value, text: text == words)
        with self.page.expect_navigation():
            self.press("Enter")

    def choose(self, name, value):
        """Choose a radio button by arrow keys, or tick a box by Space; either is one activation."""
        if self.page.locator(f"input[name={name}]").first.get_attribute("type") == "checkbox":
            self.reach(lambda here, now, text: (here, now) == (name, value))
        else:
            self.reach(lambda here, now, text: here == name)
            while self.focus()[1] != value:
                self.page.keyboard.press("ArrowDown")
                self.arrows += 1
        self.press("Space")
        self.answered += 1

    def answer(self, answers):
        """Answer all questions on the page with one choice each."""
        names = self.page.locator("input[name$=choice]").evaluate_all("all => [...new Set(all.map(each => each.name))]")
        for name in names:
            alone = re.search(r"/question/(\w+)", self.page.url)
            question = alone[1] if alone else name.removesuffix("-choice")
            offered = self.page.locator(f"input[name={name}]").evaluate_all("all => all.map(each => each.value)")
            chosen = answers.get(question, NONE if NONE in offered else NOT_SURE)
            self.choose(name, chosen if isinstance(chosen, str) else chosen[0])
        self.link("Continue")


def journey(page, start, answers):
    """Walk from the first page to the result by keyboard alone; return the counts."""
    page.goto("/")
    keys = Keys(page)
    keys.link(start)
    for _ in range(40):
        if "/question" in page.url:
            keys.answer(answers)
        elif page.url.endswith("/help-now"):
            keys.link("Go on with the questions")
        else:
            break
    assert page.url.endswith("/check"), page.url
    keys.link("See result")
    assert page.url.endswith("/result")
    return keys


PEOPLE = {name: PICTURES[name] for name in ("neuromuscular_junction", "motor_neuron")}
PEOPLE |= {"nothing is sure": {}, "breathless": BREATHLESS}


@pytest.mark.parametrize("name", PEOPLE)
def test_page_by_page_needs_two_presses_a_question_and_six_more_at_most(open_page, capsys, name):
    keys = journey(open_page(1280), "Start: one question at a time", PEOPLE[name])
    told(capsys, name, "page by page", keys)
    assert keys.answered >= 8 and keys.activations <= 2 * keys.answered + 6


@pytest.mark.parametrize("name", PEOPLE)
def test_the_few_pages_need_one_press_a_question_and_six_more(open_page, capsys, name):
    """An emergency interrupts once more, on purpose."""
    keys = journey(open_page(1280), "Start: all on a few pages", PEOPLE[name])
    told(capsys, name, "on few pages", keys)
    interrupted = 1 if name == "breathless" else 0
    assert keys.answered >= 8 and keys.activations <= keys.answered + 6 + interrupted


def told(capsys, name, way, keys):
    with capsys.disabled():
        print(
            f"\n  {name}, {way}: {keys.answered} questions, {keys.activations} activations, "
            f"{keys.tabs} Tab, {keys.arrows} arrow presses"
        )
