"""Shrinking: from somebody who shows a thing to the smallest who still does, one step at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

Shown = TypeVar("Shown")


def shrunk(shown: Shown, smaller: Callable[[Shown], Iterable[Shown]]) -> Shown:
    """Go on to the first of what is `smaller` and still shows the thing, until there is nothing smaller."""
    while (found := next(iter(smaller(shown)), None)) is not None:
        shown = found
    return shown
