"""Kinds of claims, and what a proof of one is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from triage.core.answers import Response
from triage.core.questionnaire import Questionnaire

People = tuple[Response, ...]
"""One person, or the same person before and after something changes."""


class Verdict(Enum):
    """What came of a claim. Undecided is a failure: the solver ran out of time."""

    PROVED = "proved"
    BROKEN = "broken"
    UNDECIDED = "undecided"


class Kind(Protocol):
    """A kind of claim: `noun` and `says` make a sentence of it, `required` is False where it is only reported."""

    @property
    def noun(self) -> str:
        """What is claimed about: finding, red flag."""

    @property
    def says(self) -> str:
        """What is claimed: can be yes."""

    @property
    def required(self) -> bool:
        """Whether it is a failure where it does not hold."""

    @property
    def never(self) -> bool:
        """Whether it is about all responses: then a proof has no witness, and people show that it is broken."""

    def ids(self, questionnaire: Questionnaire) -> Iterable[str]:
        """Return what the kind is claimed of in this file."""

    def replays(self, questionnaire: Questionnaire, id: str, people: People) -> bool:
        """Whether these people, by `walk` and `assess`, show what a witness of the claim must show."""


@dataclass(frozen=True)
class Proof:
    """What came of one claim. `people` are its witness: of the claim, or of its being broken."""

    kind: Kind
    id: str
    verdict: Verdict
    people: People = ()
    why: str = ""

    @property
    def failed(self) -> bool:
        """Whether something is wrong with the file."""
        return self.kind.required and self.verdict is not Verdict.PROVED


class Disagreement(Exception):
    """The solver's witness does not show in `assess` what the model said: the model is wrong, and so is every proof."""


Tell = Callable[[str, int, int], None]
"""Is told what is being proved, how much of it is done, and of how much."""
