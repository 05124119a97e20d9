"""Figures: a drawing on which a question is answered by its places, and what an answer fills on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from triage.core.answers import Answers
from triage.core.conditions import NO, Condition, holds
from triage.core.wording import Wording, Wordings

EVERYWHERE = "all"
"""What an option names as its region when it means the whole drawing."""

MOST_REGIONS = 16
"""The stylesheet can fill so many regions of one drawing."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """Shapes that belong together: those of a region, or for None what is never filled."""

    region: str | None
    shapes: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A rectangle of the drawing that a finger can hit, and the region that it stands for."""

    region: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Drawing:
    """An SVG drawing in its parts, in the order in which they are painted. Its corner is at 0, 0."""

    name: str
    width: int
    height: int
    parts: tuple[Shapes, ...]
    spots: tuple[Spot, ...]

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """The regions, as they are first painted."""
        return tuple(dict.fromkeys(part.region for part in self.parts if part.region))


@dataclass(frozen=True)
class Figure:
    """The drawing of a question.

    `caption` stands before the places that somebody marked, `under` below the drawing, from left to right. It is drawn
    for nobody for whom `drawn_when` is *no*.
    """

    drawing: Drawing
    caption: Wording
    under: Wordings = ()
    drawn_when: Condition | None = None

    def is_drawn(self, answers: Answers) -> bool:
        """Tell whether the drawing is for the person who gave these answers."""
        return self.drawn_when is None or holds(self.drawn_when, answers, {}) is not NO

    def number(self, region: str) -> str:
        """Return what stands for a region in a page, where its name would mean nothing to the stylesheet."""
        return EVERYWHERE if region == EVERYWHERE else str(self.drawing.regions.index(region) + 1)

    def filled(self, regions: tuple[str, ...]) -> frozenset[str]:
        """Return the regions to fill for what options name."""
        return frozenset(self.drawing.regions if EVERYWHERE in regions else regions)
