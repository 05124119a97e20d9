"""The ids and names of the ontology that come along are those of the release that the bench reads, and small."""

from __future__ import annotations

import gzip

from triage.bench.hpo_library import hpo
from triage.bench.hpo_terms_file import terms_file
from triage.rule_files.hpo_terms import FILE, named_codes, release, replaced_by, term_name, with_name


def test_the_file_is_what_its_command_makes():
    assert gzip.decompress(FILE.read_bytes()) == gzip.decompress(terms_file(hpo()))


def test_the_file_is_small_and_says_whose_work_it_is():
    assert FILE.stat().st_size < 400_000
    head = gzip.decompress(FILE.read_bytes())[:500].decode()
    assert f"release {release()}" in head and "HPO Consortium" in head and "license" in head


def test_a_code_is_a_term_a_former_one_or_none():
    assert (term_name("HP:0000508"), replaced_by("HP:0000508")) == ("Ptosis", None)
    assert (term_name("HP:0000057"), replaced_by("HP:0000057")) == (None, "HP:0008665")
    assert (term_name("HP:9999999"), replaced_by("HP:9999999")) == (None, None)
    assert with_name("HP:9999999") == "HP:9999999" and named_codes("ptosis") == ["HP:0000508"]
