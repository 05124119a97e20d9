"""A QR code as a picture: SVG without style, script or anything from elsewhere, so that a strict CSP allows it."""

from __future__ import annotations

from io import BytesIO

import segno

QUIET = 4
"""The white edge that readers need, in modules; it is part of the picture, so that it is there in the dark too."""


def qr_svg(text: str) -> bytes:
    """Return the SVG file of a QR code, black on white. Raises ValueError for more than a code can hold."""
    out = BytesIO()
    code = segno.make_qr(text, error="m")
    code.save(out, kind="svg", border=QUIET, dark="#000", light="#fff", svgclass=None, lineclass=None, omitsize=True)
    return out.getvalue()
