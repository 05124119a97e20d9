"""Questions and their options, frozen, and what the ticks on one mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from triage.core.answers import Answer
from triage.core.conditions import Condition
from triage.core.figure import Figure
from triage.core.wording import Wording

SECTIONS = ("patient", "course", "history")
"""Where a summary for a doctor can tell the answer to a question in the person's own words."""


@dataclass(frozen=True, slots=True)
class Clues:
    """What makes an option yes when a coded case, not a person, answers. Empty parts say nothing.

    `broader` says that a code stands above those of other options on purpose.
    """

    codes: tuple[str, ...] = ()
    all_codes: tuple[str, ...] = ()
    history: tuple[tuple[str, tuple[str, ...]], ...] = ()
    onset_class: tuple[str, ...] = ()
    onset: tuple[str, ...] = ()
    sex: tuple[str, ...] = ()
    age_years: tuple[int, int] | None = None
    broader: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be ticked. `wording` marks an option that changes nothing but the voice.

    A `heading` stands before the first option of a group. An option cannot be so together with those that it
    `excludes`, nor at all where its `offered_when` is *no*.
    """

    id: str
    text: Wording
    wording: bool = False
    clues: Clues = Clues()
    region: str | None = None
    heading: Wording | None = None
    excludes: tuple[str, ...] = ()
    offered_when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """How a summary for a doctor names a question, and the section that tells its answer, if one does."""

    term: str
    section: str | None = None


@dataclass(frozen=True)
class Question:
    """A question of kind `one` (one option is chosen) or `many` (any number is)."""

    id: str
    kind: str
    area: str
    text: Wording
    help: Wording
    why: Wording
    options: tuple[Option, ...]
    none: Wording | None = None
    ask_when: Condition | None = None
    skipped_means_no: bool = False
    not_sure_means: str | None = None
    summary: Told | None = None
    figure: Figure | None = None

    @cached_property
    def option_ids(self) -> frozenset[str]:
        """The ids of all options."""
        return frozenset(option.id for option in self.options)

    def open(self, answer: Answer) -> frozenset[str]:
        """Return the ids of the options that an answer leaves unknown: what the person is not sure of."""
        return self.option_ids - answer.yes - answer.no

    def nothing_to_add(self) -> Answer:
        """Return what a person with nothing to tell answers: *none of these* where that is offered, else *not sure*."""
        return self.answer(frozenset(), not_sure=self.kind == "one")

    def contradicted(self, ticked: Iterable[str]) -> frozenset[str]:
        """Return the ticked options that cannot all be so, for they exclude each other."""
        return frozenset(option.id for pair in self.contradictions(ticked) for option in pair)

    def contradictions(self, ticked: Iterable[str]) -> tuple[tuple[Option, Option], ...]:
        """Return each two of the ticked options that cannot both be so, in the order of the question."""
        those = set(ticked)
        chosen = [option for option in self.options if option.id in those]
        pairs = ((one, other) for place, one in enumerate(chosen) for other in chosen[place + 1 :])
        return tuple((one, other) for one, other in pairs if other.id in one.excludes or one.id in other.excludes)

    def answer(self, ticked: frozenset[str], not_sure: bool = False) -> Answer:
        """Turn ticks into an Answer. Nothing ticked and not `not_sure` means *none of these*.

        Ids that are no options of this question are inert.
        """
        yes = ticked & self.option_ids
        if not_sure:
            return Answer(yes)
        if self.kind == "one" and len(yes) != 1:
            return Answer()
        return Answer(yes, self.option_ids - yes)
