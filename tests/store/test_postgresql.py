"""PostgreSQL: bounded in connections and in time, and well again by itself after a server that was gone or frozen."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date

import psycopg
import pytest
from sqlalchemy import make_url

from triage.store import troubles
from triage.store.codes import new_code
from triage.store.database import PAGE_WAITS
from triage.store.errors import Unavailable
from triage.store.saved_answers import Store

TODAY = date(2026, 11, 21)
HEALING_SECONDS = 30.0


@pytest.fixture
def address(postgresql):
    """The address of an empty database."""
    return postgresql.emptied_database()


@pytest.fixture
def store(address):
    """A store that waits where the machine is busy."""
    made = Store(address, wait=30)
    made.prepare()
    return made


@pytest.fixture
def hasty(store, address):
    """The same with the patience of pages."""
    return Store(address)


@pytest.fixture
def admin(address):
    """Says something to the database as its owner, and returns the rows."""
    with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as connection:
        yield lambda statement: (done := connection.execute(statement)).description and done.fetchall()


def well_again(store, code):
    """Find what was kept, as somebody does who tries again, and tell how long that took."""
    start = time.monotonic()
    while time.monotonic() < start + HEALING_SECONDS:
        try:
            assert store.find(code, TODAY).content == b"kept"
            return
        except Unavailable:
            time.sleep(0.1)
    pytest.fail("the store is not well again")


def kept_in(store):
    """The code of something that is kept."""
    code = new_code()
    store.save(code, b"kept", 30, TODAY)
    return code


def test_the_address_needs_no_name_of_a_driver(address):
    assert kept_in(Store(address.replace("+psycopg", "")))


def test_a_process_holds_two_connections_at_most_and_they_say_whose_they_are(store, admin):
    def visit(_number):
        with suppress(Unavailable):  # too many want something at once
            kept_in(store)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(visit, range(40)))
    here = "datname = current_database() AND pid <> pg_backend_pid()"
    ours = f"SELECT application_name FROM pg_stat_activity WHERE {here}"
    assert admin(ours) in ([("symptom guide",)], [("symptom guide",)] * 2)


def test_every_transaction_is_bounded_below_what_a_page_waits(hasty):
    names = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
    query = f"SELECT {', '.join(f'current_setting({name!r})' for name in names)}"
    told = hasty.database.run(lambda connection: tuple(connection.exec_driver_sql(query).one()))
    assert told == ("1500ms", "2s", f"{PAGE_WAITS:.0f}s")


@pytest.mark.slow
def test_a_lock_that_somebody_holds_is_told_and_nothing_is_lost(store, hasty, address):
    code = kept_in(store)
    with psycopg.connect(address.replace("+psycopg", "")) as holder:
        holder.execute("LOCK TABLE kept")
        with pytest.raises(Unavailable, match=f"{troubles.LOCKED}|{troubles.SLOW}"):
            hasty.save(new_code(), b"x", 30, TODAY)
    well_again(hasty, code)


def test_a_connection_that_the_server_ended_is_replaced_before_anybody_notices(store, admin):
    code = kept_in(store)
    assert admin("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'symptom guide'")
    assert store.find(code, TODAY).content == b"kept"


@pytest.mark.slow
def test_a_server_that_is_gone_is_told_and_what_was_acknowledged_is_there_when_it_is_back(store, hasty, postgresql):
    code = kept_in(store)
    well_again(hasty, code)
    postgresql.stop()
    try:
        with pytest.raises(Unavailable, match=troubles.UNREACHABLE):
            hasty.find(code, TODAY)
    finally:
        postgresql.start()
    well_again(hasty, code)


@pytest.mark.slow
def test_a_frozen_server_is_given_up_and_then_nobody_waits(store, hasty, postgresql):
    code = kept_in(store)
    well_again(hasty, code)
    postgresql.freeze()
    try:
        for _ in range(2):
            with pytest.raises(Unavailable, match=troubles.SLOW):
                hasty.find(code, TODAY)
    finally:
        postgresql.thaw()
    well_again(hasty, code)


def test_a_table_put_in_order_does_not_tell_who_came_first(store, admin):
    for _ in range(30):
        kept_in(store)
    in_the_file = "SELECT id FROM kept ORDER BY ctid"
    assert admin(in_the_file) != sorted(admin(in_the_file))
    store.put_in_order()
    assert admin(in_the_file) == sorted(admin(in_the_file))
    assert admin("SELECT count(*) FROM kept") == [(30,)]


@pytest.mark.parametrize("wrong", [{"database": "elsewhere"}, {"username": "nobody"}])
def test_a_server_that_refuses_the_connection_is_told_from_one_that_is_not_there(address, wrong):
    with pytest.raises(Unavailable, match="refuses the connection"):
        Store(make_url(address).set(**wrong).render_as_string()).prepare()


def test_an_account_that_may_not_make_tables_is_told_what_to_do_and_goes_on_when_it_is_done(address, admin, caplog):
    admin("DROP ROLE IF EXISTS pages")
    admin("CREATE ROLE pages LOGIN")
    as_pages = Store(make_url(address).set(username="pages").render_as_string())
    with pytest.raises(Unavailable, match="triage database upgrade"):
        as_pages.prepare()
    assert "`triage database upgrade` with an account that may change tables" in caplog.text
    Store(address).prepare()
    admin("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO pages")
    code = kept_in(as_pages)
    assert as_pages.find(code, TODAY).content == b"kept"
    caplog.clear()
    as_pages.purge(TODAY)
    as_pages.put_in_order()
    assert caplog.text == "", "that only the owner can put in order is no trouble"
