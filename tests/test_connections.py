"""Connections: slow ones shut nobody out, what the server answers itself has every header, a stop answers first."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import ExitStack

import pytest

from triage import connections
from triage.connections import Server
from triage.web.headers import FIXED, every_header

GET = b"GET / HTTP/1.1\r\nHost: guide.example\r\nConnection: close\r\n\r\n"


@pytest.fixture
def serving():
    """Start servers of an application; each stops at the end."""
    started = []

    def serve(application, **limits):
        listening = socket.create_server(("127.0.0.1", 0))
        server = Server(application, listening, every_header(False), **limits)
        thread = threading.Thread(target=server.run)
        thread.start()
        started.append((server, thread))
        return server, listening.getsockname()

    yield serve
    for server, thread in started:
        server.stop()
        thread.join(10)
        assert not thread.is_alive()


def hello(environ, start_response):
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body) + 5))])
    return [b"hello" + body]


def asked(address, sent):
    """What comes back until the server closes the connection."""
    with socket.create_connection(address, timeout=5) as connection:
        connection.sendall(sent)
        return until_closed(connection)


def until_closed(connection):
    parts = []
    try:
        while part := connection.recv(65_536):
            parts.append(part)
    except ConnectionError:
        pass
    return b"".join(parts)


def test_when_every_place_is_taken_who_waited_longest_gives_way(serving, monkeypatch):
    monkeypatch.setattr(connections, "PLACES", 5)
    _, address = serving(hello)
    slow = [socket.create_connection(address, timeout=5) for _ in range(12)]
    for connection in slow:
        connection.sendall(b"GET / HTTP/1.1\r\nX: ")
    for _ in range(20):
        assert asked(address, GET).endswith(b"hello")
    assert until_closed(slow[0]) == b""
    for connection in slow:
        connection.close()


def test_what_is_being_answered_never_gives_way(serving, monkeypatch):
    monkeypatch.setattr(connections, "PLACES", 1)
    go_on = threading.Event()

    def slow(environ, start_response):
        go_on.wait(5)
        return hello(environ, start_response)

    _, address = serving(slow, threads=2)
    with socket.create_connection(address, timeout=5) as first:
        first.sendall(GET)
        time.sleep(0.1)
        others = [socket.create_connection(address, timeout=5) for _ in range(5)]
        time.sleep(0.2)
        go_on.set()
        assert until_closed(first).endswith(b"hello")
    for connection in others:
        connection.close()


@pytest.mark.parametrize(
    ("name", "begun"),
    [
        ("IDLE_SECONDS", b""),
        ("HEADER_SECONDS", b"GET / HTTP/1.1\r\nX: "),
        ("BODY_SECONDS", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n"),
        ("BODY_SECONDS", b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"),
    ],
)
def test_a_request_that_does_not_come_to_its_end_is_closed_however_it_dribbles(serving, monkeypatch, name, begun):
    monkeypatch.setattr(connections, name, 0.2)
    monkeypatch.setattr(connections, "TIDY_SECONDS", 0.05)
    server, address = serving(hello)
    with socket.create_connection(address, timeout=5) as connection:
        connection.sendall(begun)
        until = time.monotonic() + 5
        while time.monotonic() < until and (not server.active_channels or until - time.monotonic() > 4.9):
            time.sleep(0.02)
        while server.active_channels and time.monotonic() < until:
            try:
                connection.sendall(b"1" if begun else b"")
            except OSError:
                break
            server.pull_trigger()
            time.sleep(0.02)
        assert not server.active_channels and time.monotonic() < until


def test_who_has_requests_waiting_leaves_the_next_visitor_to_other_processes(serving):
    """They wait at the same socket; and who is answered comes again to whoever is free then."""
    go_on = threading.Event()

    def slow(environ, start_response):
        go_on.wait(5)
        return hello(environ, start_response)

    server, address = serving(slow, threads=1)
    server.shares_door = True
    keep = GET.replace(b"Connection: close\r\n", b"")
    with ExitStack() as stack:
        visitors = [stack.enter_context(socket.create_connection(address, timeout=5)) for _ in range(2)]
        for visitor in visitors:
            visitor.sendall(keep)
        until = time.monotonic() + 5
        while not server.has_enough() and time.monotonic() < until:
            time.sleep(0.01)
        third = stack.enter_context(socket.create_connection(address, timeout=5))
        third.sendall(keep)
        time.sleep(0.3)
        assert server.has_enough() and len(server.active_channels) == 2
        go_on.set()
        assert b"Connection: close" in until_closed(visitors[0])
        assert third.recv(10) == b"HTTP/1.1 2"


TWO_ENDS = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + GET
REFUSED = {
    "no request": (b"NONSENSE\r\n\r\n", 400),
    "two ends": (TWO_ENDS, 400),
    "an end that 1.0 does not know": (b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
    "a length that is none": (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
    "an encoding that nobody knows": (b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
    "a long header": (b"GET / HTTP/1.1\r\nX: " + b"a" * 1024, 431),
    "a long body": (b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", 413),
}


@pytest.mark.parametrize(("sent", "status"), REFUSED.values(), ids=REFUSED)
def test_what_the_server_answers_itself_has_every_header_and_closes_the_connection(serving, sent, status):
    _, address = serving(hello, max_request_header_size=1000, max_request_body_size=1000)
    header, _, body = asked(address, sent).partition(b"\r\n\r\n")
    first, *lines = header.decode().split("\r\n")
    assert first.split()[1] == str(status) and body.startswith(str(status).encode())
    assert {f"{name}: {value}" for name, value in FIXED.items()} < set(lines)
    assert "Cache-Control: no-store" in lines and "Connection: close" in lines
    assert b"HTTP/" not in body  # nothing of what came after it was answered


def test_an_application_that_fails_shows_nothing_and_has_every_header(serving, caplog):
    def fails(environ, start_response):
        raise ZeroDivisionError("secret")

    _, address = serving(fails)
    told = asked(address, GET)
    assert told.startswith(b"HTTP/1.1 500") and b"Content-Security-Policy" in told and b"secret" not in told


def test_a_stop_answers_every_request_that_has_come(serving):
    def slow(environ, start_response):
        time.sleep(0.05)
        return hello(environ, start_response)

    server, address = serving(slow, threads=2)
    connections = [socket.create_connection(address, timeout=5) for _ in range(30)]
    for connection in connections:
        connection.sendall(GET)
    server.stop()
    assert [until_closed(connection)[-5:] for connection in connections] == [b"hello"] * 30
    for connection in connections:
        connection.close()
    time.sleep(0.3)
    with pytest.raises(ConnectionError):
        asked(address, GET)
