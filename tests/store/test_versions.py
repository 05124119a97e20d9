"""Versions: every database comes to the tables of this program, whole and with all that is in it, or stays as it is."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from triage.store import sealing, troubles, versions
from triage.store.codes import new_code
from triage.store.errors import Unavailable
from triage.store.saved_answers import Store
from triage.store.tables import TABLES
from triage.store.versions import FIT, NEEDED, STEPS, is_too_new

TODAY = date(2026, 11, 21)
CANARY = b"droopy lids since March"

BEFORE_VERSIONS = (
    "CREATE TABLE kept (id VARCHAR(64) NOT NULL, until VARCHAR(10) NOT NULL, sealed TEXT NOT NULL, PRIMARY KEY (id))",
    "CREATE INDEX ix_kept_until ON kept (until)",
    "CREATE TABLE tries (who VARCHAR(32) NOT NULL, day VARCHAR(10) NOT NULL, free_at FLOAT(53) NOT NULL, "
    "PRIMARY KEY (who))",
    "CREATE INDEX ix_tries_day ON tries (day)",
    "CREATE TABLE weeks (id INTEGER NOT NULL, known VARCHAR(10) NOT NULL, PRIMARY KEY (id))",
)
"""What made the tables before there were versions."""

PROCESS = """
import sys
from triage.store.saved_answers import Store
Store(sys.argv[1], wait=30).prepare()
"""


def before_versions(sql, url, code):
    """Make a database as it was before there were versions, with something in it."""
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir()
    for statement in BEFORE_VERSIONS:
        rowless = " WITHOUT ROWID" if statement.startswith("CREATE TABLE") and url.startswith("sqlite") else ""
        sql(statement + rowless)
    lock, last = sealing.lock_of(code), date(2026, 12, 21)
    sql(f"INSERT INTO kept VALUES ('{lock.id}', '2026-12-27', '{sealing.seal(lock, CANARY, '2026-12-27', last)}')")
    sql("INSERT INTO weeks VALUES (1, '2026-11-16')")


def tables(url):
    """What stands in a database: its tables with their columns and indexes."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = inspect(connection)
        made = {
            name: ([(each["name"], str(each["type"])) for each in found.get_columns(name)], found.get_indexes(name))
            for name in found.get_table_names()
        }
    engine.dispose()
    return made


def test_the_last_step_is_the_version_that_the_program_needs():
    assert ScriptDirectory(str(STEPS)).get_heads() == [NEEDED]


def test_the_steps_are_numbered_and_their_files_too():
    steps = list(ScriptDirectory(str(STEPS)).walk_revisions())[::-1]
    assert [step.revision for step in steps] == [str(number) for number in range(1, len(steps) + 1)]
    assert all(step.module.__file__.rpartition("/")[2].startswith(f"v{step.revision}_") for step in steps)


def test_the_steps_lead_to_the_tables_that_the_program_uses(store, url):
    with store.database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), TABLES) == []


def test_the_steps_make_tables_without_row_numbers_where_the_program_wants_none(file_store, tmp_path):
    wanted = create_engine(f"sqlite:///{tmp_path / 'wanted.sqlite3'}")
    TABLES.create_all(wanted)
    with file_store.database.engine.connect() as made, wanted.connect() as there:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%WITHOUT ROWID%' ORDER BY 1"
        assert made.exec_driver_sql(query).all() == there.exec_driver_sql(query).all()
    wanted.dispose()


def test_a_new_database_is_at_the_version_that_is_needed(store, sql):
    assert sql("SELECT version_num FROM alembic_version") == [(NEEDED,)]


def test_a_database_from_before_versions_keeps_what_is_in_it_and_gets_one(url, sql):
    code = new_code()
    before_versions(sql, url, code)
    store = Store(url, wait=30)
    assert store.find(code, TODAY).content == CANARY
    assert sql("SELECT version_num FROM alembic_version") == [(NEEDED,)]
    assert sql("SELECT known FROM weeks") == [("2026-11-16",)]
    with store.database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), TABLES) == []


@pytest.mark.parametrize("version", [str(number) for number in range(1, int(NEEDED))])
def test_a_database_of_each_version_before_comes_forward_with_what_is_in_it(url, sql, file, version):
    file.parent.mkdir()
    engine, code, last = create_engine(url), new_code(), date(2026, 12, 21)
    with engine.begin() as connection:
        versions._take_steps(connection, version)
    engine.dispose()
    lock = sealing.lock_of(code)
    envelope = sealing.seal(lock, CANARY, "2026-12-27", last)
    sql("INSERT INTO kept VALUES (:id, '2026-12-27', :sealed)", id=lock.id, sealed=envelope)
    assert sql("SELECT version_num FROM alembic_version") == [(version,)]
    store = Store(url, wait=30)
    assert store.find(code, TODAY).content == CANARY
    with store.database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), TABLES) == []


def test_a_program_goes_on_with_tables_one_version_newer_so_that_an_update_can_be_taken_back(store, url, sql):
    code = new_code()
    store.save(code, CANARY, 30, TODAY)
    sql(f"UPDATE alembic_version SET version_num = '{int(NEEDED) + 1}'")
    before = Store(url, wait=30)
    assert before.find(code, TODAY).content == CANARY
    before.save(code, b"again", 30, TODAY)
    assert sql("SELECT version_num FROM alembic_version") == [(f"{int(NEEDED) + 1}",)]


def test_a_database_of_a_newer_program_is_left_alone_and_everything_says_so(store, url, sql):
    code = new_code()
    store.save(code, CANARY, 30, TODAY)
    sql(f"UPDATE alembic_version SET version_num = '{int(NEEDED) + 2}'")
    before = tables(url)
    later = Store(url)
    for act in (later.prepare, lambda: later.find(code, TODAY), lambda: later.save(code, b"x", 30, TODAY)):
        with pytest.raises(Unavailable, match="newer version"):
            act()
    assert tables(url) == before
    sql(f"UPDATE alembic_version SET version_num = '{NEEDED}'")
    assert later.find(code, TODAY).content == CANARY, "as soon as it is mended, without a new start"


@pytest.mark.parametrize(
    ("version", "newer"), [(None, False), ("1", False), (FIT[-1], False), ("99", True), ("x", True)]
)
def test_a_version_that_nobody_here_knows_is_too_new(version, newer):
    assert is_too_new(version) is newer


def test_a_step_that_fails_leaves_the_database_as_it_was(url, sql, monkeypatch):
    code = new_code()
    before_versions(sql, url, code)
    before = tables(url)
    real = versions._take_steps

    def broken(connection, to):
        real(connection, to)
        connection.exec_driver_sql("SELECT nonsense")

    with monkeypatch.context() as patch:
        patch.setattr(versions, "_take_steps", broken)
        with pytest.raises(Unavailable, match="refuses the work"):
            Store(url).prepare()
    assert tables(url) == before
    assert Store(url, wait=30).find(code, TODAY).content == CANARY


def test_a_start_on_current_tables_does_without_alembic(store, url):
    process = PROCESS + "print('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", process, url], capture_output=True, text=True).stdout == "False\n"


@pytest.mark.slow
def test_processes_that_bring_a_database_forward_at_once_do_it_once(url, sql):
    code = new_code()
    before_versions(sql, url, code)
    command = [sys.executable, "-c", PROCESS, url]
    together = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    said = [each.communicate(timeout=60)[1] for each in together]
    assert [each.returncode for each in together] == [0] * 4, said
    assert sql("SELECT version_num FROM alembic_version") == [(NEEDED,)]
    assert Store(url, wait=30).find(code, TODAY).content == CANARY


def test_a_table_that_is_gone_is_told(store, sql):
    sql("DROP TABLE kept")
    with pytest.raises(Unavailable, match=troubles.TABLE_GONE[:20]):
        Store(store.database.engine.url.render_as_string(hide_password=False), wait=1).find(new_code(), TODAY)
