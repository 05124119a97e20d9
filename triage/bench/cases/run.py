"""Trials: worked cases run through the same walk and assessment as the pages, and held against what is expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from triage.bench.assess import as_json, as_text
from triage.bench.cases.why import why_levels
from triage.core.assessment import Assessment, assess
from triage.core.questionnaire import Questionnaire
from triage.rule_files.worked_cases import NO_FLAG, WorkedCase

NO_MATCH = "no clear match"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One thing that is not as expected."""

    what: str
    expected: str
    found: str


@dataclass(frozen=True)
class CaseOutcome:
    """A case with its assessment and with all that is not as expected."""

    case: WorkedCase
    assessment: Assessment
    differences: tuple[Mismatch, ...]

    @property
    def passed(self) -> bool:
        """Whether all is as expected."""
        return not self.differences


def try_cases(questionnaire: Questionnaire, cases: Iterable[WorkedCase]) -> tuple[CaseOutcome, ...]:
    """Run each case and hold it against what is expected of it."""
    return tuple(_tried(questionnaire, case) for case in cases)


def _tried(questionnaire: Questionnaire, case: WorkedCase) -> CaseOutcome:
    assessment = assess(questionnaire, case.response)
    return CaseOutcome(case, assessment, tuple(_differences(case, assessment, questionnaire)))


def _differences(case: WorkedCase, assessment: Assessment, rules: Questionnaire) -> Iterator[Mismatch]:
    expects = case.expects
    unasked = [id for id in case.told.answers if id not in assessment.path]
    if unasked:
        yield Mismatch("questions", "each answered question is asked", f"never asked: {_listed(unasked)}")
    urgency = assessment.urgency
    if urgency != expects.urgency:
        yield Mismatch("urgency", expects.urgency or NO_FLAG, urgency or NO_FLAG)
    raised = [flag.id for flag in assessment.red_flags]
    missing = [id for id in expects.red_flags if id not in raised]
    if missing:
        yield Mismatch("red flags", _listed(missing), _listed(raised) or "none")
    matching = {match.category.id: match for match in assessment.matching}
    first = [id for id, match in matching.items() if match.rank == 1]
    if not set(first) <= set(expects.best) or bool(first) != bool(expects.best):
        yield Mismatch("best match", " or ".join(expects.best) or NO_MATCH, _listed(first) or NO_MATCH)
    near = [id for id, match in matching.items() if rules.is_close(matching[first[0]].points, match.points)]
    rivals = [id for id in near if id not in {*first, *expects.best, *expects.also}]
    if rivals:
        yield Mismatch("close beside it", _listed(expects.also) or "nothing", _listed(rivals))
    level = matching[first[0]].level if first else None
    if expects.level is not None and first and (level is None or level.id != expects.level):
        yield Mismatch("level", expects.level, level.id if level else "none")
    leads = assessment.elsewhere.pattern.id if assessment.elsewhere and assessment.elsewhere_leads else None
    if leads != expects.elsewhere:
        yield Mismatch("elsewhere", expects.elsewhere or "nothing leads", leads or "nothing leads")


def as_words(questionnaire: Questionnaire, outcomes: Sequence[CaseOutcome], why: bool = False) -> str:
    """Return what failed, two lines for each, and a summary line; with `why` also what each result rests on."""
    failed = [outcome for outcome in outcomes if not outcome.passed]
    blocks = [_failure(outcome) + (_trace(questionnaire, outcome) if why else "") for outcome in failed]
    count = len(outcomes)
    summary = f"{count} case{'' if count == 1 else 's'}: {count - len(failed)} as expected, {len(failed)} not"
    if failed and not why:
        summary += f"\n`triage cases {failed[0].case.id} --why` shows what its result rests on."
    return "\n\n".join([*blocks, summary])


def as_data(questionnaire: Questionnaire, outcomes: Sequence[CaseOutcome]) -> dict[str, Any]:
    """Return every outcome as JSON-ready data; failures carry their assessment."""
    return {
        "ruleset": questionnaire.ruleset,
        "version": questionnaire.version,
        "digest": questionnaire.digest,
        "passed": sum(outcome.passed for outcome in outcomes),
        "failed": sum(not outcome.passed for outcome in outcomes),
        "cases": [_outcome(questionnaire, outcome) for outcome in outcomes],
    }


def _failure(outcome: CaseOutcome) -> str:
    case = outcome.case
    told = [f"{each.what}: expected {each.expected}, found {each.found}" for each in outcome.differences]
    return f"{case.file}:{case.line}: case `{case.id}` failed: {case.name}\n  {'; '.join(told)}"


def _trace(questionnaire: Questionnaire, outcome: CaseOutcome) -> str:
    """What a result rests on: why each category is at its level, then the parts of its points."""
    lines = [*why_levels(questionnaire, outcome.assessment), ""]
    lines += as_text(questionnaire, outcome.assessment).splitlines()
    return "\n" + "".join(f"\n    {line}".rstrip(" ") for line in lines)


def _outcome(questionnaire: Questionnaire, outcome: CaseOutcome) -> dict[str, Any]:
    case, assessment = outcome.case, outcome.assessment
    data: dict[str, Any] = {
        "id": case.id,
        "name": case.name,
        "category": case.category,
        "file": case.file,
        "line": case.line,
        "passed": outcome.passed,
        "urgency": assessment.urgency,
        "ranking": [match.category.id for match in assessment.matching],
        "differences": [
            {"what": each.what, "expected": each.expected, "found": each.found} for each in outcome.differences
        ],
    }
    return data if outcome.passed else data | {"assessment": as_json(questionnaire, assessment)}


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(ids)
