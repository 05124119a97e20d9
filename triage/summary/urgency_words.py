"""How each urgency is told and coloured, a row each, on pages and in summaries. Their order is the core's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from triage.core.questionnaire import URGENCIES


@dataclass(frozen=True, slots=True)
class Style:
    """How an urgency looks: its care card on a page, and its colours in a PDF (a bar, its words, what is under it)."""

    card: str
    bar: str
    on_bar: str
    under: str


ALARM = Style("emergency", "#9a1b1f", "#ffffff", "#fbe9e7")
WARNING = Style("urgent", "#f3bb45", "#1e2b2c", "#fdf4e0")
ADVICE = Style("non-urgent", "#2b4f6b", "#ffffff", "#e9f0f5")
CALM = Style("non-urgent", "#5c6a68", "#ffffff", "#eef1f0")
"""The style where there is no red flag. These colours stand for nothing else."""


@dataclass(frozen=True, slots=True)
class UrgencyWords:
    """One urgency: the heading of a result, in the middle of a sentence, read out before a card, for a doctor."""

    heading: str
    told: str
    read_out: str
    for_doctor: str
    style: Style


def urgency_words(_: Callable[[str], str]) -> Mapping[str, UrgencyWords]:
    """Return how every urgency is told, by its name, as a translator gives the words."""
    return {
        "emergency": UrgencyWords(
            heading=_("Get help now"),
            told=_("get help now"),
            read_out=_("Act now"),
            for_doctor=_("Emergency"),
            style=ALARM,
        ),
        "same_day": UrgencyWords(
            heading=_("Get advice today"),
            told=_("get advice today"),
            read_out=_("Urgent advice for today"),
            for_doctor=_("To be seen today"),
            style=WARNING,
        ),
        "soon": UrgencyWords(
            heading=_("Have this checked soon"),
            told=_("have it checked soon"),
            read_out=_("Urgent advice"),
            for_doctor=_("To be seen within days, two weeks at most"),
            style=WARNING,
        ),
        "routine": UrgencyWords(
            heading=_("Have this checked when you can"),
            told=_("have it checked when you can"),
            read_out=_("Non-urgent advice"),
            for_doctor=_("Routine visit"),
            style=ADVICE,
        ),
    }


def styles_of(told: Mapping[str, UrgencyWords], urgencies: tuple[str, ...]) -> Mapping[str, Style]:
    """Return the style of each urgency. Raises LookupError where an urgency has no words, or words no urgency."""
    if set(told) != set(urgencies):
        raise LookupError(f"words are kept for {', '.join(told)}, but the urgencies are {', '.join(urgencies)}")
    return {urgency: words.style for urgency, words in told.items()}


STYLES = styles_of(urgency_words(str), URGENCIES)
"""Worked out when the program starts, so that no page meets an urgency without words."""
