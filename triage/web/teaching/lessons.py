"""A lesson that is ready to be held: its plan minute by minute, with a link to all that it opens."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, url_for
from flask_babel import gettext as _

from triage.core.assessment import Assessment, assess
from triage.rule_files.lessons import LessonStep, Opening
from triage.rule_files.worked_cases import WorkedCase
from triage.web.made_once import nobodys_own
from triage.web.visit import Site, site

pages = Blueprint("lessons", __name__)


@dataclass(frozen=True, slots=True)
class OpeningLink:
    """What a lesson opens, as a page links to it."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class TimedStep:
    """A step of a lesson with the minute in which it starts and that in which it ends."""

    step: LessonStep
    start: int
    end: int
    links: tuple[OpeningLink, ...]


@pages.get("/teach/lessons/<id>")
@nobodys_own
def lesson(id: str) -> str:
    """One lesson."""
    here = site()
    found = next((lesson for lesson in here.lessons if lesson.id == id), None) or abort(404)
    cases = [case for id in found.cases if (case := here.case(id))]
    return render_template(
        "teach/lesson.html", lesson=found, steps=timed(here, found.steps), outcomes=_outcomes(here, cases)
    )


def timed(here: Site, steps: tuple[LessonStep, ...]) -> list[TimedStep]:
    """Return the steps with their minutes and their links."""
    found, minute = [], 0
    for step in steps:
        links = tuple(_link(here, opening) for opening in step.opens)
        found.append(TimedStep(step, minute, minute := minute + step.minutes, links))
    return found


def _outcomes(here: Site, cases: list[WorkedCase]) -> list[tuple[WorkedCase, Assessment]]:
    """What each case of a lesson comes out as now, for the teacher alone."""
    return [(case, assess(here.questionnaire, case.response)) for case in cases]


def _link(here: Site, opening: Opening) -> OpeningLink:
    match opening.kind:
        case "case" | "person":
            found = here.case(opening.id) or abort(404)
            if opening.kind == "case":
                return OpeningLink(found.name, url_for("cases.case", id=found.id))
            return OpeningLink(_("Answer for: %(name)s", name=found.name), url_for("try.person", case=found.id))
        case "pair":
            pair = next(each for each in here.look_alikes if each.id == opening.id)
            text = _("%(one)s beside %(other)s", one=pair.first.name, other=pair.second.name)
            address = url_for("compare.compare", a=pair.first.picture.id, b=pair.second.picture.id)
            return OpeningLink(text[:1].upper() + text[1:], address)
        case "group":
            category = here.questionnaire.category(opening.id)
            return OpeningLink(category.text.for_("self"), url_for("learn.category", category_id=category.id))
    return _page(opening.id)


def _page(name: str) -> OpeningLink:
    """The link to a page of the guide, by the name that lessons have for it."""
    return {
        "groups": OpeningLink(_("The six groups"), url_for("learn.index")),
        "cases": OpeningLink(_("All worked cases"), url_for("cases.index")),
        "help_now": OpeningLink(_("Get help now"), url_for("questionnaire.help_now")),
        "red_flags": OpeningLink(_("The red flags of the rules"), url_for("rulebook.part", name="red-flags")),
        "compare": OpeningLink(_("All look-alikes"), url_for("compare.compare")),
        "drill": OpeningLink(_("Safety drill"), url_for("drill.first")),
    }[name]
