"""No request gives 500 or a traceback, and every answer has every security header."""

from __future__ import annotations

import socket
import threading
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import KEY
from tests.hostile.requests import begin, fault_in, hostile, run, send, shipped
from triage.connections import Server
from triage.public_address import PublicAddress
from triage.server import LIMITS
from triage.settings import Settings
from triage.web.app import create_app
from triage.web.headers import every_header


@pytest.fixture(scope="module", params=["on a laptop", "in production"])
def guide(request, database):
    """A server on this computer: where it listens, its routes, and a visit to it."""
    production = request.param == "in production"
    public = PublicAddress.of("https://guide.example/guide") if production else None
    app = create_app(Settings((KEY,), production, database_url=database, trusted_proxy="127.0.0.1", public=public))
    listening = socket.create_server(("127.0.0.1", 0))
    server = Server(app, listening, every_header(production), **LIMITS)
    thread = threading.Thread(target=server.run)
    thread.start()
    address = listening.getsockname()
    routes, ids = shipped()
    yield address, routes, begin(address, KEY, ids)
    server.stop()
    thread.join(15)


@given(seed=st.integers(0, 2**32 - 1))
def test_no_request_gives_500_and_every_answer_has_every_header(guide, seed):
    address, routes, visit = guide
    request = hostile(Random(seed), routes, visit)
    assert fault_in(send(address, request), request) is None, request[:2000]


@pytest.mark.slow
def test_a_run_reaches_every_kind_of_answer_and_finds_no_fault(guide):
    (host, port), _, _ = guide
    figures = run(300, f"http://{host}:{port}", key=KEY)
    assert figures.faults == () and {200, 302, 400, 404, 405, 415} <= set(figures.statuses)


HEADERS = "".join(f"{name}: {value}\r\n" for name, value in every_header(False).items())


@pytest.mark.parametrize(
    "answer",
    [
        "HTTP/1.1 500 X\r\n" + HEADERS,
        "HTTP/1.1 200 X\r\nCache-Control: no-store\r\n",
        "HTTP/1.1 302 X\r\nLocation: http://evil.example/\r\n" + HEADERS,
        "HTTP/1.1 302 X\r\nLocation: //evil.example/\r\n" + HEADERS,
        "HTTP/1.1 200 X\r\nSet-Cookie: a=b\r\n" + HEADERS,
        "HTTP/1.1 200 X\r\nSet-Cookie: answers-x=; Max-Age=0\r\n" + HEADERS,
    ],
)
def test_a_fault_would_be_seen(answer):
    assert fault_in(f"{answer}\r\n".encode(), b"GET / HTTP/1.1")
    assert fault_in(f"HTTP/1.1 302 X\r\nLocation: /x\r\n{HEADERS}\r\n".encode(), b"GET / HTTP/1.1") is None
