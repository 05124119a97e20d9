"""`triage database`: tells how the tables are and brings them forward, and says in a line what was done."""

from __future__ import annotations

from datetime import date

import pytest

from triage.cli import main
from triage.settings import new_key
from triage.store.codes import new_code
from triage.store.saved_answers import Store
from triage.store.versions import NEEDED

TODAY = date(2026, 11, 21)


@pytest.fixture
def database(url, monkeypatch, capsys, caplog):
    """Runs `triage database` on an empty database, and returns the exit code and all that was said."""
    monkeypatch.setenv("TRIAGE_SECRET_KEYS", new_key())

    def run(*words):
        monkeypatch.setenv("TRIAGE_DATABASE_URL", url)
        caplog.clear()
        code = main(["database", *words])
        return code, "".join(capsys.readouterr()) + caplog.text

    return run


@pytest.fixture(autouse=True)
def folder(file):
    file.parent.mkdir()


def test_an_upgrade_makes_the_tables_once_and_then_the_check_is_content(database):
    assert database("upgrade")[1].endswith(f"the tables are at version {NEEDED} (was without a version).\n")
    assert database("upgrade")[1].endswith(f"the tables are at version {NEEDED} (nothing to do).\n")
    code, said = database("check")
    assert code == 0 and said.endswith(": the tables are as this program needs them.\n")


@pytest.fixture
def age(sql):
    """Return a function that leaves the tables of the time before they had versions, when no class was live."""

    def leave():
        for table in ("rooms", "seats", "votes", "alembic_version"):
            sql(f"DROP TABLE {table}")

    return leave


def test_the_check_of_older_tables_says_what_to_do_and_changes_nothing(database, store, age):
    age()
    for _ in range(2):
        code, said = database("check")
        assert code == 1
        assert "from before they had versions" in said and "backup" in said and "`triage database upgrade`" in said


def test_the_check_names_what_differs_and_minds_no_table_of_others(database, store, sql):
    sql("CREATE TABLE elsewhere (id INTEGER)")
    assert database("check")[0] == 0
    sql("DROP INDEX ix_kept_until")
    code, said = database("check")
    assert code == 1 and "add index ix_kept_until" in said and "elsewhere" not in said


def test_tables_of_a_newer_program_are_told_and_left_alone(database, store, sql):
    sql("UPDATE alembic_version SET version_num = '99'")
    for word in ("check", "upgrade"):
        code, said = database(word)
        assert code == 1 and "newer version" in said
    assert sql("SELECT version_num FROM alembic_version") == [("99",)]


def test_an_upgrade_keeps_what_is_kept(database, store, url, age):
    code = new_code()
    store.save(code, b"droopy lids", 30, TODAY)
    age()
    assert database("upgrade")[0] == 0
    assert Store(url, wait=30).find(code, TODAY).content == b"droopy lids"


def test_a_check_makes_no_file(monkeypatch, file, capsys):
    monkeypatch.setenv("TRIAGE_SECRET_KEYS", new_key())
    monkeypatch.setenv("TRIAGE_DATABASE_URL", f"sqlite:///{file}")
    assert main(["database", "check"]) == 1
    assert not file.exists()


def test_no_password_is_shown(monkeypatch, capsys, caplog):
    monkeypatch.setenv("TRIAGE_SECRET_KEYS", new_key())
    monkeypatch.setenv("TRIAGE_DATABASE_URL", "postgresql://guide:hush@127.0.0.1:1/answers")
    assert main(["database", "check"]) == 1
    assert "hush" not in "".join(capsys.readouterr()) + caplog.text and "cannot be reached" in caplog.text
