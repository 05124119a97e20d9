"""Teaching: worked cases, story first; the match is opened only when the learner asks for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from triage.core.assessment import Assessment, assess
from triage.core.explanation import reasons
from triage.core.path import Path
from triage.core.questionnaire import Question, Questionnaire
from triage.rule_files.worked_cases import WorkedCase
from triage.web.visit import Site, site
from triage.web.what_if import what_if

pages = Blueprint("cases", __name__)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Cases that stand together: those of one category, or under a title."""

    name: str
    cases: tuple[WorkedCase, ...]


@pages.get("/learn/cases")
def index() -> ResponseReturnValue:
    """All worked cases, by category."""
    return render_template("cases.html", shelves=shelves(site()))


@pages.get("/learn/cases/<id>")
def case(id: str) -> ResponseReturnValue:
    """One case: its story, then what was answered, then the match for those who open it."""
    here = site()
    found = _case(here, id)
    assessment = assess(here.questionnaire, found.response)
    return render_template(
        "case.html",
        case=found,
        voice=assessment.voice,
        told=_told(here.questionnaire, assessment),
        assessment=assessment,
        shown=assessment.shown,
        why=lambda finding: reasons(here.questionnaire, assessment.path, finding),
        what_if=what_if(here.questionnaire, found.response, assessment, calmer=True),
    )


@pages.get("/learn/cases/worksheet")
def worksheet() -> ResponseReturnValue:
    """Every story with room to write, for print; nothing gives the match away."""
    return render_template("worksheet.html", cases=_mixed(site().cases))


@pages.get("/learn/cases/key")
def key() -> ResponseReturnValue:
    """The key to the worksheet, in the same order."""
    here = site()
    assessed = [(each, assess(here.questionnaire, each.response)) for each in _mixed(here.cases)]
    return render_template("worksheet_key.html", cases=assessed)


def shelves(here: Site) -> tuple[Shelf, ...]:
    """Return the cases by category in the order of the rule file, then those under titles of their own."""
    found = []
    for category in here.questionnaire.categories:
        name = category.text.for_("self")
        found.append(Shelf(name, tuple(case for case in here.cases if case.category == category.id)))
    for title in dict.fromkeys(case.title for case in here.cases if case.title):
        found.append(Shelf(title, tuple(case for case in here.cases if case.title == title)))
    return tuple(shelf for shelf in found if shelf.cases)


def _told(questionnaire: Questionnaire, assessment: Assessment) -> list[tuple[str, list[str]]]:
    """What was answered, question by question, without those answered *none of these* or *not sure*."""
    path, voice = assessment.path, assessment.voice
    rows = ((question, _chosen(path, question, voice)) for question in path.asked)
    return [(question.text.for_(voice), chosen) for question, chosen in rows if chosen]


def _chosen(path: Path, question: Question, voice: str) -> list[str]:
    answer = path.answers[question.id]
    return [option.text.for_(voice) for option in question.options if option.id in answer.yes]


def _case(here: Site, id: str) -> WorkedCase:
    return here.case(id) or abort(404)


def _mixed(cases: Iterable[WorkedCase]) -> list[WorkedCase]:
    """An order that gives nothing away, the same every time: by name."""
    return sorted(cases, key=lambda case: (case.name, case.id))
