"""Urgency in words: a red flag whose text calls for help sooner or later than its urgency says."""

from __future__ import annotations

import re

from triage.core.questionnaire import Questionnaire
from triage.core.wording import VOICES
from triage.rule_files.document import Document

WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"emergency number|ambulance", ("emergency",)),
    (r"\btoday\b|tonight|same day|within (?:the |a few |some |\w+ )?hours|\d+ hours", ("same_day",)),
    (r"\bnow\b|at once|immediately|(?:right|straight) away", ("emergency", "same_day")),
    (r"this week|tomorrow|(?:within|in) (?:the next |a few |some |\w+ )?days|within (?:a|one|two) weeks?", ("soon",)),
    (r"in the next weeks|(?:within|in) (?:a few|some) weeks|(?:within|in) (?:a|the next) months?", ("routine",)),
)
"""What words tell which urgencies. The first row with a word that stands in the text counts.

What a sentence says under a condition (`if`, `when`, `unless`, *With fever, ...*) does not count.
"""
CONDITION = re.compile(r"\b(?:if|when|unless|until)\b|^with\b", re.IGNORECASE)
STILL = re.compile(r"\beven (?:if|when)\b", re.IGNORECASE)


def report_urgencies(document: Document, questionnaire: Questionnaire) -> None:
    """Add R221 to a document that a questionnaire was built from."""
    for i, flag in enumerate(questionnaire.red_flags):
        for voice in VOICES:
            said = said_urgencies(flag.say.for_(voice))
            if said and flag.urgency not in said:
                words = " or ".join(f"`{each}`" for each in said)
                message = f"red flag `{flag.id}` has the urgency `{flag.urgency}`, but its words sound like {words}"
                hint = "change the urgency or the words: people do what the words say"
                document.report("R221", ("red_flags", i, "urgency"), message, hint)
                break


def said_urgencies(text: str) -> tuple[str, ...]:
    """Return the urgencies that the most urgent words of a text fit; none where they tell no time."""
    sentences = re.split(r"(?<=[.!?])\s+", STILL.sub("although", text))
    said = " ".join(sentence for sentence in sentences if not CONDITION.search(sentence))
    return next((fits for words, fits in WORDS if re.search(words, said, re.IGNORECASE)), ())
