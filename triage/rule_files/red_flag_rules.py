"""Safety: nothing but a yes may decide a red flag, and nothing may hide the questions that it reads."""

from __future__ import annotations

from triage.core.dependencies import depends_on_not, leading_to, reads
from triage.core.questionnaire import Questionnaire
from triage.rule_files.document import Document, Place


def report_unsafe(document: Document, questionnaire: Questionnaire) -> None:
    """Report every red flag for which the first promise would not hold."""
    asked = {question.id: question.ask_when for question in questionnaire.questions if question.ask_when}
    offered = {
        question.id: [option.offered_when for option in question.options if option.offered_when]
        for question in questionnaire.questions
    }
    means_no = {question.id for question in questionnaire.questions if question.skipped_means_no}
    for i, flag in enumerate(questionnaire.red_flags):
        place: Place = ("red_flags", i, "when")
        if depends_on_not(questionnaire, flag.when):
            message = f"red flag `{flag.id}` depends on a `not`, directly or through a finding"
            document.report("R018", place, message, "say what must be there, with an option of its own")
        for question in sorted(leading_to(questionnaire, flag.when)):
            if question in asked and depends_on_not(questionnaire, asked[question]):
                message = f"red flag `{flag.id}` depends on question `{question}`, whose `ask_when` holds a `not`"
                document.report("R018", place, message, "ask that question without a `not`")
            if any(depends_on_not(questionnaire, when) for when in offered[question]):
                message = (
                    f"red flag `{flag.id}` depends on question `{question}`, where an `offered_when` holds a `not`"
                )
                document.report("R018", place, message, "offer its options without a `not`")
        waits = [asked[question] for question in reads(questionnaire, flag.when) if question in asked]
        deciders = frozenset[str]().union(*(leading_to(questionnaire, condition) for condition in waits))
        for decider in sorted(deciders - means_no):
            if decider in asked:  # skipped, it is unknown and hides nothing; asked and answered no, it can
                message = f"red flag `{flag.id}` waits for question `{decider}`, and asking that could hide the flag"
                document.report("R018", place, message, f"write `skipped_means: no` at `{decider}`")
