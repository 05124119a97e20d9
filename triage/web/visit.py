"""The site: what every page needs, held by the application and found by `site()`."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from functools import cached_property

from flask import current_app, g, request

from triage.core.questionnaire import Questionnaire
from triage.core.word_finder import Phrases
from triage.core.wording import EmergencyNumber
from triage.rule_files.diagnostics import Diagnostic
from triage.rule_files.measured import Measured
from triage.rule_files.resources import Resource
from triage.rule_files.worked_cases import WorkedCase
from triage.web.answers_cookie import Jar, Selections, Unreadable

Diagnostics = tuple[Diagnostic, ...]


@dataclass(frozen=True)
class Site:
    """One rule file with its links and worked cases, the jar for its answers and the emergency numbers in order."""

    questionnaire: Questionnaire
    resources: tuple[Resource, ...]
    cases: tuple[WorkedCase, ...]
    jar: Jar
    numbers: tuple[EmergencyNumber, ...]
    measured: Measured = field(default_factory=Measured)

    @cached_property
    def words(self) -> Phrases:
        """What finds the words of the glossary in a text, in every form in which they are written."""
        return Phrases((form, term.id) for term in self.questionnaire.glossary for form in term.forms)

    def selections(self) -> Selections:
        """Return the Selections of the current request. Raises Unreadable."""
        return self.jar.read(request).bounded(self.questionnaire)

    def readable_selections(self) -> Selections:
        """Return the Selections of the current request, or none where they cannot be read."""
        try:
            return self.selections()
        except Unreadable:
            return Selections()


def site() -> Site:
    """Return the Site of the current request: that of the application, or what a draft was when the request came."""
    found: Site = g.get("site") or current_app.extensions["site"]
    return found


def numbers_with_first(numbers: tuple[EmergencyNumber, ...], country: str | None) -> tuple[EmergencyNumber, ...]:
    """Return the numbers with those of one country first, otherwise in the order of the file."""
    return tuple(sorted(numbers, key=lambda number: number.country != country))


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


def draft_here() -> DraftView | None:
    """Return the draft that the current request shows, or None on the real site."""
    found: DraftView | None = g.get("draft")
    return found
