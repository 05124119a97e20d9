"""The first page of the teaching wing, drawn from one table of its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from triage.web.visit import Site, site

pages = Blueprint("teach", __name__)


@dataclass(frozen=True, slots=True)
class WingPage:
    """A page that the wing offers: its name, one sentence on what it is for, and where it is."""

    title: Any
    sentence: Any
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)
    needs_cases: bool = True


@dataclass(frozen=True, slots=True)
class WingPart:
    """Pages for one thing that a teacher does."""

    id: str
    heading: Any
    pages: tuple[WingPage, ...]


WING: tuple[WingPart, ...] = (
    WingPart("prepare", _("Prepare"), ()),
    WingPart(
        "show",
        _("Show"),
        (
            WingPage(
                _("Compare look-alikes"),
                _("Two pictures side by side: the signs they share, and the signs that separate them."),
                "compare.compare",
                needs_cases=False,
            ),
            WingPage(
                _("Answer as a made-up person"),
                _("Walk through the questions in front of a class. Your own answers stay as they are."),
                "try.questionnaire.start",
                needs_cases=False,
            ),
        ),
    ),
    WingPart(
        "print",
        _("Print"),
        (
            WingPage(_("Worksheet"), _("Every story with room to write. The cases are mixed."), "cases.worksheet"),
            WingPage(_("Key to the worksheet"), _("What each case matches, in the same order."), "cases.key"),
        ),
    ),
    WingPart(
        "practise",
        _("Practise"),
        (WingPage(_("Worked cases"), _("Read a story, make up your own mind, then see the match."), "cases.index"),),
    ),
)
"""Every page of the wing, under what a teacher does with it."""


@pages.get("/teach")
def index() -> ResponseReturnValue:
    """What there is to prepare, show, print and practise."""
    return render_template("teach/index.html", parts=parts(site()))


def parts(here: Site) -> tuple[WingPart, ...]:
    """Return the parts of the wing with the pages that a site has something for."""
    there = (
        WingPart(part.id, part.heading, tuple(p for p in part.pages if here.cases or not p.needs_cases))
        for part in WING
    )
    return tuple(part for part in there if part.pages)
