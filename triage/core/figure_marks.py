"""Marking: what the answers fill on the figures of their questions."""

from __future__ import annotations

from dataclasses import dataclass

from triage.core.answers import NOT_SURE
from triage.core.figure import Figure
from triage.core.path import Path
from triage.core.questionnaire import Option


@dataclass(frozen=True, slots=True)
class Marked:
    """A figure with the regions that an answer fills, and the options that say so in words."""

    figure: Figure
    regions: frozenset[str]
    options: tuple[Option, ...]


def marked_on(path: Path) -> tuple[Marked, ...]:
    """Return the figures on which an answer that counts marks a place, in the order of their questions."""
    found = []
    for question in path.asked:
        yes = path.answers.get(question.id, NOT_SURE).yes
        options = tuple(option for option in question.options if option.region and option.id in yes)
        if question.figure and options and question.figure.is_drawn(path.answers):
            named = tuple(option.region for option in options if option.region)
            found.append(Marked(question.figure, question.figure.filled(named), options))
    return tuple(found)
