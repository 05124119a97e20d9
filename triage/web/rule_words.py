"""What the interface says for the urgencies and the strengths that a rule file names."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from triage.summary.urgency_words import urgency_words

URGENCY_WORDS = urgency_words(lazy_gettext)
CALL_WORDS = {
    "emergency": lazy_gettext("Call for help now"),
    "same_day": lazy_gettext("Get advice today"),
    "soon": lazy_gettext("Be seen within days"),
    "routine": lazy_gettext("It can wait for a usual visit"),
}
"""How soon a story calls for help, in the words of the whole teaching wing, the most urgent first."""


def urgency_told(urgency: str) -> str:
    """Return an urgency in the middle of a sentence; one that is no longer known stands as it was kept."""
    return str(URGENCY_WORDS[urgency].told) if urgency in URGENCY_WORDS else urgency


def how_much(strengths: Mapping[str, int], strength: str) -> str:
    """Return how much a strength counts among those of a rule file: the strongest, the weakest, or between."""
    return how_far(strengths, strengths[strength])


def how_far(strengths: Mapping[str, int], points: int) -> str:
    """Return how far points move a group, for or against, beside the strongest and the weakest of a rule file."""
    if abs(points) >= max(strengths.values()):
        return str(_("a lot"))
    return str(_("a little") if abs(points) <= min(strengths.values()) else _("a fair amount"))
