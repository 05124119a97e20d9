"""Urgency in words: what a red flag says fits its urgency, and where it can wait begins with by when."""

from __future__ import annotations

import re

from triage.core.questionnaire import Questionnaire
from triage.core.red_flag import CAN_WAIT, SENTENCE_END
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
    """Add R221 and R224 to a document that a questionnaire was built from."""
    for i, flag in enumerate(questionnaire.red_flags):
        if flag.urgency in CAN_WAIT and any(_says_late(flag.say.for_(voice)) for voice in VOICES):
            message = f"red flag `{flag.id}` can wait, but its first sentence does not say by when"
            hint = "begin with that alone, as in *See a doctor within two weeks.*: below another flag it is left out"
            document.report("R224", ("red_flags", i, "say"), message, hint)
        for voice in VOICES:
            said = said_urgencies(flag.say.for_(voice))
            if said and flag.urgency not in said:
                words = " or ".join(f"`{each}`" for each in said)
                message = f"red flag `{flag.id}` has the urgency `{flag.urgency}`, but its words sound like {words}"
                hint = "change the urgency or the words: people do what the words say"
                document.report("R221", ("red_flags", i, "urgency"), message, hint)
                break


def _says_late(text: str) -> bool:
    """Whether a text says more than one thing, and does not begin with by when."""
    by_when, *more = SENTENCE_END.split(text)
    return bool(more) and not said_urgencies(by_when)


def said_urgencies(text: str) -> tuple[str, ...]:
    """Return the urgencies that the most urgent words of a text fit; none where they tell no time."""
    sentences = SENTENCE_END.split(STILL.sub("although", text))
    said = " ".join(sentence for sentence in sentences if not CONDITION.search(sentence))
    return next((fits for words, fits in WORDS if re.search(words, said, re.IGNORECASE)), ())
