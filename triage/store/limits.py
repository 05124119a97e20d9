"""Limits on guessing codes and on saving, per address, that store no address.

An address becomes a hash that nobody can turn back without a key. One process remembers a bounded number of them in
memory, under a key of its own. In the database, for all processes together, the key is another one each day and
comes from the secret of the site; after the day the hashes are deleted. Every method is told the time.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

from sqlalchemy import Connection, delete, insert, select, update

from triage.store.database import Database
from triage.store.errors import Unavailable
from triage.store.tables import how_many
from triage.store.tables import tries as table


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many at once, and one more for each `every` seconds that pass."""

    what: str
    at_once: int
    every: float

    def wait(self, free_at: float, now: float) -> int:
        """Return for how many seconds to wait; never longer than it takes to have all back, whatever the clock did."""
        ahead = min(free_at - now, self.at_once * self.every)
        return max(0, math.ceil(ahead - (self.at_once - 1) * self.every))


GUESSES = Allowance("guess", 10, 30.0)
"""Of codes that open nothing; a code that is right costs none."""

SAVES = Allowance("save", 60, 300.0)
"""Of answers: a class of thirty behind one address saves twice in an hour."""

ROOMS = Allowance("class", 60, 1440.0)
"""Of live classes: sixty at once, and as many again in a day, for a large school behind one address."""

ROOM = 10_000
"""How many hashes a process remembers; the database, ten times as many."""


class Limit:
    """An allowance for each address, remembered by one process."""

    def __init__(self, tries: int, every: float, room: int = ROOM) -> None:
        self._allowed = Allowance("", tries, every)
        self._room = room
        self._salt = secrets.token_bytes(16)
        self._free_at: OrderedDict[bytes, float] = OrderedDict()
        self._lock = Lock()

    def wait(self, address: str, now: float) -> int:
        """Return for how many seconds this address must wait: 0 when it may try now."""
        with self._lock:
            free_at = self._free_at.get(self._hashed(address), now)
        return self._allowed.wait(free_at, now)

    def count(self, address: str, now: float) -> None:
        """Count one try."""
        key = self._hashed(address)
        with self._lock:
            self._free_at[key] = max(self._free_at.get(key, now), now) + self._allowed.every
            self._free_at.move_to_end(key)
            while len(self._free_at) > self._room:
                self._free_at.popitem(last=False)

    def _hashed(self, address: str) -> bytes:
        return hashlib.blake2b(_holder(address).encode(), digest_size=16, key=self._salt).digest()


class SharedLimit:
    """An allowance for each address, kept by all processes on one database, and by each alone where that is away."""

    def __init__(self, allowed: Allowance, database: Database, secret: str) -> None:
        self._allowed = allowed
        self._database = database
        self._secret = hashlib.sha256(b"limits:" + secret.encode()).digest()
        self._own = Limit(allowed.at_once, allowed.every)

    def wait(self, address: str, now: float) -> int:
        """Return for how many seconds this address must wait: 0 when it may try now."""
        who = self._hashed(address, _day(now))
        query = select(table.c.free_at).where(table.c.who == who)
        try:
            free_at = self._database.run(lambda connection: connection.execute(query).scalar())
        except Unavailable:
            free_at = None
        return max(self._own.wait(address, now), self._allowed.wait(now if free_at is None else free_at, now))

    def count(self, address: str, now: float) -> None:
        """Count one try."""
        self._own.count(address, now)
        day = _day(now)
        who = self._hashed(address, day)

        def work(connection: Connection) -> None:
            connection.execute(delete(table).where(table.c.day != day))
            mine = table.c.who == who
            free_at = connection.execute(select(table.c.free_at).where(mine)).scalar()
            if free_at is not None:
                connection.execute(update(table).where(mine).values(free_at=max(free_at, now) + self._allowed.every))
            elif how_many(connection, table) < 10 * ROOM:
                connection.execute(insert(table).values(who=who, day=day, free_at=now + self._allowed.every))

        try:
            self._database.run(work)
        except Unavailable:
            return

    def _hashed(self, address: str, day: str) -> str:
        key = hashlib.blake2b(day.encode(), key=self._secret, digest_size=32).digest()
        said = f"{self._allowed.what} {_holder(address)}"
        return hashlib.blake2b(said.encode(), key=key, digest_size=16).hexdigest()


def _day(now: float) -> str:
    return datetime.fromtimestamp(now, UTC).date().isoformat()


def _holder(address: str) -> str:
    """Who holds an address: in IPv6 one household has 2**64 of them."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address) and not parsed.ipv4_mapped:
        return f"{int(parsed) >> 64:x}::/64"
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
