"""Class rooms: one vote a seat a round, counted only where it is asked for, and gone after a day or at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from triage.store import class_rooms
from triage.store.class_rooms import ALPHABET, CODE_LENGTH, ROOM_SECONDS, ClassRooms, read_room_code
from triage.store.errors import Crowded, Unknown
from triage.store.tables import seats, votes

NOW = 1_800_000_000.0


@pytest.fixture
def rooms(store):
    """Rooms in a fresh database."""
    return ClassRooms(store.database)


@pytest.fixture
def room(rooms):
    """A room whose first case is open for votes."""
    made, _key = rooms.open(("one", "two"), NOW)
    rooms.go_to(made, 0, 1, "open")
    return rooms.find(made.code, NOW)


def at(room):
    return room.number, room.round


def bytes_beside(file):
    return b"".join(path.read_bytes() for path in file.parent.iterdir() if "reserve" not in path.name)


def rows(store, table):
    return store.database.run(lambda connection: connection.execute(select(table)).all())


def test_a_room_is_found_by_its_code_and_led_by_its_key_alone(rooms):
    made, key = rooms.open(("one", "two"), NOW)
    found = rooms.find(made.code, NOW)
    assert found == made and found.cases == ("one", "two")
    assert len(made.code) == CODE_LENGTH and set(made.code) <= set(ALPHABET)
    assert found.opens(key) and found.opens(key.lower().replace("-", " "))
    assert not found.opens(rooms.open(("one",), NOW)[1]) and not found.opens("") and not found.opens(made.code)
    assert key not in repr(found) and found.key_hash not in repr(found)


def test_a_code_is_read_as_people_type_it_and_nothing_else_is_one():
    assert read_room_code(" bcd-fgh ") == "BCDFGH"
    for typed in ("BCDFG", "BCDFGHJ", "BCDFGA", "BCDFG1", "", "ÄÄÄÄÄÄ"):
        assert read_room_code(typed) is None


def test_a_second_vote_of_a_seat_stands_in_the_place_of_the_first(rooms, room, store):
    seat = rooms.sit(room.code, NOW)
    assert rooms.vote(room.code, at(room), seat, "myopathies") and rooms.be_sure(room.code, at(room), seat, "sure")
    assert rooms.vote(room.code, at(room), seat, "neuropathies")
    seen = rooms.see(room.code, seat, NOW)
    assert (seen.seated, seen.choice, seen.sure, seen.seats, seen.votes) == (True, "neuropathies", "sure", 1, 1)
    assert rooms.counted(room.code) == ((0, 1, "neuropathies", "sure", 1),)
    assert len(rows(store, votes)) == 1


def test_many_presses_at_once_are_neither_lost_nor_doubled(rooms, room):
    taken = [rooms.sit(room.code, NOW) for _ in range(12)]

    def press(number):
        return rooms.vote(room.code, at(room), taken[number % 12], f"choice-{number % 3}")

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(press, range(48)))
    assert sum(count for *_, count in rooms.counted(room.code)) == 12


@pytest.mark.parametrize("stage", ["ready", "closed", "shown", "revealed", "over"])
def test_a_vote_counts_only_while_voting_is_open(rooms, room, stage):
    seat = rooms.sit(room.code, NOW)
    rooms.go_to(room, 0, 1, stage)
    assert not rooms.vote(room.code, at(room), seat, "myopathies")
    assert rooms.counted(room.code) == ()


def test_a_vote_for_an_earlier_round_or_case_or_without_a_seat_does_not_count(rooms, room):
    seat = rooms.sit(room.code, NOW)
    assert rooms.go_to(room, 0, 2, "open")
    assert not rooms.vote(room.code, at(room), seat, "myopathies") and not rooms.be_sure(
        room.code, at(room), seat, "sure"
    )
    now = rooms.find(room.code, NOW)
    other, _ = rooms.open(("one",), NOW)
    assert not rooms.vote(now.code, at(now), rooms.sit(other.code, NOW), "myopathies")
    assert not rooms.vote(now.code, at(now), "made up", "myopathies")
    assert rooms.vote(now.code, at(now), seat, "myopathies")


def test_a_room_moves_once_for_two_presses(rooms, room):
    assert rooms.go_to(room, 1, 1, "ready")
    assert not rooms.go_to(room, 1, 1, "ready")
    assert rooms.find(room.code, NOW).version == room.version + 1


def test_what_moved_between_the_rounds_is_told_by_case(rooms, room):
    taken = [rooms.sit(room.code, NOW) for _ in range(4)]
    for seat in taken[:3]:
        rooms.vote(room.code, at(room), seat, "wrong")
    rooms.go_to(room, 0, 2, "open")
    again = rooms.find(room.code, NOW)
    for seat, choice in zip(taken, ("right", "right", "wrong", "right"), strict=True):
        rooms.vote(again.code, at(again), seat, choice)
    assert set(rooms.moved(room.code)) == {(0, "wrong", "right", 2), (0, "wrong", "wrong", 1)}


def test_after_a_day_a_room_is_gone_even_before_the_purge(rooms, room, store):
    seat = rooms.sit(room.code, NOW)
    rooms.vote(room.code, at(room), seat, "myopathies")
    young, _ = rooms.open(("one",), NOW + 60)
    with pytest.raises(Unknown):
        rooms.see(room.code, seat, NOW + ROOM_SECONDS)
    assert rows(store, seats) == rows(store, votes) == []
    assert rooms.find(young.code, NOW + ROOM_SECONDS).code == young.code
    assert rooms.purge(NOW + 2 * ROOM_SECONDS) == 1


def test_a_room_that_ends_leaves_nothing_and_others_stay(rooms, room, store):
    other, _ = rooms.open(("one",), NOW)
    rooms.go_to(other, 0, 1, "open")
    for each in (room, rooms.find(other.code, NOW)):
        rooms.vote(each.code, at(each), rooms.sit(each.code, NOW), "a_choice_to_look_for")
    rooms.end(room.code)
    assert [row.room for row in rows(store, votes)] == [row.room for row in rows(store, seats)] == [other.code]
    with pytest.raises(Unknown):
        rooms.find(room.code, NOW)


def test_what_ended_leaves_no_trace_in_the_file(file_store, file):
    rooms = ClassRooms(file_store.database)
    made, _ = rooms.open(("one",), NOW)
    rooms.go_to(made, 0, 1, "open")
    assert rooms.vote(made.code, at(made), rooms.sit(made.code, NOW), "a_choice_to_look_for")
    assert b"a_choice_to_look_for" in bytes_beside(file)
    rooms.end(made.code)
    assert b"a_choice_to_look_for" not in bytes_beside(file)


def test_nobody_who_has_the_file_can_vote_for_a_seat_or_lead(file_store, file):
    rooms = ClassRooms(file_store.database)
    made, key = rooms.open(("one",), NOW)
    seat = rooms.sit(made.code, NOW)
    kept = bytes_beside(file)
    assert made.code.encode() in kept
    assert seat.encode() not in kept and key.encode() not in kept and key.replace("-", "").encode() not in kept


def test_rooms_and_seats_are_bounded(rooms, room, monkeypatch):
    monkeypatch.setattr(class_rooms, "MOST_SEATS", 2)
    monkeypatch.setattr(class_rooms, "MOST_ROOMS", 1)
    for _ in range(2):
        rooms.sit(room.code, NOW)
    with pytest.raises(Crowded):
        rooms.sit(room.code, NOW)
    with pytest.raises(Crowded):
        rooms.open(("one",), NOW)
    with pytest.raises(Unknown):
        rooms.sit("BCDFGH", NOW)
