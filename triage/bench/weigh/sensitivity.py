"""Sensitivity: how many more cases would be right if a strength were a word up or down, or one thing were left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from triage.bench.evaluate.coded_cases import NONE
from triage.bench.evaluate.results import Result
from triage.bench.weigh.coded_matrix import CodedMatrix, Floats, coded_matrix
from triage.bench.weigh.objective import SHUT, Objective
from triage.bench.weigh.reweighed import thresholds_of
from triage.core.answers import NOT_SURE
from triage.core.assessment import assess
from triage.core.conditions import UNKNOWN
from triage.core.matching import elsewhere_pattern, stand
from triage.core.questionnaire import Questionnaire
from triage.core.scoring import score

Tried = Iterator[tuple[str, list[bool]]]
"""What was changed, and which cases are right first with it."""
SHOWN = 15


@dataclass(frozen=True)
class CountedChange:
    """One change, and how many cases it makes right and wrong first."""

    what: str
    gained: int
    lost: int

    @property
    def net(self) -> int:
        """How many more cases are right first."""
        return self.gained - self.lost


def sensitivity(
    questionnaire: Questionnaire, results: Sequence[Result], say: Callable[[str, int, int], None]
) -> dict[str, tuple[CountedChange, ...]]:
    """Return every change by its kind: a strength a word up or down; a finding, question or source left out."""
    results = [result for result in results if result.case.category is not None]
    right = [result.is_right for result in results]
    matrix = coded_matrix(questionnaire, results)
    work: list[tuple[str, Tried]] = [
        ("a strength a word up or down", _strengths(matrix)),
        ("a finding left out", _findings(questionnaire, results)),
        ("a question left out", _questions(questionnaire, results)),
        ("a source left out", _sources(questionnaire, results)),
    ]
    found = {}
    for done, (kind, tried) in enumerate(work, 1):
        found[kind] = tuple(_change(what, right, now) for what, now in tried)
        say("kinds of change", done, len(work))
    return found


def _change(what: str, before: Sequence[bool], after: Sequence[bool]) -> CountedChange:
    pairs = list(zip(before, after, strict=True))
    return CountedChange(what, sum(now and not was for was, now in pairs), sum(was and not now for was, now in pairs))


def as_text(found: dict[str, tuple[CountedChange, ...]]) -> str:
    """Return for each kind the changes that matter most, worst first, then best."""
    lines = []
    for kind, changes in found.items():
        moved = [change for change in changes if change.gained or change.lost]
        lines.append(f"{kind}: {len(changes)} tried, {len(moved)} move some case")
        for change in sorted(moved, key=lambda change: (-abs(change.net), -change.gained - change.lost, change.what))[
            :SHOWN
        ]:
            lines.append(f"  {change.net:+d} ({change.gained} gained, {change.lost} lost): {change.what}")
    return "\n".join(lines)


def as_json(found: dict[str, tuple[CountedChange, ...]]) -> dict[str, list[dict[str, Any]]]:
    """Return the changes that move some case as JSON-ready data."""
    return {kind: [asdict(each) for each in changes if each.gained or each.lost] for kind, changes in found.items()}


def _strengths(matrix: CodedMatrix) -> Tried:
    """Every strength a word up and a word down, by the result page's own rule on the matrix."""
    objective = Objective(matrix, np.ones(len(matrix.right)))
    ladder = sorted(set(matrix.questionnaire.strengths.values()))
    words = {points: word for word, points in matrix.questionnaire.strengths.items()}
    points = matrix.judged()
    totals = objective.totals(points)
    heights = objective.heights(totals)
    for place, row in enumerate(matrix.rows):
        at = ladder.index(row.points)
        for other in ladder[max(0, at - 1) : at] + ladder[at + 1 : at + 2]:
            pool = matrix.pools[row.pool]
            before = totals[row.pool, row.cases]
            after = before + row.sign * (other - points[place])
            changed = heights.copy()
            changed[row.pattern, row.cases] += np.clip(after, pool.least, pool.most) - np.clip(
                before, pool.least, pool.most
            )
            pattern, role, finding = row.name
            yield f"{pattern}: {role} {finding}: {words[row.points]} -> {words[other]}", _right(matrix, changed)


def _right(matrix: CodedMatrix, heights: Floats) -> list[bool]:
    """Whether the outcome that the result page would show first is right, in every case."""
    thresholds = thresholds_of(matrix.questionnaire)
    stood = np.where(matrix.opened, heights, SHUT)
    none = len(matrix.outcomes) - 1
    best = np.stack([stood[matrix.outcome_of == place].max(axis=0, initial=SHUT) for place in range(none + 1)])
    by_id = sorted(range(none), key=lambda place: matrix.outcomes[place])
    top = np.maximum(best[:none].max(axis=0), 0.0)
    mimic = best[none]
    nothing = (top < thresholds.some) | ((mimic >= thresholds.some) & (mimic - top > thresholds.close))
    first = np.array(by_id)[best[by_id].argmax(axis=0)]
    return [bool(each) for each in np.where(nothing, none, first) == matrix.right]


def _findings(questionnaire: Questionnaire, results: Sequence[Result]) -> Tried:
    for finding in questionnaire.findings:
        yield finding.id, _without(questionnaire, results, frozenset({finding.id}))


def _sources(questionnaire: Questionnaire, results: Sequence[Result]) -> Tried:
    """What rests on one source alone becomes unknown."""
    for source in questionnaire.sources:
        alone = frozenset(finding.id for finding in questionnaire.findings if finding.source == (source.id,))
        if alone:
            yield f"{source.id} ({len(alone)} findings rest on it alone)", _without(questionnaire, results, alone)


def _questions(questionnaire: Questionnaire, results: Sequence[Result]) -> Tried:
    for question in questionnaire.questions:
        right = []
        for result in results:
            response = result.answered.response.with_answer(question.id, NOT_SURE)
            right.append(Result(result.case, result.answered, assess(questionnaire, response)).is_right)
        yield question.id, right


def _without(questionnaire: Questionnaire, results: Sequence[Result], gone: frozenset[str]) -> list[bool]:
    """Whether each case is right first when some findings are unknown to every one of them."""
    right = []
    for result in results:
        answers = result.assessment.path.answers
        findings = dict(result.assessment.findings)
        for id, test in questionnaire.finding_tests:
            findings[id] = UNKNOWN if id in gone else test(answers, findings)
        scores = score(questionnaire, findings)
        standings = stand(questionnaire, answers, scores, elsewhere_pattern(questionnaire, answers, scores))
        first = next((each.category.id for each in standings if each.level is not None), NONE)
        right.append(first == result.case.category)
    return right
