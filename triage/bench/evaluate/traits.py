"""Traits: kinds of cases that are worth a figure of their own, as far as a case tells them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

TRAITS = ("typical", "atypical", "child", "adult", "inherited", "acquired")
GROWN_UP = 18
CHILDHOOD = ("congenital", "neonatal", "infantile", "childhood", "juvenile", "antenatal")


def traits(content: Mapping[str, Any], age: int | None) -> Iterator[str]:
    """Yield the traits that a case tells: typical or not, ill as a child or as an adult, inherited or acquired."""
    if content.get("typicality") in ("typical", "atypical"):
        yield content["typicality"]
    onsets = _onsets(content)
    if onsets:
        yield "child" if all(any(word in onset for word in CHILDHOOD) for onset in onsets) else "adult"
    elif age is not None:
        yield "child" if age < GROWN_UP else "adult"
    if isinstance(content.get("acquired_or_sporadic"), bool):
        yield "acquired" if content["acquired_or_sporadic"] else "inherited"


def _onsets(content: Mapping[str, Any]) -> list[str]:
    """When it began, in lower case: of a person, or every usual time of a disease."""
    said = [content.get("onset_class"), content.get("onset")]
    every = [each for part in said for each in (part if isinstance(part, list) else [part])]
    return [each.lower() for each in every if isinstance(each, str) and each]
