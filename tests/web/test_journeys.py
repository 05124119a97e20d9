"""Whole journeys on the real content: page to result, as a newcomer, a worried person and a carer walk them."""

from __future__ import annotations

import pytest

from tests.pictures import BREATHLESS, FAST, PICTURES, TIRED, TWITCHING
from tests.web.pages import Visitor, text_of
from triage.core.assessment import assess

H = "{http://www.w3.org/1999/xhtml}"


def finished(visitor, answers):
    page = visitor.answer(answers)
    assert page.url.endswith("/check"), page.url
    return visitor.get("/result")


@pytest.mark.parametrize("category", PICTURES)
def test_a_person_with_each_of_the_six_pictures_sees_that_category_first(visitor, rules, category):
    page = finished(visitor, PICTURES[category])
    assert groups_named(page)[0] == rules.category(category).text.self_


def groups_named(page):
    """The groups of a result, in the order of the page."""
    return [heading_text(line.find(f".//{H}a")) for line in page.all("li", class_="guide-group-line")]


def heading_text(element):
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("category", PICTURES)
def test_a_typical_person_meets_at_most_14_questions(visitor, rules, app, category):
    visitor.answer(PICTURES[category])
    assert questions_met(visitor, app, rules) <= 14


def questions_met(visitor, app, rules):
    return len(assessed(visitor, app, rules).path.asked)


def assessed(visitor, app, rules):
    jar = app.extensions["site"].jar
    with app.test_request_context(headers={"Cookie": cookies(visitor)}):
        from flask import request

        return assess(rules, jar.read(request).response(rules))


def cookies(visitor):
    return "; ".join(f"{c.key}={c.value}" for c in visitor.client._cookies.values())


def test_an_emergency_interrupts_names_the_flag_and_lets_the_person_go_on(visitor, rules):
    visitor.get("/question/who")
    visitor.submit("me")
    page = visitor.submit(["breathless"])
    assert page.url.endswith("/help-now")
    flag = next(flag for flag in rules.red_flags if flag.id == "breathing_failing")
    assert flag.text.self_ in page.main and flag.say.self_ in page.main
    assert page.all("a", href="tel:911") and page.all("a", href="tel:999") and page.all("a", href="tel:112")
    onward = visitor.get(page.one("a", class_="guide-go-on").get("href"))
    assert onward.url.endswith("/question/health")


@pytest.mark.parametrize("person", [*PICTURES, "tired"])
def test_all_that_the_most_urgent_flags_call_for_stands_open_and_by_when_is_said_once(visitor, rules, app, person):
    page = finished(visitor, TIRED if person == "tired" else PICTURES[person])
    (card,) = page.all("div", class_="nhsuk-card--care")
    assert not list(card.iter(f"{H}details"))
    flags = assessed(visitor, app, rules).red_flags
    first, *others = [flag for flag in flags if flag.urgency == flags[0].urgency]
    assert first.say.self_ in text_of(card)
    for flag in others:
        by_when, _, more = flag.say.self_.partition(". ")
        assert more in text_of(card) and (by_when in first.say.self_ or by_when not in text_of(card)), flag.id


def test_help_now_names_exactly_the_new_emergencies(visitor):
    visitor.get("/question/who")
    visitor.submit("me")
    first = visitor.submit(["breathless"])
    visitor.get("/question/danger")
    second = visitor.submit(["breathless", "saddle"])
    assert second.url.endswith("/help-now")
    flags = [[heading_text(each) for each in page.all("h2")] for page in (first, second)]
    assert flags[0] and flags[1] and not set(flags[0][:1]) & set(flags[1][:1])


def test_help_now_does_not_come_again_for_an_emergency_already_named(visitor):
    visitor.get("/question/who")
    visitor.submit("me")
    visitor.submit(["breathless"])
    visitor.get("/question/danger")
    assert visitor.submit(["breathless"]).url.endswith("/question/health")


@pytest.mark.parametrize("answers", [BREATHLESS, FAST], ids=["breathless", "fast weakness of both legs"])
def test_with_an_emergency_the_care_card_stands_first_and_the_categories_stand_closed(visitor, answers):
    page = finished(visitor, answers)
    headings = page.all("h2")
    assert "nhsuk-card__heading" in headings[0].get("class", "") or "emergency" in heading_text(headings[0]).lower()
    assert page.all("div", class_="nhsuk-card--care--emergency")


def test_fast_weakness_told_under_speed_interrupts_as_well(visitor):
    visited = []
    original = visitor._land
    visitor._land = lambda *args: visited.append(page := original(*args)) or page
    visitor.answer(FAST)
    assert any(page.url.endswith("/help-now") for page in visited)


@pytest.mark.parametrize("answers", [TIRED, TWITCHING], ids=["tiredness alone", "twitching alone"])
def test_tiredness_or_twitching_alone_is_no_clear_match_and_a_kind_page(visitor, rules, answers):
    page = finished(visitor, answers)
    about = rules.about.no_match
    assert about.text.self_ in page.main
    assert all(item.self_ in page.main for item in (*about.harmless, *about.seek_care))
    assert rules.about.safety_net.uncertain.self_ in page.main


def test_a_carer_reads_of_the_other_person_and_gets_the_same_result(app, rules):
    mine, theirs = Visitor(app.test_client()), Visitor(app.test_client())
    picture = PICTURES["neuromuscular_junction"]
    first, second = finished(mine, picture), finished(theirs, picture | {"who": "another_adult"})
    assert groups_named(first) == groups_named(second) != []
    theirs.get("/question/main")
    assert theirs.page.heading == rules.question("main").text.other


def test_a_child_is_asked_a_childs_questions(visitor, rules):
    visitor.answer({"who": "small_child"}, default="-not-sure")
    visitor.get("/question/childhood")
    assert visitor.page.heading == rules.question("childhood").text.child


def test_every_result_says_that_it_is_uncertain_what_to_watch_for_and_whom_to_see(visitor, rules):
    page = finished(visitor, PICTURES["myopathies"])
    net = rules.about.safety_net
    for wording in (net.uncertain, net.get_help, *net.watch_for, rules.about.disclaimer):
        assert wording.self_ in page.text
    assert net.when.self_ not in page.text, "the card says by when"


def test_the_result_explains_with_marks_words_and_the_answers_behind_them(visitor, rules):
    finished(visitor, PICTURES["neuromuscular_junction"])
    page = visitor.get("/result/neuromuscular_junction")
    assert "signs we look for" in page.main
    assert rules.finding("changing_droop").text.self_ in page.main
    option = next(o for o in rules.question("eyes").options if o.id == "lid_changes")
    assert option.text.self_ in page.main
    (link, *_) = page.all("a", href=rules.source("e14_mg_lids").url)
    assert text_of(link).endswith("(study)")


def test_the_house_plant_rules_work_on_the_same_pages(houseplant_app, houseplant):
    visitor = Visitor(houseplant_app.test_client())
    visitor.get("/question/owner")
    visitor.submit("friend")
    assert visitor.page.heading == houseplant.question("leaves").text.other
    visitor.submit(["yellow", "limp"])
    visitor.submit("dry")
    page = visitor.get("/result")
    assert houseplant.category("too_dry").text.self_ in page.main
    assert "muscle" not in page.text.lower() and "neurolog" not in page.text.lower()


@pytest.mark.parametrize("rules_of", ["app", "houseplant_app"])
def test_every_page_that_needs_nothing_of_anybody_is_there(request, rules_of):
    """An error in a template is told by a page alone that is made of it."""
    app = request.getfixturevalue(rules_of)
    paths = [rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments]
    statuses = {path: app.test_client().get(path).status_code for path in paths}
    assert {path: status for path, status in statuses.items() if status not in (200, 302, 404)} == {}
    assert sum(status == 200 for status in statuses.values()) > 10
