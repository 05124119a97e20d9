"""Health: two addresses for machines, which see no cookie and leave none."""

from __future__ import annotations

import pytest

from tests.conftest import KEY
from triage.settings import Settings
from triage.store.errors import Unavailable
from triage.web.app import create_app


@pytest.mark.parametrize("url", ["/health", "/health/ready"])
@pytest.mark.parametrize("cookie", ["", "session=x; answers=x; look=dark.large"])
def test_health_is_the_same_with_any_cookie_and_sets_none(app, url, cookie):
    response = app.test_client().get(url, headers={"Cookie": cookie})
    assert response.status_code == 200 and response.mimetype == "text/plain"
    assert "Set-Cookie" not in response.headers and "Vary" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


def test_ready_names_the_rules_and_fails_without_the_store_while_alive_does_not(tmp_path, rules, monkeypatch):
    app = create_app(Settings((KEY,), database_url=f"sqlite:///{tmp_path / 'answers.sqlite3'}"))
    assert rules.digest in app.test_client().get("/health/ready").text

    def away(*args, **kwargs):
        raise Unavailable("gone")

    monkeypatch.setattr("triage.store.database.Database.run", away)
    assert app.test_client().get("/health/ready").status_code == 503
    assert app.test_client().get("/health").status_code == 200
