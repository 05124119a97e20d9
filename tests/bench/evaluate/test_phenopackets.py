"""Phenopackets as the world writes them: both versions and spellings, families, cohorts; nothing is lost unsaid."""

from __future__ import annotations

import codecs
import json

import pytest
import yaml

from triage.bench.evaluate.coded_cases import read_cases
from triage.bench.refusal import EvaluationError

SIGN = {"type": {"id": "HP:0000110", "label": "Yellow leaves"}}
ROOT_ROT = {"id": "MONDO:1", "label": "Root rot"}


def packet(**more):
    return {"id": "p", "phenotypicFeatures": [SIGN], "metaData": {}, **more}


def read(tmp_path, content, name="p.json"):
    """The cases of a file, and what of it was not read."""
    path, unread = tmp_path / name, []
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    path.write_bytes(raw)
    return read_cases(path, ["too_dry"], unread), unread


def onset(tmp_path, element):
    ((case,), unread) = read(tmp_path, packet(diseases=[{"term": ROOT_ROT, "onset": element}]))
    return case.onset, unread


def test_of_a_family_the_proband_is_read_and_the_relatives_are_told(tmp_path):
    ((case,), unread) = read(tmp_path, {"id": "f", "proband": packet(), "relatives": [packet(id="mother")]})
    assert case.id == "p" and case.observed[0].label == "Yellow leaves"
    assert unread == [f"{tmp_path / 'p.json'}:1: only the proband of this family is read; relatives passed over: 1"]


def test_of_a_cohort_every_member_is_read(tmp_path):
    cases, unread = read(tmp_path, {"id": "c", "members": [packet(id="a"), packet(id="b")]})
    assert [case.id for case in cases] == ["a", "b"] and unread == []


def test_field_names_may_be_spelt_as_in_the_definition(tmp_path):
    spelt = {
        "id": "s",
        "subject": {"time_at_last_encounter": {"age": {"iso8601duration": "P10Y"}}},
        "phenotypic_features": [SIGN],
        "meta_data": {"external_references": [{"id": "PMID:1"}]},
    }
    ((case,), _) = read(tmp_path, spelt)
    assert (case.age_years, case.source, len(case.observed)) == (10, "PMID:1", 1)


@pytest.mark.parametrize(
    ("disease", "name"),
    [
        ({"classOfOnset": {"id": "HP:0011463", "label": "Childhood onset"}}, "Childhood onset"),
        ({"ageOfOnset": {"age": "P3Y"}}, "Childhood onset"),
        ({"ageRangeOfOnset": {"start": {"age": "P50Y"}, "end": {"age": "P60Y"}}}, "Middle age onset"),
    ],
)
def test_version_1_names_an_onset_in_a_field_for_each_kind(tmp_path, disease, name):
    ((case,), unread) = read(tmp_path, packet(diseases=[{"term": ROOT_ROT, **disease}]))
    assert case.onset == (name,) and unread == []


def test_version_1_may_tell_a_range_of_ages(tmp_path):
    subject = {"ageRangeAtCollection": {"start": {"age": "P30Y"}, "end": {"age": "P35Y"}}}
    ((case,), _) = read(tmp_path, packet(subject=subject))
    assert case.age_years == 30


@pytest.mark.parametrize(
    ("element", "name"),
    [
        ({"age": {"iso8601duration": "P0.5Y"}}, "Infantile onset"),
        ({"age": {"iso8601duration": "P1,5Y"}}, "Childhood onset"),
        ({"ontologyClass": {"id": "HP:0011463"}}, "Childhood onset"),
        ({"ontologyClass": {"id": "HP:0011461", "label": "prenatal"}}, "Fetal onset"),
        ({"ontologyClass": {"id": "HP:0030674"}}, "Fetal onset"),
        ({"gestationalAge": {"weeks": 20}}, "Fetal onset"),
    ],
)
def test_fractions_terms_by_their_id_and_weeks_of_pregnancy_are_onsets(tmp_path, element, name):
    assert onset(tmp_path, element) == ((name,), [])


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ({"age": {"iso8601duration": "24Y"}}, "`24Y` is no ISO 8601 duration such as P50Y"),
        ({"age": {"iso8601duration": "P1.2.3Y"}}, "`P1.2.3Y` is no ISO 8601 duration"),
        ({"timestamp": "2020-01-01T00:00:00Z"}, "`timestamp` is no ISO 8601 duration"),
        ({"ontologyClass": {"id": "HP:9999999"}}, "`HP:9999999` is no known term for an onset"),
    ],
)
def test_what_is_no_onset_is_left_out_and_told(tmp_path, element, words):
    found, (told,) = onset(tmp_path, element)
    assert found == () and words in told


def test_an_age_at_the_last_visit_that_is_no_duration_is_told(tmp_path):
    subject = {"timeAtLastEncounter": {"age": {"iso8601duration": "24Y"}}}
    ((case,), (told,)) = read(tmp_path, packet(subject=subject))
    assert case.age_years is None and "the age at the last visit is left out: `24Y`" in told


def test_the_onset_of_another_disease_is_not_that_of_this_one(tmp_path):
    late = {**SIGN, "onset": {"age": {"iso8601duration": "P65Y"}}}
    other = {"term": {"id": "MONDO:2", "label": "Mildew"}, "onset": {"age": {"iso8601duration": "P20Y"}}}
    ((case,), _) = read(tmp_path, packet(phenotypicFeatures=[late], diseases=[other]))
    assert case.onset == ("Late onset",)


def test_the_diagnosis_of_the_interpretation_says_whose_onset_counts(tmp_path):
    diseases = [
        {"term": {"id": "MONDO:2"}, "onset": {"age": {"iso8601duration": "P20Y"}}},
        {"term": ROOT_ROT, "onset": {"age": {"iso8601duration": "P3Y"}}},
    ]
    interpretations = [{"diagnosis": {"disease": ROOT_ROT}}]
    ((case,), _) = read(tmp_path, packet(diseases=diseases, interpretations=interpretations))
    assert (case.onset, case.disease) == (("Childhood onset",), "Root rot")


def test_onsets_of_several_diseases_without_a_diagnosis_are_told_not_guessed(tmp_path):
    diseases = [{"term": {"id": f"MONDO:{n}"}, "onset": {"age": {"iso8601duration": "P3Y"}}} for n in (1, 2)]
    ((case,), (told,)) = read(tmp_path, packet(diseases=diseases))
    assert case.onset == () and "several diseases" in told


def test_a_phenopacket_may_be_yaml(tmp_path):
    ((case,), unread) = read(tmp_path, yaml.safe_dump(packet()).encode(), "p.yaml")
    assert case.observed[0].id == "HP:0000110" and unread == []


@pytest.mark.parametrize(("written", "counts"), [("true", "excluded"), ("false", "observed")])
def test_a_sign_that_a_yaml_phenopacket_denies_is_denied(tmp_path, written, counts):
    text = f"id: p\nmetaData: {{}}\nphenotypicFeatures:\n- type: {{id: HP:0000110}}\n  excluded: {written}\n"
    ((case,), _) = read(tmp_path, text.encode(), "p.yaml")
    assert [term.id for term in getattr(case, counts)] == ["HP:0000110"]


def test_a_patient_without_a_sign_is_refused_and_never_scored(tmp_path):
    with pytest.raises(EvaluationError, match="no sign that can be read"):
        read(tmp_path, packet(phenotypicFeatures=[]))


def test_names_that_start_with_a_dot_are_passed_over(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(packet()))
    (tmp_path / "._a.json").write_bytes(b"\x00\x05")
    (tmp_path / ".#b.json").symlink_to(tmp_path / "nowhere")
    assert [case.id for case in read_cases(tmp_path, ["too_dry"])] == ["p"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_may_start_with_a_byte_order_mark(tmp_path, encoding):
    raw = json.dumps(packet()).encode(encoding)
    assert raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    ((case,), _) = read(tmp_path, raw)
    assert case.id == "p"
