"""The web server: waitress, the same on a laptop and in production. Why this one: docs/architecture.md.

It writes no access log and nothing of a request to disk, and it names itself in no header.
"""

from __future__ import annotations

import errno
import logging
import signal
import socket
import sys
import threading
from typing import TYPE_CHECKING

from waitress import create_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

MEBIBYTE = 1024 * 1024
LIMITS = {
    "connection_limit": 500,  # a browser holds about six connections, and a class has thirty browsers
    "channel_timeout": 30,  # seconds before an idle connection is closed; the browser opens another unseen
    "cleanup_interval": 10,
    "max_request_header_size": 32 * 1024,
    "max_request_body_size": 2 * MEBIBYTE,  # the application's own, lower limit answers with a page
    "inbuf_overflow": 4 * MEBIBYTE,  # above the largest body, so that no answer reaches a temporary file
    "outbuf_overflow": 64 * MEBIBYTE,  # nor does a page
}


def serve(
    application: WSGIApplication,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    threads: int = 8,
    trusted_proxy: str | None = None,
) -> int:
    """Serve until Ctrl+C or SIGTERM, finishing requests under way, and return the exit code of the process.

    Only the proxy at the address `trusted_proxy` may say that a request came by HTTPS, and from whom.
    """
    try:
        listening = _listen(host, port)
    except (OSError, OverflowError) as error:
        print(_what_to_do(error, host, port), file=sys.stderr)
        return 1
    _keep_logs_plain()
    proxy = {
        "trusted_proxy": trusted_proxy,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    }
    server = create_server(
        application,
        sockets=[listening],
        threads=threads,
        ident="",
        asyncore_use_poll=True,
        log_socket_errors=False,  # a phone that loses its connection is no fault of ours
        **LIMITS,
        **(proxy if trusted_proxy else {}),
    )
    try:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        print(f"The guide is open at {_address(listening)} (Ctrl+C stops it)", flush=True)
        server.run()  # returns on Ctrl+C, after up to five seconds for requests under way
        print("\nStopped.", flush=True)
    except KeyboardInterrupt:  # a second Ctrl+C: stop at once
        pass
    return 0


def _listen(host: str, port: int) -> socket.socket:
    if not 0 <= port <= 65535:
        raise OverflowError
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _what_to_do(error: Exception, host: str, port: int) -> str:
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


def _keep_logs_plain() -> None:
    logging.getLogger("waitress").addFilter(_TypeOfErrorOnly())
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a short queue is no news
