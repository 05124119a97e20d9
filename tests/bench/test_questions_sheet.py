"""`triage questions`: the whole questionnaire as a sheet that somebody can answer from, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.conftest import HOUSEPLANT
from triage.bench.prove.random_people import crowd
from triage.bench.questions_sheet import UnknownReader, as_json, as_text, deciding_options, sheet_for
from triage.cli import main
from triage.core.conditions import NO, holds
from triage.core.path import walk
from triage.core.question import Clues
from triage.core.wording import VOICES, Wording


def everybody(questionnaire):
    """Each voice, and each option that decides one."""
    return dict.fromkeys([*VOICES, *deciding_options(questionnaire)])


def test_every_question_stands_on_the_sheet_of_a_voice_with_all_that_can_be_ticked(rules):
    found = as_json(sheet_for(rules))["questions"]
    assert [(shown["id"], shown["text"]) for shown in found] == [(each.id, each.text.self_) for each in rules.questions]
    for question, shown in zip(rules.questions, found, strict=True):
        marks = ["none", "not_sure"] if question.kind == "many" else ["not_sure"]
        assert [each["id"] for each in shown["options"]] == [option.id for option in question.options] + marks


def test_the_sheet_of_an_option_leaves_out_only_what_is_never_asked_then(rules):
    left_out = set()
    for option, who in deciding_options(rules).items():
        entries = {entry.question for entry in sheet_for(rules, option).entries}
        left_out |= set(rules.questions) - entries
        for person in crowd(rules, 150):
            assert entries >= set(walk(rules, person.with_answer(who.id, who.answer(frozenset({option})))).asked)
    assert left_out


def test_what_the_sheet_says_of_when_a_question_is_asked_is_what_the_path_does(rules):
    for option, who in deciding_options(rules).items():
        sheet = sheet_for(rules, option)
        for person in crowd(rules, 150):
            path = walk(rules, person.with_answer(who.id, who.answer(frozenset({option}))))
            for entry in sheet.entries:
                said = entry.when is None or holds(entry.when, path.answers, {}) is not NO
                assert said == (entry.question.id in path), entry.question.id


def test_nothing_is_told_of_what_the_rules_make_of_an_answer(rules):
    """Without categories, flags, findings, sources and codes the sheet is the same, word for word."""
    asked = tuple(
        replace(question, summary=None, options=tuple(replace(each, clues=Clues()) for each in question.options))
        for question in rules.questions
    )
    bare = replace(
        rules, questions=asked, findings=(), categories=(), elsewhere=(), red_flags=(), notes=(), sources=(),
        promises=(), groups=(), levels=(), strengths={}, emergency_numbers=(),
    )  # fmt: skip
    for who in everybody(rules):
        assert as_text(sheet_for(bare, who)) == as_text(sheet_for(rules, who))
        assert as_json(sheet_for(bare, who)) == as_json(sheet_for(rules, who))


def test_a_lay_reader_can_answer_from_the_text(houseplant):
    text = as_text(sheet_for(houseplant, "seedling"))
    assert text.startswith("Houseplant guide: the questions, for: it is a seedling\n")
    assert (
        "2. What is on the small leaves? [leaves]\n"
        "   Look at both sides.\n"
        "   Any number of answers:\n"
        "     [yellow] they are yellow\n"
        "     [limp] they hang\n"
        "     [smoke] they smoke\n"
        "     [none] None of these\n"
        "     [not_sure] I am not sure\n"
    ) in text
    assert "   Asked when 2 is answered with “they are yellow” or “they hang”\n   One answer:\n     [wet] wet\n" in text


def test_a_heading_stands_before_the_first_option_of_its_group(houseplant):
    leaves = houseplant.question("leaves")
    first, *others = leaves.options
    headed = replace(leaves, options=(replace(first, heading=Wording.same("Colour")), *others))
    sheet = sheet_for(replace(houseplant, questions=(houseplant.questions[0], headed)))
    assert "     Colour:\n     [yellow] they are yellow\n     [limp] they hang\n" in as_text(sheet)
    headings = [each["heading"] for each in as_json(sheet)["questions"][1]["options"]]
    assert headings == ["Colour", None, None, None, None]


def test_a_name_that_is_nobody_s_is_refused_with_those_there_are(houseplant):
    with pytest.raises(UnknownReader, match="did you mean `seedling`"):
        sheet_for(houseplant, "seedlin")


def test_the_command_prints_text_or_json(capsys):
    command = ["questions", "--rules", str(HOUSEPLANT)]
    assert main(command) == main([*command, "--text"]) == 0
    first, second = capsys.readouterr().out.split("Houseplant guide")[1:]
    assert first == second
    assert main([*command, "--who", "friend", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["voice"], [each["number"] for each in found["questions"]]) == ("other", [1, 2, 3])
    assert main([*command, "--who", "frend"]) == 1
    assert "did you mean `friend`" in capsys.readouterr().err
