"""Private by test: headers on every kind of page, cookies that end with the browser, answers found nowhere else."""

from __future__ import annotations

import logging
import re
import time
from pathlib import Path

import pytest

from tests.conftest import KEY
from tests.pictures import PICTURES
from tests.web.pages import Visitor, check_keeping, text_of, token_in
from triage.settings import ROOT, Settings
from triage.web.app import create_app
from triage.web.headers import LIVE_POLICY, POLICY

pytestmark = pytest.mark.slow

PERSON = PICTURES["neuromuscular_junction"] | {"danger": ["saddle"]}
SECURE = {"base_url": "https://guide.example", "headers": {"Referer": "https://guide.example/"}}


def addresses(app, rules):
    """Every address that a person can open, one for each rule of the site."""
    values = {"id": rules.questions[0].id, "category_id": rules.categories[0].id, "part": 1, "name": "findings"}
    values |= {"paper": "key", "number": 1, "digest": "old"}
    values["case"] = app.extensions["site"].cases[0].id
    room, _key = app.extensions["classes"].rooms.open((values["case"],), time.time())
    values["code"] = room.code
    with app.test_request_context():
        from flask import url_for

        for rule in app.url_map.iter_rules():
            if "GET" in rule.methods and rule.endpoint != "static":
                given = {name: values[name] for name in rule.arguments if name in values}
                if rule.endpoint.startswith("lessons."):
                    given["id"] = app.extensions["site"].lessons[0].id
                if rule.endpoint.startswith("cases.") and "id" in rule.arguments:
                    given["id"] = values["case"]
                yield url_for(rule.endpoint, **given)


def responses(client, app, rules, **more):
    """The response of every kind: pages, errors, redirects, files that are made, refused forms."""
    for url in addresses(app, rules):
        yield url, client.get(url, **more)
    yield "/nowhere", client.get("/nowhere", **more)
    yield "/clear", client.get("/clear", **more)
    for url in ("/clear", "/question/who", "/questions", "/look", "/save", "/resume", "/forget"):
        yield url, client.post(url, data={"csrf_token": "wrong"}, **more)
    yield "/question/who", client.post("/question/who", data={"choice": "x" * 100_000}, **more)


@pytest.mark.parametrize("answered", [False, True], ids=["nothing answered", "all answered and saved"])
def test_every_response_carries_every_header(app, rules, answered):
    visitor = Visitor(app.test_client())
    if answered:
        visitor.answer(PERSON)
        save(visitor)
    statuses = set()
    for url, response in responses(visitor.client, app, rules):
        statuses.add(response.status_code)
        headers = response.headers
        assert headers["Content-Security-Policy"] == (LIVE_POLICY if url.startswith("/class") else POLICY), url
        check_keeping(url, response)
        assert headers["Referrer-Policy"] == "no-referrer", url
        assert headers["X-Frame-Options"] == "DENY" and headers["X-Content-Type-Options"] == "nosniff", url
        assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin", url
        for feature in ("camera", "geolocation", "microphone"):
            assert f"{feature}=()" in headers["Permissions-Policy"], url
        assert "Strict-Transport-Security" not in headers and "Server" not in headers, url
        response.close()
    assert {200, 400, 404, 405, 413} <= statuses and (answered or 302 in statuses)


def test_the_policy_allows_nothing_inline_nothing_from_elsewhere_and_no_frame():
    allowed = dict(part.split(" ", 1) for part in POLICY.split("; "))
    assert allowed["default-src"] == allowed["base-uri"] == allowed["frame-ancestors"] == "'none'"
    assert set(allowed.values()) == {"'none'", "'self'"}


def test_a_public_server_asks_for_https_on_every_response(database, rules):
    app = create_app(Settings((KEY,), production=True, database_url=database))
    app.testing = True
    for url, response in responses(app.test_client(), app, rules, **SECURE):
        assert response.headers["Strict-Transport-Security"].startswith("max-age=31536000"), url
        for cookie in response.headers.getlist("Set-Cookie"):
            assert cookie.startswith("__Host-") and "; Secure" in cookie and "; HttpOnly" in cookie, url
        response.close()


def save(visitor):
    form = visitor.get("/save").one("form", class_="guide-save")
    return text_of(visitor.post("/save", {"csrf_token": token_in(form), "days": "30"}).one("code"))


class Recorder(Visitor):
    """A visitor who writes down every address and every header that is sent either way."""

    def __init__(self, client):
        super().__init__(client)
        self.addresses, self.cookies, self.headers = [], [], []
        opened = client.open

        def open_(*args, **kwargs):
            response = opened(*args, **kwargs)
            self.addresses += [response.request.url, response.headers.get("Location", "")]
            self.cookies += response.headers.getlist("Set-Cookie")
            self.headers += [f"{name}: {value}" for name, value in response.headers]
            return response

        client.open = open_


def whole_journey(visitor):
    visitor.answer(PERSON)
    visitor.get("/question/age?return=check")
    visitor.submit("over_50")
    visitor.answer_on_few_pages(PERSON | {"age": "over_50"})
    for url in ("/check", "/result", "/summary", "/learn", "/look?from=/result", "/nowhere"):
        visitor.get(url, expect=404 if url == "/nowhere" else 200)
    visitor.client.get("/summary.pdf").close()


def clear(visitor):
    form = visitor.get("/check").one("form", action="/clear")
    return visitor.post("/clear", {"csrf_token": token_in(form)})


def test_no_cookie_outlives_the_browser_saved_or_not(app):
    visitor = Recorder(app.test_client())
    whole_journey(visitor)
    save(visitor)
    kept = [cookie for cookie in visitor.cookies if re.search(r"expires|max-age", cookie, re.IGNORECASE)]
    assert len(visitor.cookies) > 15 and kept == []
    clear(visitor)
    gone = [cookie for cookie in visitor.cookies if re.search(r"expires|max-age", cookie, re.IGNORECASE)]
    assert gone and all("Max-Age=0" in cookie for cookie in gone)


def everything_in(folder):
    """The name, the bytes and the time of every file in a folder."""
    files = (path for path in Path(folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {str(path): path.read_bytes() for path in files}


def test_an_answer_is_found_in_no_log_no_address_no_header_no_file(tmp_path, caplog, capfd, rules):
    app = create_app(Settings((KEY,), database_url=f"sqlite:///{tmp_path / 'kept.sqlite3'}"))
    app.testing = True
    visitor = Recorder(app.test_client())
    before = everything_in(tmp_path), everything_in(ROOT / "instance")
    with caplog.at_level(logging.DEBUG):
        whole_journey(visitor)
    assert (everything_in(tmp_path), everything_in(ROOT / "instance")) == before
    said = capfd.readouterr()
    heard = "\n".join([caplog.text, said.out, said.err, *visitor.addresses, *visitor.cookies, *visitor.headers])
    assert len(visitor.addresses) > 40
    for canary in ticked(rules):
        assert canary not in heard


def ticked(rules):
    """The ids and the words of what was ticked, but for ids that are words of the site as well."""
    for question, chosen in (PERSON | {"age": "over_50"}).items():
        for option in rules.question(question).options:
            if option.id in chosen and (len(option.id) > 8 or "_" in option.id):
                yield option.id
                yield option.text.self_


def test_what_is_saved_shows_no_answer_to_who_reads_the_database(tmp_path, rules, caplog, capfd):
    app = create_app(Settings((KEY,), database_url=f"sqlite:///{tmp_path / 'kept.sqlite3'}"))
    app.testing = True
    visitor = Recorder(app.test_client())
    with caplog.at_level(logging.DEBUG):
        whole_journey(visitor)
        code = save(visitor)
    bytes_kept = b"".join(everything_in(tmp_path).values())
    assert bytes_kept
    for canary in [*ticked(rules), "ticks", "urgency", code, code.replace("-", "")]:
        assert canary.encode() not in bytes_kept
    said = capfd.readouterr()
    assert code not in "\n".join([caplog.text, said.out, said.err, *visitor.addresses, *visitor.cookies])


def test_clearing_takes_the_answers_out_of_the_browser(app):
    visitor = Visitor(app.test_client())
    visitor.answer_on_few_pages(PERSON)
    assert any(cookie.key.startswith("answers") for cookie in visitor.client._cookies.values())
    page = clear(visitor)
    assert not any(cookie.key.startswith("answers") for cookie in visitor.client._cookies.values())
    assert "Clear my answers" not in page.text
    for url in ("/questions", "/question/who"):
        assert not [e for e in visitor.get(url).all("input") if e.get("checked") is not None]


def test_pages_load_the_files_of_this_site_and_no_others(visitor):
    first = visitor.answer(PERSON)
    for page in (first, visitor.get("/result"), visitor.get("/questions")):
        loaded = [e.get("src") for tag in ("img", "script", "iframe") for e in page.all(tag)]
        loaded += [e.get("href") for e in page.all("link")]
        assert loaded and all(address.startswith("/static/") for address in loaded)
