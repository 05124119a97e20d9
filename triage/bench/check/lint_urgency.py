"""Urgency in words: a red flag whose text calls for help sooner or later than its urgency says."""

from __future__ import annotations

import re

from triage.core.questionnaire import URGENCIES, Questionnaire
from triage.core.wording import VOICES
from triage.rule_files.document import Document

WORDS = {
    "emergency": r"emergency number|ambulance|\bnow\b|at once|immediately|(?:right|straight) away",
    "same_day": r"\btoday\b|tonight|same day|within (?:the |a few |some |\w+ )?hours|\d+ hours",
    "soon": r"this week|tomorrow|(?:within|in) (?:the next |a few |some |\w+ )?days|within (?:a|one|two) weeks?",
    "routine": r"in the next weeks|(?:within|in) (?:a few|some) weeks|(?:within|in) (?:a|the next) months?|some day",
}
"""What each urgency sounds like. What a sentence says under a condition (`if`, `when`, `unless`) does not count."""
CONDITION = re.compile(r"\b(?:if|when|unless|until)\b", re.IGNORECASE)
STILL = re.compile(r"\beven (?:if|when)\b", re.IGNORECASE)


def report_urgencies(document: Document, questionnaire: Questionnaire) -> None:
    """Add R209 to a document that a questionnaire was built from."""
    for i, flag in enumerate(questionnaire.red_flags):
        for voice in VOICES:
            said = said_urgency(flag.say.for_(voice))
            if said is not None and said != flag.urgency:
                message = f"red flag `{flag.id}` has the urgency `{flag.urgency}`, but its words sound like `{said}`"
                hint = "change the urgency or the words: people do what the words say"
                document.report("R209", ("red_flags", i, "urgency"), message, hint)
                break


def said_urgency(text: str) -> str | None:
    """Return the highest urgency that the words of a text stand for, or None where they stand for none."""
    sentences = re.split(r"(?<=[.!?])\s+", STILL.sub("although", text))
    said = " ".join(sentence for sentence in sentences if not CONDITION.search(sentence))
    return next((each for each in reversed(URGENCIES) if re.search(WORDS[each], said, re.IGNORECASE)), None)
