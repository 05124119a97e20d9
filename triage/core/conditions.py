"""Conditions: three-valued questions about answers, by Kleene's tables.

A condition is a small tree of frozen nodes. `holds` says *yes*, *no* or *unknown*; an answer that
is missing, not sure or not asked is unknown and never quietly becomes *no*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from triage.core.answers import Answer, Answers


class Truth(Enum):
    """Yes, no or unknown. Has no truth value of its own, so that none can be taken for another."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("compare a Truth with Truth.YES, Truth.NO or Truth.UNKNOWN")


@dataclass(frozen=True, slots=True)
class Chosen:
    """At least `at_least` of `options` of `question` are yes."""

    question: str
    options: tuple[str, ...]
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """A finding that stands earlier in the file."""

    finding: str


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One part or more holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition = Chosen | Found | All | Any | Not
Findings = Mapping[str, Truth]
Test = Callable[[Answers, Findings], Truth]

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
_OPPOSITE = {YES: NO, NO: YES, UNKNOWN: UNKNOWN}
_NOTHING = Answer()


def holds(condition: Condition, answers: Answers, findings: Findings) -> Truth:
    """Tell whether `condition` holds for these answers (question id -> Answer) and findings (id -> Truth)."""
    return compiled(condition)(answers, findings)


def compiled(condition: Condition) -> Test:
    """Turn a condition into a function of (answers, findings); made once, called for every response."""
    match condition:
        case Chosen(question, options, at_least):
            return _chosen(question, frozenset(options), at_least)
        case Found(finding):
            return lambda answers, findings: findings.get(finding, UNKNOWN)
        case Not(part):
            inner = compiled(part)
            return lambda answers, findings: _OPPOSITE[inner(answers, findings)]
        case All(parts):
            return _settled_by(NO, YES, tuple(compiled(part) for part in parts))
        case Any(parts):
            return _settled_by(YES, NO, tuple(compiled(part) for part in parts))


def _chosen(question: str, options: frozenset[str], at_least: int) -> Test:
    spare = len(options) - at_least

    def test(answers: Answers, findings: Findings) -> Truth:
        answer = answers.get(question, _NOTHING)
        if len(options & answer.yes) >= at_least:
            return YES
        return NO if len(options & answer.no) > spare else UNKNOWN

    def test_one(answers: Answers, findings: Findings) -> Truth:
        answer = answers.get(question, _NOTHING)
        if not options.isdisjoint(answer.yes):
            return YES
        return NO if options <= answer.no else UNKNOWN

    return test_one if at_least == 1 else test


def _settled_by(decisive: Truth, otherwise: Truth, tests: tuple[Test, ...]) -> Test:
    def test(answers: Answers, findings: Findings) -> Truth:
        result = otherwise
        for part in tests:
            truth = part(answers, findings)
            if truth is decisive:
                return decisive
            if truth is UNKNOWN:
                result = UNKNOWN
        return result

    return test


def chosen_in(condition: Condition) -> Iterator[Chosen]:
    """Yield what a condition reads of answers by itself, not through findings."""
    return (node for node in nodes(condition) if isinstance(node, Chosen))


def questions_in(condition: Condition) -> frozenset[str]:
    """Return the ids of the questions that a condition reads by itself, not through findings."""
    return frozenset(node.question for node in chosen_in(condition))


def findings_in(condition: Condition) -> frozenset[str]:
    """Return the ids of the findings that a condition names."""
    return frozenset(node.finding for node in nodes(condition) if isinstance(node, Found))


def nodes(condition: Condition) -> Iterator[Condition]:
    """Yield the condition and every condition inside it."""
    yield condition
    match condition:
        case All(parts) | Any(parts):
            for part in parts:
                yield from nodes(part)
        case Not(part):
            yield from nodes(part)
        case Chosen() | Found():
            return
