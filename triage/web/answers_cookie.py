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
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import Request, Response

from triage.web.cookies import delete_cookie, full_name, set_cookie
from triage.web.ticks import Selections, Ticks

MOST_BYTES = 64_000
TEXT = re.compile(r"-?[A-Za-z0-9][A-Za-z0-9_-]{0,63}", re.ASCII)
"""What an id, a marker or a code looks like."""
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

    def apart(self, whose: str) -> Jar:
        """Return a jar under the same keys for the answers of others, in a cookie of its own."""
        return replace(self, name=f"{whose}-{self.name}")

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
    if selections.person is not None:
        content["person"] = selections.person
    return content


def selections_in(content: Any) -> Selections:
    """Read what `content_of` made, whatever stands beside it. Raises one of UNREADABLE for anything else."""
    ticks = {_text(key): _texts(value) for key, value in content["ticks"].items()}
    before = content.get("interrupted", {})
    interrupted = {_text(key): None if value is None else _texts(value) for key, value in before.items()}
    code, person = content.get("code"), content.get("person")
    return Selections(
        MappingProxyType(ticks),
        MappingProxyType(interrupted),
        content.get("few") is True,
        None if code is None else _text(code),
        None if person is None else _text(person),
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
