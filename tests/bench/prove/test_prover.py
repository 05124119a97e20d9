"""Proofs: each kind of claim holds on a sound file, and fails on one that is broken in just that way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from triage.bench.prove import prover
from triage.bench.prove.claims import Disagreement, Verdict
from triage.bench.prove.prover import KINDS, Prover
from triage.bench.prove.smt_model import Model
from triage.bench.prove.witnesses import fewest_ticks, in_words
from triage.core.assessment import assess
from triage.core.conditions import All, Any, Chosen, Found, Not
from triage.core.path import walk
from triage.core.promise import Promise
from triage.core.questionnaire import Finding, Option, Pattern, Weight
from triage.core.wording import Wording
from triage.rule_files.worked_cases import cases_beside, load_cases
from triage.settings import RULES

pytestmark = pytest.mark.slow

pytest.importorskip("z3")

W = Wording.same("words")
YELLOW, LIMP, SMOKE = (Chosen("leaves", (option,)) for option in ("yellow", "limp", "smoke"))
WET, DRY = Chosen("soil", ("wet",)), Chosen("soil", ("dry",))


@pytest.fixture(scope="module")
def sound(houseplant):
    """The houseplants, with their three dead things mended."""
    owner, *others = houseplant.questions
    owner = replace(owner, options=tuple(replace(option, wording=True) for option in owner.options))
    (rest,) = houseplant.elsewhere
    rest = replace(rest, weights=(Weight("yellow_leaves", "for", "strong"), Weight("wet_soil", "against", "strong")))
    return replace(houseplant, questions=(owner, *others), elsewhere=(rest,))


def changed(parts, id, **changes):
    """The same parts, one of them with changes."""
    assert any(part.id == id for part in parts)
    return tuple(replace(part, **changes) if part.id == id else part for part in parts)


def failures(questionnaire):
    """The sentences of the claims that fail; every broken one is replayed in words on the way."""
    failed = [proof for proof in Prover(questionnaire).proofs() if proof.failed]
    for proof in failed:
        assert proof.verdict is Verdict.BROKEN
        assert in_words(questionnaire, proof)
        if proof.people:
            assert proof.kind.replays(questionnaire, proof.id, fewest_ticks(questionnaire, proof))
    return {f"{proof.kind.noun} {proof.id} {proof.kind.says}" for proof in failed}


def test_a_sound_file_has_no_failures(sound):
    assert failures(sound) == set()


def test_the_houseplants_hold_three_dead_things(houseplant):
    assert failures(houseplant) == {
        "elsewhere old_age can lead",
        "question owner can change a result",
        "option owner.seedling can change a result",
    }


def test_a_red_flag_with_a_hidden_not_is_found_with_two_people(sound):
    flags = changed(sound.red_flags, "fire", when=All((SMOKE, Not(YELLOW))))
    file = replace(sound, red_flags=flags)
    flag, tick, unsure = (proof for proof in Prover(file).proofs() if proof.failed)
    assert (flag.id, flag.kind.says) == ("fire", "keeps its urgency, whatever else is answered")
    assert tick.kind.says == "never lowers the urgency, where any number may be ticked"
    assert unsure.kind.says == "never gives less urgency than no"
    words = in_words(file, flag)
    assert "Before" in words and "they smoke" in words and "After" in words and "they are yellow" in words
    before, after = fewest_ticks(file, flag)
    assert assess(file, before).urgency == "emergency" and assess(file, after).urgency is None


def test_a_red_flag_behind_a_question_that_a_tick_takes_away_is_found(sound):
    file = replace(
        sound,
        questions=changed(sound.questions, "soil", ask_when=Not(YELLOW), skipped_means_no=False),
        red_flags=changed(sound.red_flags, "fire", when=DRY),
    )
    assert "red flag fire keeps its urgency, whatever else is answered" in failures(file)


def test_a_red_flag_raised_by_a_no_is_found(sound):
    file = replace(sound, red_flags=changed(sound.red_flags, "fire", when=Not(SMOKE)))
    assert "not sure any answer never gives less urgency than no" in failures(file)


def test_a_promise_of_the_file_that_does_not_hold_is_found(sound):
    kept = Promise("kept", W, "too_dry", Any((LIMP, DRY)), ("book",))
    broken = Promise("broken", W, "too_dry", DRY, ("book",))
    assert failures(replace(sound, promises=(kept, broken))) == {
        "promise broken is kept: no level for its category without what it names"
    }


def test_a_promise_that_cannot_fail_is_found(sound):
    hollow = Promise("hollow", W, "too_dry", Any((YELLOW, All(()))), ("book",))
    assert failures(replace(sound, promises=(hollow,))) == {
        "promise hollow can be put to the test: what it names can be missing"
    }


def test_a_dead_option_is_found(sound):
    (leaves,) = (question for question in sound.questions if question.id == "leaves")
    options = (*leaves.options, Option("spots", W))
    file = replace(sound, questions=changed(sound.questions, "leaves", options=options))
    assert failures(file) == {"option leaves.spots can change a result"}


def test_a_dead_question_is_found(sound):
    (soil,) = (question for question in sound.questions if question.id == "soil")
    pot = replace(soil, id="pot", ask_when=None, options=(Option("clay", W), Option("plastic", W)))
    assert failures(replace(sound, questions=(*sound.questions, pot))) == {
        "question pot can change a result",
        "option pot.clay can change a result",
        "option pot.plastic can change a result",
    }


def test_a_question_that_is_never_asked_is_found(sound):
    never = All((Chosen("owner", ("mine",)), Chosen("owner", ("friend",))))
    file = replace(sound, questions=changed(sound.questions, "soil", ask_when=never))
    assert {"question soil can be asked", "finding dry_soil can be yes"} <= failures(file)


def test_a_question_that_is_always_asked_in_spite_of_its_condition_is_found(sound):
    always = Any((YELLOW, Not(YELLOW)))
    file = replace(sound, questions=changed(sound.questions, "soil", ask_when=always))
    assert "question soil can be skipped, where the file says when to ask it" in failures(file)


def test_a_dead_finding_is_found(sound):
    lonely = Finding("lonely", W, YELLOW, ("book",))
    assert failures(replace(sound, findings=(*sound.findings, lonely))) == {"finding lonely can change a result"}


def test_a_finding_that_contradicts_itself_is_found(sound):
    file = replace(sound, findings=changed(sound.findings, "wet_soil", when=All((WET, DRY))))
    assert "finding wet_soil can be yes" in failures(file)


def test_a_finding_that_is_never_no_is_found(sound):
    file = replace(sound, findings=changed(sound.findings, "wet_soil", when=Any((WET, Not(WET)))))
    assert "finding wet_soil can be no" in failures(file)


def test_needs_flags_and_notes_that_are_never_no_are_found(sound):
    always = Any((SMOKE, Not(SMOKE)))
    (rest,) = sound.elsewhere
    file = replace(
        sound,
        categories=changed(sound.categories, "too_dry", needs=always),
        elsewhere=(replace(rest, needs=always),),
        red_flags=changed(sound.red_flags, "wilting", when=always),
        notes=changed(sound.notes, "sun", when=always),
    )
    assert {
        "category too_dry can lack what it needs",
        "elsewhere old_age can lack what it needs",
        "red flag wilting can be silent, with its condition no",
        "note sun can be left out, with its condition no",
    } <= failures(file)


def test_flags_and_notes_that_are_never_yes_are_found(sound):
    never = All((WET, DRY))
    file = replace(
        sound,
        red_flags=changed(sound.red_flags, "wilting", when=never),
        notes=changed(sound.notes, "sun", when=never),
    )
    assert failures(file) == {"red flag wilting can be raised", "note sun can be shown"}


def test_a_pattern_that_another_always_beats_is_found(sound):
    weaker = Pattern(
        "weak_thirst", W, W, (Weight("dry_soil", "for", "weak"), Weight("wet_soil", "against", "strong")), ("book",)
    )
    (dry,) = (category for category in sound.categories if category.id == "too_dry")
    patterns = tuple(
        replace(pattern, weights=tuple(w for w in pattern.weights if w.finding != "yellow_leaves"))
        for pattern in dry.patterns
    )
    file = replace(sound, categories=changed(sound.categories, "too_dry", patterns=(*patterns, weaker)))
    assert failures(file) == {
        "pattern weak_thirst can be the best of its category, with a level",
        "pattern weak_thirst can be named",
        "pattern weak_thirst over thirst can beat each other pattern of its category",
    }


def test_a_category_that_can_never_be_best_is_found(sound):
    file = replace(sound, categories=changed(sound.categories, "too_wet", needs=All((WET, DRY))))
    assert {"category too_wet can be the best match"} <= failures(file)


def test_a_category_that_is_never_the_only_match_is_reported_and_no_failure(sound):
    twin = replace(sound.categories[0], id="too_dry_too")
    twin = replace(twin, patterns=tuple(replace(pattern, id=f"{pattern.id}_too") for pattern in twin.patterns))
    file = replace(sound, categories=(*sound.categories, twin))
    reported = {p.id for p in Prover(file).proofs() if p.verdict is Verdict.BROKEN and not p.kind.required}
    assert {"too_dry", "too_dry_too"} <= reported
    assert failures(file) == set()


def test_a_voice_that_never_speaks_is_found(sound):
    other, child = sound.voices
    assert failures(replace(sound, voices=(other, replace(child, when=other.when)))) == {"voice child can speak"}


def test_the_longest_path_is_exact_and_has_a_person(sound):
    (longest,) = (proof for proof in Prover(sound).proofs() if proof.id == "longest")
    (person,) = longest.people
    assert longest.why == "3 questions" and len(walk(sound, person).asked) == 3


def test_the_solver_finds_alone_what_the_crowd_finds(sound, houseplant, monkeypatch):
    for file in (sound, houseplant):
        with_crowd = [(p.kind, p.id, p.verdict) for p in Prover(file).proofs()]
        with monkeypatch.context() as alone:
            alone.setattr(prover, "CROWD", 1)
            proofs = Prover(file).proofs()
        assert [(p.kind, p.id, p.verdict) for p in proofs] == with_crowd
        assert all(p.kind.replays(file, p.id, p.people) for p in proofs if p.people)


def test_a_claim_that_the_solver_cannot_decide_is_a_failure(sound, monkeypatch):
    monkeypatch.setattr(prover, "solved", lambda rules, seconds: ("unknown", None))
    undecided = [proof for proof in Prover(sound).proofs() if proof.verdict is Verdict.UNDECIDED]
    assert undecided and all(proof.failed for proof in undecided)
    assert "nobody knows" in in_words(sound, replace(undecided[0], people=()))


def test_a_model_that_differs_from_the_core_makes_the_run_an_error(sound, monkeypatch):
    monkeypatch.setattr(prover, "CROWD", 1)
    right = Model.holds

    def wrong(self, condition):
        return right(self, condition.part if isinstance(condition, Not) else condition)

    monkeypatch.setattr(Model, "holds", wrong)
    file = replace(sound, findings=changed(sound.findings, "dry_soil", when=Not(Found("wet_soil"))))
    with pytest.raises(Disagreement, match="dry_soil"):
        Prover(file).proofs()


@pytest.mark.slow
def test_the_shipped_file_keeps_every_promise_and_every_witness_replays(rules):
    people = [case.response for case in load_cases(cases_beside(RULES), rules)]
    proofs = Prover(rules, people).proofs()
    assert [in_words(rules, proof) for proof in proofs if proof.failed] == []
    assert {proof.kind for proof in proofs} == set(KINDS)
    for proof in proofs:
        assert not proof.people or proof.kind.replays(rules, proof.id, proof.people), proof.id
