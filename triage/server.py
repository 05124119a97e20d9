"""The web server: waitress, the same on a laptop and in production. Why this one: docs/decisions/processes.md.

It writes no access log and nothing of a request to disk, and it names itself in no header.
"""

from __future__ import annotations

import errno
import logging
import signal
import socket
import sys
import threading
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from triage.connections import Server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

MEBIBYTE = 1024 * 1024
THREADS = 8
LIMITS = {
    "max_request_header_size": 32 * 1024,
    "max_request_body_size": 2 * MEBIBYTE,  # the application's own, lower limit answers with a page
    "inbuf_overflow": 4 * MEBIBYTE,  # above the largest body, so that no answer reaches a temporary file
    "outbuf_overflow": 64 * MEBIBYTE,  # nor does a page
    "log_socket_errors": False,  # a phone that loses its connection is no fault of ours
    "clear_untrusted_proxy_headers": False,  # the application's door does that
}


def serve(
    application: WSGIApplication,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    threads: int = THREADS,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> int:
    """Serve until Ctrl+C or SIGTERM, answering requests that have come, and return the exit code of the process.

    `headers` stand on what the server answers by itself, such as that a request is too large.
    """
    listening = listen(host, port)
    if listening is None:
        return 1
    keep_logs_plain()
    server = server_on(application, listening, headers, threads)
    try:
        if threading.current_thread() is threading.main_thread():
            _stop_at_signals(server)
        print(f"The guide is open at {address_of(listening)} (Ctrl+C stops it)", flush=True)
        server.run()
        print("\nStopped.", flush=True)
    except KeyboardInterrupt:  # a second Ctrl+C: stop at once
        pass
    return 0


def server_on(
    application: WSGIApplication, listening: socket.socket, headers: Mapping[str, str], threads: int = THREADS
) -> Server:
    """Return the server of an application on a socket that listens; it runs when told to."""
    return Server(application, listening, headers, threads=threads, **LIMITS)


def _stop_at_signals(server: Server) -> None:
    def stop(*_: Any) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        server.stop()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)


def listen(host: str, port: int) -> socket.socket | None:
    """Open a socket. Where there can be none, print why and what to do, and return None."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        if not 0 <= port <= 65535:
            raise OverflowError
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        print(_why_not(error, host, port), file=sys.stderr)
        return None


def address_of(listening: socket.socket) -> str:
    """Return the address of a socket, as a browser takes it."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _why_not(error: Exception, host: str, port: int) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        return (
            f"Port {port} is in use, perhaps by another copy of this guide. "
            f"Stop that one, or choose another port: --port {port + 1}"
        )
    if number == errno.EACCES:
        return f"This account may not open port {port}. Choose one above 1023: --port 8000"
    if isinstance(error, OverflowError):
        return f"There is no port {port}. Choose one from 1024 to 65535: --port 8000"
    return f"Cannot listen at {host}, port {port}: {error}. To serve this computer alone: --host 127.0.0.1"


class _TypeOfErrorOnly(logging.Filter):
    """Log that something failed and its type, never the values of a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[0]:
            record.msg = f"{record.getMessage()} ({record.exc_info[0].__name__})"
            record.args, record.exc_info = (), None
        return True


def keep_logs_plain() -> None:
    """Let the server log no value of a request."""
    logging.getLogger("waitress").addFilter(_TypeOfErrorOnly())
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a short queue is no news
