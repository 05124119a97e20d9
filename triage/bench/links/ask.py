"""Asking an address: whether a page is there, where it has moved to, and what it calls itself."""

from __future__ import annotations

import html
import http.client
import re
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

FOUND, MOVED, GONE, TITLED, CERTIFICATE, LOOP, EMPTY, REFUSED, SILENT = (
    "found", "moved", "gone", "other title", "bad certificate", "goes in circles", "empty", "not told", "no answer",
)  # fmt: skip
WAIT, WHOLE = 10.0, 30.0
"""Seconds for one step of an answer, and for all of an address."""
MOST_HOPS = 8
MOST_BYTES = 200_000
"""So much of a page is read, which is enough for its title."""
AGENT = "symptom-guide-links/1 (checks once in a while that a page is still there)"
LONG = 4
"""Words of so many letters are compared in titles."""
ELSEWHERE = (301, 302, 303, 307, 308)
PERMANENT = (301, 308)


@dataclass(frozen=True, slots=True)
class PageTold:
    """What was found out about an address: one of the words above, more in words, and the new address if it moved."""

    how: str
    more: str = ""
    address: str = ""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Every answer is looked at, those that lead elsewhere too."""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes = b""


def ask(url: str, title: str = "", wait: float = WAIT, whole: float = WHOLE) -> PageTold:
    """Ask an address with HEAD and then GET. `title` is what the page should be called; nothing is raised."""
    try:
        return _asked(urldefrag(url).url, title, wait, time.monotonic() + whole)
    except (TimeoutError, _TooLong):
        return PageTold(SILENT, f"no answer within {whole:.0f} seconds")
    except ssl.SSLCertVerificationError as error:
        return PageTold(CERTIFICATE, error.verify_message)
    except ssl.SSLError as error:
        return PageTold(CERTIFICATE, (error.reason or str(error)).lower().replace("_", " "))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return PageTold(SILENT, str(error).lower() or type(error).__name__)


class _TooLong(Exception):
    """The time for an address is over."""


def _asked(url: str, title: str, wait: float, until: float) -> PageTold:
    here, lasting, seen = url, url, {url}
    permanent = True
    while True:
        answer = _answer(here, wait, until)
        if answer.status not in ELSEWHERE:
            break
        here = urljoin(here, answer.headers.get("location", ""))
        permanent = permanent and answer.status in PERMANENT
        lasting = here if permanent else lasting
        if urldefrag(here).url in seen or len(seen) > MOST_HOPS:
            return PageTold(
                LOOP, f"the address leads back to {here}" if len(seen) <= MOST_HOPS else "it leads on and on"
            )
        seen.add(urldefrag(here).url)
    return _judged(answer, title, url, here, lasting)


def _judged(answer: _Answer, title: str, url: str, here: str, lasting: str) -> PageTold:
    name = http.client.responses.get(answer.status, "").lower()
    if answer.status in (404, 410):
        return PageTold(GONE, f"{answer.status} {name}" + (f", at {here}" if here != url else ""))
    if answer.status >= 400:
        return PageTold(REFUSED, f"{answer.status} {name}; look at it yourself")
    if _is_front(here) and not _is_front(url):
        return PageTold(GONE, f"the address leads to the front page, {here}")
    if lasting != url:
        return PageTold(MOVED, f"now at {lasting}", lasting)
    if not answer.body.strip():
        return PageTold(EMPTY, "the page has nothing on it")
    called = _title(answer)
    if called and title and not _alike(called, title):
        return PageTold(TITLED, f"the page is called: {called}")
    return PageTold(FOUND, called)


def _answer(url: str, wait: float, until: float) -> _Answer:
    """Ask with HEAD, and with GET for what a page holds, or where HEAD is refused or not answered."""
    try:
        first = _open(url, "HEAD", wait, until)
    except (TimeoutError, http.client.HTTPException, ConnectionError):
        first = _Answer(405, {})
    return first if first.status in (*ELSEWHERE, 410) else _open(url, "GET", wait, until)


def _open(url: str, method: str, wait: float, until: float) -> _Answer:
    left = until - time.monotonic()
    if left <= 0:
        raise _TooLong
    opener = urllib.request.build_opener(_NoRedirect)
    request = urllib.request.Request(url, method=method, headers={"User-Agent": AGENT, "Accept": "text/html,*/*"})
    try:
        with opener.open(request, timeout=min(wait, left)) as response:
            body = _read(response, until) if method == "GET" else b""
            return _Answer(response.status, _headers(response.headers), body)
    except urllib.error.HTTPError as error:
        with error:
            return _Answer(error.code, _headers(error.headers))
    except urllib.error.URLError as error:
        if isinstance(error.reason, OSError):
            raise error.reason from None
        raise


def _read(response: Any, until: float) -> bytes:
    """Read the beginning of a page, however slowly it comes or long it is."""
    body = b""
    while len(body) < MOST_BYTES:
        if time.monotonic() > until:
            raise _TooLong
        part = response.read1(min(16_384, MOST_BYTES - len(body)))
        if not part:
            break
        body += part
    return body


def _headers(headers: Message) -> dict[str, str]:
    return {key.lower(): str(value) for key, value in headers.items()}


def _title(answer: _Answer) -> str:
    found = re.search(rb"<title[^>]*>(.*?)</title", answer.body, re.IGNORECASE | re.DOTALL)
    charset = re.search(r"charset=\"?([\w-]+)", answer.headers.get("content-type", ""))
    if found is None:
        return ""
    try:
        text = found[1].decode(charset[1] if charset else "utf-8", errors="replace")
    except LookupError:
        text = found[1].decode("utf-8", errors="replace")
    return " ".join(html.unescape(text).split())


def _alike(one: str, other: str) -> bool:
    """Whether two titles share a longer word, or one of them has none."""
    words = [set(re.findall(rf"[^\W\d_]{{{LONG},}}", each.lower())) for each in (one, other)]
    return not all(words) or bool(words[0] & words[1])


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
