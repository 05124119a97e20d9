"""The summary as a PDF: set by typst from `summary.typ`, tagged for screen readers (PDF/UA-1).

Made in memory from the fonts beside this file: no network, no other file read, none written.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from triage.core.figure_marks import Marked
from triage.summary.content import Match, Row, Summary
from triage.summary.findings import Sign
from triage.summary.picture import svg_of
from triage.summary.urgency_words import CALM, STYLES

MOST_PAGES = 2
SMALLER = (0.93, 0.9, 0.86, 0.8)
"""How far everything shrinks, step by step, to stay on two pages."""

A_LITTLE = 200.0
"""What reaches less far down a second page, in points, shrinks by one step or two to stay on the first."""

MANY = 14
"""From so many findings on they get the whole width."""

_HERE = Path(__file__).parent


def pdf_of(summary: Summary) -> bytes:
    """Return the summary as a PDF of one page, or of two."""
    content = json.dumps(_content(summary), ensure_ascii=False)
    tried = _fitted(content)
    day = date.fromisoformat(summary.date)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    try:
        made = tried.document.compile(format="pdf", pdf_standards="ua-1", timestamp=noon)
    except typst.TypstError:  # a character that our fonts lack; better a page with a box in it than no page
        made = tried.document.compile(format="pdf", timestamp=noon)
    assert isinstance(made, bytes)
    return made


@dataclass(frozen=True, slots=True)
class _Tried:
    """A document at a scale: its pages, and how far it reaches down the last one, in points."""

    document: typst.Compiler
    scale: float
    pages: int
    reach: float


def _tried(content: str, scale: float) -> _Tried:
    document = typst.Compiler(
        str(_HERE / "summary.typ"),
        root=str(_HERE),
        font_paths=_fonts(),
        sys_inputs={"summary": content, "scale": str(scale)},
    )
    end = json.loads(document.query("<end>", field="value", one=True))
    return _Tried(document, scale, end["page"], end["y"])


def _fitted(content: str) -> _Tried:
    """The document on one page, or as large as two pages allow."""
    tried = _tried(content, 1.0)
    if tried.pages == MOST_PAGES and tried.reach < A_LITTLE:
        on_one = (smaller for scale in SMALLER[:2] if (smaller := _tried(content, scale)).pages == 1)
        return next(on_one, tried)
    for scale in SMALLER:
        if tried.pages <= MOST_PAGES:
            break
        tried = _tried(content, scale)
    return tried


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_HERE / "fonts")])


def _content(summary: Summary) -> dict[str, Any]:
    words = summary.words
    top = [flag for flag in summary.flags if flag.urgency == summary.urgency]
    style = STYLES[summary.urgency] if summary.urgency else CALM
    lower: dict[str, list[str]] = {}
    for flag in summary.flags[len(top) :]:
        lower.setdefault(words.urgencies[flag.urgency], []).append(flag.text)
    return {
        "lang": words.lang,
        "title": words.title,
        "guide": summary.guide,
        "made_from": words.made_from,
        "answered_by": words.answered_by[summary.voice],
        "unfinished": "" if summary.finished else words.unfinished,
        "date": summary.date,
        "patient": [_row(row) for row in summary.patient],
        "urgency": {
            "colours": (style.bar, style.on_bar, style.under),
            "heading": words.urgencies[summary.urgency] if summary.urgency else words.no_flag,
            "advised": words.advised,
            "flags": [{"text": flag.text, "say": flag.say} for flag in top],
            "lower": [{"term": term, "told": "; ".join(texts)} for term, texts in lower.items()],
        },
        "many": len(summary.present) >= MANY,
        "present": {
            "heading": words.present,
            "signs": [_sign(sign) for sign in summary.present],
            "nothing": "" if summary.present else words.none_present,
            "also": f"{words.also_told} {'; '.join(summary.also_told)}" if summary.also_told else "",
        },
        "course": {"heading": words.course, "rows": [_row(row) for row in summary.course]},
        "history": {"heading": words.history, "rows": [_row(row) for row in summary.history]},
        "marked": [_marked(marked, summary) for marked in summary.marked],
        "matches": {
            "heading": words.matches,
            "note": " ".join(summary.about_matches),
            "list": [_match(match, summary) for match in summary.matches],
        },
        "record": words.record,
        "not_present": [
            {"heading": heading, "signs": [_sign(sign) for sign in signs]} for heading, signs in summary.not_present
        ],
        "say": {"heading": words.say, "lines": summary.say},
        "ask": {"heading": words.ask, "lines": summary.ask},
        "disclaimer": summary.disclaimer,
        "version": summary.version,
        "page": words.page % {"page": "{page}", "pages": "{pages}"},
    }


def _sign(sign: Sign) -> dict[str, Any]:
    return {"term": sign.term, "codes": sign.codes, "told": "; ".join(sign.told)}


def _row(row: Row) -> dict[str, Any]:
    return {"term": row.term, "told": "; ".join(row.told), "signs": [_sign(sign) for sign in row.signs]}


def _marked(marked: Marked, summary: Summary) -> dict[str, Any]:
    voice = summary.voice
    told = "; ".join(option.text.for_(voice) for option in marked.options)
    under = [side.for_(voice) for side in marked.figure.under]
    return {"svg": svg_of(marked), "told": f"{summary.words.marked} {told}", "under": under}


def _match(match: Match, summary: Summary) -> dict[str, Any]:
    words = summary.words
    why = (
        (words.fits, match.fits),
        (words.against, match.against),
        (words.not_found, match.not_there),
        (words.unclear, match.not_known),
    )
    return {
        "name": match.name,
        "level": match.level,
        "picture": match.picture,
        "found": match.found,
        "why": [{"label": label, "terms": "; ".join(terms)} for label, terms in why if terms],
    }
