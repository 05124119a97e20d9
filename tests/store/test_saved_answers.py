"""Keeping answers: found by the code alone, sealed on disk, gone after their date or on request."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import suppress
from datetime import date, timedelta

import pytest

from triage.store import saved_answers, sealing
from triage.store.calendar import gone_after
from triage.store.codes import new_code, read_code
from triage.store.database import Database
from triage.store.errors import (
    ClockAhead,
    Crowded,
    Damaged,
    Expired,
    Mistyped,
    StoreError,
    TooLarge,
    Unavailable,
    Unknown,
)
from triage.store.saved_answers import DAYS, Store, last_day

TODAY = date(2026, 11, 21)
CANARY = b"canary-7f3a: droopy lids since March"


def all_files(file):
    """Every byte that a copy of the folder would hold."""
    return b"".join(each.read_bytes() for each in file.parent.iterdir())


def said_to(file, statement, *values):
    connection = sqlite3.connect(file)
    with connection:
        rows = connection.execute(statement, values).fetchall()
    connection.close()
    return rows


def test_what_is_saved_is_found_by_its_code_in_any_spelling(store):
    code = new_code()
    store.save(code, CANARY, 30, TODAY)
    found = store.find(code.lower().replace("-", " "), TODAY)
    assert (found.code, found.content, found.until) == (code, CANARY, date(2026, 12, 21))


def test_a_found_thing_does_not_show_itself_in_a_log(store):
    code = new_code()
    store.save(code, CANARY, 30, TODAY)
    assert code not in repr(store.find(code, TODAY)) and "canary" not in repr(store.find(code, TODAY))


def test_a_copy_of_the_database_shows_nothing(file_store, file):
    codes = [new_code() for _ in range(20)]
    with sqlite3.connect(file) as watching:  # keeps the write-ahead file in place
        watching.execute("SELECT count(*) FROM kept").fetchall()
        for number, code in enumerate(codes):
            file_store.save(code, CANARY * (1 + number % 3), 30, TODAY)
        copy = all_files(file)
        assert len(list(file.parent.iterdir())) > 1
    watching.close()
    assert b"canary" not in copy and b"droopy" not in copy
    for code in codes:
        plain = code.replace("-", "")
        lock = sealing.lock_of(code)
        for secret in (code, plain, plain[:16], plain.lower()):
            assert secret.encode() not in copy
        assert lock.key not in copy and lock.key.hex().encode() not in copy
    assert len({len(row[0]) for row in said_to(file, "SELECT sealed FROM kept")}) == 1


def test_the_database_tells_the_week_and_neither_the_day_of_saving_nor_the_order(file_store, file):
    days = [date(2026, 11, 16) + timedelta(days=n) for n in range(7)]
    for day in [*days, *days]:
        file_store.save(new_code(), CANARY, 7, day)
    tables = {name for (name,) in said_to(file, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables == {"alembic_version", "kept", "tries", "weeks", "rooms", "seats", "votes"}
    rows = said_to(file, "SELECT * FROM kept")
    assert {until for _id, until, _sealed in rows} == {"2026-11-29"}
    assert [id for id, *_rest in rows] == sorted(id for id, *_rest in rows)
    assert said_to(file, "SELECT * FROM weeks") == [(1, "2026-11-16")]
    with pytest.raises(sqlite3.OperationalError, match="rowid"):
        said_to(file, "SELECT rowid FROM kept")


def test_a_file_put_in_order_is_the_same_whoever_came_first(file_store, file, tmp_path):
    for _ in range(30):
        file_store.save(new_code(), CANARY, 7, TODAY)
    rows = said_to(file, "SELECT * FROM kept")
    images = []
    for order in (rows, rows[::-1], rows[::2] + rows[1::2]):
        other = tmp_path / f"{len(images)}.sqlite3"
        another = Store(f"sqlite:///{other}")
        another.prepare()
        for row in order:
            said_to(other, "INSERT INTO kept VALUES (?, ?, ?)", *row)
        another.put_in_order()
        images.append(other.read_bytes()[4096:])
    assert len(images[0]) > 30_000 and images[0] == images[1] == images[2]


def test_what_the_version_before_kept_moves_into_the_new_table(file):
    code, last = new_code(), date(2026, 12, 21)
    lock = sealing.lock_of(code)
    file.parent.mkdir()
    said_to(file, "CREATE TABLE kept (id VARCHAR(64) PRIMARY KEY, until VARCHAR(10) NOT NULL, sealed TEXT NOT NULL)")
    said_to(file, "CREATE INDEX ix_kept_until ON kept (until)")
    envelope = sealing.seal(lock, CANARY, last.isoformat(), last)
    said_to(file, "INSERT INTO kept VALUES (?, ?, ?)", lock.id, last.isoformat(), envelope)
    store = Store(f"sqlite:///{file}")
    store.prepare()
    assert store.find(code, TODAY).content == CANARY
    assert "WITHOUT ROWID" in said_to(file, "SELECT sql FROM sqlite_master WHERE name = 'kept'")[0][0]
    assert said_to(file, "SELECT count(*) FROM sqlite_master WHERE name = 'ix_kept_until'") == [(1,)]


def test_only_the_owner_can_read_the_file(file_store, file):
    file_store.save(new_code(), CANARY, 7, TODAY)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_saving_again_keeps_the_code_and_replaces_what_was_there(store, sql):
    code = new_code()
    store.save(code, b"first", 7, TODAY)
    store.save(code, b"second", 90, TODAY)
    assert store.find(code, TODAY).content == b"second"
    assert store.find(code, TODAY).until == TODAY + timedelta(days=90)
    assert sql("SELECT count(*) FROM kept") == [(1,)]


@pytest.mark.parametrize("days", DAYS)
def test_it_is_kept_to_the_last_day_and_no_longer(store, days):
    code = new_code()
    store.save(code, CANARY, days, TODAY)
    assert store.find(code, TODAY + timedelta(days=days)).content == CANARY
    with pytest.raises(Expired):
        store.find(code, TODAY + timedelta(days=days + 1))


@pytest.mark.parametrize("days", [0, -1, 8, 91, 10_000])
def test_nothing_is_kept_for_other_times(store, days):
    with pytest.raises(ValueError, match="7, 30, 90"):
        store.save(new_code(), CANARY, days, TODAY)


def test_purge_deletes_what_is_past_its_date_and_nothing_else(store):
    short, long = new_code(), new_code()
    store.save(short, CANARY, 7, TODAY)
    store.save(long, CANARY, 90, TODAY)
    sunday = gone_after(TODAY + timedelta(days=7))
    assert store.purge(sunday) == 0
    assert store.purge(sunday + timedelta(days=1)) == 1
    assert store.purge(sunday + timedelta(days=1)) == 0
    with pytest.raises(Unknown):
        store.find(short, TODAY)
    assert store.find(long, TODAY).content == CANARY


def test_purge_takes_many_steps_where_much_is_past_its_date(store, monkeypatch):
    monkeypatch.setattr(saved_answers, "SOME", 3)
    for _ in range(10):
        store.save(new_code(), CANARY, 7, TODAY)
    assert store.purge(TODAY + timedelta(days=14)) == 10


def test_a_clock_that_is_far_ahead_deletes_nothing_and_purge_says_so(store, caplog):
    code, far = new_code(), TODAY + timedelta(days=400)
    store.save(code, CANARY, 90, TODAY)
    store.save(new_code(), CANARY, 7, far)
    assert "the clock is far ahead" in caplog.text
    with pytest.raises(ClockAhead, match="2026-11-16"):
        store.purge(far)
    assert store.find(code, TODAY).content == CANARY
    assert store.purge(far, insist=True) == 1
    assert store.purge(far) == 0


def test_a_long_rest_with_nothing_to_delete_is_no_leap(store):
    store.save(new_code(), CANARY, 90, TODAY)
    assert store.purge(TODAY + timedelta(days=60)) == 0
    assert store.purge(TODAY + timedelta(days=84)) == 0
    assert store.purge(TODAY + timedelta(days=100)) == 1


def test_no_more_is_kept_than_may_be_but_what_is_kept_can_be_replaced(store, caplog):
    store.most = 3
    codes = [new_code() for _ in range(3)]
    for code in codes:
        store.save(code, CANARY, 30, TODAY)
    with pytest.raises(Crowded):
        store.save(new_code(), CANARY, 30, TODAY)
    assert "as many answers are kept as may be" in caplog.text
    store.save(codes[0], b"again", 30, TODAY)
    store.forget(codes[1])
    store.save(new_code(), CANARY, 30, TODAY)
    assert [store.find(code, TODAY).content for code in (codes[0], codes[2])] == [b"again", CANARY]


def test_saving_also_lets_go_what_is_past_its_date(store, sql):
    old, again = new_code(), new_code()
    store.save(old, CANARY, 7, TODAY)
    store.save(again, CANARY, 7, TODAY)
    later = TODAY + timedelta(days=20)
    store.save(again, b"still here", 7, later)
    assert sql("SELECT count(*) FROM kept") == [(1,)]
    assert store.find(again, later).content == b"still here"


def test_what_is_deleted_is_gone_from_the_disk_at_once(file_store, file):
    code, other = new_code(), new_code()
    with sqlite3.connect(file) as watching:
        watching.execute("SELECT count(*) FROM kept").fetchall()
        watching.rollback()
        file_store.save(code, CANARY, 30, TODAY)
        file_store.save(other, CANARY, 30, TODAY)
        ((sealed,),) = said_to(file, "SELECT sealed FROM kept WHERE id = ?", sealing.lock_of(code).id)
        assert sealed[:40].encode() in all_files(file) and sealed[-40:].encode() in all_files(file)
        file_store.forget(code)
        assert sealed[:40].encode() not in all_files(file) and sealed[-40:].encode() not in all_files(file)
    watching.close()
    with pytest.raises(Unknown):
        file_store.find(code, TODAY)
    with pytest.raises(Unknown):
        file_store.forget(code)
    assert file_store.find(other, TODAY).content == CANARY


def test_one_code_does_not_open_or_delete_what_another_keeps(store):
    mine, yours = new_code(), new_code()
    store.save(mine, CANARY, 30, TODAY)
    for act in (lambda: store.find(yours, TODAY), lambda: store.forget(yours)):
        with pytest.raises(Unknown):
            act()
    assert store.find(mine, TODAY).content == CANARY


def test_a_mistyped_code_is_told_apart_from_one_that_opens_nothing(store):
    code = new_code()
    store.save(code, CANARY, 30, TODAY)
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    for act in (lambda: store.find(wrong, TODAY), lambda: store.forget(wrong), lambda: store.find("", TODAY)):
        with pytest.raises(Mistyped):
            act()


def test_too_much_is_refused_and_what_was_there_stays(store):
    code = new_code()
    store.save(code, CANARY, 30, TODAY)
    with pytest.raises(TooLarge):
        store.save(code, bytes(sealing.MOST_CONTENT + 1), 30, TODAY)
    assert store.find(code, TODAY).content == CANARY


TAMPERED = {
    "cut off": "substr(sealed, 1, 100)",
    "empty": "''",
    "too long": "sealed || sealed",
    "oversized": f"hex(zeroblob({20_000_000}))",
    "a huge blob": f"zeroblob({20_000_000})",
    "bytes": "cast(sealed AS BLOB)",
    "a number": "1e12",
    "other characters": "replace(sealed, substr(sealed, 30, 1), '?')",
    "turned round": "substr(sealed, 41) || substr(sealed, 1, 40)",
}


@pytest.mark.parametrize("value", TAMPERED.values(), ids=TAMPERED)
def test_a_tampered_row_is_refused_and_the_next_save_mends_it(file_store, file, value):
    code = new_code()
    file_store.save(code, CANARY, 30, TODAY)
    said_to(file, f"UPDATE kept SET sealed = {value}")
    with pytest.raises(Damaged):
        file_store.find(code, TODAY)
    file_store.save(code, b"again", 30, TODAY)
    assert file_store.find(code, TODAY).content == b"again"


@pytest.mark.parametrize("until", ["2099-01-01", "soon", ""])
def test_a_tampered_date_is_refused(store, sql, until):
    code = new_code()
    store.save(code, CANARY, 30, TODAY)
    sql("UPDATE kept SET until = :until", until=until)
    with pytest.raises(Damaged):
        store.find(code, TODAY)


@pytest.mark.parametrize("until", [20261221, b"2026-12-21"])
def test_a_date_that_is_no_text_is_refused(file_store, file, until):
    code = new_code()
    file_store.save(code, CANARY, 30, TODAY)
    said_to(file, "UPDATE kept SET until = ?", until)
    with pytest.raises(Damaged):
        file_store.find(code, TODAY)


def test_swapped_rows_are_refused(store, sql):
    codes = [new_code(), new_code()]
    for code in codes:
        store.save(code, CANARY, 30, TODAY)
    first, second = (sealing.lock_of(code).id for code in codes)
    for old, new in ((first, "x"), (second, first), ("x", second)):
        sql("UPDATE kept SET id = :new WHERE id = :old", new=new, old=old)
    for code in codes:
        with pytest.raises(Damaged):
            store.find(code, TODAY)


def test_every_answer_costs_one_derivation_and_one_query(store, monkeypatch):
    kept, gone, expired = new_code(), new_code(), new_code()
    store.save(kept, CANARY, 30, TODAY)
    store.save(expired, CANARY, 7, TODAY)
    work = []
    monkeypatch.setattr(saved_answers, "lock_of", lambda code: work.append("derived") or sealing.lock_of(code))
    real = Database._once
    monkeypatch.setattr(Database, "_once", lambda self, do: work.append("asked") or real(self, do))
    for typed in (kept, gone, expired, "what?", kept[:-1]):
        work.clear()
        with suppress(StoreError):
            store.find(typed, TODAY + timedelta(days=10))
        assert work == ["derived", "asked"], typed


def test_saving_wants_a_code_and_not_what_somebody_typed(store):
    with pytest.raises(Mistyped):
        store.save("hello", CANARY, 30, TODAY)
    code = new_code()
    store.save(read_code(code.lower()), CANARY, 30, TODAY)
    assert store.find(code, TODAY).content == CANARY


def test_the_last_day_is_counted_from_today():
    assert last_day(7, date(2026, 12, 28)) == date(2027, 1, 4)


@pytest.mark.parametrize(
    "url",
    ["", "answers", "sqlite://", "sqlite:///:memory:", "sqlite:///file:x?mode=memory&uri=true", "nosuch://h/x", "a b"],
)
def test_an_address_that_no_database_can_have_is_refused_at_once(url):
    with pytest.raises(ValueError, match=r"not|name"):
        Store(url)


def test_the_refusal_does_not_repeat_the_address():
    with pytest.raises(ValueError, match="not") as refused:
        Store("nosuch://me:secret@host/x")
    assert "secret" not in str(refused.value) and refused.value.__cause__ is None


def test_trouble_is_told_without_content(file_store, file):
    code = new_code()
    file.write_bytes(b"this is no database, not at all " * 99)
    with pytest.raises(Unavailable) as trouble:
        file_store.save(code, CANARY, 30, TODAY)
    assert "not a database" in str(trouble.value)
    assert "canary" not in str(trouble.value) and sealing.lock_of(code).id not in str(trouble.value)
