"""Troubles: what is the matter is told and logged, once a kind, with no value and no address."""

from __future__ import annotations

import errno
import logging
import sqlite3

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from triage.store import troubles
from triage.store.errors import Unavailable
from triage.store.saved_answers import Store
from triage.store.troubles import TroubleLog, trouble_of


def of_sqlite(name):
    error = sqlite3.OperationalError("secret")
    error.sqlite_errorname = name
    return OperationalError("SELECT secret", {}, error)


def of_a_server(**attributes):
    error = type("Error", (Exception,), attributes)("host=10.0.0.1 password=secret")
    return OperationalError("SELECT secret", {}, error)


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (of_sqlite("SQLITE_FULL"), troubles.FULL),
        (of_sqlite("SQLITE_BUSY_SNAPSHOT"), troubles.LOCKED),
        (of_sqlite("SQLITE_CORRUPT_INDEX"), troubles.MALFORMED),
        (of_sqlite("SQLITE_IOERR_SHMSIZE"), troubles.DISK),
        (of_a_server(sqlstate="53100"), troubles.FULL),
        (of_a_server(pgcode="55P03"), troubles.LOCKED),
        (of_a_server(pgcode="57014"), troubles.SLOW),
        (of_a_server(sqlstate="3F000"), troubles.READ_ONLY),
        (of_a_server(), troubles.UNREACHABLE),
        (OSError(errno.ENOSPC, "secret"), troubles.FULL),
        (PermissionError(errno.EACCES, "secret"), troubles.READ_ONLY),
        (OSError("secret"), troubles.DISK),
    ],
)
def test_each_kind_has_its_sentence(error, trouble):
    assert trouble_of(error) == trouble


def test_what_is_not_foreseen_is_told_by_its_type_alone():
    odd = ProgrammingError("SELECT secret", {"id": "secret"}, Exception("secret"))
    assert trouble_of(odd) == "the database refuses the work (ProgrammingError)"


def test_what_a_moment_may_mend_is_tried_again():
    assert troubles.passes(of_sqlite("SQLITE_BUSY_RECOVERY"))
    assert troubles.passes(IntegrityError("INSERT", {}, sqlite3.IntegrityError()))
    assert not troubles.passes(of_sqlite("SQLITE_CORRUPT"))


def test_a_kind_is_logged_once_and_then_with_how_often_it_came(caplog):
    log = TroubleLog(every=3600)
    for _ in range(5):
        log.tell(troubles.FULL)
    log.tell(troubles.LOCKED)
    assert caplog.messages == [f"Saved answers: {troubles.FULL}", f"Saved answers: {troubles.LOCKED}"]
    log._every = 0
    log.tell(troubles.FULL)
    assert caplog.messages[-1] == f"Saved answers: {troubles.FULL} (4 times more since the last such line)"
    assert {record.levelno for record in caplog.records} == {logging.WARNING}


def test_a_store_that_cannot_be_opened_is_in_the_log_without_its_address(tmp_path, caplog):
    store = Store(f"sqlite:///{tmp_path / 'mistyped' / 'secret' / 'answers.sqlite3'}")
    with pytest.raises(Unavailable, match="is its folder there"):
        store.prepare()
    assert "is its folder there" in caplog.text and "secret" not in caplog.text
