"""Hostile requests: made from chance for every route, sent as bytes, and what must be true of every answer.

`run` sends many to a server that listens already; tests draw single ones. What an answer must be stands in `fault_in`.
"""

from __future__ import annotations

import json
import re
import socket
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlsplit

from cryptography.fernet import Fernet
from werkzeug.routing import Map

from triage.settings import Settings, new_key
from triage.web.answers_cookie import mark_of
from triage.web.app import create_app
from triage.web.headers import FIXED, LIVE_POLICY, POLICY

TEXTS = (
    "",
    "x",
    "me",
    "-none",
    "-not-sure",
    "..",
    "/",
    "//evil.example",
    "../../etc/passwd",
    "0",
    "-1",
    "1e9",
    "٣",
    "9" * 5000,
    "\x00",
    "a\x00b",
    "\r\nSet-Cookie: a=b",
    "\ud800",
    "\uffff",
    "ä",
    "\u202eevil",
    "🦴" * 50,
    "%",
    "%zz",
    "%00",
    "{{7*7}}",
    "<script>",
    "' OR 1=1 --",
    "${x}",
    "a" * 300,
    "a" * 20_000,
    "7KQ2-M9XD-4HTB-0WRA-8",
    "javascript:alert(1)",
    "None",
)
HOSTS = (
    "guide.example",
    "localhost",
    "127.0.0.1",
    "..",
    ".",
    "",
    "a..b",
    "evil.example",
    "evil.example:99999",
    "a" * 300,
    "[::1]",
    "[",
    "[::1",
    "x y",
    "x/y",
    "x@y",
    "ä.example",
    "xn--",
    "-",
    "*",
    ":",
    "1:2:3",
    "a,b",
    "%00",
    "\x00",
    "guide.example.",
)
FIELDS = ("choice", "csrf_token", "go", "days", "code", "from", "colours", "text", "x")
KINDS = (
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-7",
    "multipart/form-data; boundary=b",
    "multipart/form-data",
    "multipart/form-data; boundary=" + "b" * 300,
    "application/json",
    "text/plain",
    "",
    ";;;",
    "a/b; c=\xff",
)
ODD_HEADERS = (
    ("Accept-Language", ("", "x" * 5000, "de;q=9", "\xff", "../..", "en-" + "a-" * 50, "*;q=x")),
    ("Accept-Encoding", ("", "gzip;q=x", "\xff", "identity;q=0, *;q=0")),
    ("Range", ("bytes=0-", "bytes=-1", "bytes=9-1", "bytes=" + "0-1," * 500, "x=1-2")),
    ("If-Modified-Since", ("", "Fri, 99 Foo 9999 99:99:99 GMT", "0", "\xff", "Sat, 01 Jan 0000 00:00:00 GMT")),
    ("If-None-Match", ("*", '"', 'W/"x', "\xff")),
    ("Expect", ("100-continue", "x")),
    ("Content-Length", ("-1", "abc", "0", "1, 1", "9" * 30, "+1", "\xff")),
    ("Transfer-Encoding", ("chunked", "gzip", "chunked, chunked", "identity", "\x0bchunked")),
    ("Connection", ("keep-alive", "close, x", "upgrade", "\xff")),
    ("Upgrade", ("h2c", "websocket")),
    ("Authorization", ("Basic \xff", "Basic eDp5", "Bearer " + "x" * 3000, "Digest x=")),
    ("Origin", ("null", "https://evil.example")),
    ("Referer", ("https://evil.example", "\xff", "::")),
    ("Forwarded", ("for=x;host=evil.example", '"', "=")),
    ("X-Forwarded-Host", ("evil.example", "..", "a,b,,", "\xff")),
    ("X-Forwarded-Proto", ("https", "ftp", "javascript", "\xff", ",")),
    ("X-Forwarded-Prefix", ("/guide", "/../x", "//evil.example", "\xff", "x")),
    ("X-Forwarded-Port", ("443", "99999999", "x")),
    ("X-HTTP-Method-Override", ("DELETE",)),
    ("Sec-Fetch-Site", ("cross-site",)),
    ("X" * 3000, ("y" * 3000,)),
    ("Bad Name", ("x",)),
    ("", ("x",)),
    ("\x00", ("\x00",)),
)
METHODS = (
    "GET",
    "POST",
    "HEAD",
    "PUT",
    "DELETE",
    "PATCH",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "FOO",
    "get",
    "G\x00T",
    "",
    "P" * 300,
)
SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Route:
    """An address of the guide, with the methods and the words that fit into it."""

    rule: str
    methods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """What a browser would have: a session with the token that goes with it, and the key of the server where known."""

    session: str = ""
    token: str = ""
    ruleset: str = "neuromuscular"
    key: str | None = None
    ids: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run found: how many answers of each status (0 for none), and the first wrong ones."""

    sent: int
    statuses: Mapping[int, int]
    faults: tuple[str, ...]


def routes_of(addresses: Map) -> tuple[Route, ...]:
    """Return every route of an application."""
    return tuple(Route(rule.rule, tuple(sorted(rule.methods or ()))) for rule in addresses.iter_rules())


def hostile(chance: Random, routes: Sequence[Route], visit: Visit) -> bytes:
    """Make one request out of chance."""
    route = chance.choice(routes)
    usual = chance.random() < 0.75
    method = chance.choice(route.methods if usual else METHODS)
    body, kind = _body(chance, visit) if method in ("POST", "PUT", "PATCH") else (b"", None)
    headers = [("Host", "guide.example" if chance.random() < 0.8 else chance.choice(HOSTS))]
    headers += [("X-Forwarded-For", f"10.{chance.randrange(256)}.{chance.randrange(256)}.9"), ("Connection", "close")]
    headers += [("Cookie", cookie) for cookie in _cookies(chance, visit)]
    if kind is not None:
        headers += [("Content-Type", kind), ("Content-Length", str(len(body)))]
    while chance.random() < 0.25:
        name, values = chance.choice(ODD_HEADERS)
        headers.append((name, chance.choice(values)))
    version = chance.choice(("1.1",) * 12 + ("1.0", "0.9", "2.0", "x", ""))
    lines = [
        f"{method} {_target(chance, route, visit)} HTTP/{version}",
        *(f"{name}: {value}" for name, value in headers),
    ]
    end = "\r\n" if chance.random() < 0.98 else "\n"
    return end.join((*lines, "", "")).encode("latin-1", "replace") + body


def _target(chance: Random, route: Route, visit: Visit) -> str:
    def fill(_found: re.Match[str]) -> str:
        fits = chance.choice([*visit.ids, "1", "2", "guide.css", "findings", "myopathies"])
        return fits if chance.random() < 0.6 else _in_address(chance)

    path = re.sub(r"<[^>]*>", fill, route.rule)
    if chance.random() < 0.1:
        path = chance.choice(
            (_in_address(chance), f"/{_in_address(chance)}", f"/{path}", f"{path}/", f"http://evil.example{path}", "*")
        )
    names = ("from", "return", "v", "x", "choice")
    query = "&".join(f"{chance.choice(names)}={_in_address(chance)}" for _ in range(chance.randrange(4)))
    return f"{path}?{query}" if query else path


def _in_address(chance: Random) -> str:
    text = chance.choice(TEXTS)
    if chance.random() < 0.1:
        return text.encode("utf-8", "replace").decode("latin-1")  # as no browser sends it
    return quote(text.encode("utf-8", "surrogatepass"), safe="/" if chance.random() < 0.5 else "")


def _cookies(chance: Random, visit: Visit) -> list[str]:
    pairs = [visit.session] if visit.session and chance.random() < 0.9 else []
    prefix = "__Host-" if visit.session.startswith("__Host-") else ""
    name = f"{prefix}answers-{visit.ruleset}" + (f"-{mark_of(visit.key)}" if visit.key else "")
    for _ in range(chance.choice((0, 1, 1, 1, 2))):
        pairs.append(f"{name}={_answers(chance, visit)}")
    if chance.random() < 0.2:
        pairs.append(
            chance.choice(
                ("look=dark.large", "look=" + "x." * 3000, "look=\xff.\xff", "session=x", '"', "=", ";;;", "a" * 9000)
            )
        )
    chance.shuffle(pairs)
    return ["; ".join(pairs)] if pairs and chance.random() < 0.9 else pairs


def _answers(chance: Random, visit: Visit) -> str:
    if visit.key is None or chance.random() < 0.1:
        return chance.choice(("", "x", "gAAAAA", "\xff", "A" * 7000, '"a\\"b"'))
    few, code = chance.random() < 0.5, chance.choice((None, None, "7KQ2-M9XD-4HTB-0WRA-8", "x", 1, "\ud800"))
    content: object = {"ticks": _ticks(chance, visit), "interrupted": _ticks(chance, visit), "few": few, "code": code}
    if chance.random() < 0.15:
        content = chance.choice(
            ([], {}, 1, {"ticks": 1}, {"ticks": {"a": {"a": {}}}}, {"ticks": {"who": [["me"]]}}, "ticks")
        )
    text = json.dumps(content).encode()
    if chance.random() < 0.1:
        text = chance.choice((b"[" * 40_000, b'{"ticks":' * 9_000, text[:-1], b"\xff", text + b" " * 70_000))
    return Fernet(visit.key).encrypt(zlib.compress(text)).decode()


def _ticks(chance: Random, visit: Visit) -> dict[str, object]:
    """Ticks as the guide makes them, mixed with some that it never made."""
    ticks: dict[str, object] = {}
    for id in visit.ids:
        if chance.random() < 0.7:
            offered = [*visit.ids[id], "-none", "-not-sure", "retired"]
            ticks[id] = [chance.choice(offered) for _ in range(chance.choice((1, 1, 2, 5)))]
    if chance.random() < 0.1:
        ticks[chance.choice(TEXTS)] = chance.choice(([chance.choice(TEXTS)], "me", None, [1], [None], {"a": "b"}))
    return ticks


def _body(chance: Random, visit: Visit) -> tuple[bytes, str]:
    names = [*FIELDS, *(f"{id}-choice" for id in visit.ids)]
    pairs = [("csrf_token", visit.token)] if chance.random() < 0.8 else []
    for _ in range(chance.choice((0, 1, 2, 3, 30))):
        name = chance.choice(names)
        known = visit.ids.get(name.removesuffix("-choice"), ("7", "one", "few", "dark", "-none", "me"))
        pairs.append((name, chance.choice((*known, *TEXTS)) if chance.random() < 0.5 else chance.choice(tuple(known))))
    kind = KINDS[0] if chance.random() < 0.7 else chance.choice(KINDS)
    if kind.startswith("multipart"):
        return _parts(chance, pairs), kind
    if kind == "application/json":
        deep: object = chance.choice(([["x"]], {"a": 1}, 1, None, 10**400))
        return json.dumps({**dict(pairs), chance.choice(names): deep}).encode(), kind
    if chance.random() < 0.05:
        return chance.choice(
            (b"&" * 60_000, b"=" * 9000, b"\xff\xfe=\x00", b"choice=" + b"x" * 70_000, b"%" * 999)
        ), kind
    return "&".join(f"{name}={quote(text.encode('utf-8', 'surrogatepass'))}" for name, text in pairs).encode(), kind


def _parts(chance: Random, pairs: Sequence[tuple[str, str]]) -> bytes:
    """A form whose fields may be files."""
    parts = []
    for name, text in pairs:
        file = '; filename="a.txt"' if chance.random() < 0.6 else ""
        parts.append(f'--b\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode())
        parts.append(text.encode("utf-8", "surrogatepass") + b"\r\n")
    return b"".join(parts) + chance.choice((b"--b--\r\n", b"", b"--b"))


def send(address: tuple[str, int], request: bytes) -> bytes:
    """Send a request and nothing after it; return all that comes back."""
    parts = []
    with socket.create_connection(address, timeout=SECONDS) as connection:
        try:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(65_536):
                parts.append(part)
        except TimeoutError:
            raise
        except OSError:
            pass  # the server did not want to read to the end
    return b"".join(parts)


def final(answer: bytes) -> bytes:
    """Return an answer without the line that only asks to go on sending."""
    return answer.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n")


def status_of(answer: bytes) -> int:
    """Return the status of an answer, 0 for none."""
    found = re.match(rb"HTTP/1\.[01] (\d{3}) ", final(answer))
    return int(found[1]) if found else 0


def fault_in(answer: bytes, request: bytes = b"") -> str | None:
    """Say what is wrong with the answer to a request, or None.

    That is the status 500, a security header that is missing, what the request said in a header of ours, a redirect
    to another host, or answers that are written or deleted by who only looks.
    """
    status = status_of(answer)
    if status == 500 or b"Traceback" in answer:
        return "status 500, or a traceback"
    head = final(answer).partition(b"\r\n\r\n")[0].decode("latin-1")
    lines = {line.replace(LIVE_POLICY, POLICY) for line in head.split("\r\n")[1:]}
    names = {line.partition(":")[0] for line in lines}
    missing = [name for name, value in FIXED.items() if f"{name}: {value}" not in lines]
    missing += {"Cache-Control"} - names
    if status and missing:
        return f"status {status} without {', '.join(missing)}"
    if "Set-Cookie: a=b" in lines:
        return "a header that the request has written"
    if re.search(r"^Location: (?!/(?!/))", head, re.MULTILINE):
        return "a redirect that leaves this host"
    if request.startswith((b"GET", b"HEAD")) and re.search("^Set-Cookie: (__Host-)?answers", head, re.MULTILINE):
        return "answers that a GET has written"
    return None


def begin(address: tuple[str, int], key: str | None = None, ids: Mapping[str, Sequence[str]] | None = None) -> Visit:
    """Open the first question as a browser does, and keep the session and the token."""
    page = send(address, b"GET /resume HTTP/1.1\r\nHost: guide.example\r\nConnection: close\r\n\r\n").decode()
    session = re.search(r"Set-Cookie: ((?:__Host-)?session[^=]*=[^;]*)", page)
    token = re.search(r'name="csrf_token" value="([^"]*)"', page)
    return Visit(session[1] if session else "", token[1] if token else "", key=key, ids=ids or {})


def shipped() -> tuple[tuple[Route, ...], dict[str, list[str]]]:
    """Return every route of the guide, and the questions of the shipped rules with their options."""
    with TemporaryDirectory() as folder:
        app = create_app(Settings((new_key(),), database_url=f"sqlite:///{folder}/answers.sqlite3"))
    questions = app.extensions["site"].questionnaire.questions
    return routes_of(app.url_map), {question.id: sorted(question.option_ids) for question in questions}


def run(count: int, base_url: str, *, key: str | None = None, seed: int = 0, workers: int = 4) -> Figures:
    """Send so many hostile requests to a server of the shipped rules, the same ones for the same seed.

    `key` is the first key of the server, where known: cookies can then hold anything and still be read. Each request
    names a visitor of its own, for a server that trusts 127.0.0.1 as its proxy: no limit then keeps requests away.
    """
    parts = urlsplit(base_url)
    address = (parts.hostname or "127.0.0.1", parts.port or 80)
    routes, ids = shipped()
    visit = begin(address, key, ids)

    def some(worker: int) -> tuple[Counter[int], list[str]]:
        chance, statuses, faults = Random(f"{seed} {worker}"), Counter[int](), list[str]()
        for _ in range(worker, count, workers):
            request = hostile(chance, routes, visit)
            answer = send(address, request)
            statuses[status_of(answer)] += 1
            if (fault := fault_in(answer, request)) and len(faults) < 20:
                faults.append(f"{fault}: {request[:300]!r}")
        return statuses, faults

    with ThreadPoolExecutor(workers) as pool:
        found = list(pool.map(some, range(workers)))
    return Figures(
        count, sum((each[0] for each in found), Counter()), tuple(fault for each in found for fault in each[1])
    )
