"""Expected findings that most people are never asked about, so that their absence takes nothing away."""

from __future__ import annotations

from collections.abc import Iterator

from triage.core.answers import Answer
from triage.core.conditions import NO, UNKNOWN, Truth
from triage.core.dependencies import reads
from triage.core.questionnaire import Pattern, Questionnaire
from triage.rule_files.document import Document, Place


def report_expected(document: Document, questionnaire: Questionnaire) -> None:
    """Add R222 to a document that a questionnaire was built from."""
    skipped = _skipped(questionnaire)
    truths = _without(questionnaire, skipped)
    for place, pattern in _patterns(questionnaire):
        for weight in (each for each in pattern.weights if each.role == "expects"):
            if truths[weight.finding] is UNKNOWN:
                read = reads(questionnaire, questionnaire.finding(weight.finding).when)
                question = next(each.id for each in questionnaire.questions if each.id in read & skipped)
                message = (
                    f"pattern `{pattern.id}` expects `{weight.finding}`, but whoever is not asked `{question}` "
                    "loses nothing without it: not asked is not known"
                )
                hint = f"say `skipped_means: no` in question `{question}` where a skip means no, or do not expect it"
                document.report("R222", (*place, "expects", weight.strength), message, hint)


def _skipped(questionnaire: Questionnaire) -> set[str]:
    """The questions that somebody without any sign is not asked, whoever it is, and that say not what a skip means."""
    answers: dict[str, Answer] = {}
    skipped: set[str] = set()
    for question, asked in questionnaire.ask_tests:
        if asked is not None and asked(answers, {}) is NO and not question.skipped_means_no:
            skipped.add(question.id)
        elif question.kind == "many" or question.skipped_means_no:
            answers[question.id] = Answer(no=question.option_ids)
    return skipped


def _without(questionnaire: Questionnaire, skipped: set[str]) -> dict[str, Truth]:
    """What each finding is for somebody who has no sign at all and is not asked the questions in `skipped`."""
    asked = (question for question in questionnaire.questions if question.id not in skipped)
    answers = {question.id: Answer(no=question.option_ids) for question in asked}
    truths: dict[str, Truth] = {}
    for finding, test in questionnaire.finding_tests:
        truths[finding] = test(answers, truths)
    return truths


def _patterns(questionnaire: Questionnaire) -> Iterator[tuple[Place, Pattern]]:
    for i, category in enumerate(questionnaire.categories):
        for j, pattern in enumerate(category.patterns):
            yield ("categories", i, "patterns", j), pattern
    for i, pattern in enumerate(questionnaire.elsewhere):
        yield ("elsewhere", i), pattern
