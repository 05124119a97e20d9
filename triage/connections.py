"""Connections: Waitress with limits of time and place, so that half-sent requests shut nobody out.

A request must arrive whole within some seconds. When every place is taken, the connection that has waited longest for
its visitor gives way to a new one; what is being answered never does. At a stop, what has arrived is answered first.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher, WSGITask

PLACES = 500
"""A browser holds about six connections, and a class has thirty browsers."""
SPARE = 100
"""For connections that come while all places are being answered."""
HEADER_SECONDS = 15
BODY_SECONDS = 45
"""For how long the header of a request may be on its way, and the whole of one with a body."""
IDLE_SECONDS = 30
"""For how long a connection may stay idle; the browser opens another unseen."""
TIDY_SECONDS = 1
RETIRE_SECONDS = 60
"""For how long a server that takes no new connection waits for the requests of those that it has."""
DRAIN_SECONDS = 8
"""For how long a stop waits for requests under way; who stops a container waits ten seconds."""


class Parser(HTTPRequestParser):
    """A request. One whose end two headers tell differently is refused, and its connection closed."""

    def parse_header(self, header_plus: bytes) -> None:
        """Read the header. Raises ParsingError."""
        super().parse_header(header_plus)
        if (self.chunked and "CONTENT_LENGTH" in self.headers) or "TRANSFER_ENCODING" in self.headers:
            raise ParsingError("two ends")


class PlainError(ErrorTask):
    """What the server itself answers: the status in words, no echo of the request, and every header."""

    def execute(self) -> None:
        """Write the answer and close the connection."""
        status = HTTPStatus(self.request.error.code)
        body = f"{status.value} {status.phrase}\n".encode()
        self.status = f"{status.value} {status.phrase}"
        self.response_headers += [("Content-Type", "text/plain; charset=utf-8"), *self.channel.server.headers.items()]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Task(WSGITask):
    """One answer. It is the last on its connection where somebody else should take the next request."""

    def build_response_header(self) -> bytes:
        """Return the status and the headers."""
        server: Server = self.channel.server
        if server.retires_until is not None or server.has_enough():
            self.request.headers["CONNECTION"] = "close"
        header: bytes = super().build_response_header()
        return header


class Channel(HTTPChannel):
    """One connection. It knows since when it waits for its visitor."""

    parser_class = Parser
    task_class = Task
    error_task_class = PlainError
    began = 0.0
    unfinished: Parser | None = None

    def received(self, data: bytes) -> bool:
        """Take in data; note when a request that is not whole yet began."""
        heard: bool = super().received(data)
        if self.request is not self.unfinished:
            self.unfinished, self.began = self.request, time.time()
        return heard

    @property
    def waits_since(self) -> float:
        """Since when it waits for its visitor, unless an answer is being made."""
        return self.last_activity if self.unfinished is None else self.began

    def late(self, now: float) -> bool:
        """Whether it has waited for too long: for any request, for the header of one, or for its body."""
        if self.unfinished is None:
            allowed = IDLE_SECONDS
        else:
            allowed = BODY_SECONDS if self.unfinished.headers_finished else HEADER_SECONDS
        return not self.requests and now - self.waits_since > allowed


class Server(TcpWSGIServer):
    """Waitress on a socket that listens already. `headers` stand on what the server itself answers."""

    channel_class = Channel
    next_tidying = 0.0
    retires_until: float | None = None
    door_open = True
    shares_door = False
    """Whether other processes wait at the same socket."""

    def __init__(self, application: Any, listening: socket.socket, headers: Mapping[str, str], **limits: Any) -> None:
        adjustments = Adjustments(
            sockets=[listening], connection_limit=PLACES + SPARE, asyncore_use_poll=True, ident="", **limits
        )
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.set_thread_count(adjustments.threads)
        where = (listening.family, listening.type, listening.proto, listening.getsockname())
        self.headers = headers
        self.stopping = False
        super().__init__(
            application, {}, True, listening, dispatcher=dispatcher, adj=adjustments, bind_socket=False, sockinfo=where
        )

    def run(self) -> None:
        """Serve until `stop`, then answer what has arrived; or until `retire`, and then until nobody is left."""
        while not self.stopping and not self._has_retired():
            self._turn(0.05 if self.has_enough() else 1)
            self._tidy(time.time())
        self._drain()
        self.task_dispatcher.shutdown(timeout=1)
        wasyncore.close_all(self._map)

    def stop(self) -> None:
        """Let `run` come to its end. A signal handler may call this."""
        if not self.stopping:
            self.stopping = True
            self.pull_trigger()

    def retire(self) -> None:
        """Leave new connections to others, close each here after its next answer, and let `run` come to its end.

        Who is just about to ask on an open connection is not sent away. A signal handler may call this.
        """
        if self.retires_until is None:
            self.retires_until = time.monotonic() + RETIRE_SECONDS
            self.pull_trigger()

    def has_enough(self) -> bool:
        """Whether requests wait for a thread here, so that another process should take who comes."""
        return self.shares_door and len(self.task_dispatcher.queue) > 0

    def readable(self) -> bool:
        """Whether to take in who knocks."""
        return not self.has_enough() and bool(super().readable())

    def _has_retired(self) -> bool:
        if self.retires_until is None:
            return False
        self._close_door()
        return not self.active_channels or time.monotonic() > self.retires_until

    def maintenance(self, now: float) -> None:
        """Waitress's own tidying, which waits for a chance to write and so leaves those that never read."""

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, use_poll=self.adj.asyncore_use_poll, map=self._map, count=1)

    def _tidy(self, now: float) -> None:
        """Close who keeps us waiting too long; where places are short, those who have waited longest."""
        if now >= self.next_tidying:
            self.next_tidying = now + TIDY_SECONDS
            for channel in self._open():
                if channel.late(now):
                    channel.handle_close()
        if len(self.active_channels) > PLACES:
            waiting = [channel for channel in self._open() if not channel.requests]
            waiting.sort(key=lambda channel: channel.waits_since)
            for channel in waiting[: len(self.active_channels) - PLACES]:
                channel.handle_close()

    def _drain(self) -> None:
        """Take in who has knocked and nobody after them, and answer every request that is here, for some seconds."""
        for _ in range(self.adj.backlog if self.retires_until is None else 0):
            before = len(self.active_channels)
            self.handle_accept()
            if len(self.active_channels) == before:
                break
        self._close_door()
        until, quiet = time.monotonic() + DRAIN_SECONDS, 0
        while quiet < 2 and time.monotonic() < until:
            self._turn(0.05)
            busy = any(channel.requests or channel.total_outbufs_len for channel in self._open())
            quiet = 0 if busy else quiet + 1

    def _close_door(self) -> None:
        if self.door_open:
            self.door_open = False
            self.del_channel()
            self.socket.close()

    def _open(self) -> list[Channel]:
        return list(self.active_channels.values())
