"""Phrases: a condition as nested parts that hold words, for whoever shows it as a page or as text."""

from __future__ import annotations

from dataclasses import dataclass

from triage.core.conditions import All, Any, Chosen, Condition, Found, Not
from triage.core.questionnaire import Questionnaire
from triage.core.wording import Wording


@dataclass(frozen=True, slots=True)
class Line:
    """A condition in words: how its parts are joined, and the parts. A leaf has words and an id instead."""

    joint: str
    parts: tuple[Line, ...] = ()
    words: tuple[Wording, ...] = ()
    owner: Wording | None = None
    id: str = ""
    at_least: int = 1


def line(questionnaire: Questionnaire, condition: Condition) -> Line:
    """Return a condition in words."""
    match condition:
        case All(parts):
            return Line("all", tuple(line(questionnaire, part) for part in parts))
        case Any(parts):
            return Line("any", tuple(line(questionnaire, part) for part in parts))
        case Not(part):
            return Line("not", (line(questionnaire, part),))
        case Found(finding):
            found = questionnaire.finding(finding)
            return Line("finding", words=(found.text,), id=finding)
        case Chosen(question, options, at_least):
            asked = questionnaire.question(question)
            assert asked is not None, "the loader lets no unknown question through"
            chosen = tuple(option.text for option in asked.options if option.id in options)
            return Line("chosen", words=chosen, owner=asked.text, id=question, at_least=at_least)
