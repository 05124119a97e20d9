"""Forty slips that a clinician makes: each is told first at its line, in words that help to mend it."""

from __future__ import annotations

import pytest

from tests.conftest import HOUSEPLANT
from tests.rule_files.slips import SLIPS
from triage.bench.check.command import check_all
from triage.rule_files.load import examine

GOOD = HOUSEPLANT.read_text(encoding="utf-8")


def first(tmp_path, text):
    file = tmp_path / "rules.yaml"
    file.write_text(text, encoding="utf-8")
    return check_all(file, examine(file, "2026-11-25"))[str(file)][0]


@pytest.mark.parametrize("slip", SLIPS, ids=[slip.name for slip in SLIPS])
def test_a_slip_is_told_first_at_its_line_in_words_that_help(tmp_path, slip):
    found = first(tmp_path, slip.typed(GOOD))
    said = f"{found.message} {found.hint}"
    assert found.line == slip.line(GOOD)
    assert [word for word in slip.words if word.lower() not in said.lower()] == []
    assert [word for word in slip.never if word in said] == []


@pytest.mark.parametrize("slip", SLIPS, ids=[slip.name for slip in SLIPS])
def test_a_slip_is_not_told_over_and_over(tmp_path, slip):
    file = tmp_path / "rules.yaml"
    file.write_text(slip.typed(GOOD), encoding="utf-8")
    assert len(check_all(file, examine(file, "2026-11-25"))[str(file)]) <= 4


def test_there_are_forty():
    assert len({slip.name for slip in SLIPS}) == len(SLIPS) == 40
