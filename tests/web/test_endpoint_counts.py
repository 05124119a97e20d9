"""Metrics: counts and times by endpoint, of all processes together, and nothing about anybody."""

from __future__ import annotations

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.conftest import HOUSEPLANT, KEY
from tests.web.pages import Visitor
from triage.settings import Settings
from triage.web.app import create_app
from triage.web.endpoint_counts import EndpointCounts, install


@pytest.fixture
def counted(database):
    """The houseplants, counted from the first answer on."""
    app = create_app(Settings((KEY,), rules=HOUSEPLANT, database_url=database))
    install(app, 2).take(1)
    return app


def told(text):
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_answers_and_their_times_are_told_by_endpoint(counted):
    client = counted.test_client()
    for path in ("/", "/about", "/about", "/nowhere/secret"):
        client.get(path)
    figures = told(client.get("/metrics").text)
    assert figures["guide_answers_total", "learn.about", "2xx"] == 2
    assert figures["guide_answers_total", "none", "4xx"] == 1
    assert figures["guide_answer_seconds_count", "learn.about"] == 2
    assert figures["guide_answer_seconds_bucket", "learn.about", "+Inf"] == 2
    assert 0 < figures["guide_answer_seconds_sum", "learn.about"] < 2


def test_what_is_told_holds_no_address_no_answer_and_no_path(counted, houseplant):
    visitor = Visitor(counted.test_client())
    first = houseplant.questions[0]
    visitor.client.get(f"/question/{first.id}", environ_base={"REMOTE_ADDR": "10.1.2.3"})
    visitor.client.post("/resume", data={"code": "7KQ2-M9XD-4HTB-0WRA-8"})
    text = visitor.client.get("/metrics").text
    assert "questionnaire." in text and "keep.resume" in text
    for secret in ("10.1.2.3", "7KQ2", "/question", first.id, *(option.id for option in first.options)):
        assert f'"{secret}"' not in text and secret not in text.replace("questionnaire.question", ""), secret


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Forwarded-Host"])
def test_nobody_who_comes_through_a_web_server_in_front_is_told(counted, header):
    assert counted.test_client().get("/metrics", headers={header: "10.1.2.3"}).status_code == 404
    assert counted.test_client().get("/metrics").status_code == 200


def test_without_the_setting_there_is_nothing(houseplant_app):
    assert houseplant_app.test_client().get("/metrics").status_code == 404


def test_the_rows_of_all_places_are_added_up_and_before_a_place_is_taken_nothing_counts(houseplant_app):
    counts = EndpointCounts(["here"], 3)
    counts.count("here", 200, 0.1)
    for place in (0, 2, 2):
        counts.take(place)
        counts.count("here", 200, 0.2)
    with houseplant_app.test_request_context("/"):
        answers = next(iter(counts.collect()))
    assert [sample.value for sample in answers.samples] == [3]
