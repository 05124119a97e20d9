"""The anchor: while a class votes its file stays open, and when the class rests it is closed and tidy as ever."""

from __future__ import annotations

import time

import pytest

from triage.store import anchor
from triage.store.class_rooms import ClassRooms
from triage.store.errors import Unavailable

NOW = 1_800_000_000.0


def ahead(file):
    return file.with_name(f"{file.name}-wal")


def test_the_file_stays_open_while_work_follows_upon_work_and_is_closed_in_rest(file_store, file, monkeypatch):
    monkeypatch.setattr(anchor, "HELD_SECONDS", 0.3)
    rooms = ClassRooms(file_store.database)
    for _ in range(3):
        rooms.open(("one",), NOW)
        assert ahead(file).exists()
    until = time.monotonic() + 20
    while ahead(file).exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not ahead(file).exists()


def test_saved_answers_alone_hold_nothing_open(file_store, file):
    file_store.reach()
    assert not ahead(file).exists()


def test_a_file_that_is_gone_is_noticed_though_it_is_held(file_store, file):
    rooms = ClassRooms(file_store.database)
    room, _key = rooms.open(("one",), NOW)
    file.rename(file.with_name("elsewhere"))
    with pytest.raises(Unavailable, match="gone"):
        rooms.find(room.code, NOW)
    file.with_name("elsewhere").rename(file)
    assert rooms.find(room.code, NOW).code == room.code
