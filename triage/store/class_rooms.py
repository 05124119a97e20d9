"""Class rooms: how far a live class is, who is in it as random seats, and one vote a seat in a round.

Nothing stands in memory, so any number of processes may serve one class. A vote is one statement that counts it only
where it is asked for, and puts a second one of the same seat in the place of the first. A room ends when its teacher
ends it, or after a day. Every method is told the time, and raises Unavailable where the database is away.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, delete, func, insert, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from triage.store.codes import new_code, read_code
from triage.store.database import Database
from triage.store.engines import wipe_traces
from triage.store.errors import Crowded, Mistyped, Unknown
from triage.store.tables import how_many, rooms, seats, votes

ALPHABET = "BCDFGHJKMNPQRSTVWXYZ"
"""No vowels, so that no code is a word, and no L; small and large letters are the same."""
CODE_LENGTH = 6

_IN_ADDRESS = re.compile(r"/class/([A-Za-z]{6})(?![A-Za-z])")

ROOM_SECONDS = 24 * 60 * 60
MOST_ROOMS = 2_000
MOST_SEATS = 300
"""In one room: the largest lecture halls."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Room:
    """One class: its cases by id, the case and the round it is at, what is going on there, and what is asked.

    The version tells one state from the next.
    """

    code: str
    cases: tuple[str, ...]
    number: int
    round: int
    stage: str
    version: int
    until: float
    key_hash: str = field(repr=False)
    question: str = "group"

    def opens(self, typed: str) -> bool:
        """Whether this is the teacher's key."""
        try:
            return hmac.compare_digest(_hashed(read_code(typed)), self.key_hash)
        except Mistyped:
            return False


@dataclass(frozen=True, slots=True)
class Seen:
    """A room from one seat: whether the seat is taken there, and its vote in this round.

    `seats` and `votes` say how many there are now.
    """

    room: Room
    seated: bool
    choice: str | None
    sure: str | None
    seats: int
    votes: int


At = tuple[int, int]
"""Number of the case, and round."""
Glance = tuple[int, int, int]
"""The version of a room, how many seats are taken, and how many voted in this round."""
Counted = tuple[int, int, str, str | None, int]
"""Number of the case, round, choice, how sure, and how many."""
Moved = tuple[int, str, str, int]
"""Number of the case, choice in the first round, choice of the same seat in the last, and how many."""


class ClassRooms:
    """The rooms in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, cases: tuple[str, ...], now: float, question: str = "group") -> tuple[Room, str]:
        """Open a room and return it with its teacher's key, which is kept nowhere. Raises Crowded."""
        key = new_code()

        def work(connection: Connection) -> Room:
            _let_go(connection, rooms.c.until <= now)
            if how_many(connection, rooms) >= MOST_ROOMS:
                raise Crowded
            room = Room(_new_room_code(), cases, 0, 1, "ready", 1, now + ROOM_SECONDS, _hashed(key), question)
            connection.execute(insert(rooms).values(**_row_of(room)))
            return room

        return self._run(work), key

    def find(self, code: str, now: float) -> Room:
        """Return the room with a code. Raises Unknown."""
        return self._run_in(code, now, lambda _connection, room: room)

    def see(self, code: str, seat: str, now: float) -> Seen:
        """Return the room as it is from a seat. Raises Unknown."""
        return self._run_in(code, now, lambda connection, room: _seen(connection, room, seat))

    def glance(self, code: str, now: float) -> Glance | None:
        """Return how far a class is and how many are there; None where that cannot be told just now. Raises Unknown."""

        def work(connection: Connection) -> tuple[Glance | None]:
            row = connection.execute(select(rooms).where(rooms.c.code == code, rooms.c.until > now)).one_or_none()
            return (_glance(connection, _room_of(row)) if row else None,)

        seen = self._database.glance(work)
        if seen == (None,):
            raise Unknown
        return seen[0] if seen else None

    def sit(self, code: str, now: float) -> str:
        """Take a new seat and return it. Raises Unknown, or Crowded where every seat is taken."""
        seat = secrets.token_urlsafe(16)
        taken = select(func.count()).select_from(seats).where(seats.c.room == code).scalar_subquery()
        place = select(rooms.c.code, literal(_seat_hash(seat))).where(rooms.c.code == code, taken < MOST_SEATS)

        def work(connection: Connection, _room: Room) -> bool:
            new = insert(seats).from_select(["room", "seat"], place).returning(seats.c.seat)
            return connection.execute(new).first() is not None

        if not self._run_in(code, now, work):
            raise Crowded
        return seat

    def vote(self, code: str, at: At, seat: str, choice: str, question: str = "group") -> bool:
        """Count a vote for a case and round, in the place of an earlier one of this seat.

        Returns whether it counts: not where that round is over, the seat is not taken, or another question is asked.
        """
        asked = (rooms.c.code == code, rooms.c.number == at[0], rooms.c.round == at[1], rooms.c.stage == "open")
        row = (
            select(rooms.c.code, rooms.c.number, rooms.c.round, seats.c.seat, literal(choice))
            .join(seats, seats.c.room == rooms.c.code)
            .where(*asked, rooms.c.question == question, seats.c.seat == _seat_hash(seat))
        )

        def work(connection: Connection) -> bool:
            new = _insert(connection, votes).from_select(["room", "number", "round", "seat", "choice"], row)
            once = new.on_conflict_do_update(index_elements=list(votes.primary_key), set_={"choice": choice})
            return connection.execute(once.returning(votes.c.seat)).first() is not None

        return self._run(work)

    def be_sure(self, code: str, at: At, seat: str, sure: str) -> bool:
        """Note how sure a seat is of its vote. Returns whether that counts: not once the votes are shown."""
        asked = select(rooms.c.code).where(
            rooms.c.code == code,
            rooms.c.number == at[0],
            rooms.c.round == at[1],
            rooms.c.stage.in_(("open", "closed")),
        )
        mine = (votes.c.room == code, votes.c.number == at[0], votes.c.round == at[1], votes.c.seat == _seat_hash(seat))
        what = update(votes).where(*mine, asked.exists()).values(sure=sure)
        return self._run(lambda connection: connection.execute(what).rowcount) > 0

    def go_to(self, room: Room, number: int, round: int, stage: str) -> bool:
        """Move a room on. Returns whether it moved: not where somebody moved it since it was as `room` says."""
        now_at = update(rooms).where(rooms.c.code == room.code, rooms.c.version == room.version)
        values = {"number": number, "round": round, "stage": stage, "version": room.version + 1}
        return self._run(lambda connection: connection.execute(now_at.values(values)).rowcount > 0)

    def counted(self, code: str) -> tuple[Counted, ...]:
        """Return all votes of a room, counted by case, round, choice and how sure."""
        kind = (votes.c.number, votes.c.round, votes.c.choice, votes.c.sure)
        query = select(*kind, func.count()).where(votes.c.room == code).group_by(*kind)
        return self._run(lambda connection: _rows(connection, query))

    def moved(self, code: str) -> tuple[Moved, ...]:
        """Return how votes moved from the first round of a case to its last, of those who voted in both."""
        before, after = votes.alias(), votes.alias()
        newest = select(func.max(votes.c.round)).where(votes.c.room == code, votes.c.number == before.c.number)
        same = and_(*(before.c[name] == after.c[name] for name in ("room", "number", "seat")))
        kind = (before.c.number, before.c.choice, after.c.choice)
        query = select(*kind, func.count()).select_from(before.join(after, same)).group_by(*kind)
        query = query.where(before.c.room == code, before.c.round == 1, after.c.round > 1)
        query = query.where(after.c.round == newest.scalar_subquery())
        return self._run(lambda connection: _rows(connection, query))

    def end(self, code: str) -> None:
        """Delete a room and all that belongs to it, at once."""
        self._database.run(lambda connection: _let_go(connection, rooms.c.code == code), on_reserve=True)
        self._database.run(wipe_traces)

    def purge(self, now: float) -> int:
        """Delete every room that is past its time, and return how many those were."""
        return self._database.run(lambda connection: _let_go(connection, rooms.c.until <= now), on_reserve=True)

    def _run(self, work: Callable[[Connection], Result]) -> Result:
        return self._database.run(work, more_follows=True)

    def _run_in(self, code: str, now: float, work: Callable[[Connection, Room], Result]) -> Result:
        """Do work in a room. Raises Unknown where there is none; one that is past its time goes."""

        def found(connection: Connection) -> tuple[Result] | None:
            row = connection.execute(select(rooms).where(rooms.c.code == code)).one_or_none()
            if row is not None and row.until > now:
                return (work(connection, _room_of(row)),)
            if row is not None:
                _let_go(connection, rooms.c.until <= now)
            return None

        result = self._run(found)
        if result is None:
            raise Unknown
        return result[0]


def read_room_code(typed: str) -> str | None:
    """Return the code that someone typed, without spaces and dashes and in large letters; None where it is none."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    return signs if len(signs) == CODE_LENGTH and set(signs) <= set(ALPHABET) else None


def pasted_room_code(typed: str) -> str | None:
    """Return the code that someone typed, or the one that stands in an address of a class; None where there is none."""
    address = _IN_ADDRESS.search(typed)
    return read_room_code(address[1] if address else typed)


def _new_room_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def _hashed(secret: str) -> str:
    """What is random needs no salt and no effort."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _seat_hash(seat: str) -> str:
    return _hashed(seat)[:32]


def _row_of(room: Room) -> dict[str, Any]:
    row = {column.name: getattr(room, column.name) for column in rooms.columns}
    return row | {"cases": " ".join(room.cases)}


def _room_of(row: Any) -> Room:
    values = dict(row._mapping)
    return Room(**values | {"cases": tuple(values["cases"].split())})


def _seen(connection: Connection, room: Room, seat: str) -> Seen:
    mine = _seat_hash(seat)
    here = (votes.c.room == room.code, votes.c.number == room.number, votes.c.round == room.round)
    _version, taken, voted = _glance(connection, room)
    vote = connection.execute(select(votes.c.choice, votes.c.sure).where(*here, votes.c.seat == mine)).one_or_none()
    seated = select(seats.c.seat).where(seats.c.room == room.code, seats.c.seat == mine)
    return Seen(
        room,
        seated=vote is not None or connection.execute(seated).first() is not None,
        choice=vote.choice if vote else None,
        sure=vote.sure if vote else None,
        seats=taken,
        votes=voted,
    )


def _glance(connection: Connection, room: Room) -> Glance:
    here = (votes.c.room == room.code, votes.c.number == room.number, votes.c.round == room.round)
    return room.version, how_many(connection, seats, seats.c.room == room.code), how_many(connection, votes, *here)


def _rows(connection: Connection, query: Select[Any]) -> tuple[Any, ...]:
    return tuple(tuple(row) for row in connection.execute(query))


def _insert(connection: Connection, table: Table) -> Any:
    """An INSERT that can say what to do with what is there already, as each database spells it."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def _let_go(connection: Connection, which: ColumnElement[bool]) -> int:
    """Delete rooms with all that belongs to them; return how many rooms."""
    codes = select(rooms.c.code).where(which)
    for table in (votes, seats):
        connection.execute(delete(table).where(table.c.room.in_(codes)))
    return connection.execute(delete(rooms).where(which)).rowcount
