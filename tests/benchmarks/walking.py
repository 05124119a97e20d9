"""Walking: a whole journey through an application, with the time that the application alone takes for each request.

Requests go straight to the WSGI application, so that neither a server nor a test client adds to either side.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode

from flask import Flask

MOST_REQUESTS = 120


class _FirstForm(HTMLParser):
    """The first form of a page that asks something, with the first answer of each question."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.action, self.sent, self.onward = "", {}, ""
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note what would be sent, and the link that goes on."""
        given = {name: value or "" for name, value in attributes}
        if tag == "form" and not self.action and "guide-clear" not in given.get("class", ""):
            self.action, self._inside = given["action"], True
        elif tag == "input" and self._inside:
            self.sent.setdefault(given["name"], given.get("value", ""))
        elif tag == "a" and "guide-go-on" in given.get("class", ""):
            self.onward = given["href"]

    def handle_endtag(self, tag: str) -> None:
        """Note the end of the form."""
        self._inside = self._inside and tag != "form"


@dataclass
class Walk:
    """A browser in front of an application, and what each of its requests took, in seconds of a core."""

    app: Flask
    cookies: dict[str, str] = field(default_factory=dict)
    took: list[tuple[str, str, float]] = field(default_factory=list)

    @property
    def steps(self) -> int:
        """How many answers were sent."""
        return sum(method == "POST" for method, _, _ in self.took)

    @property
    def seconds(self) -> float:
        """What all of it took."""
        return sum(seconds for _, _, seconds in self.took)

    def opens(self, path: str, data: Mapping[str, str] | None = None) -> tuple[str, str]:
        """Send a request and follow where it leads. Returns the address and text of the page."""
        while True:
            status, headers, body = self._request(path, data)
            path, data = headers.get("Location", path), None
            if not 300 <= status < 400:
                assert status == 200, (status, path)
                return path, body.decode()

    def to_the_end(self, path: str) -> str:
        """Answer with the first option throughout. Returns the text of the last page, which asks nothing."""
        address, text = self.opens(path)
        while len(self.took) < MOST_REQUESTS:
            form = _FirstForm(text)
            if form.action:
                address, text = self.opens(form.action, form.sent)
            elif form.onward or address == "/check":
                address, text = self.opens(form.onward or "/result")
            else:
                return text
        raise AssertionError(f"no end; at {address}")

    def _request(self, path: str, data: Mapping[str, str] | None) -> tuple[int, dict[str, str], bytes]:
        environ, answered = self._environ(path, data), []
        start = time.thread_time()
        parts = self.app.wsgi_app(environ, lambda status, headers, error=None: answered.append((status, headers)))
        body = b"".join(parts)
        self.took.append((environ["REQUEST_METHOD"], path, time.thread_time() - start))
        status, headers = answered[0]
        for name, value in headers:
            if name == "Set-Cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return int(status[:3]), dict(headers), body

    def _environ(self, path: str, data: Mapping[str, str] | None) -> dict[str, object]:
        body = b"" if data is None else urlencode(data).encode()
        address, _, query = path.partition("?")
        return {
            "REQUEST_METHOD": "GET" if data is None else "POST",
            "SCRIPT_NAME": "",
            "PATH_INFO": address,
            "QUERY_STRING": urlencode(parse_qsl(query)),
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }


def walks(apps: Mapping[str, tuple[Flask, str]], rounds: int) -> Iterator[tuple[str, Walk, str]]:
    """Walk each application from its start by turns. Yields its name, the walk, and the text of its last page.

    The first journey through each is not told: what is made at first use is made then.
    """
    for number in range(rounds + 1):
        for name, (app, start) in apps.items():
            walk = Walk(app)
            text = walk.to_the_end(start)
            if number:
                yield name, walk, text
