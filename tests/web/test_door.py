"""The door: whose word counts about host, scheme and folder, and that a foreign host reaches nothing."""

from __future__ import annotations

import logging
import re

import pytest

from tests.conftest import KEY
from tests.pictures import PICTURES
from tests.web.pages import NAMESPACE, Visitor, token_in
from tests.web.states import answered
from tests.web.test_saved_answers import save
from triage.public_address import PublicAddress
from triage.settings import Settings
from triage.web.app import create_app
from triage.web.headers import FIXED

PROXY = "192.0.2.7"
FOREIGN = ("evil.example", "guide.example.evil.example", "guide.example:8443", "203.0.113.9", "evil")
NO_HOST = (
    "..",
    "a..b",
    ".",
    "-",
    "a b",
    "a/b",
    "me@guide.example",
    "a" * 64,
    "[",
    "guide.example:",
    "guide.example:x",
    "ü",
)


def site(database, url="https://guide.example", **more):
    public = PublicAddress.of(url) if url else None
    app = create_app(Settings((KEY,), database_url=database, public=public, **more))
    app.testing = True
    return app


def links(page):
    for tag, name in (("a", "href"), ("form", "action"), ("link", "href"), ("img", "src"), ("script", "src")):
        for element in page.root.iter(NAMESPACE + tag):
            address = element.get(name)
            if address and not address.startswith(("#", "http://", "https://", "tel:")):
                yield address


@pytest.mark.parametrize("host", NO_HOST)
@pytest.mark.parametrize("url", ["https://guide.example", None])
def test_what_can_be_no_host_is_refused_in_plain_words(database, host, url):
    response = site(database, url).test_client().get("/", headers={"Host": host})
    assert response.status_code == 400 and response.mimetype == "text/plain"
    assert FIXED.items() <= dict(response.headers).items() and response.headers["Cache-Control"] == "no-store"
    assert response.text == "This request names no host that can be.\n"


@pytest.mark.parametrize("host", FOREIGN)
def test_in_production_another_host_is_refused(database, host):
    app = site(database, production=True)
    for url in ("/", "/nowhere", "/question/who", "/static/guide.css"):
        response = app.test_client().get(url, headers={"Host": host})
        assert response.status_code == 400 and host not in response.text
        assert "Strict-Transport-Security" in response.headers
    assert app.test_client().get("/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["guide.example", "Guide.Example:443", "guide.example."])
def test_in_production_the_public_host_is_served(database, host):
    assert site(database, production=True).test_client().get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", FOREIGN)
def test_the_saved_link_and_the_redirects_carry_the_public_address_whatever_a_request_says(
    database, rules, host, monkeypatch
):
    drawn = []
    monkeypatch.setattr("triage.web.pages.saved_answers.qr_svg", lambda link: drawn.append(link) or "<svg/>")
    visitor = answered(site(database), rules, PICTURES["myopathies"])
    visitor.client.environ_base["HTTP_HOST"] = host
    save(visitor)
    (link,) = [e.get("href") for e in visitor.page.all("a", class_="guide-long")]
    visitor.client.get("/saved/code.svg")
    assert link.startswith("https://guide.example/resume#") and drawn == [link]
    assert host not in visitor.page.html


@pytest.mark.parametrize(
    "url", ["/learn//cases?x=1", "/question//who", "//evil.example//x", "/question/age", "/result"]
)
def test_a_redirect_names_no_host(database, url):
    for address in ("https://guide.example", None):
        sent = {"headers": {"Host": "evil.example"}, "base_url": "http://evil.example"}
        location = site(database, address).test_client().get(url, **sent).headers.get("Location", "/")
        assert location.startswith("/") and not location.startswith("//")


@pytest.mark.parametrize("host", ["127.0.0.1:8543", "guide-backend", "[::1]:8000", "10.1.2.3:8000"])
def test_a_proxy_that_does_not_pass_the_host_on_gets_the_public_address(database, host):
    app = site(database, production=True, trusted_proxy=PROXY)
    sent = {"headers": {"Host": host}, "environ_base": {"REMOTE_ADDR": PROXY}}
    assert app.test_client().get("/", **sent).status_code == 200
    assert app.test_client().get("/", headers={"Host": host}).status_code == 400
    sent["headers"]["X-Forwarded-Host"] = "evil.example"
    assert app.test_client().get("/", **sent).status_code == 400


def heard(app, address, **headers):
    """What a page learns of a request."""
    from flask import request, url_for

    app.add_url_rule("/heard", "heard", lambda: {"who": request.remote_addr, "to": url_for("heard", _external=True)})
    named = {f"X-Forwarded-{name}": value for name, value in headers.items()}
    return app.test_client().get("/heard", headers=named, environ_base={"REMOTE_ADDR": address}).json


SAID = {"For": "198.51.100.4", "Proto": "https", "Host": "guide.example", "Prefix": "/guide"}


def test_the_trusted_proxy_is_believed(database):
    told = heard(site(database, url=None, trusted_proxy=PROXY), PROXY, **SAID)
    assert told == {"who": "198.51.100.4", "to": "https://guide.example/guide/heard"}


@pytest.mark.parametrize("trusted", [PROXY, None])
def test_nobody_else_is_believed(database, trusted):
    told = heard(site(database, url=None, trusted_proxy=trusted), "198.51.100.9", **SAID)
    assert told == {"who": "198.51.100.9", "to": "http://localhost/heard"}


@pytest.mark.parametrize("prefix", ["/../x", "//evil.example", "/a b", "javascript:", "/guide?x"])
def test_a_folder_that_can_be_none_is_passed_over(database, prefix):
    told = heard(site(database, url=None, trusted_proxy=PROXY), PROXY, Prefix=prefix)
    assert told["to"] == "http://localhost/heard"


def test_a_proxy_that_nobody_trusts_is_told_once(database, caplog):
    app = site(database, url=None)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            app.test_client().get("/health", headers={"X-Forwarded-For": "198.51.100.4"})
    (record,) = caplog.records
    assert "TRIAGE_TRUSTED_PROXY" in record.message and "198.51" not in record.message


def test_what_is_too_large_is_refused_wherever_it_is_sent_and_no_log_holds_a_path(database, caplog):
    app = create_app(Settings((KEY,), database_url=database))
    posts = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    for rule in posts:
        path = re.sub("<[^>]*>", "secret", rule.rule)
        answer = app.test_client().post(path, data={"code": "x" * 70_000})
        assert answer.status_code in (404, 413), path
        assert "Exception" not in caplog.text and "secret" not in caplog.text, path
    assert len(posts) > 10


@pytest.mark.parametrize("name", ["%00", "a%00b", "..%2fapp.py", "nowhere.css", "a" * 300])
def test_a_static_file_that_cannot_be_is_not_there(app, name):
    assert app.test_client().get(f"/static/{name}").status_code == 404


def test_where_even_the_page_of_errors_fails_no_log_holds_a_path_or_a_value(database, caplog):
    app = create_app(Settings((KEY,), database_url=database))

    def fails(_error):
        raise ZeroDivisionError("secret")

    app.register_error_handler(404, fails)
    assert app.test_client().get("/secret").status_code == 500
    assert "ZeroDivisionError" in caplog.text and "secret" not in caplog.text


@pytest.mark.parametrize("taken_off", [True, False], ids=["the proxy takes the folder off", "it passes it on"])
@pytest.mark.parametrize("way", ["public address", "proxy"])
def test_under_a_folder_every_link_style_and_redirect_stays_in_it(database, taken_off, way):
    given = (
        {"url": "https://example.org/my/guide"} if way == "public address" else {"url": None, "trusted_proxy": PROXY}
    )
    said = {} if way == "public address" else {"HTTP_X_FORWARDED_PREFIX": "/my/guide", "REMOTE_ADDR": PROXY}
    visitor = Visitor(site(database, **given).test_client())
    visitor.client.environ_base |= said
    opened = visitor.client.open

    def inside(url, **more):
        assert url.startswith("/my/guide"), url
        return opened(url.removeprefix("/my/guide") or "/" if taken_off else url, **more)

    visitor.client.open = inside
    for url in ("/", "/question/who", "/questions", "/learn", "/rules", "/resume", "/look?from=/learn", "/help-now"):
        page = visitor.get(f"/my/guide{url}")
        assert [address for address in links(page) if not address.startswith("/my/guide/")] == []
    for address in links(visitor.get("/my/guide/")):
        if "/static/" in address:
            with inside(address) as response:
                assert response.status_code == 200 and response.headers["Cache-Control"].endswith("immutable")
    visitor.get("/my/guide/question/who")
    assert visitor.submit("me").url == "/my/guide/question/danger"
    form = visitor.page.one("form", class_="guide-question")
    sent = {"csrf_token": token_in(form), "choice": "-none", "go": "look"}
    page = visitor.post(form.get("action"), sent)
    (back,) = [e.get("value") for e in page.all("input", name="from")]
    assert back.startswith("/my/guide/question/")
