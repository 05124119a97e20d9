"""Safety: nothing but a yes may decide a red flag, and nothing may hide the questions that it reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from triage.core.conditions import Condition
from triage.core.questionnaire import Finding, Questionnaire
from triage.rule_files.build_conditions import depends_on_not, questions_read
from triage.rule_files.document import Document, Place


def report_unsafe(document: Document, questionnaire: Questionnaire, findings: Mapping[str, Finding]) -> None:
    """Report every red flag for which the first promise would not hold."""
    asked = {question.id: question.ask_when for question in questionnaire.questions if question.ask_when}
    offered = {
        question.id: [option.offered_when for option in question.options if option.offered_when]
        for question in questionnaire.questions
    }
    means_no = {question.id for question in questionnaire.questions if question.skipped_means_no}
    for i, flag in enumerate(questionnaire.red_flags):
        place: Place = ("red_flags", i, "when")
        if depends_on_not(flag.when, findings):
            message = f"red flag `{flag.id}` depends on a `not`, directly or through a finding"
            document.report("R018", place, message, "say what must be there, with an option of its own")
        for question in sorted(_leading_to(flag.when, asked, findings)):
            if question in asked and depends_on_not(asked[question], {}):
                message = f"red flag `{flag.id}` depends on question `{question}`, whose `ask_when` holds a `not`"
                document.report("R018", place, message, "ask that question without a `not`")
            if any(depends_on_not(when, {}) for when in offered[question]):
                message = (
                    f"red flag `{flag.id}` depends on question `{question}`, where an `offered_when` holds a `not`"
                )
                document.report("R018", place, message, "offer its options without a `not`")
        for decider in sorted(_deciders(questions_read(flag.when, findings), asked) - means_no):
            if decider in asked:  # skipped, it is unknown and hides nothing; asked and answered no, it can
                message = f"red flag `{flag.id}` waits for question `{decider}`, and asking that could hide the flag"
                document.report("R018", place, message, f"write `skipped_means: no` at `{decider}`")


def _deciders(read: Iterable[str], asked: Mapping[str, Condition]) -> set[str]:
    """The questions that decide whether some others are asked."""
    conditions = [asked[question] for question in read if question in asked]
    return {decider for condition in conditions for decider in _leading_to(condition, asked, {})}


def _leading_to(when: Condition, asked: Mapping[str, Condition], findings: Mapping[str, Finding]) -> set[str]:
    """The questions that a condition reads, and those that decide whether these are asked."""
    waiting = set(questions_read(when, findings))
    found: set[str] = set()
    while waiting:
        question = waiting.pop()
        found.add(question)
        if question in asked:
            waiting |= questions_read(asked[question], {}) - found
    return found
