"""Urgency: how soon stories need help against how soon the result page says so, with intervals.

A story is under-triaged when the page shows a lower urgency than it needs, over-triaged when it shows a higher one.
No flag at all is as high as the lowest urgency, and is counted apart. Intervals are Wilson's, 95 %: they are honest for
few stories and for shares near 0 (E. B. Wilson, Journal of the American Statistical Association 1927).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from triage.bench.evaluate.codes_to_answers import Answered
from triage.bench.evaluate.results import Result
from triage.bench.evaluate.story_answers import Story
from triage.core.assessment import assess
from triage.core.questionnaire import URGENCIES, Questionnaire

NO_FLAG = "no_flag"
"""What a result without a red flag shows."""
SHOWN = (*reversed(URGENCIES), NO_FLAG)
Z = 1.959964
"""The normal quantile of a 95 % interval."""


@dataclass(frozen=True)
class JudgedStory:
    """One story with its result, as the pages would show it."""

    story: Story
    result: Result

    @property
    def shown(self) -> str:
        """The urgency that the page shows, or NO_FLAG."""
        return self.result.assessment.urgency or NO_FLAG

    @property
    def direction(self) -> str | None:
        """`under`, `over`, or None where the urgency is right or the story's is not known."""
        if self.story.level is None:
            return None
        shown, needed = _height(self.shown), _height(self.story.level)
        return "under" if shown < needed else "over" if shown > needed else None

    @property
    def open(self) -> tuple[str, ...]:
        """The questions that are asked and have no answer: the reader did not finish."""
        path = self.result.assessment.path
        return tuple(question.id for question in path.asked if question.id not in path.answered)


def judged(questionnaire: Questionnaire, story: Story) -> JudgedStory:
    """Walk and assess the answers of a story as the pages do."""
    return JudgedStory(story, Result(story.case, Answered(story.response, {}), assess(questionnaire, story.response)))


def urgency_figures(stories: Sequence[JudgedStory]) -> dict[str, Any]:
    """Return tables and rates of the stories with a level, as JSON-ready data: disputed ones apart, and all."""
    known = [each for each in stories if each.story.level is not None]
    return {
        "stories": len(known),
        "undisputed": _side([each for each in known if not each.story.disputable]),
        "disputed": _side([each for each in known if each.story.disputable]),
        "all": _side(known),
    }


def rate(hits: int, of: int) -> dict[str, Any]:
    """Return a share with its Wilson interval as JSON-ready data; both None of nothing."""
    if not of:
        return {"n": 0, "of": 0, "share": None, "interval": None}
    return {
        "n": hits,
        "of": of,
        "share": round(hits / of, 4),
        "interval": [round(each, 3) for each in wilson(hits, of)],
    }


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Return the 95 % Wilson interval of a share; `of` is at least 1."""
    share, spread = hits / of, Z * Z / of
    middle = share + spread / 2
    half = Z * math.sqrt(share * (1 - share) / of + spread / (4 * of))
    return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))


def _height(urgency: str) -> int:
    return 0 if urgency == NO_FLAG else URGENCIES.index(urgency)


def _side(stories: Sequence[JudgedStory]) -> dict[str, Any]:
    by_level = {level: [each for each in stories if each.story.level == level] for level in reversed(URGENCIES)}
    table = {level: Counter(each.shown for each in rows) for level, rows in by_level.items()}
    return {
        "stories": len(stories),
        "table": {level: {shown: counts[shown] for shown in SHOWN} for level, counts in table.items()},
        "under": _rates(by_level, "under", [level for level in by_level if level != URGENCIES[0]]),
        "over": _rates(by_level, "over", [level for level in by_level if level != URGENCIES[-1]]),
    }


def _rates(by_level: dict[str, list[JudgedStory]], direction: str, levels: Sequence[str]) -> dict[str, Any]:
    """The rate of each level that can go wrong in this direction, and of all of them together."""
    rows = {level: [each.direction == direction for each in by_level[level]] for level in levels}
    every = [hit for each in rows.values() for hit in each]
    return {level: rate(sum(hits), len(hits)) for level, hits in rows.items()} | {"all": rate(sum(every), len(every))}
