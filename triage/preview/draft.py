"""Drafts: a rule set that is being written, its last version without errors, and all that is wrong with it now.

What has errors is never shown: the pages stay on the last version without. Links and worked cases stand beside the
draft, or else are borrowed from the shipped rules of the same name; borrowed ones that do not fit are left out.
"""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import Flask, g

from triage.bench.check.lint import lint_loaded
from triage.rule_files.diagnostics import RuleFileError
from triage.rule_files.drawings import DRAWINGS
from triage.rule_files.files_beside import YAML, files_in
from triage.rule_files.lessons import NAME as LESSONS
from triage.rule_files.lessons import examine_lessons
from triage.rule_files.load import examine
from triage.rule_files.look_alikes import NAME as LOOK_ALIKES
from triage.rule_files.look_alikes import examine_look_alikes
from triage.rule_files.measured import NAME as MEASURED
from triage.rule_files.measured import Measured, load_measured
from triage.rule_files.resources import load_resources
from triage.rule_files.rule_folder import files_of
from triage.rule_files.worked_cases import FOLDER, load_cases
from triage.today import today
from triage.web.visit import Diagnostics, DraftView, Site, Visit

RESOURCES = "resources.yaml"
Compose = Callable[..., Site]
"""Makes a Site of a questionnaire and of all that stands beside it, in the order of `site_of`."""
Examined = tuple[tuple[Any, ...], Diagnostics]
Stamp = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """The links, the cases or the measures of a rule file, or what is wrong with its own, or with borrowed ones."""

    content: tuple[Any, ...] = ()
    faults: Diagnostics = ()
    misfits: Diagnostics = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reading of a rule file and of what stands beside it gave: a Site, unless there are errors.

    `misfits` are the faults of what is borrowed, under the rules of the draft.
    """

    site: Site | None
    errors: Diagnostics
    warnings: Diagnostics = ()
    misfits: Diagnostics = ()


@dataclass
class Draft:
    """A draft of the rules at a path. Whoever looks at it gets its newest state; several threads may look at once."""

    rules: Path
    shipped: Path
    compose: Compose
    _seen: Stamp | None = field(default=None, init=False)
    _view: DraftView | None = field(default=None, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def look(self) -> DraftView:
        """Return what to show now. Files are read again only when one of them has changed.

        Raises RuleFileError, with the faults of the shipped rules, where these are needed and have errors.
        """
        with self._lock:
            before = self._stamp()
            if self._view is None or before != self._seen:
                self._view = self._next_view()
                self._seen = before if before == self._stamp() else None
            return self._view

    def _next_view(self) -> DraftView:
        saved: datetime.datetime | None = _saved(self.rules)
        reading = self._read(self.rules)
        if reading.site is not None:
            site = reading.site
        elif self._view is not None:
            site, saved = self._view.site, self._view.saved
        else:
            site, saved = self._shipped_site(), None
        return DraftView(str(self.rules), site, saved, reading.errors, reading.warnings, reading.misfits)

    def _shipped_site(self) -> Site:
        reading = self._read(self.shipped)
        if reading.site is None:
            raise RuleFileError(reading.errors)
        return reading.site

    def _read(self, rules: Path) -> Reading:
        loaded = examine(rules, today().isoformat())
        questionnaire = loaded.questionnaire
        if questionnaire is None:
            found = loaded.diagnostics
            return Reading(None, tuple(d for d in found if d.is_error), tuple(d for d in found if not d.is_error))
        categories = [category.id for category in questionnaire.categories]
        ruleset = questionnaire.ruleset
        links = self._beside(rules, RESOURCES, ruleset, lambda path: load_resources(path, categories))
        cases = self._beside(rules, FOLDER, ruleset, lambda path: load_cases(path, questionnaire))
        measures = self._beside(rules, MEASURED, ruleset, lambda path: (load_measured(path, questionnaire),))
        errors = links.faults + cases.faults + measures.faults
        measured = measures.content[0] if measures.content else Measured()
        people = cases.content
        pairs = self._taught(rules, LOOK_ALIKES, ruleset, lambda path: examine_look_alikes(path, questionnaire, people))
        twins = pairs.content
        lessons = self._taught(
            rules, LESSONS, ruleset, lambda path: examine_lessons(path, questionnaire, people, twins)
        )
        beside = (links.content, people, measured, twins, lessons.content)
        site = None if errors else self.compose(questionnaire, *beside)
        warnings = (*loaded.diagnostics, *lint_loaded(loaded), *pairs.faults, *lessons.faults)
        misfits = links.misfits + cases.misfits + measures.misfits + pairs.misfits + lessons.misfits
        return Reading(site, errors, warnings, misfits)

    def _taught(self, rules: Path, name: str, ruleset: str, examine: Callable[[Path], Examined]) -> Beside:
        """What is without a fault of a file to teach with. What is wrong with the rest keeps no page back."""
        path, borrowed = self._path_beside(rules, name, ruleset)
        if path is None:
            return Beside()
        sound, found = examine(path)
        return Beside(sound, misfits=found) if borrowed else Beside(sound, faults=found)

    def _beside(self, rules: Path, name: str, ruleset: str, read: Callable[[Path], tuple[Any, ...]]) -> Beside:
        path, borrowed = self._path_beside(rules, name, ruleset)
        if path is None:
            return Beside()
        try:
            return Beside(read(path))
        except RuleFileError as error:
            return Beside(misfits=error.diagnostics) if borrowed else Beside(faults=error.diagnostics)

    def _path_beside(self, rules: Path, name: str, ruleset: str) -> tuple[Path | None, bool]:
        """Where something beside the rules stands, if anywhere, and whether it is borrowed."""
        path = rules.with_name(name)
        if path.exists():
            return path, False
        path = self.shipped.with_name(name)
        return (path, True) if path.exists() and ruleset == self._shipped_ruleset else (None, True)

    @cached_property
    def _shipped_ruleset(self) -> str | None:
        shipped = examine(self.shipped).questionnaire
        return shipped.ruleset if shipped else None

    def _stamp(self) -> Stamp:
        """What tells one state of the files from another, without reading them."""
        files = []
        for rules in dict.fromkeys((self.rules, self.shipped)):
            beside = *files_in(rules.with_name(FOLDER), *YAML), *files_in(rules.with_name(DRAWINGS), ".svg")
            named = (rules.with_name(name) for name in (RESOURCES, MEASURED, LOOK_ALIKES, LESSONS))
            files += [*files_of(rules), *named, *beside]
        return tuple(stamp for file in files if (stamp := _stamp_of(file)))


def install(app: Flask, draft: Draft) -> None:
    """Let every request of an application see a draft as it is when the request comes, and nothing later."""

    def look() -> None:
        seen = draft.look()
        g.visit = Visit(seen.site, seen)

    app.before_request(look)


def _stamp_of(file: Path) -> tuple[str, int, int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return str(file), status.st_mtime_ns, status.st_size, status.st_ino


def _saved(rules: Path) -> datetime.datetime:
    """Return when rules were saved last, by the clock on the wall; now, where a file is away."""
    try:
        return datetime.datetime.fromtimestamp(max(file.stat().st_mtime for file in files_of(rules)))
    except OSError:
        return datetime.datetime.now()
