"""Answers: what a person said, kept apart from what follows from it.

Four states stay apart everywhere. *No* is an option in `no`; *not sure* is an answer that leaves an
option in neither set; *unanswered* is a question without an Answer; *not asked* is the path's to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Answers = Mapping[str, "Answer"]


@dataclass(frozen=True, slots=True)
class Answer:
    """Two disjoint sets of option ids; an option in neither is unknown."""

    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        both = self.yes & self.no
        if both:
            raise ValueError(f"an option cannot be yes and no at once: {', '.join(sorted(both))}")

    @staticmethod
    def of(yes: Iterable[str] = (), no: Iterable[str] = ()) -> Answer:
        """Make an Answer from any iterables of option ids."""
        return Answer(frozenset(yes), frozenset(no))


NOT_SURE = Answer()


@dataclass(frozen=True, slots=True)
class Response:
    """One person's answers: question id -> Answer. A question that is not a key is unanswered."""

    answers: Answers = field(default_factory=lambda: MappingProxyType({}))

    @staticmethod
    def of(answers: Answers) -> Response:
        """Make a Response from a mapping of question id -> Answer; later changes to it have no effect."""
        return Response(MappingProxyType(dict(answers)))

    def with_answer(self, question: str, answer: Answer) -> Response:
        """Return a new Response in which `question` has `answer`; nothing else changes."""
        return Response.of({**self.answers, question: answer})

    def without(self, question: str) -> Response:
        """Return a new Response in which `question` is unanswered."""
        return Response.of({key: value for key, value in self.answers.items() if key != question})
