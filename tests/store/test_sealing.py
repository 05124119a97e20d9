"""Sealing: only the code opens an envelope, and only the envelope that was sealed."""

from __future__ import annotations

import base64
from datetime import date

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from triage.store import sealing
from triage.store.codes import new_code
from triage.store.errors import Damaged, TooLarge

LOCK = sealing.Lock("ab" * 32, b"k" * 32)
DAY, LAST = "2026-12-27", date(2026, 12, 21)


@given(st.binary(max_size=sealing.MOST_CONTENT))
def test_what_is_sealed_comes_back(content):
    assert sealing.unseal(LOCK, sealing.seal(LOCK, content, DAY, LAST), DAY) == (content, LAST)


def test_the_largest_envelope_is_accepted_and_a_larger_content_is_not():
    envelope = sealing.seal(LOCK, bytes(sealing.MOST_CONTENT), DAY, LAST)
    assert len(envelope) == sealing.MOST_SEALED
    assert sealing.unseal(LOCK, envelope, DAY) == (bytes(sealing.MOST_CONTENT), LAST)
    with pytest.raises(TooLarge):
        sealing.seal(LOCK, bytes(sealing.MOST_CONTENT + 1), DAY, LAST)


def test_the_size_of_an_envelope_does_not_tell_how_much_was_answered():
    assert len({len(sealing.seal(LOCK, bytes(size), DAY, LAST)) for size in range(0, 1000, 7)}) == 1


def test_the_same_content_never_looks_the_same_twice():
    assert sealing.seal(LOCK, b"x", DAY, LAST) != sealing.seal(LOCK, b"x", DAY, LAST)


@given(st.data())
def test_no_changed_byte_gets_through(data):
    sealed = bytearray(base64.b64decode(sealing.seal(LOCK, b"answers", DAY, LAST)))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Damaged):
        sealing.unseal(LOCK, base64.b64encode(sealed).decode(), DAY)


@pytest.mark.parametrize("envelope", ["", "A", "AQ==", "not base64!", "é", "AAAA" * 8, "A" * (sealing.MOST_SEALED + 1)])
def test_what_was_never_sealed_is_damaged(envelope):
    with pytest.raises(Damaged):
        sealing.unseal(LOCK, envelope, DAY)


def test_an_envelope_opens_only_in_its_place_on_its_date_and_with_its_key():
    envelope = sealing.seal(LOCK, b"answers", DAY, LAST)
    for lock, day in [
        (LOCK, "2099-12-21"),
        (sealing.Lock("cd" * 32, LOCK.key), DAY),
        (sealing.Lock(LOCK.id, b"x" * 32), DAY),
    ]:
        with pytest.raises(Damaged):
            sealing.unseal(lock, envelope, day)


def test_one_derivation_gives_the_place_and_a_key_that_never_shows_itself():
    code = new_code()
    lock = sealing.lock_of(code)
    assert lock == sealing.lock_of(code) != sealing.lock_of(new_code())
    assert len(lock.id) == 64 and len(lock.key) == 32 and bytes.fromhex(lock.id) != lock.key
    assert lock.key.hex() not in repr(lock) and str(lock.key) not in repr(lock)


def test_an_envelope_of_the_version_before_is_opened_and_its_last_day_is_the_date_beside_it():
    plain = (7).to_bytes(4) + b"answers"
    bound = b"\x01" + f"{LOCK.id} {DAY}".encode()
    sealed = b"\x01" + bytes(12) + AESGCM(LOCK.key).encrypt(bytes(12), plain + bytes(1024 - len(plain)), bound)
    assert sealing.unseal(LOCK, base64.b64encode(sealed).decode(), DAY) == (b"answers", date.fromisoformat(DAY))
