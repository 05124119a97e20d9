"""People over HTTP: each has cookies and an address of their own, walks, saves, comes back and deletes."""

from __future__ import annotations

import html
import http.client
import random
import re
import time
from collections.abc import Callable, Mapping
from urllib.parse import urlencode, urlsplit

CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}-[0-9A-Z]\b")
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
QUESTION = re.compile(r'<form class="guide-question"[^>]* action="([^"]+)"')
CHOICE = re.compile(r'<input[^>]* name="choice"[^>]* value="([^"]+)"')
PATIENCE = 30.0

Watch = Callable[[str, int, float], None]
"""Told after each request: which path, with which status, in how many seconds."""


class Away(Exception):
    """The server gave no whole answer."""


class Person:
    """One browser. Raises Away whenever a server is not there or goes away meanwhile."""

    host = "127.0.0.1"
    folder = ""
    """What stands before every path, where the guide is in a folder of a site."""

    def __init__(self, port: int, watch: Watch = lambda path, status, seconds: None) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.text = ""
        self._watch = watch
        self._address = _address()

    def get(self, path: str) -> int:
        """Open a page, following redirects, and return its status."""
        return self._send("GET", path, None)

    def post(self, path: str, data: Mapping[str, str]) -> int:
        """Send a form with the token of the page that is open, following redirects, and return the status."""
        token = TOKEN.search(self.text)
        return self._send("POST", path, {**data, "csrf_token": token[1] if token else ""})

    def walk(self, pause: float = 0.0) -> bool:
        """Answer every question with a choice at random. Returns whether the result was shown."""
        self.get("/question/who")
        while form := QUESTION.search(self.text):
            time.sleep(pause)
            choices = CHOICE.findall(self.text)
            if self.post(html.unescape(form[1]), {"choice": random.choice(choices)}) != 200:
                return False
            if "/help-now" in self.path:
                self.get(self._onward())
        return self.get("/result") == 200

    def save(self, days: str = "30") -> tuple[int, str | None]:
        """Save under a new code, as somebody elsewhere. Returns the status, and the code if that was acknowledged."""
        before = dict(self.cookies)
        self._address = _address()
        self.get("/save")
        status = self._send("POST", "/save", {"days": days, "csrf_token": TOKEN.search(self.text)[1]}, follow=False)
        if status != 302:
            return status, None
        code = self._code()
        self.cookies = before
        return 200, code

    def resume(self, code: str) -> int:
        """Open what is kept under a code, and return the status: 404 when there is nothing."""
        self.get("/resume")
        return self.post("/resume", {"code": code})

    def forget(self, code: str) -> int:
        """Delete what is kept under a code, and return the status."""
        self.get("/resume")
        return self.post("/forget", {"code": code})

    def _code(self) -> str:
        """The code of what was just saved; a server that was killed meanwhile comes back."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                if self.get("/saved") == 200:
                    return CODE.search(self.text)[0]
            except Away:
                if time.monotonic() > until:
                    raise
            time.sleep(0.1)

    def _onward(self) -> str:
        links = re.findall(rf'href="({self.folder}/question/[^"]+|{self.folder}/check)"', self.text)
        return html.unescape(links[0]) if links else "/check"

    def _send(self, method: str, path: str, data: Mapping[str, str] | None, follow: bool = True) -> int:
        status, where = self._once(method, path, data)
        while follow and status in (301, 302, 303):
            status, where = self._once("GET", where, None)
        return status

    def _once(self, method: str, path: str, data: Mapping[str, str] | None) -> tuple[int, str]:
        path = path if path.startswith(f"{self.folder}/") else f"{self.folder}{path}"
        connection = self._connection()
        headers = {"Host": self.host, "X-Forwarded-For": self._address}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if data is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        start = time.monotonic()
        try:
            connection.request(method, path, urlencode(data) if data is not None else None, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise Away(type(error).__name__) from None
        finally:
            connection.close()
        self._watch(path, answer.status, time.monotonic() - start)
        self.headers = answer.headers
        self._keep(answer.headers.get_all("Set-Cookie") or [])
        self.path = path
        if answer.status < 300 or answer.status >= 400:
            self.text = text
        return answer.status, urlsplit(answer.headers.get("Location", "")).path

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def _keep(self, cookies: list[str]) -> None:
        for cookie in cookies:
            pair, _semicolon, attributes = cookie.partition(";")
            name, _equals, value = pair.partition("=")
            if "Max-Age=0" in attributes or not value:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value


def _address() -> str:
    return ".".join(str(random.randint(1, 250)) for _ in range(4))
