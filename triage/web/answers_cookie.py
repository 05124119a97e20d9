"""The answers cookie: the only place where a person's answers are kept, encrypted, in their own browser.

It holds ticks and the two markers *none of these* and *not sure*, and nothing derived. Ids that the rule
file does not know are kept, up to a bound, and do nothing. The name of a cookie goes with its key, so that copies of
the guide on one host, each with a key of its own, leave each other's answers alone.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import Request, Response

from triage.core import answers as core
from triage.core.questionnaire import Question, Questionnaire
from triage.web.cookies import delete_cookie, full_name, set_cookie

NONE = "-none"
NOT_SURE = "-not-sure"
MARKERS = frozenset({NONE, NOT_SURE})
"""Markers start with a hyphen, which no option id may."""

MOST_BYTES = 64_000
MOST_UNKNOWN = 40
"""So many ids that the rule file does not know are kept; a cookie with more would not fit into a browser."""
TEXT = re.compile(r"-?[A-Za-z0-9][A-Za-z0-9_-]{0,63}", re.ASCII)
"""What an id, a marker or a code looks like."""
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
        """Return new Selections in which one question has these ticks, each once."""
        return replace(self, ticks=MappingProxyType({**self.ticks, question: tuple(dict.fromkeys(ticks))}))

    def bounded(self, questionnaire: Questionnaire) -> Selections:
        """Return the Selections with all ids that a rule file knows and at most MOST_UNKNOWN that it does not."""
        room = iter(range(MOST_UNKNOWN))

        def kept(id: str, ticks: Ticks) -> Ticks:
            question = questionnaire.question(id)
            known = question.option_ids | MARKERS if question else frozenset[str]()
            return tuple(tick for tick in ticks if tick in known or next(room, None) is not None)

        ticks = {id: left for id, given in self.ticks.items() if (left := kept(id, given))}
        before = {id: given and kept(id, given) for id, given in self.interrupted.items() if id in ticks}
        return replace(self, ticks=MappingProxyType(ticks), interrupted=MappingProxyType(before))

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


UNREADABLE = (InvalidToken, ValueError, TypeError, KeyError, AttributeError, RecursionError, zlib.error)


class Unreadable(Exception):
    """There is an answers cookie of ours, but it cannot be read: forged, or cut off."""


def mark_of(key: str) -> str:
    """Return a short mark of a key, which ends the names of the cookies under it and tells nothing of the key."""
    return hashlib.sha256(b"cookie:" + key.encode()).hexdigest()[:6]


@dataclass(frozen=True)
class Jar:
    """Reads and writes the answers cookie under a list of Fernet keys: the first writes, all read."""

    name: str
    keys: tuple[str, ...]
    secure: bool

    @property
    def cookie(self) -> str:
        """The name of the cookie that is written."""
        return self._cookies[0]

    @property
    def _cookies(self) -> tuple[str, ...]:
        return tuple(full_name(f"{self.name}-{mark_of(key)}", secure=self.secure) for key in self.keys)

    def read(self, request: Request) -> Selections:
        """Return the request's Selections, empty without a cookie. Raises Unreadable."""
        token = next((request.cookies[name] for name in self._cookies if request.cookies.get(name)), None)
        if token is None:
            return Selections()
        try:
            return unpack(self._cipher().decrypt(token.encode()))
        except UNREADABLE as error:
            raise Unreadable from error

    def write(self, response: Response, selections: Selections) -> None:
        """Set the cookie on a response, in place of those under older keys."""
        token = self._cipher().encrypt(pack(selections)).decode()
        set_cookie(response, self.cookie, token, secure=self.secure)
        self._delete(response, self._cookies[1:])

    def clear(self, response: Response) -> None:
        """Delete the cookie, whatever key it is under."""
        self._delete(response, self._cookies)

    def _delete(self, response: Response, names: Sequence[str]) -> None:
        for name in names:
            delete_cookie(response, name, secure=self.secure)

    def _cipher(self) -> MultiFernet:
        return MultiFernet([Fernet(key) for key in self.keys])


def pack(selections: Selections) -> bytes:
    """Return the selections as compressed JSON."""
    return squeezed(content_of(selections))


def unpack(packed: bytes) -> Selections:
    """Read what `pack` made. Raises one of UNREADABLE for anything else."""
    return selections_in(unsqueezed(packed))


def content_of(selections: Selections) -> dict[str, Any]:
    """Return the selections as what JSON can hold."""
    content: dict[str, Any] = {"ticks": {key: list(ticks) for key, ticks in selections.ticks.items()}}
    if selections.interrupted:
        content["interrupted"] = dict(selections.interrupted)
    if selections.few:
        content["few"] = True
    if selections.code is not None:
        content["code"] = selections.code
    return content


def selections_in(content: Any) -> Selections:
    """Read what `content_of` made, whatever stands beside it. Raises one of UNREADABLE for anything else."""
    ticks = {_text(key): _texts(value) for key, value in content["ticks"].items()}
    before = content.get("interrupted", {})
    interrupted = {_text(key): None if value is None else _texts(value) for key, value in before.items()}
    code = content.get("code")
    return Selections(
        MappingProxyType(ticks),
        MappingProxyType(interrupted),
        content.get("few") is True,
        None if code is None else _text(code),
    )


def squeezed(content: Any) -> bytes:
    """Return content as compressed JSON."""
    return zlib.compress(json.dumps(content, separators=(",", ":")).encode(), 9)


def unsqueezed(packed: bytes) -> Any:
    """Read what `squeezed` made, up to a bound. Raises one of UNREADABLE."""
    reader = zlib.decompressobj()
    text = reader.decompress(packed, MOST_BYTES)
    if reader.unconsumed_tail:
        raise ValueError("too long")
    return json.loads(text)


def _texts(value: Any) -> Ticks:
    if not isinstance(value, list):
        raise TypeError("no list")
    return tuple(dict.fromkeys(_text(each) for each in value))


def _text(value: Any) -> str:
    if not isinstance(value, str) or not TEXT.fullmatch(value):
        raise ValueError("no id, marker or code")
    return value
