"""A limit on guessing, per address, that stores no address.

An address becomes a salted hash that lives in memory only; the salt is made with the limit and never leaves it.
At most `room` hashes are remembered, the least recent go first. Every method is told the time.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
import secrets
from collections import OrderedDict
from threading import Lock


class Limit:
    """So many tries at once, and one more for each `every` seconds that pass."""

    def __init__(self, tries: int, every: float, room: int = 10_000) -> None:
        self._tries = tries
        self._every = every
        self._room = room
        self._salt = secrets.token_bytes(16)
        self._free_at: OrderedDict[bytes, float] = OrderedDict()
        self._lock = Lock()

    def wait(self, address: str, now: float) -> int:
        """Return for how many seconds this address must wait: 0 when it may try now."""
        with self._lock:
            free_at = self._free_at.get(self._hashed(address), now)
        return max(0, math.ceil(free_at - now - (self._tries - 1) * self._every))

    def count(self, address: str, now: float) -> None:
        """Count one try."""
        key = self._hashed(address)
        with self._lock:
            self._free_at[key] = max(self._free_at.get(key, now), now) + self._every
            self._free_at.move_to_end(key)
            while len(self._free_at) > self._room:
                self._free_at.popitem(last=False)

    def _hashed(self, address: str) -> bytes:
        return hashlib.blake2b(_holder(address).encode(), digest_size=16, key=self._salt).digest()


def _holder(address: str) -> str:
    """Who holds an address: in IPv6 one household has 2**64 of them."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address) and not parsed.ipv4_mapped:
        return f"{int(parsed) >> 64:x}::/64"
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
