"""The first page of the teaching wing, drawn from one table of its pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from triage.rule_files.lessons import Lesson
from triage.web.made_once import nobodys_own
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
            WingPage(
                _("Step by step"),
                _("A story in four steps, with a guess after each. Then see what each answer changed."),
                "steps.choose",
            ),
            WingPage(
                _("Break it"),
                _("Change one answer of a worked case so that another group leads, and see all that moves."),
                "break.first",
            ),
            WingPage(
                _("Live class"),
                _("Students vote by phone, talk, and vote again. Then all see the answer. No accounts, no names."),
                "lead.choose_cases",
            ),
        ),
    ),
    WingPart(
        "print",
        _("Print"),
        (
            WingPage(
                _("A set of stories"),
                _("Four to eight stories of your choice, two to a page, with a sheet to reflect on and a key."),
                "sets.make",
            ),
        ),
    ),
    WingPart(
        "practise",
        _("Practise"),
        (
            WingPage(_("Worked cases"), _("Read a story, make up your own mind, then see the match."), "cases.index"),
            WingPage(_("Safety drill"), _("Ten stories: how soon does each need help? Then why."), "drill.first"),
        ),
    ),
)
"""Every page of the wing, under what a teacher does with it. The lessons of a site are prepared first."""


@pages.get("/teach")
@nobodys_own
def index() -> str:
    """What there is to prepare, show, print and practise."""
    return render_template("teach/index.html", parts=parts(site()))


def parts(here: Site) -> tuple[WingPart, ...]:
    """Return the parts of the wing with the pages that a site has something for."""
    ready = tuple(_ready(lesson) for lesson in here.lessons)
    there = (
        WingPart(part.id, part.heading, (*(ready if part.id == "prepare" else ()), *_shown(here, part)))
        for part in WING
    )
    return tuple(part for part in there if part.pages)


def _ready(lesson: Lesson) -> WingPage:
    sentence = gettext("%(minutes)s minutes. %(about)s", minutes=lesson.minutes, about=lesson.about)
    return WingPage(lesson.title, sentence, "lessons.lesson", {"id": lesson.id})


def _shown(here: Site, part: WingPart) -> Iterator[WingPage]:
    return (page for page in part.pages if here.cases or not page.needs_cases)
