"""A store in an empty folder. Derivation is made quick, save where its cost is what is tested."""

from __future__ import annotations

import pytest

from triage.store import sealing
from triage.store.saved_answers import Store


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(sealing, "_EFFORT", 2)


@pytest.fixture
def file(tmp_path):
    """Where the database is."""
    return tmp_path / "kept" / "answers.sqlite3"


@pytest.fixture
def store(file):
    """A fresh store, patient where the machine is busy."""
    made = Store(f"sqlite:///{file}", wait=30)
    made.prepare()
    return made
