"""Parcels: what is the same for everybody goes out compressed once, and only to those who do not have it yet.

A page with answers or a token is never compressed: docs/decisions/compression.md says why.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path

from flask import Response, request

PACKED = ("text/", "image/svg+xml")
"""The kinds of content that compression makes smaller."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Content as it goes out: plain, packed, and its mark, by which a browser asks if it has changed."""

    plain: bytes
    packed: bytes
    mark: str
    mimetype: str

    @staticmethod
    def of(content: bytes, mimetype: str) -> Parcel:
        """Pack content, where that makes it smaller."""
        packed = gzip.compress(content, 9, mtime=0) if mimetype.startswith(PACKED) else content
        mark = hashlib.sha256(content).hexdigest()[:16]
        return Parcel(content, min(packed, content, key=len), mark, mimetype)

    def sent(self, *vary: str, kept: bool = True) -> Response:
        """Return the response to the current request; `vary` are the headers that decide on it beside its encoding.

        A browser may keep what is `kept`, and Back then shows it as it was.
        """
        gzipped = self.packed is not self.plain and request.accept_encodings.quality("gzip") > 0
        response = Response(self.packed if gzipped else self.plain, mimetype=self.mimetype)
        response.vary.update((*vary, "Accept-Encoding"))
        if gzipped:
            response.headers["Content-Encoding"] = "gzip"
        if kept:
            response.headers["Cache-Control"] = "no-cache"
            response.set_etag(f"{self.mark}-gzip" if gzipped else self.mark)
            response.make_conditional(request)
        return response


def static_parcel(path: Path) -> Parcel:
    """Return a static file as it is now. Raises OSError where there is none."""
    return _static(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _static(path: Path, changed: int) -> Parcel:
    """`changed` is when the file last was, so that an edit shows without a restart."""
    return Parcel.of(path.read_bytes(), guess_type(path.name)[0] or "application/octet-stream")
