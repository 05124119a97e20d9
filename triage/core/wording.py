"""Words in four voices, and the texts that a rule file says about its subject."""

from __future__ import annotations

from dataclasses import dataclass

VOICES = ("self", "other", "child", "young")
"""Whom the words speak of: the reader, another adult, a child, a reader who is not grown up."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A text in each voice. Without words of its own for `young`, it says the same as to any reader."""

    self_: str
    other: str
    child: str
    young: str | None = None

    @staticmethod
    def same(text: str) -> Wording:
        """Make a Wording that is alike in every voice."""
        return Wording(text, text, text)

    @property
    def given(self) -> tuple[str, ...]:
        """The voices for which there are words."""
        return VOICES if self.young is not None else VOICES[:-1]

    def for_(self, voice: str) -> str:
        """Return the text in one of VOICES. Raises KeyError for any other word."""
        young = self.self_ if self.young is None else self.young
        return {"self": self.self_, "other": self.other, "child": self.child, "young": young}[voice]


Wordings = tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the glossary: how it is written, in which `other` forms too, what it means, and who says so."""

    id: str
    term: str
    other: tuple[str, ...]
    means: Wording
    source: tuple[str, ...]

    @property
    def forms(self) -> tuple[str, ...]:
        """Every way in which it is written."""
        return (self.term, *self.other)


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """A number to call, by country code."""

    country: str
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class SafetyNet:
    """That it is uncertain, what to watch for, how to get help, and when."""

    uncertain: Wording
    watch_for: Wordings
    get_help: Wording
    when: Wording


@dataclass(frozen=True, slots=True)
class FirstVisit:
    """What helps at any first visit."""

    first: Wording
    tests: Wordings
    bring: Wordings
    ask: Wordings
    say: Wording


@dataclass(frozen=True, slots=True)
class NoMatch:
    """What to say when no category matches."""

    text: Wording
    harmless: Wordings
    seek_care: Wordings


@dataclass(frozen=True, slots=True)
class About:
    """What the guide is, is not and cannot see."""

    title: Wording
    purpose: Wording
    minutes: int
    is_: Wordings
    is_not: Wordings
    cannot_see: Wordings
    limits: Wordings
    disclaimer: Wording
    calm: Wording
    safety_net: SafetyNet
    visit: FirstVisit
    no_match: NoMatch
