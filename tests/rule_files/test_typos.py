"""A hundred slips of one key in the shipped rule file: each is reported at its line, with what was meant.

See tests/rule_files/typos.py for where slips are made. Some change nothing, such as one space too many in a list. Where
a name is used once, nothing tells which of declaration and use is misspelt; then the hint has to name the other line.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter

import pytest

from tests.rule_files.typos import SHARES, Slip, slips
from tests.rule_texts import as_one
from triage.rule_files.diagnostics import Diagnostic
from triage.rule_files.load import examine
from triage.settings import RULES

SEED = 2026
NUMBER = 100


def names_what_was_meant(slip: Slip, hint: str) -> bool:
    """Tell whether a hint quotes the right word, sign or indent; of a code, which nobody can know, its form."""
    if slip.word.kind == "indentation":
        return f"{len(slip.word.text)} spaces" in hint or "as many spaces" in hint
    if slip.word.kind == "code":
        return "`HP:" in hint
    if slip.word.kind == "punctuation":
        return any(slip.word.text.strip() in quoted for quoted in re.findall(r"`([^`]+)`", hint))
    return slip.word.text in re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", hint)))


@pytest.fixture(scope="module")
def tried(tmp_path_factory) -> list[tuple[Slip, tuple[Diagnostic, ...], bool]]:
    """Every slip with what the check says of it, and whether the file still means the same."""
    file = tmp_path_factory.mktemp("typos") / "rules.yaml"
    good = examine(RULES).questionnaire
    assert good is not None
    results = []
    for slip in slips(as_one(RULES), NUMBER, SEED):
        file.write_text(slip.after, encoding="utf-8")
        loaded = examine(file)
        same = (
            loaded.questionnaire is not None and dataclasses.replace(loaded.questionnaire, digest=good.digest) == good
        )
        results.append((slip, loaded.diagnostics, same))
    return results


@pytest.mark.slow
def test_the_slips_are_of_every_kind(tried):
    assert Counter(slip.word.kind for slip, _, _ in tried) == SHARES


@pytest.mark.slow
def test_a_slip_that_changes_nothing_is_not_complained_about(tried):
    assert [str(found[0]) for _, found, same in tried if same and found] == []


@pytest.mark.slow
def test_a_slip_is_reported_at_its_line_with_what_was_meant(tried, capsys):
    changed = [(slip, found) for slip, found, same in tried if not same]
    silent = [slip for slip, found in changed if not found]
    told = [(slip, found[0]) for slip, found in changed if found]
    at_line = [(slip, first) for slip, first in told if first.line == slip.line]
    elsewhere = [(slip, first) for slip, first in told if first.line != slip.line]
    lost = [(slip, first) for slip, first in elsewhere if f"line {slip.line}" not in f"{first.message} {first.hint}"]
    helped = [slip for slip, first in told if names_what_was_meant(slip, first.hint)]
    unhelped = [(slip.what, slip.word.text, str(first)) for slip, first in told if slip not in helped]
    with capsys.disabled():
        print(
            f"\n{NUMBER} slips of one key: {NUMBER - len(changed)} change nothing, {len(silent)} are not noticed, "
            f"{len(at_line)} are reported at their line, {len(elsewhere) - len(lost)} in another's hint, "
            f"{len(lost)} elsewhere; {len(helped)} of {len(told)} with what was meant"
        )
    assert len(silent) + len(lost) <= 1, (silent, lost)  # a quote mark lost from a text can make another good text
    assert len(elsewhere) <= 3, elsewhere
    assert len(helped) + NUMBER - len(changed) >= 90, unhelped
