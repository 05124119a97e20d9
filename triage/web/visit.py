"""One visit a request: the site it sees and the answers it brings, each worked out once and only when asked for."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from flask import current_app, g, request

from triage.core.answers import Response
from triage.core.assessment import Assessment, assess_path, emergencies, voice
from triage.core.path import Path, rounds, walk
from triage.core.questionnaire import Question, Questionnaire, RedFlag
from triage.core.what_if import AnswerChange, changes
from triage.core.word_finder import Phrases
from triage.core.wording import EmergencyNumber
from triage.rule_files.diagnostics import Diagnostic
from triage.rule_files.lessons import Lesson
from triage.rule_files.look_alikes import LookAlike, shown_by
from triage.rule_files.measured import Measured
from triage.rule_files.resources import Resource
from triage.rule_files.worked_cases import WorkedCase
from triage.teaching.difficulty import by_difficulty
from triage.web.answers_cookie import Jar, Unreadable
from triage.web.stencils import Drawer
from triage.web.ticks import Selections

Diagnostics = tuple[Diagnostic, ...]


@dataclass(frozen=True)
class Site:
    """One rule file with its links and worked cases, the jar for its answers and the emergency numbers in order.

    `country` is the one that the site says it serves; its number stands first. `made_up` is whether the answers in the
    jar are those of somebody who does not exist.
    """

    questionnaire: Questionnaire
    resources: tuple[Resource, ...]
    cases: tuple[WorkedCase, ...]
    jar: Jar
    numbers: tuple[EmergencyNumber, ...]
    measured: Measured = field(default_factory=Measured)
    country: str | None = None
    look_alikes: tuple[LookAlike, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    made_up: bool = False

    @cached_property
    def practice(self) -> Site:
        """The same for made-up people, whose answers have a jar of their own."""
        return replace(self, jar=self.jar.apart("made-up"), made_up=True)

    def case(self, id: str | None) -> WorkedCase | None:
        """Return the worked case with an id, or None."""
        return self._cases_by_id.get(id) if id else None

    @cached_property
    def _cases_by_id(self) -> Mapping[str, WorkedCase]:
        return {case.id: case for case in self.cases}

    @cached_property
    def cases_by_difficulty(self) -> Mapping[str, tuple[WorkedCase, ...]]:
        """The worked cases, the easiest first, in an order that gives nothing away."""
        return by_difficulty(self.questionnaire, self.cases)

    def changes_of(self, case: WorkedCase) -> tuple[AnswerChange, ...]:
        """Return every single answer that would change the result of a worked case; the search is made once."""
        if case.id not in self._changes:
            self._changes[case.id] = changes(self.questionnaire, case.response)
        return self._changes[case.id]

    @cached_property
    def _changes(self) -> dict[str, tuple[AnswerChange, ...]]:
        return {}

    @cached_property
    def pictured(self) -> Mapping[str, tuple[WorkedCase, ...]]:
        """The worked cases by the pictures that they come out as, those of a picture's own group first."""
        found: dict[str, list[WorkedCase]] = {}
        for case in sorted(self.cases, key=lambda case: case.category is None):
            for id in sorted(shown_by(self.questionnaire, case)):
                found.setdefault(id, []).append(case)
        return {id: tuple(cases) for id, cases in found.items()}

    @cached_property
    def words(self) -> Phrases:
        """What finds the words of the glossary in a text, in every form in which they are written."""
        return Phrases((form, term.id) for term in self.questionnaire.glossary for form in term.forms)

    @cached_property
    def drawer(self) -> Drawer:
        """What was made once of the pages that show this."""
        return Drawer()

    @cached_property
    def parts(self) -> tuple[tuple[Question, ...], ...]:
        """The questions on each of the few pages."""
        return rounds(self.questionnaire)


@dataclass(frozen=True, slots=True)
class DraftView:
    """What the pages show of a draft: a Site, and what the file is like now.

    `saved` is when the version on the pages was saved; None where the draft has had none without errors yet and the
    pages show the shipped rules.
    """

    file: str
    site: Site
    saved: datetime.datetime | None
    errors: Diagnostics
    warnings: Diagnostics
    misfits: Diagnostics


@dataclass(frozen=True)
class Derived:
    """What follows from a response."""

    questionnaire: Questionnaire
    response: Response

    @cached_property
    def path(self) -> Path:
        """The questions asked, and the answers that count."""
        return walk(self.questionnaire, self.response)

    @cached_property
    def voice(self) -> str:
        """Whom the words speak of."""
        return voice(self.questionnaire, self.path)

    @cached_property
    def emergencies(self) -> tuple[RedFlag, ...]:
        """The red flags that call for help now."""
        return emergencies(self.questionnaire, self.path)

    @cached_property
    def assessment(self) -> Assessment:
        """The whole result."""
        return assess_path(self.questionnaire, self.path)

    @cached_property
    def changes(self) -> tuple[AnswerChange, ...]:
        """Every single answer that would change the result."""
        return changes(self.questionnaire, self.response, self.path)


@dataclass(frozen=True)
class Visit:
    """What a request sees and what it brings: `given` in place of what its cookie holds, and what is
    `known` to follow from it.

    Nothing of it changes. Whoever keeps other selections goes on with the visit `after` them.
    """

    site: Site
    draft: DraftView | None = None
    given: Selections | None = None
    known: Derived | None = field(default=None, repr=False)

    @property
    def questionnaire(self) -> Questionnaire:
        """The rules of the site."""
        return self.site.questionnaire

    @property
    def selections(self) -> Selections:
        """What was ticked; nothing where that cannot be read."""
        return self._read or Selections()

    @property
    def unreadable(self) -> bool:
        """Whether there is a cookie that cannot be read."""
        return self._read is None

    @property
    def response(self) -> Response:
        """What the ticks mean under these rules."""
        return self._derived.response

    @property
    def path(self) -> Path:
        """The questions asked, and the answers that count."""
        return self._derived.path

    @property
    def voice(self) -> str:
        """Whom the words speak of."""
        return self._derived.voice

    @property
    def emergencies(self) -> tuple[RedFlag, ...]:
        """The red flags that call for help now."""
        return self._derived.emergencies

    @property
    def assessment(self) -> Assessment:
        """The whole result."""
        return self._derived.assessment

    @property
    def changes(self) -> tuple[AnswerChange, ...]:
        """Every single answer that would change the result."""
        return self._derived.changes

    def after(self, selections: Selections) -> Visit:
        """Return the visit with other selections; where their ticks are the same, what follows from them stays."""
        same = selections.ticks == self.selections.ticks
        return Visit(self.site, self.draft, selections, self._derived if same else None)

    @cached_property
    def _read(self) -> Selections | None:
        if self.given is not None:
            return self.given
        try:
            return self.site.jar.read(request).bounded(self.questionnaire)
        except Unreadable:
            return None

    @cached_property
    def _derived(self) -> Derived:
        return self.known or Derived(self.questionnaire, self.selections.response(self.questionnaire))


def any_visit() -> Visit:
    """Return the Visit of the current request. Answers that cannot be read count as none."""
    found: Visit | None = g.get("visit")
    if found is None:
        found = g.visit = Visit(current_app.extensions["site"])
    return found


def visit() -> Visit:
    """Return the Visit of the current request. Raises Unreadable where its answers cannot be read."""
    if any_visit().unreadable:
        raise Unreadable
    return any_visit()


def go_on(later: Visit) -> Visit:
    """Let the rest of the request, its page too, see a later visit; return it."""
    g.visit = later
    return later


def site() -> Site:
    """Return the Site of the current request: that of the application, or what a draft was when the request came."""
    return any_visit().site


def numbers_with_first(numbers: tuple[EmergencyNumber, ...], country: str | None) -> tuple[EmergencyNumber, ...]:
    """Return the numbers with those of one country first, otherwise in the order of the file."""
    return tuple(sorted(numbers, key=lambda number: number.country != country))
