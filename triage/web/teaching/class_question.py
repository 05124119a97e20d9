"""What a live class is asked: which group fits, or how soon help is needed. Its choices, and what is right."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from triage.core.questionnaire import URGENCIES
from triage.rule_files.lessons import VOTES
from triage.rule_files.worked_cases import WorkedCase
from triage.store.class_rooms import Room
from triage.teaching.prediction import NO_GROUP
from triage.web.rule_words import CALL_WORDS
from triage.web.teaching.prediction_form import groups_offered
from triage.web.visit import site

URGENCY = "urgency"


def questions() -> Mapping[str, str]:
    """Return what can be asked, in words, the usual one first."""
    return dict(zip(VOTES, (_("Which group fits best?"), _("How soon is help needed?")), strict=True))


def question_of(room: Room) -> str:
    """Return what a class is asked, in words."""
    return questions()[room.question]


def question_with(choice: str) -> str | None:
    """Return the question that has this choice; None where none has it."""
    return next((question for question in VOTES if choice in choices(question)), None)


def choices(question: str) -> Mapping[str, str]:
    """Return what can be chosen, and its words: groups as in the rule file, or the most urgent first."""
    if question == URGENCY:
        return {id: str(words) for id, words in CALL_WORDS.items()}
    return groups_offered(site().questionnaire, "self")


def right_for(room: Room, case: WorkedCase | None) -> tuple[str, ...]:
    """Return the choices that the author of a case calls right, the best first."""
    if room.question == URGENCY:
        return ((case.expects.urgency if case else None) or URGENCIES[0],)
    return (case.right if case else ()) or (NO_GROUP,)


def told_too(room: Room, case: WorkedCase | None) -> str:
    """Return what is told with the answer: how soon, or where that was asked, the group. Nothing without a case."""
    if case is None:
        return ""
    if room.question == URGENCY:
        groups = groups_offered(site().questionnaire, "self")
        best = case.right or (NO_GROUP,)
        told: str = _("Group: %(group)s", group=" / ".join(groups[id] for id in best))
        return told
    when: str = _("How soon: %(when)s", when=CALL_WORDS[case.expects.urgency or URGENCIES[0]])
    return when
