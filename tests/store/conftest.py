"""A store in an empty database, of SQLite and of PostgreSQL. Derivation is quick, save where its cost is tested."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text

from triage.store import sealing
from triage.store.saved_answers import Store

BOTH = ("SQLite", "PostgreSQL")


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(sealing, "_EFFORT", 2)


@pytest.fixture
def file(tmp_path):
    """Where a database of SQLite is."""
    return tmp_path / "kept" / "answers.sqlite3"


@pytest.fixture(params=BOTH)
def url(request):
    """The address of an empty database."""
    if request.param == "SQLite":
        return f"sqlite:///{request.getfixturevalue('file')}"
    return request.getfixturevalue("postgresql").emptied_database()


@pytest.fixture
def store(url):
    """A fresh store, patient where the machine is busy."""
    return prepared(url)


@pytest.fixture
def file_store(file):
    """A fresh store in a file of SQLite."""
    return prepared(f"sqlite:///{file}")


@pytest.fixture
def sql(url):
    """Says something to the database, past the store."""
    engine = create_engine(url)

    def said(statement, **values):
        with engine.begin() as connection:
            done = connection.execute(text(statement), values)
            return [tuple(row) for row in done] if done.returns_rows else []

    yield said
    engine.dispose()


def prepared(url):
    """A store on tables that are made."""
    made = Store(url, wait=30)
    made.prepare()
    return made
