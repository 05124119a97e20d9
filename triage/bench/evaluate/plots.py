"""Plots as inline SVG: shares with their intervals, and counts. Each says in words what it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

ROW = 26
LABEL = 230
WIDTH = 400
EDGE = LABEL + WIDTH + 90

Share = tuple[str, float | None, tuple[float, float] | None, str]
"""A label, a share from 0 to 1 (None where there is none), its interval, and what stands at the end of the row."""


def shares(title: str, rows: Sequence[Share]) -> str:
    """Return bars from 0 to 1, with a whisker where there is an interval."""
    drawn = [_grid(len(rows))]
    for i, (label, share, interval, note) in enumerate(rows):
        middle = i * ROW + ROW // 2 + 20
        drawn.append(_text(LABEL - 8, middle + 4, label, "end"))
        if share is not None:
            drawn.append(f'<rect class="bar" x="{LABEL}" y="{middle - 8}" width="{share * WIDTH:.1f}" height="16"/>')
        if interval is not None:
            low, high = (LABEL + end * WIDTH for end in interval)
            ends = "".join(f"M{x:.1f} {middle - 5}v10" for x in (low, high))
            drawn.append(f'<path class="whisker" d="M{low:.1f} {middle}H{high:.1f}{ends}"/>')
        drawn.append(_text(LABEL + WIDTH + 8, middle + 4, note, "start"))
    return _svg(title, len(rows) * ROW + 46, drawn)


def counts(title: str, numbers: Mapping[str, int]) -> str:
    """Return a bar for each number of something, as long as it is frequent."""
    most = max(numbers.values(), default=1)
    drawn = []
    for i, (label, n) in enumerate(numbers.items()):
        middle = i * ROW + ROW // 2 + 4
        drawn.append(_text(LABEL - 8, middle + 4, label, "end"))
        length = n / most * WIDTH
        drawn.append(f'<rect class="bar" x="{LABEL}" y="{middle - 8}" width="{length:.1f}" height="16"/>')
        drawn.append(_text(LABEL + length + 8, middle + 4, str(n), "start"))
    return _svg(title, len(numbers) * ROW + 8, drawn)


def matrix(title: str, rows: Mapping[str, Mapping[str, int]], columns: Sequence[str]) -> str:
    """Return a square for each pair of true and shown category, the darker the larger its share of the row."""
    side = 58
    width = LABEL + side * len(columns)
    drawn = [_text(LABEL + j * side + side / 2, 16, str(column), "middle") for j, column in enumerate(columns)]
    for i, (label, row) in enumerate(rows.items()):
        top = 26 + i * 40
        total = sum(row.values()) or 1
        drawn.append(_text(LABEL - 8, top + 24, label, "end"))
        for j, column in enumerate(columns):
            n = row.get(column, 0)
            x = LABEL + j * side
            shade = n / total
            drawn.append(
                f'<rect class="cell" x="{x}" y="{top}" width="{side}" height="40" fill-opacity="{shade:.2f}"/>'
            )
            ink = "light" if shade > 0.5 else "dark"
            drawn.append(f'<text class="{ink}" x="{x + side / 2}" y="{top + 25}" text-anchor="middle">{n or ""}</text>')
    return _svg(title, 32 + len(rows) * 40, drawn, width)


def _grid(rows: int) -> str:
    bottom = rows * ROW + 22
    lines = "".join(f"M{LABEL + step * WIDTH / 5} 18V{bottom}" for step in range(6))
    marks = (_text(LABEL + step * WIDTH / 5, bottom + 16, f"{step / 5:.1f}", "middle") for step in range(6))
    return f'<path class="grid" d="{lines}"/>{"".join(marks)}'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(title: str, height: int, drawn: Sequence[str], width: int = EDGE) -> str:
    return (
        f'<svg role="img" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f"<title>{escape(title)}</title>{''.join(drawn)}</svg>"
    )
