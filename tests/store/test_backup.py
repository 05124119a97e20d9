"""Backup: what docs/backup.md tells, done line by line, brings answers back to the codes that their owners hold."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import stat
import subprocess
from datetime import date
from pathlib import Path

import pytest

from run import postgresql_programs
from triage.cli import main
from triage.settings import new_key
from triage.store.codes import new_code
from triage.store.errors import Unknown
from triage.store.saved_answers import Store

ROOT = Path(__file__).parents[2]
BLOCKS = re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / "backup.md").read_text(encoding="utf-8"), re.DOTALL)
FILE_BACKUP, FILE_RESTORE, SERVER_BACKUP, SERVER_RESTORE, AFTERWARDS = BLOCKS
TODAY = date.today()
EARLY, LATE = new_code(), new_code()


OURS = "python3 run.py triage "


@pytest.fixture
def follow(tmp_path, monkeypatch):
    """Does what a block of the document says, in a folder of its own, for the database at an address."""
    monkeypatch.setenv("TRIAGE_SECRET_KEYS", new_key())
    monkeypatch.setenv("PATH", f"{postgresql_programs()}:{os.environ['PATH']}")
    monkeypatch.chdir(tmp_path)

    def run(block, url, **names):
        monkeypatch.setenv("TRIAGE_DATABASE_URL", url)
        for line in block.splitlines():
            if line.startswith(OURS):
                assert main(shlex.split(line.removeprefix(OURS))) == 0, line
            else:
                subprocess.run(["sh", "-ec", line], env={**os.environ, **names}, check=True)

    return run


def test_answers_in_a_file_come_back_as_the_document_tells(follow, tmp_path):
    url = f"sqlite:///{tmp_path / 'instance' / 'answers.sqlite3'}"
    store = Store(url, wait=30)
    store.save(EARLY, b"early", 90, TODAY)
    follow(FILE_BACKUP, url)
    store.save(LATE, b"late", 90, TODAY)
    store.forget(EARLY)
    follow(FILE_RESTORE, url)
    follow(AFTERWARDS, url)
    assert_only_the_early_ones_are_there(Store(url, wait=30))


def test_answers_on_a_server_come_back_as_the_document_tells(follow, postgresql):
    url, other = postgresql.new_database(), postgresql.new_database()
    store = Store(url, wait=30)
    store.save(EARLY, b"early", 90, TODAY)
    follow(SERVER_BACKUP, url, ADDRESS=url.replace("+psycopg", ""))
    store.save(LATE, b"late", 90, TODAY)
    follow(SERVER_RESTORE, other, NEW_ADDRESS=other.replace("+psycopg", ""))
    follow(AFTERWARDS, other)
    assert_only_the_early_ones_are_there(Store(other, wait=30))


def assert_only_the_early_ones_are_there(store):
    assert store.find(EARLY, TODAY).content == b"early"
    with pytest.raises(Unknown):
        store.find(LATE, TODAY)


@pytest.fixture
def backup(monkeypatch, tmp_path, capsys):
    """Runs `triage database backup` on a database, and returns the file, the exit code and what was said."""
    monkeypatch.setenv("TRIAGE_SECRET_KEYS", new_key())

    def run(url):
        monkeypatch.setenv("TRIAGE_DATABASE_URL", url)
        copy = tmp_path / "copy.sqlite3"
        code = main(["database", "backup", str(copy)])
        return copy, code, "".join(capsys.readouterr())

    return run


def test_only_its_owner_can_read_a_backup(backup, file, file_store):
    copy, code, _said = backup(f"sqlite:///{file}")
    assert code == 0 and stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_a_backup_holds_what_was_just_saved_and_nothing_that_was_deleted(backup, file, file_store):
    file_store.save(EARLY, b"early", 90, TODAY)
    file_store.save(LATE, b"late", 90, TODAY)
    file_store.forget(LATE)
    copy, _code, _said = backup(f"sqlite:///{file}")
    other = Store(f"sqlite:///{copy}", wait=30)
    assert other.find(EARLY, TODAY).content == b"early"
    with pytest.raises(Unknown):
        other.find(LATE, TODAY)


def test_a_backup_never_takes_the_place_of_a_file_that_is_there(backup, file, file_store):
    copy, _code, _said = backup(f"sqlite:///{file}")
    shutil.copy(copy, kept := copy.with_suffix(".kept"))
    _copy, code, said = backup(f"sqlite:///{file}")
    assert code == 1 and "is there already" in said
    assert copy.read_bytes() == kept.read_bytes()


def test_a_backup_that_fails_leaves_no_file(backup, file):
    copy, code, _said = backup(f"sqlite:///{file}")
    assert code == 1 and not copy.exists()


def test_for_a_server_the_command_says_what_makes_the_backup(backup):
    copy, code, said = backup("postgresql://guide:hush@127.0.0.1:1/answers")
    assert code == 1 and "pg_dump" in said and "hush" not in said and not copy.exists()
