"""The answers cookie: the only place where a person's answers are kept, encrypted, in their own browser.

It holds ticks and the two markers *none of these* and *not sure*, and nothing derived. Ids that the rule
file does not know are kept and do nothing.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import Request, Response

from triage.core import answers as core
from triage.core.questionnaire import Question, Questionnaire

NONE = "-none"
NOT_SURE = "-not-sure"
MARKERS = frozenset({NONE, NOT_SURE})
"""Markers start with a hyphen, which no option id may."""

MOST_BYTES = 64_000
Ticks = tuple[str, ...]
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Selections:
    """What was ticked: question id -> option ids and markers.

    `interrupted` holds the questions whose answers led to the help-now page, with the ticks each had before.
    `few` is whether the person answers all questions on a few pages rather than one at a time.
    `code` is the code under which the person asked to keep the answers, so that saving again keeps it.
    """

    ticks: Mapping[str, Ticks] = field(default_factory=lambda: NOTHING)
    interrupted: Mapping[str, Ticks | None] = field(default_factory=lambda: NOTHING)
    few: bool = False
    code: str | None = field(default=None, repr=False)

    def with_ticks(self, question: str, ticks: Sequence[str]) -> Selections:
        """Return new Selections in which one question has these ticks."""
        return replace(self, ticks=MappingProxyType({**self.ticks, question: tuple(ticks)}))

    def before_interruption(self) -> Selections:
        """Return the Selections as they were before the answers that led to the help-now page."""
        before = {**self.ticks, **self.interrupted}
        return replace(self, ticks=MappingProxyType({key: ticks for key, ticks in before.items() if ticks is not None}))

    def response(self, questionnaire: Questionnaire) -> core.Response:
        """Return what these ticks mean under a rule file."""
        answers = {}
        for question in questionnaire.questions:
            answer = meaning(question, self.ticks.get(question.id, ()))
            if answer is not None:
                answers[question.id] = answer
        return core.Response.of(answers)


def meaning(question: Question, ticks: Sequence[str]) -> core.Answer | None:
    """Return the Answer that ticks stand for, or None where nothing in them means anything any more."""
    known = frozenset(ticks) & (question.option_ids | MARKERS)
    return question.answer(known - MARKERS, NOT_SURE in known) if known else None


UNREADABLE = (InvalidToken, ValueError, TypeError, KeyError, AttributeError, zlib.error)


class Unreadable(Exception):
    """There is an answers cookie, but it cannot be read: forged, cut off, or under an old key."""


@dataclass(frozen=True)
class Jar:
    """Reads and writes the answers cookie under a list of Fernet keys: the first writes, all read."""

    name: str
    keys: tuple[str, ...]
    secure: bool

    @property
    def cookie(self) -> str:
        """The cookie's name; the prefix makes browsers insist on TLS and on this very host."""
        return f"__Host-{self.name}" if self.secure else self.name

    def read(self, request: Request) -> Selections:
        """Return the request's Selections, empty without a cookie. Raises Unreadable."""
        token = request.cookies.get(self.cookie)
        if not token:
            return Selections()
        try:
            return unpack(self._cipher().decrypt(token.encode()))
        except UNREADABLE as error:
            raise Unreadable from error

    def write(self, response: Response, selections: Selections) -> None:
        """Set the cookie on a response."""
        token = self._cipher().encrypt(pack(selections)).decode()
        response.set_cookie(self.cookie, token, httponly=True, samesite="Lax", secure=self.secure, path="/")

    def clear(self, response: Response) -> None:
        """Delete the cookie."""
        response.delete_cookie(self.cookie, httponly=True, samesite="Lax", secure=self.secure, path="/")

    def _cipher(self) -> MultiFernet:
        return MultiFernet([Fernet(key) for key in self.keys])


def pack(selections: Selections) -> bytes:
    """Return the selections as compressed JSON."""
    content: dict[str, object] = {"ticks": {key: list(ticks) for key, ticks in selections.ticks.items()}}
    if selections.interrupted:
        content["interrupted"] = dict(selections.interrupted)
    if selections.few:
        content["few"] = True
    if selections.code is not None:
        content["code"] = selections.code
    return zlib.compress(json.dumps(content, separators=(",", ":")).encode(), 9)


def unpack(packed: bytes) -> Selections:
    """Read what `pack` made. Raises ValueError, TypeError, KeyError, AttributeError or zlib.error for anything else."""
    reader = zlib.decompressobj()
    text = reader.decompress(packed, MOST_BYTES)
    if reader.unconsumed_tail:
        raise ValueError("too long")
    content = json.loads(text)
    ticks = {str(key): tuple(map(str, value)) for key, value in content["ticks"].items()}
    before = content.get("interrupted", {})
    interrupted = {str(key): None if value is None else tuple(map(str, value)) for key, value in before.items()}
    code = content.get("code")
    return Selections(
        MappingProxyType(ticks),
        MappingProxyType(interrupted),
        content.get("few") is True,
        None if code is None else str(code),
    )
