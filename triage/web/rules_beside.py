"""What stands beside the rules of a live site, as far as it is sound. A fault in it is logged and stops nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from pathlib import Path

from triage.core.questionnaire import Questionnaire
from triage.rule_files.diagnostics import Diagnostic
from triage.rule_files.lessons import Lesson, examine_lessons, lessons_beside
from triage.rule_files.look_alikes import LookAlike, examine_look_alikes, look_alikes_beside
from triage.rule_files.measured import Measured, examine_measured, measured_beside
from triage.rule_files.resources import Resource, examine_resources, resources_beside
from triage.rule_files.worked_cases import WorkedCase, cases_beside, examine_cases

LOG = logging.getLogger("triage")


def sound_resources(rules: Path, questionnaire: Questionnaire) -> tuple[Resource, ...]:
    """Return the links beside rules; none where one has a fault."""
    path = resources_beside(rules)
    if not path.exists():
        return ()
    resources, found = examine_resources(path, [category.id for category in questionnaire.categories])
    return () if _logged(found, "its links are left out") else resources


def sound_cases(rules: Path, questionnaire: Questionnaire) -> tuple[WorkedCase, ...]:
    """Return the worked cases beside rules, without those of a file in which one has a fault."""
    folder = cases_beside(rules)
    if not folder.exists():
        return ()
    cases, found = examine_cases(folder, questionnaire)
    faulty = _logged(found, "its cases are left out")
    return tuple(case for case in cases if case.file not in faulty)


def sound_measures(rules: Path, questionnaire: Questionnaire) -> Measured:
    """Return the measures beside rules; none where the file has a fault."""
    path = measured_beside(rules)
    if not path.exists():
        return Measured()
    measured, found = examine_measured(path, questionnaire)
    return Measured() if _logged(found, "its measures are left out") else measured


def sound_look_alikes(rules: Path, questionnaire: Questionnaire, cases: Sequence[WorkedCase]) -> tuple[LookAlike, ...]:
    """Return the look-alikes beside rules, without the pairs in which something is wrong."""
    path = look_alikes_beside(rules)
    if not path.exists():
        return ()
    pairs, found = examine_look_alikes(path, questionnaire, cases)
    _logged(found, "what it spoils is left out")
    return pairs


def sound_lessons(
    rules: Path, questionnaire: Questionnaire, cases: Sequence[WorkedCase], pairs: Sequence[LookAlike]
) -> tuple[Lesson, ...]:
    """Return the lessons beside rules, without those in which something is wrong."""
    path = lessons_beside(rules)
    if not path.exists():
        return ()
    lessons, found = examine_lessons(path, questionnaire, cases, pairs)
    _logged(found, "what it spoils is left out")
    return lessons


def _logged(found: Iterable[Diagnostic], what: str) -> set[str]:
    """Log a line for each file with errors. Returns those files."""
    by_file: dict[str, list[Diagnostic]] = {}
    for each in found:
        if each.is_error:
            by_file.setdefault(each.file, []).append(each)
    for file, errors in by_file.items():
        first = min(errors, key=lambda each: each.line)
        more = f", and {len(errors) - 1} more" if len(errors) > 1 else ""
        LOG.warning("%s:%d: %s%s: %s; `triage check` says more", file, first.line, first.message, more, what)
    return set(by_file)
