"""Sealing: from a code the place to look and the key, and with the key a sealed envelope.

One scrypt of the code gives both; neither code nor key is ever stored. The salt is the same for all, since the
place must be found from the code alone; 80 random bits leave nothing to precompute. An envelope is padded, so
that its size does not tell how much was answered, and bound to its place and the date beside it, so that neither
can be changed. The last day itself is sealed too: the date beside it is a Sunday, and does not tell the day of saving.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import date

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from triage.store.errors import Damaged, TooLarge

MOST_CONTENT = 8_184
"""Bytes that one envelope can hold: all answers to a questionnaire take about a quarter of it."""

_BLOCK = 1_024
_COUNT = 4
_DAY = 4
_NONCE = 12
_TAG = 16
_VERSION = b"\x02"
_BEFORE = b"\x01"
"""Of the envelopes in which there is no last day, since the date beside them is it."""
MOST_SEALED = len(b64encode(bytes(len(_VERSION) + _NONCE + _COUNT + _DAY + MOST_CONTENT + _TAG)))

_SALT = b"symptom-guide kept answers 1"
_EFFORT = 2**14


@dataclass(frozen=True, slots=True)
class Lock:
    """What a code opens: the id to look up, and the key, which never shows itself."""

    id: str
    key: bytes = field(repr=False)


def lock_of(code: str) -> Lock:
    """Derive the lock of a code. Takes some hundredths of a second, on purpose."""
    made = Scrypt(salt=_SALT, length=64, n=_EFFORT, r=8, p=1).derive(code.encode("ascii"))
    return Lock(made[:32].hex(), made[32:])


def seal(lock: Lock, content: bytes, until: str, last: date) -> str:
    """Return an envelope, as base64, around content and its last day; `until` stands beside it. Raises TooLarge."""
    if len(content) > MOST_CONTENT:
        raise TooLarge
    plain = len(content).to_bytes(_COUNT) + last.toordinal().to_bytes(_DAY) + content
    plain += bytes(-len(plain) % _BLOCK)
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(lock.key).encrypt(nonce, plain, _bound(_VERSION, lock, until))
    return b64encode(_VERSION + nonce + sealed).decode()


def unseal(lock: Lock, envelope: str, until: str) -> tuple[bytes, date]:
    """Return the content of an envelope and its last day. Raises Damaged."""
    if len(envelope) > MOST_SEALED:
        raise Damaged
    try:
        sealed = b64decode(envelope, validate=True)
        version, nonce, rest = sealed[:1], sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
        plain = AESGCM(lock.key).decrypt(nonce, rest, _bound(version, lock, until))
    except (InvalidTag, ValueError):
        raise Damaged from None
    content, size = plain[_COUNT:], int.from_bytes(plain[:_COUNT])
    if version == _BEFORE:
        return content[:size], date.fromisoformat(until)
    if version != _VERSION:
        raise Damaged
    return content[_DAY : _DAY + size], date.fromordinal(int.from_bytes(content[:_DAY]))


def _bound(version: bytes, lock: Lock, until: str) -> bytes:
    return version + f"{lock.id} {until}".encode()
