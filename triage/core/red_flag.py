"""Red flags: what calls for help whatever else is answered, how soon, and in which order a result tells them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from triage.core.conditions import Condition
from triage.core.wording import Wording

URGENCIES = ("routine", "soon", "same_day", "emergency")
"""How soon to seek help, least first."""
CAN_WAIT = ("routine", "soon")
"""The urgencies with which there is a day to say: the first sentence of such a red flag says by when to be seen."""

SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A condition that calls for help by a given urgency, whatever else is answered.

    Of those with one urgency the one with the fewest `within_days` stands first, one without any last.
    """

    id: str
    text: Wording
    when: Condition
    urgency: str
    say: Wording
    because: Wording
    source: tuple[str, ...]
    within_days: int | None = None

    @property
    def place(self) -> tuple[int, float, str]:
        """Where it stands among others: the most urgent first, then the earliest, then by id."""
        latest = inf if self.within_days is None else self.within_days
        return -URGENCIES.index(self.urgency), latest, self.id


def said_once(flags: Sequence[RedFlag], voice: str) -> dict[str, str]:
    """Return what each red flag says to do, by its id, without what one before it has said.

    By when to be seen is said by the first for all, since no other is as urgent: a later day would only confuse.
    """
    said: set[str] = set()
    advice = {}
    for flag in flags:
        by_when, *more = SENTENCE_END.split(flag.say.for_(voice))
        sentences = more if said and flag.urgency in CAN_WAIT else [by_when, *more]
        advice[flag.id] = " ".join(each for each in sentences if each not in said)
        said.update(sentences)
    return advice
