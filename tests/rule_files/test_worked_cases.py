"""Worked cases: every shipped one turns out as a clinician expects, and a faulty one is refused in words."""

from __future__ import annotations

import json
import re

import pytest

from tests.conftest import HOUSEPLANT
from triage.bench.cases.run import as_words, try_cases
from triage.bench.cases.why import why_levels
from triage.cli import main
from triage.core.answers import NOT_SURE, Answer, Response
from triage.core.assessment import assess
from triage.core.path import walk
from triage.rule_files.answers_file import parse_answers
from triage.rule_files.diagnostics import CODES, RuleFileError
from triage.rule_files.load import load
from triage.rule_files.worked_cases import CaseFile, CasePart, ExpectsPart, cases_beside, completed, load_cases
from triage.settings import RULES

SHIPPED = load(RULES)
CASES = load_cases(cases_beside(RULES), SHIPPED)
PLANTS = load(HOUSEPLANT)

NEEDS_OF_WET = "needs: {any: [{finding: yellow_leaves}, {finding: wet_soil}]}"
GOOD = """\
title: Plants
cases:
  - id: thirsty
    name: A plant hangs in dry soil
    story: My plant hangs, and its soil is dust.
    answers:
      leaves: [limp]
      soil: [dry]
    expects:
      best: [too_dry]
      level: strong
      urgency: soon
      red_flags: [wilting]
    teaches: Water helps.
    source: [book]
"""
FAULTS = [
    (
        "R012",
        "    teaches:",
        "    truth: {group: outsde, because: So it is.}\n    teaches:",
        "no category is named `outsde`",
    ),
    ("R013", "    teaches:", "    truth: {group: too_dry, because: So it is.}\n    teaches:", "`expects` already"),
    ("R011", "    teaches:", "    truth: {group: outside}\n    teaches:", "lacks the key `because`"),
    ("R002", "title: Plants", "title: [Plants", "well-formed"),
    ("R004", "title: Plants", "title: Plants\ntitle: More", "stands twice"),
    ("R010", "    teaches: Water helps.", "    teaches: Water helps.\n    teachs: x", "no key `teachs`"),
    ("R011", "    teaches: Water helps.\n", "", "lacks the key `teaches`"),
    ("R012", "      leaves: [limp]", "      leafs: [limp]", "no question is named `leafs`"),
    ("R012", "best: [too_dry]", "best: [too_dri]", "no category is named `too_dri`"),
    ("R012", "best: [too_dry]", "best: [too_dry]\n      also: [too_wett]", "no category is named `too_wett`"),
    ("R012", "level: strong", "level: strongg", "no level is named"),
    ("R012", "red_flags: [wilting]", "red_flags: [wiltin]", "no red flag is named"),
    ("R012", "urgency: soon", "urgency: soon\n      elsewhere: old_ag", "no elsewhere pattern is named"),
    ("R012", "source: [book]", "source: [boot]", "no source is named"),
    ("R012", "title: Plants", "category: too_dri", "no category is named `too_dri`"),
    ("R013", "title: Plants\n", "", "one of `category` and `title`"),
    ("R013", "title: Plants", "title: Plants\ncategory: too_dry", "one of `category` and `title`"),
    ("R013", "urgency: soon", "urgency: tomorrow", "cannot be `tomorrow`"),
    ("R013", "leaves: [limp]", "leaves: limp", "needs a list of option ids"),
    ("R013", "leaves: [limp]", "leaves: [limp, none]", "`none` beside other answers"),
    ("R013", "soil: [dry]", "soil: [dry, wet]", "takes one option"),
    ("R013", "best: [too_dry]", "best: [too_dry]\n      also: [too_dry]", "stands under `best` already"),
    ("R013", "best: [too_dry]", "best: []", "where no category is best"),
    ("R013", "urgency: soon", "urgency: none", "call for an urgency"),
    ("R014", "id: thirsty", "id: Thirsty", "no id"),
    ("R016", "leaves: [limp]", "leaves: [yellow, lim]", "has no option `lim`"),
    ("R016", "leaves: [limp]", "leaves: {yes: [lim], no: [smoke]}", "has no option `lim`"),
    ("R016", "soil: [dry]", "soil: [none]", "has no option `none`"),
    ("R023", "story: My plant hangs, and its soil is dust.", 'story: ""', "empty"),
]
SECOND = GOOD.partition("cases:\n")[2]


def folder_with(tmp_path, *texts):
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def loaded(tmp_path, *texts):
    return load_cases(folder_with(tmp_path, *texts), PLANTS)


def refused(tmp_path, *texts):
    with pytest.raises(RuleFileError) as refusal:
        loaded(tmp_path, *texts)
    return refusal.value.diagnostics


def tried(tmp_path, old="", new=""):
    assert old in GOOD
    (outcome,) = try_cases(PLANTS, loaded(tmp_path, GOOD.replace(old, new) if old else GOOD))
    return outcome


# --- the shipped cases ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_worked_case_turns_out_as_expected(case):
    outcomes = try_cases(SHIPPED, [case])
    assert outcomes[0].passed, as_words(SHIPPED, outcomes)


def test_a_case_says_what_is_true_where_the_rules_cannot_and_is_tried_by_what_they_show(tmp_path):
    new = "    truth: {group: outside, because: A cat sat on it.}\n    teaches:"
    outcome = tried(tmp_path, "    teaches:", new)
    assert outcome.passed and outcome.case.right == () and outcome.case.truth.because == "A cat sat on it."
    assert tried(tmp_path).case.right == ("too_dry",)


def test_a_person_in_danger_from_outside_the_groups_is_told_why_the_group_hardly_matters():
    told = [case for case in CASES if case.truth and case.truth.group is None and case.expects.urgency == "emergency"]
    assert told and all("hardly matters" in case.truth.because for case in told)


@pytest.mark.parametrize("category", SHIPPED.categories, ids=lambda category: category.id)
def test_each_category_has_nine_cases_or_more_with_a_child_among_them(category):
    cases = [case for case in CASES if case.category == category.id]
    assert len(cases) >= 9
    assert all(category.id in case.expects.best for case in cases)
    assert any(assess(SHIPPED, case.response).voice == "child" for case in cases)


def test_there_are_enough_cases_mimics_and_emergencies():
    assert len(CASES) >= 72
    assert sum(not case.expects.best for case in CASES) >= 8
    assert sum(case.expects.urgency == "emergency" for case in CASES) >= 10


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_story_is_short_plain_and_names_no_disease(case):
    words = re.findall(r"[\w']+", case.story)
    sentences = re.split(r"[.!?]\s+", case.story)
    assert 20 <= len(words) <= 90
    assert max(len(re.findall(r"[\w']+", sentence)) for sentence in sentences) <= 22
    assert sum(len(word) for word in words) / len(words) < 4.8
    diseases = {name.lower() for category in SHIPPED.categories for p in category.patterns for name in p.typical_of}
    diseases |= {name.lower() for pattern in SHIPPED.elsewhere for name in pattern.typical_of}
    assert not [name for name in diseases if name in f"{case.name} {case.story}".lower()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_teaches_in_one_to_three_sentences(case):
    assert 1 <= len(re.findall(r"[.!?](?=\s|$)", case.teaches)) <= 3


# --- what is left unsaid ----------------------------------------------------------------------------------------------


def test_what_a_case_does_not_name_is_none_of_these_or_not_sure_and_only_where_asked(tmp_path):
    (case,) = loaded(tmp_path, GOOD.replace("      leaves: [limp]\n      soil: [dry]\n", "      owner: [mine]\n"))
    assert case.response.answers["leaves"] == Answer.of(no=["yellow", "limp", "smoke"])
    assert "soil" not in case.response.answers
    (case,) = loaded(tmp_path, GOOD.replace("      soil: [dry]\n", ""))
    assert case.response.answers["soil"] == NOT_SURE
    assert set(case.told.answers) == {"leaves"}


def test_a_completed_response_has_an_answer_to_every_question_asked():
    assert walk(SHIPPED, completed(SHIPPED, Response())).next is None
    assert all(walk(SHIPPED, case.response).next is None for case in CASES)


def test_answers_can_be_given_as_yes_and_no(tmp_path):
    (case,) = loaded(tmp_path, GOOD.replace("leaves: [limp]", "leaves: {yes: [limp], no: [smoke]}"))
    assert case.response.answers["leaves"] == Answer.of(["limp"], ["smoke"])


# --- faults -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "old", "new", "words"), FAULTS, ids=[f"{f[0]} {f[3]}" for f in FAULTS])
def test_each_fault_is_named_at_its_line_with_a_hint(tmp_path, code, old, new, words):
    assert old in GOOD
    broken = GOOD.replace(old, new, 1)
    found = [each for each in refused(tmp_path, broken) if each.code == code and words in each.message]
    assert found
    assert broken.splitlines()[found[0].line - 1] == found[0].quoted
    assert found[0].hint and found[0].code in CODES


def test_the_faults_of_every_file_are_listed_at_once(tmp_path):
    broken = GOOD.replace("leaves:", "leafs:").replace("[dry]", "[drie]").replace("[book]", "[boot]")
    faults = refused(tmp_path, broken, GOOD.replace("id: thirsty", "id: other").replace("soon", "later"))
    assert len({fault.file for fault in faults}) == 2
    assert {fault.code for fault in faults} == {"R012", "R013", "R016"}


def test_a_case_id_stands_once_in_a_file(tmp_path):
    (fault,) = refused(tmp_path, GOOD + SECOND)
    assert fault.code == "R015" and fault.line > 3 and "0.yaml:3" in fault.message


def test_a_case_id_stands_once_in_all_files(tmp_path):
    (fault,) = refused(tmp_path, GOOD, GOOD)
    assert fault.code == "R015" and fault.file.endswith("1.yaml") and "0.yaml:3" in fault.message


def test_an_empty_or_missing_folder_is_one_fault(tmp_path):
    assert [fault.code for fault in refused(tmp_path)] == ["R001"]
    with pytest.raises(RuleFileError, match="there are no cases here"):
        load_cases(tmp_path / "nowhere", PLANTS)


# --- what does not turn out as expected -------------------------------------------------------------------------------


def test_a_case_that_turns_out_as_expected_shows_no_difference(tmp_path):
    assert tried(tmp_path).differences == ()


@pytest.mark.parametrize(
    ("old", "new", "what", "expected", "found"),
    [
        ("best: [too_dry]", "best: [too_wet]", "best match", "too_wet", "too_dry"),
        ("      best: [too_dry]\n      level: strong\n", "      best: []\n", "best match", "no clear match", "too_dry"),
        ("limp]\n      soil: [dry]", "none]", "best match", "too_dry", "no clear match"),
        ("level: strong", "level: some", "level", "some", "strong"),
        ("urgency: soon", "urgency: same_day", "urgency", "same_day", "soon"),
        ("      urgency: soon\n      red_flags: [wilting]\n", "      urgency: none\n", "urgency", "none", "soon"),
        ("[wilting]", "[wilting, fire]", "red flags", "fire", "wilting"),
        ("urgency: soon", "urgency: soon\n      elsewhere: old_age", "elsewhere", "old_age", "nothing leads"),
        ("leaves: [limp]", "leaves: [smoke]", "questions", "each answered question is asked", "never asked: soil"),
    ],
)
def test_a_difference_says_what_was_expected_and_what_was_found(tmp_path, old, new, what, expected, found):
    differences = {each.what: (each.expected, each.found) for each in tried(tmp_path, old, new).differences}
    assert differences[what] == (expected, found)


def test_a_category_that_comes_close_is_a_difference_unless_it_is_allowed(tmp_path):
    text = GOOD.replace("      leaves: [limp]\n      soil: [dry]\n", "      leaves: [limp, yellow]\n")
    text = text.replace("      level: strong\n", "")
    (outcome,) = try_cases(PLANTS, loaded(tmp_path, text.replace("best: [too_dry]", "best: [too_wet]")))
    assert [each.what for each in outcome.differences] == ["close beside it"]
    allowed = text.replace("best: [too_dry]", "best: [too_wet]\n      also: [too_dry]")
    (outcome,) = try_cases(PLANTS, loaded(tmp_path, allowed))
    assert outcome.passed


# --- the command ------------------------------------------------------------------------------------------------------


def plants(tmp_path, text=GOOD):
    """Put the tiny rule set and its cases side by side and return the path of the rule file."""
    rules = tmp_path / "plants.yaml"
    rules.write_text(HOUSEPLANT.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "cases").mkdir()
    folder_with(tmp_path / "cases", text)
    return rules


def test_the_command_passes_the_shipped_cases(capsys):
    assert main(["cases"]) == 0
    assert capsys.readouterr().out == f"{len(CASES)} cases: {len(CASES)} as expected, 0 not\n"


def test_a_failure_is_two_lines_its_place_and_expected_against_found(tmp_path, capsys):
    rules = plants(tmp_path, GOOD.replace("best: [too_dry]", "best: [too_wet]"))
    assert main(["cases", "--rules", str(rules)]) == 1
    first, second, *rest = capsys.readouterr().out.splitlines()
    assert first == f"{tmp_path / 'cases' / '0.yaml'}:3: case `thirsty` failed: A plant hangs in dry soil"
    assert second == "  best match: expected too_wet, found too_dry"
    assert rest[1:] == [
        "1 case: 0 as expected, 1 not",
        "`triage cases thirsty --why` shows what its result rests on.",
    ]


def test_why_adds_the_trace_and_the_reason_of_each_level(tmp_path, capsys):
    rules = plants(tmp_path, GOOD.replace("best: [too_dry]", "best: [too_wet]"))
    assert main(["cases", "--why", "--rules", str(rules)]) == 1
    out = capsys.readouterr().out
    assert "`too_dry`, 11 points: level `strong`, which starts at 10 with a lead of 4; its lead is 11" in out
    assert "Too little water: strong match" in out and "dry soil" in out
    assert out.endswith("1 case: 0 as expected, 1 not\n")


@pytest.mark.parametrize(
    ("answers", "levels", "why"),
    [
        (
            {"leaves": ["limp"], "soil": ["wet"]},
            "",
            "`too_wet`, 7 points: level `some`, which starts at 4; `strong` starts at 10",
        ),
        (
            {"leaves": ["yellow", "limp"]},
            "",
            "`too_dry`, 2 points: level `some`, since it is within 2 points (`close`) of the best",
        ),
        (
            {"leaves": ["limp"], "soil": ["wet"]},
            "some: {from: 8",
            "no match, since the lowest level, `some`, starts at 8",
        ),
        (
            {"leaves": ["limp"], "soil": ["wet"]},
            "strong: {from: 5, lead: 9",
            "`strong` needs a lead of 9 besides, and its lead is 7",
        ),
        (
            {"leaves": ["limp"], "soil": ["wet"]},
            "needs: {finding: dry_soil}",
            "no match, since its `needs` are not met: finding `dry_soil`",
        ),
    ],
)
def test_why_tells_thresholds_lead_needs_closeness_and_elsewhere(tmp_path, answers, levels, why):
    text = HOUSEPLANT.read_text(encoding="utf-8")
    for old, mark in (("some: {from: 4", "some"), ("strong: {from: 10, lead: 4", "strong"), (NEEDS_OF_WET, "needs")):
        text = text.replace(old, levels) if levels.startswith(mark) else text
    (tmp_path / "rules.yaml").write_text(text, encoding="utf-8")
    plants = load(tmp_path / "rules.yaml")
    told = [*why_levels(plants, assess(plants, completed(plants, parse_answers(answers, plants, "x"))))]
    assert any(why in each for each in told), told


def test_names_that_start_with_a_dot_are_passed_over_and_yml_is_read(tmp_path):
    (tmp_path / "._0.yaml").write_bytes(b"\x00\x05\x16\x07")
    (tmp_path / ".#0.yaml").symlink_to("nobody@nowhere.1234")
    (tmp_path / "0.yml").write_text(GOOD, encoding="utf-8")
    assert [case.id for case in load_cases(tmp_path, PLANTS)] == ["thirsty"]


def test_one_case_can_be_run_by_its_id(tmp_path, capsys):
    second = SECOND.replace("thirsty", "hopeless").replace("[too_dry]", "[too_wet]")
    rules = plants(tmp_path, GOOD + second)
    assert main(["cases", "thirsty", "--rules", str(rules)]) == 0
    assert main(["cases", "hopeless", "--rules", str(rules)]) == 1
    capsys.readouterr()
    assert main(["cases", "thirsti", "--rules", str(rules)]) == 1
    assert "did you mean `thirsty`?" in capsys.readouterr().err


def test_json_carries_every_case_and_the_assessment_of_failures(tmp_path, capsys):
    rules = plants(tmp_path, GOOD.replace("urgency: soon", "urgency: emergency"))
    assert main(["cases", "--json", "--rules", str(rules)]) == 1
    printed = json.loads(capsys.readouterr().out)
    assert (printed["passed"], printed["failed"]) == (0, 1)
    (case,) = printed["cases"]
    assert case["differences"] == [{"what": "urgency", "expected": "emergency", "found": "soon"}]
    assert case["assessment"]["urgency"] == "soon"


def test_a_missing_rule_file_or_folder_is_said_without_a_traceback(tmp_path, capsys):
    assert main(["cases", "--rules", str(tmp_path / "nowhere.yaml")]) == 1
    assert "no such file" in capsys.readouterr().err
    assert main(["cases", "--rules", str(HOUSEPLANT), "--cases", str(tmp_path)]) == 1
    assert "there are no cases here" in capsys.readouterr().err


# --- the document -----------------------------------------------------------------------------------------------------

DOCUMENT = (RULES.parent.parent / "docs" / "worked-cases.md").read_text(encoding="utf-8")


def test_the_example_of_the_document_is_a_case_that_turns_out_as_expected(tmp_path):
    example = DOCUMENT.partition("```yaml\n")[2].partition("```")[0]
    (outcome,) = try_cases(SHIPPED, load_cases(folder_with(tmp_path, example), SHIPPED))
    assert outcome.passed, outcome.differences


@pytest.mark.parametrize("key", [*CaseFile.model_fields, *CasePart.model_fields, *ExpectsPart.model_fields])
def test_the_document_names_every_key(key):
    assert f"`{key}`" in DOCUMENT or key == "cases"
