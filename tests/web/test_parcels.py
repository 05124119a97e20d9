"""What is the same for everybody is sent packed, and once; what has anything of a visitor is neither."""

from __future__ import annotations

import gzip

import pytest

from tests.pictures import PICTURES
from tests.web.states import answered
from triage.settings import ROOT
from triage.web.pages.rulebook import PARTS
from triage.web.parcels import Parcel

FOR_ALL = ("/learn", "/learn/words", "/about", "/rules", f"/rules/{PARTS[0]}", "/learn/cases", "/teach", "/cleared")
OWN = ("/", "/question/who", "/questions", "/help-now", "/check", "/result", "/summary", "/save", "/look")
PACKED = {"Accept-Encoding": "br, gzip"}


@pytest.mark.parametrize("url", FOR_ALL)
def test_a_page_that_is_nobodys_own_is_sent_packed_and_not_sent_again(app, url):
    client = app.test_client()
    plain, packed = client.get(url), client.get(url, headers=PACKED)
    assert "Content-Encoding" not in plain.headers and packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data and len(packed.data) < len(plain.data) / 2
    assert plain.headers["ETag"] != packed.headers["ETag"]
    for first in (plain, packed):
        again = client.get(url, headers={**PACKED, "If-None-Match": packed.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"") and again.headers["ETag"] == packed.headers["ETag"]
        assert client.head(url).headers["Content-Length"] == str(len(plain.data)), first


def test_the_start_page_is_packed_and_not_kept_for_after_an_answer_it_is_another(app):
    response = app.test_client().get("/", headers=PACKED)
    assert response.headers["Content-Encoding"] == "gzip" and "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"] == "no-store" and "ETag" not in response.headers


def test_who_cannot_read_it_packed_gets_it_plain(app):
    for said in ("gzip;q=0", "br", "identity", "*;q=0", ""):
        response = app.test_client().get("/learn", headers={"Accept-Encoding": said})
        assert "Content-Encoding" not in response.headers and response.text.startswith("<!doctype html>"), said


def test_whoever_has_answers_gets_the_page_with_their_own_token_and_it_is_not_kept(app, rules):
    visitor = answered(app, rules, PICTURES["neuromuscular_junction"])
    for url in FOR_ALL:
        visitor.get(url)  # which checks that nothing of a visitor is kept
        response = visitor.client.get(url, headers=PACKED)
        assert "ETag" not in response.headers and "csrf_token" in response.text, url


@pytest.mark.parametrize("url", OWN)
def test_a_page_with_answers_or_a_token_is_never_packed(app, rules, url):
    visitor = answered(app, rules, PICTURES["neuromuscular_junction"])
    response = visitor.client.get(url, headers=PACKED)
    assert response.headers["Cache-Control"] == "no-store" and "Content-Encoding" not in response.headers


def test_the_look_of_one_visitor_is_not_that_of_another(app):
    dark, other = app.test_client(), app.test_client()
    dark.set_cookie(app.config["LOOK_COOKIE_NAME"], "dark.large")
    assert 'data-colours="dark"' in dark.get("/learn").text
    assert "data-colours" not in other.get("/learn").text
    seen = dark.get("/learn").headers["ETag"]
    assert other.get("/learn", headers={"If-None-Match": seen}).status_code == 200


def test_a_question_in_the_address_is_answered_anew(app):
    plain = app.test_client().get("/learn/compare?a=nothing")
    assert "ETag" not in plain.headers and plain.headers["Cache-Control"] == "no-store"


def test_a_static_file_is_sent_packed_and_as_it_is(app):
    client = app.test_client()
    packed, plain = client.get("/static/guide.css", headers=PACKED), client.get("/static/guide.css")
    assert gzip.decompress(packed.data) == plain.data == (ROOT / "static" / "guide.css").read_bytes()
    assert packed.mimetype == "text/css" and packed.headers["Vary"] == "Accept-Encoding"
    seen = {"If-None-Match": packed.headers["ETag"], **PACKED}
    assert client.get("/static/guide.css", headers=seen).status_code == 304
    for missing in ("/static/nothing.css", "/static/../triage/settings.py", "/static/"):
        assert client.get(missing).status_code == 404


def test_what_is_smaller_as_it_is_stays_so():
    assert Parcel.of(b"x", "text/plain").packed == b"x"
