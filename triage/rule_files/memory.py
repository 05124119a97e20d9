"""Memory: Python's collector waits while a file is read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_waiting() -> Iterator[None]:
    """Keep the collector of cycles from running inside; it runs again afterwards if it did before.

    Reading makes very many objects that stay and no cycles. The collector would walk through all of them again and
    again, so that a file ten times as long took more than ten times as much.
    """
    ran = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if ran:
            gc.enable()
