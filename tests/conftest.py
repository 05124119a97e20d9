"""Shared fixtures: the two rule sets and the site on each."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from run import postgresql_programs
from tests.postgresql import WHAT_TO_INSTALL, Postgresql
from tests.web.pages import Visitor
from triage.rule_files.load import load
from triage.settings import RULES, Settings, new_key
from triage.web.app import create_app

settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", settings.get_profile("here"), max_examples=20)
settings.load_profile("here")

HOUSEPLANT = Path(__file__).parent / "rules" / "houseplant.yaml"
KEY = new_key()


@pytest.fixture(scope="session")
def rules():
    """The shipped rule file."""
    return load(RULES)


@pytest.fixture(scope="session")
def houseplant():
    """A tiny rule set about something else."""
    return load(HOUSEPLANT)


@pytest.fixture(scope="session")
def database(tmp_path_factory):
    """The address of a database that goes with the test run."""
    return f"sqlite:///{tmp_path_factory.mktemp('kept') / 'answers.sqlite3'}"


@pytest.fixture(scope="session")
def app(database):
    """The site on the shipped rule file."""
    made = create_app(Settings((KEY,), database_url=database))
    made.testing = True
    return made


@pytest.fixture(scope="session")
def houseplant_app(database):
    """The site on the tiny rule set."""
    made = create_app(Settings((KEY,), rules=HOUSEPLANT, database_url=database))
    made.testing = True
    return made


@pytest.fixture
def visitor(app):
    """A person with a fresh browser."""
    return Visitor(app.test_client())


@pytest.fixture(scope="session")
def postgresql(request):
    """A PostgreSQL server. Quick tests go without where there is none; all tests do not."""
    folder = postgresql_programs()
    if folder is None:
        (pytest.skip if "not slow" in request.config.option.markexpr else pytest.fail)(WHAT_TO_INSTALL)
    with Postgresql(folder) as server:
        yield server
