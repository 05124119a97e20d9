"""Readers answered for people whose stories they read. No undisputed emergency may come out as anything lower."""

from __future__ import annotations

from pathlib import Path

import pytest

from triage.bench.evaluate.story_answers import read_stories
from triage.bench.evaluate.story_report import StoryReport, story_report, story_told

READINGS = ("answers", "answers_again")
"""Each by readers who had not seen the other."""


@pytest.fixture(scope="module", params=READINGS)
def report(request, rules) -> StoryReport:
    """A reading kept beside this test, under the shipped rules. A file that is missing or empty is an error."""
    path = Path(__file__).parent / f"{request.param}.jsonl"
    return story_report(path.stem, rules, read_stories([path], None, rules)[path.stem])


def test_every_answer_of_a_reader_means_something_to_the_rules(report):
    assert not report.read.faults, "a question or option was retired: have readers answer these stories again"
    assert not report.read.not_answered


def test_no_undisputed_emergency_is_shown_as_anything_lower(report):
    emergencies = [each for each in report.judged if each.story.level == "emergency" and not each.story.disputable]
    assert emergencies, "no story of an undisputed emergency has answers"
    missed = [story_told(each) for each in emergencies if each.direction == "under"]
    assert not missed, "\n\n".join(missed)
