"""What would change a result, on the pages: in words, unknown first, and the same as by the command."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.pictures import BREATHLESS, PICTURES, TIRED
from tests.web.pages import text_of
from tests.web.test_journeys import finished as finished_first
from tests.web.test_worked_cases import cases as cases
from triage.bench.what_if_report import what_if_json, what_if_text
from triage.cli import main
from triage.core.assessment import assess
from triage.core.conditions import Truth
from triage.core.path import walk
from triage.core.separators import first_two, separating
from triage.core.what_if import FEW, changes, few
from triage.rule_files.answers_file import parse_answers

pytestmark = pytest.mark.slow

UNSURE = PICTURES["myopathies"] | {"danger": "-not-sure", "look": "-not-sure", "family": "-not-sure"}
CLOSE = PICTURES["peripheral_motor_neuron"] | {"eyes": "-not-sure", "look": "-not-sure"}
LINK = "Look at this question again"


def finished(visitor, picture):
    """The whole result, where what would change it stands among the rest."""
    finished_first(visitor, picture)
    return visitor.get("/result/all-of-it")


def told(rules, picture):
    """The same answers as `visitor.answer` gives, as the command reads them."""
    words = {"-none": "none", "-not-sure": "not_sure"}
    given = {}
    for question in rules.questions:
        ticks = picture.get(question.id, "-none" if question.kind == "many" else "-not-sure")
        given[question.id] = [words.get(tick, tick) for tick in ([ticks] if isinstance(ticks, str) else ticks)]
    asked = walk(rules, parse_answers(given, rules, "x")).asked
    return {question.id: given[question.id] for question in asked}


def response_of(rules, picture):
    return parse_answers(told(rules, picture), rules, "x")


def section(page, heading):
    (found,) = [s for s in page.all("section", class_="guide-whatif") if heading in text_of(next(iter(s.iter(H3))))]
    return found


H3 = "{http://www.w3.org/1999/xhtml}h3"


def what_would_change(page):
    return text_of(section(page, "What would change this?"))


@pytest.mark.parametrize("picture", [UNSURE, CLOSE, TIRED, *PICTURES.values()])
def test_the_page_and_the_command_name_the_same_changes(visitor, rules, picture):
    shown = what_would_change(finished(visitor, picture))
    response = response_of(rules, picture)
    printed = what_if_text(rules, response, assess(rules, response))
    kept = [change for change in changes(rules, response) if change.raises >= 0]
    kinds = few(kept)
    assert kinds
    for kind in kinds:
        for alarm in kind.alarms:
            assert alarm.question.text.self_ in shown
            assert all(option.text.self_ in printed for option in alarm.options)
        for change in kind.changes:
            assert all(option.text.self_ in shown for option in change.options)
            for category in change.best.becomes if change.best else ():
                assert category.text.self_ in shown
            for category, turn in change.levels:
                assert category.text.self_ in shown or (turn.becomes is None and "no clear match" in shown)
        if kind.others:
            assert f"{kind.others} more answer" in shown
    if len(kept) == len(changes(rules, response)):
        for change in (each for kind in kinds for each in kind.changes):
            assert " | ".join(option.text.self_ for option in change.options) in printed


def test_a_doubtful_emergency_stands_first_in_the_open_with_every_sign(visitor, rules):
    page = finished(visitor, UNSURE)
    shown = what_would_change(page)
    (alarm,) = few(changes(rules, response_of(rules, UNSURE)))[0].alarms
    places = [shown.index(option.text.self_) for option in alarm.options]
    assert len(places) > 5 and {option.id for option in alarm.options} <= rules.question("danger").option_ids
    assert "get help now" in shown[: places[0]]
    assert max(places) < shown.index(rules.question("look").text.self_)
    closed = " ".join(text_of(each) for each in page.all("details"))
    assert alarm.options[0].text.self_ not in closed


def test_unknown_answers_lead_back_to_their_question(visitor):
    found = section(finished(visitor, UNSURE), "What would change this?")
    links = [a for a in found.iter(H3.replace("h3", "a")) if LINK in text_of(a)]
    assert links[0].get("href") == "/question/danger?return=check"
    assert "/question/look?return=check" in [a.get("href") for a in links]
    for link in links:
        assert visitor.get(link.get("href")).url == link.get("href")


def test_what_would_lower_the_urgency_is_not_listed_for_a_patient(visitor, rules):
    shown = what_would_change(finished(visitor, BREATHLESS))
    lowering = [change for change in changes(rules, response_of(rules, BREATHLESS)) if change.raises < 0]
    assert lowering and not any(option.text.self_ in shown for change in lowering for option in change.options)
    assert "follow the advice as it stands" in shown


def test_the_result_itself_works_nothing_out_and_links_to_what_would_change(visitor):
    page = finished_first(visitor, CLOSE)
    assert page.all("a", href="/result/what-would-change") and not page.all("section", class_="guide-whatif")
    own = visitor.get("/result/what-would-change")
    assert own.heading == "What would change this?" and own.main.count("What would change this?") == 1
    assert text_of(section(visitor.get("/result/all-of-it"), "What separates"))[:20] in own.main


def test_nobody_is_led_to_a_question_that_decides_whether_the_others_are_asked(visitor, rules):
    assert {"who", "main"} <= rules.steering
    child = CLOSE | {"who": "small_child", "age": "from_1", "moves": ["stands"], "childhood": "-not-sure"}
    page = finished(visitor, child)
    led = {a.get("href") for a in page.all("a") if LINK in text_of(a)}
    assert led and not any(f"/question/{id}?" in href for id in rules.steering for href in led)


def test_a_small_child_is_told_that_the_guide_does_not_ask_it_and_led_nowhere(visitor):
    numb = "numb, tingling or lost feeling"
    for child in ({"where": ["lower_legs"]}, {"where": ["hips"]}, {"where": ["all_over"]}, {"where": ["hands"]}):
        page = finished(visitor, CLOSE | {"who": "small_child", "age": "from_1", "speed": "years"} | child)
        for line in page.all("li"):
            if numb in text_of(line) and "If it is there" in text_of(line):
                assert "The guide does not ask this of small children." in text_of(line) and LINK not in text_of(line)
                return
    raise AssertionError("nobody here is asked about feeling")


def test_what_separates_the_first_two_groups_names_what_is_not_known_first(visitor, rules):
    shown = text_of(section(finished(visitor, CLOSE), "What separates"))
    assessment = assess(rules, response_of(rules, CLOSE))
    first, second = first_two(assessment)
    assert first.category.text.self_ in shown and second.category.text.self_ in shown
    found = separating(rules, assessment, first, second)
    unknown = [each for each in found if each.truth is Truth.UNKNOWN][:FEW]
    for_first = [each for each in found if each.truth is not Truth.UNKNOWN and each.now > 0][:FEW]
    for_second = [each for each in found if each.truth is not Truth.UNKNOWN and each.now < 0][:FEW]
    assert unknown and for_first
    places = [shown.index(each.finding.text.self_) for each in (*unknown, *for_first, *for_second)]
    assert places == sorted(places)


def test_one_group_alone_is_not_separated_from_anything(visitor):
    assert "What separates" not in finished(visitor, PICTURES["neuromuscular_junction"]).main


def test_a_carer_reads_of_the_other_person(visitor, rules):
    page = finished(visitor, CLOSE | {"who": "another_adult"})
    shown = what_would_change(page)
    question = rules.question("look")
    assert question.text.other != question.text.self_
    assert question.text.other in shown and question.text.self_ not in shown


def test_an_educator_sees_what_would_change_under_the_closed_match(visitor, cases, rules):
    case = cases[0]
    page = visitor.get(f"/learn/cases/{case.id}/match")
    (later,) = [each for each in page.all("details") if "guide-later" in each.get("class")]
    assert "What would change this?" in text_of(later)
    assert LINK not in page.main
    change = next(change for kind in few(changes(rules, case.response)) for change in kind.changes)
    voice = assess(rules, case.response).voice
    assert all(option.text.for_(voice) in text_of(later) for option in change.options)


def test_the_command_adds_it_in_words_and_as_json(tmp_path, capsys, rules):
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(told(rules, CLOSE)))
    assert main(["assess", str(file), "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert main(["assess", str(file), "--json", "--what-if"]) == 0
    more = json.loads(capsys.readouterr().out)
    response = response_of(rules, CLOSE)
    assessment = assess(rules, response)
    assert more == plain | {"what_if": what_if_json(rules, response, assessment)}
    every = changes(rules, response)
    assert [each["options"] for each in more["what_if"]["changes"]] == [[o.id for o in each.options] for each in every]
    caps = [sum(cap.points for cap in match.best.caps) for match in first_two(assessment)]
    now = sum(each["now"] for each in more["what_if"]["separators"])
    first, second = (match.points for match in first_two(assessment))
    assert now + caps[0] - caps[1] == first - second
    assert main(["assess", str(file), "--what-if"]) == 0
    out = capsys.readouterr().out
    assert what_if_text(rules, response, assessment) in out
    assert main(["assess", str(file)]) == 0
    assert "What would change" not in capsys.readouterr().out


def test_answers_that_nothing_would_change_say_so(houseplant):
    deaf = replace(houseplant, red_flags=(), levels=tuple(replace(each, from_points=99) for each in houseplant.levels))
    response = response_of(deaf, {"leaves": "-none"})
    assert what_if_text(deaf, response, assess(deaf, response)) == "No single answer would change this."
