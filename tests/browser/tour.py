"""Every state of the site, as a person meets it: tours that stop at each page and show it to `seen`.

The tests that hold for every page (axe, focus, validity) and the screenshots all take these tours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from playwright.sync_api import Page

from tests.browser.first_screens import TODDLER
from tests.browser.pressing import go_on, press, press_named
from tests.pictures import ADULT, BREATHLESS, FAST, PICTURES, TIRED, TWITCHING
from tests.web.states import SET
from triage.rule_files.load import load
from triage.rule_files.worked_cases import cases_beside, load_cases
from triage.settings import RULES
from triage.web.pages.rulebook import PARTS
from triage.web.ticks import NONE, NOT_SURE

Answers = Mapping[str, Sequence[str] | str]
Seen = Callable[[str], None]
Tour = Callable[[Page, Seen], None]

MIMIC = ADULT | {"main": ["numb"], "feeling": ["numb", "burning"]}


def tick(page: Page, choice: Sequence[str] | str) -> None:
    """Tick these answers on the question that is open, and no others."""
    while page.locator("input[type=checkbox]:checked").count():
        page.locator("input[type=checkbox]:checked").first.uncheck()
    for value in [choice] if isinstance(choice, str) else choice:
        page.locator(f"input[name=choice][value='{value}']").check()


def walk(page: Page, answers: Answers, seen: Seen = lambda name: None, stop: str | None = None) -> None:
    """Answer one question a page from the first on, up to the question `stop` or the check page."""
    page.goto("/question/who")
    for _ in range(60):
        question = re.search(r"/question/([a-z_]+)", page.url)
        if question and question[1] == stop:
            return
        if question:
            seen(f"question-{question[1]}")
            offered = page.locator("input[name=choice]").evaluate_all("all => all.map(each => each.value)")
            tick(page, answers.get(question[1], NONE if NONE in offered else NOT_SURE))
            go_on(page)
        elif page.url.endswith("/help-now"):
            seen("help-now")
            press(page.locator("a.guide-go-on"))
        else:
            return
    raise AssertionError("the questionnaire does not end")


def fill(page: Page, answers: Answers) -> None:
    """Tick the answers to all questions of one of the few pages."""
    names = page.locator("main input[name$='-choice']").evaluate_all("all => [...new Set(all.map(each => each.name))]")
    for name in names:
        fields = page.locator(f"input[name='{name}']")
        offered = fields.evaluate_all("all => all.map(each => each.value)")
        chosen = answers.get(name.removesuffix("-choice"), NONE if NONE in offered else NOT_SURE)
        fields.evaluate_all(
            "(all, chosen) => all.forEach(each => { each.checked = chosen.includes(each.value) })",
            [chosen] if isinstance(chosen, str) else list(chosen),
        )


def answer(page: Page, answers: Answers) -> None:
    """Answer everything on a few pages, which is quicker than one by one."""
    page.goto("/questions")
    while "/questions" in page.url:
        fill(page, answers)
        go_on(page)


def opened(page: Page, address: str, seen: Seen, name: str) -> None:
    """Show a page, and again with all that is closed on it open."""
    page.goto(address)
    seen(name)
    if page.locator("main details:not([open])").count():
        page.locator("main details").evaluate_all("all => all.forEach(each => { each.open = true })")
        seen(f"{name}-open")


def questions(page: Page, seen: Seen) -> None:
    """The first page, every question that the path of one person asks, and what to do with the answers."""
    page.goto("/")
    seen("start")
    walk(page, PICTURES["neuromuscular_junction"], seen)
    seen("check")
    page.goto("/")
    seen("start-again")


def unsure(page: Page, seen: Seen) -> None:
    """Every question there is, for one who is sure of nothing; and the mistakes that can be made on a page."""
    page.goto("/question/who")
    go_on(page)
    seen("error-one")
    walk(page, {"who": "me"}, stop="main")
    go_on(page)
    seen("error-many")
    tick(page, ["weak", NONE])
    go_on(page)
    seen("error-none-and-more")
    answers = {question.id: NOT_SURE for question in load(RULES).questions}
    walk(page, answers | {"who": "another_adult"}, seen)
    seen("check-unsure")
    opened(page, "/result", seen, "result-unsure")


def few_pages(page: Page, seen: Seen) -> None:
    """All questions on a few pages: the mistakes, an emergency on the way, and the questions that follow."""
    page.goto("/questions")
    seen("first")
    go_on(page)
    seen("first-error")
    for part in ("first", "then"):
        fill(page, BREATHLESS | FAST)
        go_on(page)
        if page.url.endswith("/help-now"):
            seen("help-now")
            press(page.locator("a.guide-go-on"))
        seen(f"after-{part}")


def looks(page: Page, seen: Seen) -> None:
    """Large type, low glare and dark, chosen on the page for it."""
    walk(page, PICTURES["myopathies"], stop="where")
    for colours in ("light", "warm", "dark"):
        page.goto("/look")
        page.locator(f"input[value='{colours}']").check()
        page.locator("input[value='large']").check()
        press(page.locator("main form button").first)
        page.goto("/look")
        seen(f"look-{colours}")
        for address in ("/", "/question/where", "/questions", "/learn"):
            page.goto(address)
            seen(f"{colours}{address.replace('/', '-')}")


def child(page: Page, seen: Seen) -> None:
    """A carer answers for a small child."""
    walk(page, TODDLER, seen)
    seen("check-child")
    opened(page, "/result", seen, "result-child")
    page.goto("/summary")
    seen("summary-child")


def emergency(page: Page, seen: Seen) -> None:
    """An emergency at once, a second one later, and the result with the match for later."""
    walk(page, BREATHLESS | FAST | {"danger": ["breathless"]}, seen)
    page.goto("/question/main")
    seen("question-during-emergency")
    opened(page, "/result", seen, "result-emergency")
    page.goto("/summary")
    seen("summary-emergency")


def changed(page: Page, seen: Seen) -> None:
    """An answer changed from the check page, so that another is kept and does not count."""
    answer(page, PICTURES["peripheral_motor_neuron"])
    page.goto("/check")
    page.goto("/question/main?return=check")
    seen("question-changed")
    tick(page, ["tired"])
    go_on(page)
    page.goto("/check")
    seen("check-changed")
    page.context.clear_cookies()
    page.goto("/question/who")
    tick(page, "me")
    page.context.clear_cookies()
    go_on(page)
    seen("error-cookie-refused")


def results(page: Page, seen: Seen) -> None:
    """The result of each picture, of a mimic, and of no clear match."""
    people = {**PICTURES, "mimic": MIMIC, "tired": TIRED, "twitching": TWITCHING}
    for name, answers in people.items():
        page.context.clear_cookies()
        answer(page, answers)
        opened(page, "/result", seen, f"result-{name}")
        if name in PICTURES:
            opened(page, f"/result/{name}", seen, f"result-{name}-group")
    opened(page, "/result/what-would-change", seen, "result-what-would-change")
    opened(page, "/result/all-of-it", seen, "result-all-of-it")


def kept(page: Page, seen: Seen) -> None:
    """Saving, coming back, deleting, and the summary for the doctor."""
    answer(page, PICTURES["motor_neuron"])
    opened(page, "/summary", seen, "summary")
    page.goto("/save")
    seen("save")
    press_named(page, "button", "Save my answers")
    seen("saved")
    code = page.locator(".guide-code code").inner_text()
    page.context.clear_cookies()
    page.goto("/resume")
    seen("resume")
    page.locator("#code").fill("7KQ2-M9XD-4HTB-0WRA-9")
    press_named(page, "button", "Open my answers")
    seen("resume-wrong-code")
    page.locator("#code").fill(code)
    press_named(page, "button", "Open my answers")
    seen("resumed")
    page.goto("/saved")
    press(page.get_by_role("button", name="Delete").first)
    seen("forgotten")
    page.goto("/check")
    press_named(page, "button", "Clear my answers")
    seen("cleared")


def learning(page: Page, seen: Seen) -> None:
    """What can be read without any answers."""
    for address in (
        "/learn",
        "/learn/compare",
        "/learn/compare?a=wasting_and_twitching&b=one_wrist_or_foot",
        "/learn/words",
        "/about",
        "/look",
        "/learn/cases",
        "/learn/cases/by-group",
        "/teach/drill",
        "/learn/cases/tick_behind_the_ear/break?flip=speed.years",
        "/teach/set",
        *(f"/teach/set{paper}?{SET}" for paper in ("", "/sheet", "/reflection", "/key")),
    ):
        opened(
            page,
            address,
            seen,
            address.split("?")[0].strip("/").replace("/", "-") + ("-chosen" if "?" in address else ""),
        )
    rules = load(RULES)
    for category in rules.categories:
        opened(page, f"/learn/{category.id}", seen, f"learn-{category.id}")
    for case in load_cases(cases_beside(RULES), rules)[::24]:
        opened(page, f"/learn/cases/{case.id}", seen, f"case-{case.id}")


def teaching(page: Page, seen: Seen) -> None:
    """The teaching wing: a prediction with its mistakes, the match beside it, and a made-up person."""
    case = next(case for case in load_cases(cases_beside(RULES), load(RULES)) if case.expects.red_flags)
    page.goto("/teach")
    seen("teach")
    press(page.locator("#prepare a").last)
    seen("lesson")
    page.goto(f"/learn/cases/{case.id}")
    press_named(page, "button", "See the match beside it")
    seen("prediction-error")
    page.locator("input[name=group]").first.check()
    page.locator("input[name=urgency]").last.check()
    page.locator("input[name=sure]").first.check()
    page.locator("#for_1").select_option(index=1)
    page.locator("#against_1").select_option(index=2)
    press_named(page, "button", "See the match beside it")
    page.get_by_text("You would wait longer than is safe.").wait_for()
    seen("predicted")
    page.goto(f"/learn/cases/{case.id}/steps")
    for _ in range(4):
        page.locator("input[name=group]").first.check()
        page.locator("input[name=sure]").first.check()
        press(page.locator(".guide-predict button:not([name])"))
        seen("steps")
    page.goto("/try/")
    seen("try")
    page.goto(f"/try/{case.id}")
    seen("try-person")
    press_named(page, "button", "Open with the answers filled in")
    for address in ("/try/check", "/try/question/main", "/try/help-now", "/try/result", "/try/link", "/try/summary"):
        page.goto(address)
        seen(address.strip("/").replace("/", "-"))


def live_class(page: Page, seen: Seen) -> None:
    """A live class: the pages of the teacher, of a phone and of the screen, from the first to the report."""
    opened(page, "/class/new", seen, "class-new")
    press(page.get_by_role("button", name="Open this class").first)
    seen("class-lead")
    code = page.url.split("/")[-2]
    opened(page, f"/class/{code}/screen", seen, "class-screen-join")
    opened(page, "/class", seen, "class-join")
    page.get_by_label("Code of the class").fill(f"{code[:3]} {code[3:]}")
    press_named(page, "button", "Join")
    seen("class-take-seat")
    press_named(page, "button", "Join")
    seen("class-wait")
    others = [_another_phone(page, code) for _ in range(4)]
    _lead(page, code, "Open the voting")
    opened(page, f"/class/{code}/screen", seen, "class-screen-open")
    opened(page, f"/class/{code}", seen, "class-vote")
    press_named(page, "button", "Myopathies")
    seen("class-voted")
    for phone in others:
        phone.goto(f"/class/{code}")
        press_named(phone, "button", "Muscular dystrophies")
        phone.context.close()
    _lead(page, code, "Close the voting")
    opened(page, f"/class/{code}", seen, "class-talk")
    _lead(page, code, "Reveal the answer")
    seen("class-lead-revealed")
    for name in ("screen", "report"):
        opened(page, f"/class/{code}/{name}", seen, f"class-{name}-revealed")
    opened(page, f"/class/{code}", seen, "class-answer")
    opened(page, "/class/BCDFGH", seen, "class-not-found")
    stranger = {**page.context.cookies()[0], "name": "class-key", "value": "none"}
    page.context.add_cookies([stranger])
    opened(page, f"/class/{code}/lead", seen, "class-key")


def _another_phone(page: Page, code: str) -> Page:
    browser = page.context.browser
    assert browser
    phone = browser.new_context(base_url="/".join(page.url.split("/")[:3])).new_page()
    phone.goto(f"/class/{code}")
    press_named(phone, "button", "Join")
    return phone


def _lead(page: Page, code: str, step: str) -> None:
    page.goto(f"/class/{code}/lead")
    press_named(page, "button", step)


def rulebook(page: Page, seen: Seen) -> None:
    """All that decides a result."""
    page.goto("/rules")
    seen("rules")
    for name in PARTS:
        page.goto(f"/rules/{name}")
        seen(f"rules-{name}")


def errors(page: Page, seen: Seen) -> None:
    """What is shown when something is not there, or cannot be read."""
    page.goto("/nowhere")
    seen("error-not-found")
    page.goto("/help-now")
    seen("help-now-without-answers")
    page.goto("/save")
    seen("save-without-answers")
    page.goto("/summary")
    seen("summary-without-answers")
    walk(page, {"who": "me"}, stop="main")
    for cookie in page.context.cookies():
        if cookie["name"].startswith("answers-"):
            page.context.add_cookies([{**cookie, "value": "forged"}])
    page.goto("/check")
    seen("error-unreadable")


TOURS: tuple[Tour, ...] = (
    questions,
    unsure,
    few_pages,
    looks,
    child,
    emergency,
    changed,
    results,
    kept,
    learning,
    teaching,
    live_class,
    rulebook,
    errors,
)
