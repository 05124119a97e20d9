"""The picture of what was marked, as SVG that needs no stylesheet: for paper."""

from __future__ import annotations

from triage.core.figure_marks import Marked

REGION = 'fill="#ffffff" stroke="#5c6a68"'
FILLED = 'fill="#1e2b2c" stroke="#ffffff"'
GROUND = 'fill="#eef1f0" stroke="none"'
"""Dark on white, so that a copy in black and white tells the same."""


def svg_of(marked: Marked) -> str:
    """Return the drawing with the marked regions filled."""
    drawing = marked.figure.drawing
    parts = "".join(f"<g {_style(part.region, marked)}>{part.shapes}</g>" for part in drawing.parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawing.width} {drawing.height}" color="#5c6a68"'
        f' stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">{parts}</svg>'
    )


def _style(region: str | None, marked: Marked) -> str:
    if region is None:
        return GROUND
    return FILLED if region in marked.regions else REGION
