"""The smallest disagreement found: real, page-possible, not to be shrunk; and how far the solver's word is taken."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bench.diff.test_changes import OF_PLANTS
from tests.conftest import HOUSEPLANT
from tests.core.random_files import conditions, files_and_responses, questionnaires
from triage.bench.diff import verdict as judging
from triage.bench.diff.carrying import carried
from triage.bench.diff.changes import changes
from triage.bench.diff.outcomes import difference, disagree, outcome
from triage.bench.diff.smallest_proof import Differs, Same, Undecided
from triage.bench.diff.smallest_search import fewest_ticks, smallest_found
from triage.bench.diff.tick_sheet import NOTHING, Desk, TickEntry, TickSheet, from_ticks, in_words
from triage.bench.diff.verdict import CONTRADICTION, verdict
from triage.bench.prove.claims import Disagreement
from triage.bench.prove.smt_solver import MISSING, Missing
from triage.core.answers import NOT_SURE, Answer, Response
from triage.core.assessment import assess
from triage.rule_files.load import load

pytestmark = pytest.mark.slow

TEXT = HOUSEPLANT.read_text(encoding="utf-8")


def differs(**ticks):
    """The solver's answer with the smallest response that changes."""
    return Differs(ticks, None, None)


@pytest.fixture
def plants(tmp_path, houseplant):
    """Make a desk between the tiny rule set and one in which some words are others."""

    def made(*pairs):
        text = TEXT
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new, 1)
        file = tmp_path / "rules.yaml"
        file.write_text(text, encoding="utf-8")
        return Desk(houseplant, load(file))

    return made


def no_solver():
    raise Missing(MISSING)


def judged(monkeypatch, desk, answer, seconds=20):
    """The verdict where the solver gives this answer, or is missing for None."""
    if answer is None:
        monkeypatch.setattr(judging, "z3", no_solver)
    monkeypatch.setattr(judging, "disagreement", lambda old, new, seconds, people: answer)
    return verdict(desk, changes(desk.old, desk.new), (), seconds)


LATER = ("some: {from: 4", "some: {from: 5")
WEAKER = ("for: {strong: [wet_soil], moderate: [yellow_leaves]}", "for: {strong: [wet_soil], weak: [yellow_leaves]}")
URGENT = ("urgency: soon", "urgency: same_day")
EATEN = ("{id: smoke, text: they smoke}", "{id: smoke, text: they smoke}\n      - {id: eaten, text: eaten}")
NEEDS_BOTH = ("needs: {any: [{finding: limp_leaves}, {", "needs: {all: [{finding: limp_leaves}, {")


@pytest.mark.parametrize(
    ("edit", "answers"),
    [
        (URGENT, {"leaves": ["limp"]}),
        (WEAKER, {"leaves": ["yellow"]}),
        (LATER, {"leaves": ["limp"]}),
        (("{leaves: [smoke]}", "{leaves: {at_least: 2, of: [smoke, limp]}}"), {"leaves": ["smoke"]}),
        (NEEDS_BOTH, {"leaves": ["limp"], "soil": ["not_sure"]}),
    ],
)
def test_a_known_edit_is_found_at_its_smallest(monkeypatch, plants, edit, answers):
    desk = plants(edit)
    found = judged(monkeypatch, desk, None)
    assert not found.decided and found.reason == MISSING
    given_ = desk.answers(found.sheet)
    assert found.sheet.size == 1 and answers.items() <= given_.items()
    assert desk.disagrees(found.sheet)


def test_texts_alone_are_decided_without_any_search(monkeypatch, plants):
    found = judged(monkeypatch, plants(("text: Sun,", "text: Light,"), ("minutes: 2", "minutes: 3")), None)
    assert found.decided and found.sheet is None


def test_a_change_that_moves_nobody_is_not_decided_without_the_solver(monkeypatch, plants):
    found = judged(monkeypatch, plants(("leaves: {most: 8", "leaves: {most: 9")), None, seconds=0.2)
    assert not found.decided and found.sheet is None


def test_the_solver_proves_that_nothing_changes(monkeypatch, plants):
    found = judged(monkeypatch, plants(("leaves: {most: 8", "leaves: {most: 9")), Same(), seconds=0.2)
    assert found.decided and found.sheet is None and "proved" in found.reason


def test_the_solver_proves_the_smallest(monkeypatch, plants):
    found = judged(monkeypatch, plants(URGENT), differs(leaves=("limp",), soil=("not_sure",)))
    assert found.decided and found.sheet.size == 1


def test_out_of_time_the_smaller_of_both_finds_is_shown(monkeypatch, plants):
    larger = differs(leaves=("limp", "yellow"), soil=("dry",))
    for best in (larger, None):
        found = judged(monkeypatch, plants(URGENT), Undecided(best))
        assert not found.decided and found.sheet.size == 1 and "could not decide" in found.reason


@pytest.mark.parametrize("wrong", [Same(), differs(leaves=("yellow",)), differs(leaves=("limp", "yellow"))])
def test_a_solver_that_the_rules_contradict_is_not_believed(monkeypatch, plants, wrong):
    found = judged(monkeypatch, plants(URGENT), wrong)
    assert not found.decided and found.reason == CONTRADICTION
    assert found.sheet.size == 1


def test_a_solver_whose_find_does_not_replay_is_not_believed(monkeypatch, plants):
    def disagreement(old, new, seconds, people):
        raise Disagreement("it does not replay")

    desk = plants(URGENT)
    monkeypatch.setattr(judging, "disagreement", disagreement)
    found = verdict(desk, changes(desk.old, desk.new), (), 20)
    assert not found.decided and found.reason == CONTRADICTION and found.sheet.size == 1


@pytest.mark.parametrize(
    ("edit", "size"), [(URGENT, 1), (WEAKER, 1), (NEEDS_BOTH, 1), (("leaves: {most: 8", "leaves: {most: 9"), None)]
)
def test_the_real_solver_decides_what_the_search_found(plants, edit, size):
    desk = plants(edit)
    found = verdict(desk, changes(desk.old, desk.new), (), 60)
    assert found.decided, found.reason
    assert (found.sheet.size if found.sheet else None) == size


def test_only_what_both_files_have_is_ticked(plants):
    desk = plants(("      - {id: dry, text: dry}", "      - {id: dry, text: dry}\n      - {id: damp, text: damp}"))
    assert desk.options["soil"] == ("wet", "dry")


def test_answers_go_on_a_sheet_and_come_back(plants, houseplant):
    desk = plants(URGENT)
    sheet = from_ticks({"owner": ["not_sure"], "leaves": ["limp", "not_sure"], "soil": ["dry"]})
    assert sheet.size == 2
    old, new = desk.responses(sheet)
    assert old == new
    assert old.answers["leaves"] == Answer.of(["limp"])
    assert old.answers["soil"] == Answer.of(["dry"], ["wet"])
    assert desk.answers(sheet) == {"owner": ["not_sure"], "leaves": ["limp", "not_sure"], "soil": ["dry"]}
    assert desk.sheet(old, houseplant).entries["leaves"] == TickEntry(frozenset({"limp"}), True)
    assert desk.answers(TickSheet()) == {"owner": ["not_sure"], "leaves": ["none"]}


def test_a_sheet_is_said_in_words(houseplant):
    leaves, soil = houseplant.question("leaves"), houseplant.question("soil")
    assert in_words(leaves, TickEntry(frozenset({"limp", "yellow"}), True)) == "they are yellow, they hang, not sure"
    assert in_words(leaves, NOTHING) == "none of these"
    assert in_words(soil, NOTHING) == "not sure"


def test_a_question_of_two_kinds_takes_one_tick_in_both(plants):
    desk = plants(("kind: many", "kind: one"))
    assert desk.kind("leaves") == "one"
    full = Response.of({"leaves": Answer.of(["limp", "yellow"], ["smoke"])})
    assert "leaves" not in desk.sheet(full, desk.old).entries


def test_a_carried_answer_never_ticks_what_is_new_nor_keeps_what_is_gone(plants):
    more = plants(EATEN)
    told = Response.of({"leaves": Answer.of(["limp"], ["yellow", "smoke"]), "soil": Answer.of(["dry"], ["wet"])})
    there = carried(told, more.old, more.new)
    assert there.answers["leaves"] == Answer.of(["limp"], ["yellow", "smoke", "eaten"])
    assert carried(there, more.new, more.old) == told
    gone = replace(more.old, questions=more.old.questions[:2])
    assert "soil" not in carried(told, more.old, gone).answers
    soil = more.old.question("soil")
    only_wet = replace(more.old, questions=(*more.old.questions[:2], replace(soil, options=soil.options[:1])))
    assert carried(told, more.old, only_wet).answers["soil"] == NOT_SURE


def test_what_was_left_open_stays_open(plants):
    desk = plants(EATEN)
    told = Response.of({"leaves": Answer.of(["limp"], ["yellow"])})
    assert carried(told, desk.old, desk.new) == told


def rounds():
    """A clock that counts how often it is asked, so that a search is as long on every machine."""
    asked = iter(range(10**9))
    return lambda: next(asked)


def everybody(desk):
    """Every sheet that the pages of the tiny rule set can take."""
    for owner in (None, *desk.options["owner"]):
        for count in range(4):
            for leaves in combinations(desk.options["leaves"], count):
                for unsure in (False, True):
                    for soil in (None, *desk.options["soil"]):
                        entries = {
                            "owner": TickEntry(frozenset({owner} - {None})),
                            "soil": TickEntry(frozenset({soil} - {None})),
                        }
                        entries["leaves"] = TickEntry(frozenset(leaves), unsure)
                        yield TickSheet({id: each for id, each in entries.items() if each != NOTHING})


@pytest.mark.parametrize(("old", "new"), [(edit[0], edit[1]) for edit in OF_PLANTS])
def test_the_smallest_found_is_the_smallest_of_everybody(plants, old, new):
    desk = plants((old, new))
    sizes = [sheet.size for sheet in everybody(desk) if desk.disagrees(sheet)]
    sheet = smallest_found(desk, changes(desk.old, desk.new), (), 800, clock=rounds())
    assert (sheet.size if sheet else None) == min(sizes, default=None)
    if not any(change.decides for change in changes(desk.old, desk.new)):
        assert not sizes


@settings(max_examples=30)
@given(questionnaires(), st.data())
def test_what_the_search_finds_disagrees_and_cannot_lose_a_tick(file, data):
    ids = [question.id for question in file.questions]
    flag = data.draw(conditions(ids, without_not=True))
    after = replace(
        file,
        red_flags=tuple(replace(each, when=flag) for each in file.red_flags),
        close=data.draw(st.integers(0, 9)),
    )
    desk = Desk(file, after)
    sheet = smallest_found(desk, changes(file, after), (), 100, clock=rounds())
    if sheet is None:
        return
    assert desk.disagrees(sheet)
    for id, entry in sheet.entries.items():
        for tick in entry.ticks:
            assert not desk.disagrees(sheet.with_(id, TickEntry(entry.ticks - {tick}, entry.not_sure)))
    assert fewest_ticks(desk, sheet) == sheet


@given(files_and_responses(), st.integers(0, 12))
def test_two_results_differ_wherever_the_files_disagree(given_, close):
    file, response = given_
    before, after = assess(file, response), assess(replace(file, close=close), response)
    found = difference(before, after)
    assert (found is None) == (outcome(before) == outcome(after))
    if disagree(before, after):
        assert found is not None and found.moves and found.lines
