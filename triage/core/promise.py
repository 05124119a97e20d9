"""Promises: what a rule file says must hold whatever is answered, so that an edit that breaks it is found."""

from __future__ import annotations

from dataclasses import dataclass

from triage.core.conditions import Condition
from triage.core.wording import Wording


@dataclass(frozen=True, slots=True)
class Promise:
    """A category reaches no level unless `only_with` is yes. Changes no result; the proofs hold the file to it."""

    id: str
    text: Wording
    category: str
    only_with: Condition
    source: tuple[str, ...]
