"""Sources: where the claims of a rule file come from, and what each of them is."""

from __future__ import annotations

from dataclasses import dataclass

SOURCE_KINDS = ("guideline", "authority", "study", "review", "textbook", "patient_page", "vocabulary")
"""What a source can be.

A guideline tells clinicians what to do. An authority is a public health service with its own advice. A study counts
people: a series, a survey, a cohort, a trial. A review retells studies. A textbook teaches clinicians. A patient page
is by a charity, a society or a library. A vocabulary only names things.
"""

FIRST_HAND = ("guideline", "authority", "study")
"""The kinds of which a red flag names at least one: the others retell what these say."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim comes from, and which of the kinds that is, where the file says so."""

    id: str
    text: str
    url: str
    kind: str | None
    seen: str | None = None
