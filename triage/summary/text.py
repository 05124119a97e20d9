"""The summary as plain text, to copy into a message or a letter."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from triage.summary.content import Match, Row, Summary
from triage.summary.findings import Sign

WIDTH = 78


def text_of(summary: Summary) -> str:
    """Return the summary as text, ending with a line break."""
    return "\n".join(line.rstrip() for line in _lines(summary)) + "\n"


def _lines(summary: Summary) -> Iterator[str]:
    words = summary.words
    yield words.title.upper()
    yield from _wrapped(f"{summary.guide}. {words.made_from}")
    yield from _wrapped(f"{words.answered_by[summary.voice]}. {summary.date}")
    yield from _rows(summary.patient)
    if not summary.finished:
        yield from _wrapped(words.unfinished)
    yield from _heading(words.urgencies[summary.urgency] if summary.urgency else words.no_flag)
    for flag in summary.flags:
        urgency = "" if flag.urgency == summary.urgency else f"{words.urgencies[flag.urgency]}: "
        advised = f" {words.advised} {flag.say}" if flag.say else ""
        yield from _item(f"{urgency}{flag.text}.{advised}")
    yield from _heading(words.present)
    if not summary.present:
        yield from _wrapped(words.none_present)
    for sign in summary.present:
        told = f" ({'; '.join(sign.told)})" if sign.told else ""
        yield from _item(coded(sign) + told)
    if summary.also_told:
        yield from _item(f"{words.also_told} {'; '.join(summary.also_told)}")
    yield from _heading(words.course)
    yield from _rows(summary.course)
    yield from _heading(words.history)
    yield from _rows(summary.history)
    yield from _heading(words.matches)
    for match in summary.matches:
        yield from _match(match, summary)
    yield from _wrapped(" ".join(summary.about_matches))
    for heading, signs in summary.not_present:
        yield from _heading(heading)
        yield from _wrapped("; ".join(map(coded, signs)))
    yield from _heading(words.say)
    for line in summary.say:
        yield from _item(line)
    yield from _heading(words.ask)
    for line in summary.ask:
        yield from _item(line)
    yield ""
    yield from _wrapped(f"{summary.disclaimer} {summary.version}")


def coded(sign: Sign) -> str:
    """Return the term of a sign with its codes."""
    return " ".join((sign.term, *sign.codes))


def _rows(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        signs = f" ({'; '.join(coded(sign) for sign in row.signs)})" if row.signs else ""
        yield from _item(f"{row.term}: {'; '.join(row.told)}{signs}")


def _match(match: Match, summary: Summary) -> Iterator[str]:
    words = summary.words
    yield from _item(f"{match.named}: {match.level}, {match.found}")
    for label, terms in (
        (words.fits, match.fits),
        (words.against, match.against),
        (words.not_found, match.not_there),
        (words.unclear, match.not_known),
    ):
        if terms:
            yield from _wrapped(f"{label} {'; '.join(terms)}", "    ")


def _heading(text: str) -> Iterator[str]:
    yield ""
    yield text.upper()


def _item(text: str) -> Iterator[str]:
    yield from textwrap.wrap(
        text, WIDTH, initial_indent="- ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )


def _wrapped(text: str, indent: str = "") -> Iterator[str]:
    yield from textwrap.wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
