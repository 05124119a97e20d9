"""What a coded case says becomes answers; what it does not say stays unknown."""

from __future__ import annotations

import pytest

from tests.bench.evaluate.coded_plants import coded, line, ontology
from triage.bench.assess import as_json
from triage.bench.evaluate.coded_cases import read_cases
from triage.bench.evaluate.codes_to_answers import Answering
from triage.bench.evaluate.explain import explained
from triage.bench.evaluate.results import one
from triage.core.answers import NOT_SURE, Answer
from triage.core.assessment import assess
from triage.rule_files.load import load

YELLOW, TIPS, LIMP, CURLED, SICK = "HP:0000110", "HP:0000111", "HP:0000120", "HP:0000121", "HP:0000100"
SOIL, WET, DRY = "HP:0000200", "HP:0000210", "HP:0000220"


@pytest.fixture
def answering(tmp_path):
    return with_rules(tmp_path)


def with_rules(folder, **changes):
    (folder / "rules.yaml").write_text(coded(**changes))
    return Answering(load(folder / "rules.yaml"), ontology())


def case(folder, *observed, **more):
    (folder / "cases.jsonl").write_text(line("a", *observed, **more))
    return read_cases(folder / "cases.jsonl", ["too_dry", "too_wet"])[0]


def answers(answering, folder, *observed, excluded=(), **more):
    terms = [{"id": term} for term in excluded]
    given = answering.answer(case(folder, *observed, excluded=terms, **more))
    return given.response.answers


def test_silence_is_not_sure_for_every_question(answering, tmp_path):
    given = answers(answering, tmp_path)
    assert given == dict.fromkeys(("owner", "leaves", "soil"), NOT_SURE)


@pytest.mark.parametrize("term", [YELLOW, TIPS, "HP:0000199"], ids=["itself", "a descendant", "a former id"])
def test_an_observed_term_or_its_descendant_makes_an_option_yes(answering, tmp_path, term):
    assert answers(answering, tmp_path, term)["leaves"] == Answer.of(["yellow"])


def test_an_obsolete_term_means_the_one_that_replaced_it(answering, tmp_path):
    assert answers(answering, tmp_path, "HP:0000300")["leaves"] == Answer.of(["limp"])


def test_an_observed_ancestor_says_nothing_about_a_finer_option(answering, tmp_path):
    assert answers(answering, tmp_path, SICK)["leaves"] == NOT_SURE


@pytest.mark.parametrize("term", [YELLOW, SICK], ids=["itself", "an ancestor"])
def test_an_excluded_term_or_its_ancestor_makes_an_option_no(answering, tmp_path, term):
    assert "yellow" in answers(answering, tmp_path, excluded=[term])["leaves"].no


def test_an_excluded_descendant_says_nothing(answering, tmp_path):
    assert answers(answering, tmp_path, excluded=[TIPS])["leaves"] == NOT_SURE


def test_an_option_with_several_codes_is_no_only_when_all_are_excluded(answering, tmp_path):
    assert "limp" not in answers(answering, tmp_path, excluded=[LIMP])["leaves"].no
    assert "limp" in answers(answering, tmp_path, excluded=[LIMP, CURLED])["leaves"].no


def test_all_codes_are_yes_together_and_no_by_any_one(answering, tmp_path):
    assert "smoke" in answers(answering, tmp_path, TIPS, LIMP)["leaves"].yes
    assert "smoke" not in answers(answering, tmp_path, TIPS)["leaves"].yes
    assert "smoke" in answers(answering, tmp_path, YELLOW, excluded=[LIMP])["leaves"].no


def test_yes_outweighs_no(answering, tmp_path):
    given = answers(answering, tmp_path, TIPS, excluded=[YELLOW])["leaves"]
    assert "yellow" in given.yes and "yellow" not in given.no


@pytest.mark.parametrize(
    ("history", "yes", "no"),
    [
        ({"hangs": "yes"}, True, False),
        ({"hangs": True}, True, False),
        ({"hangs": "no"}, False, True),
        ({"posture": ["upright", "hanging"]}, True, False),
        ({"posture": "upright"}, False, False),
        ({"posture": "no"}, False, True),
        ({"colour": "yes"}, False, False),
    ],
)
def test_history_is_read_by_its_values(answering, tmp_path, history, yes, no):
    given = answers(answering, tmp_path, history=history)["leaves"]
    assert ("limp" in given.yes, "limp" in given.no) == (yes, no)


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({"sex": "female"}, Answer.of(["friend"], ["mine", "seedling"])),
        ({"sex": "FEMALE"}, Answer.of(["friend"], ["mine", "seedling"])),
        ({"sex": "male"}, Answer.of(no=["friend"])),
        ({"sex": "unknown_sex"}, NOT_SURE),
        ({"age_years": 1}, Answer.of(["seedling"], ["mine", "friend"])),
        ({"age_last": "P11M"}, Answer.of(["seedling"], ["mine", "friend"])),
        ({"age_last": "P1Y6M3D"}, Answer.of(["seedling"], ["mine", "friend"])),
        ({"age_last": "P50Y"}, Answer.of(no=["seedling"])),
        ({"sex": "female", "age_years": 1}, NOT_SURE),
    ],
)
def test_sex_and_age_choose_where_they_are_told(answering, tmp_path, facts, answer):
    assert answers(answering, tmp_path, **facts)["owner"] == answer


def test_the_onset_class_is_a_fact_like_another(answering, tmp_path):
    assert answers(answering, tmp_path, onset_class="early")["soil"].yes == {"wet"}


def test_a_one_question_takes_the_option_whose_code_stands_below_the_others(tmp_path):
    finer = with_rules(tmp_path, **{"codes: [HP:0000220]": f"codes: [{SOIL}]"})
    assert answers(finer, tmp_path, WET)["soil"].yes == {"wet"}
    assert answers(finer, tmp_path, DRY)["soil"].yes == {"dry"}


def test_a_one_question_takes_the_code_farther_from_the_root_between_strangers(tmp_path):
    deeper = with_rules(tmp_path, **{"codes: [HP:0000210]": f"codes: [{TIPS}]"})
    assert answers(deeper, tmp_path, TIPS, DRY)["soil"].yes == {"wet"}


def test_a_one_question_with_two_answers_equally_specific_is_not_sure(answering, tmp_path):
    assert answers(answering, tmp_path, WET, DRY)["soil"] == NOT_SURE


def test_a_fact_and_a_code_for_different_options_are_not_sure(answering, tmp_path):
    assert answers(answering, tmp_path, WET, history={"watered": "never"})["soil"] == NOT_SURE


def test_an_excluded_term_rules_out_one_option_of_a_one_question(answering, tmp_path):
    assert answers(answering, tmp_path, excluded=[WET])["soil"] == Answer.of(no=["wet"])


def test_codes_that_the_ontology_lacks_are_named(tmp_path):
    wrong = with_rules(tmp_path, **{"codes: [HP:0000210]": "codes: [HP:9999999]"})
    assert wrong.unknown_codes() == ("HP:9999999",)


def test_the_ranking_is_what_the_page_shows(answering, tmp_path):
    result = one(answering, case(tmp_path, LIMP, DRY))
    assessment = assess(answering.questionnaire, result.answered.response)
    assert list(result.ranking) == as_json(answering.questionnaire, assessment)["ranking"] == ["too_dry"]
    assert result.first == "too_dry" and result.level == "strong"


def test_no_clear_match_is_an_empty_ranking(answering, tmp_path):
    result = one(answering, case(tmp_path, category="none"))
    assert result.ranking == () and result.first == "none" and result.is_right


def test_terms_are_caught_by_the_options_that_they_reach(answering, tmp_path):
    result = one(answering, case(tmp_path, TIPS, SICK))
    assert [term.id for term in result.caught] == [TIPS]
    assert [term.id for term in result.uncaught] == [SICK]
    assert result.says_little


def test_an_explanation_names_terms_path_findings_patterns_and_what_was_missed(answering, tmp_path):
    wrong = case(tmp_path, TIPS, SICK, WET, DRY, excluded=[{"id": LIMP, "label": "x"}], category="too_dry", sex="male")
    text = explained(answering.questionnaire, answering.ontology, one(answering, wrong))
    for words in (
        "+ HP:0000111 HP:0000111: leaves.yellow",
        "- HP:0000100 HP:0000100: no option asks about it",
        "+ HP:0000210 HP:0000210: soil.wet (unresolved)",
        "+ HP:0000120 x: leaves.smoke is no",
        "+ sex: male: owner.friend is no",
        "  owner: no friend",
        "  soil: not sure",
        "Findings there: yellow_leaves",
        "    thirst: yellow_leaves -2",
        "  no option asks about HP:0000100",
        "  wet was said, but the question had more than one answer",
        "  the core sign of too_dry is unknown",
        "  thirst would also count: dry_soil, limp_leaves",
    ):
        assert words in text, words
