"""The site on PostgreSQL: answers come back with their code, and nothing but saving minds a server that is away."""

from __future__ import annotations

import time

from tests.conftest import KEY
from tests.pictures import PICTURES
from tests.web.pages import Visitor
from tests.web.test_saved_answers import saved, send
from triage.settings import Settings
from triage.web.app import create_app

HEALING_SECONDS = 30


def ready(app):
    return app.test_client().get("/health/ready").status_code


def test_answers_are_kept_found_and_deleted_and_pages_go_on_while_the_server_is_away(postgresql):
    app = create_app(Settings((KEY,), database_url=postgresql.new_database()))
    app.testing = True
    _visitor, code = saved(app)
    other = Visitor(app.test_client())
    assert "Your answers are back" in send(other, "/resume", code).heading
    assert ready(app) == 200

    postgresql.stop()
    try:
        assert ready(app) == 503
        send(Visitor(app.test_client()), "/resume", code, expect=503)
        walker = Visitor(app.test_client())
        walker.answer(PICTURES["myopathies"])
        assert walker.get("/result").status == 200
    finally:
        postgresql.start()

    until = time.monotonic() + HEALING_SECONDS
    while ready(app) != 200 and time.monotonic() < until:
        time.sleep(0.1)
    assert "Your answers are back" in send(Visitor(app.test_client()), "/resume", code).heading
    send(Visitor(app.test_client()), "/forget", code)
    send(Visitor(app.test_client()), "/resume", code, expect=404)
