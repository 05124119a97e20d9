"""Worked cases: people in plain words, what they answer, and what a clinician expects of the result.

They stand beside the rule file in `cases/`, one YAML file for each category and for what else is worth
showing. A case names only the answers that its story tells. What it does not name is answered as a person
with nothing to add would: *none of these* where the question offers it, else *not sure*, and only where the
path asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from triage.core.answers import Response
from triage.core.path import walk
from triage.core.questionnaire import URGENCIES, Questionnaire
from triage.rule_files.answers_file import NONE, NOT_SURE, answer_of
from triage.rule_files.diagnostics import Diagnostic, RuleFileError, suggestion
from triage.rule_files.document import Document, Place
from triage.rule_files.files_beside import YAML, files_in
from triage.rule_files.schema_types import FilePart, Id, Sources, Text
from triage.rule_files.shape_faults import shaped
from triage.rule_files.yaml_reader import read_document

FOLDER = "cases"
NO_FLAG = "none"
"""The urgency that is expected where no red flag may be raised."""
OUTSIDE = "outside"
"""The truth of a case whose illness is in no category, or of which nobody can tell the category."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a clinician expects, whatever the program says.

    One of `best` leads, the first for choice; none means *no clear match*. Nothing but these and `also` may come as
    near to it as the rule file calls close. `elsewhere` is the picture outside the categories that leads; None means
    that none does.
    """

    best: tuple[str, ...]
    also: tuple[str, ...]
    level: str | None
    urgency: str | None
    red_flags: tuple[str, ...]
    elsewhere: str | None


@dataclass(frozen=True, slots=True)
class AuthorsTruth:
    """What the author of a case holds to be true where the program cannot show it; `group` is None for outside."""

    group: str | None
    because: str


@dataclass(frozen=True)
class WorkedCase:
    """One person. `told` holds the answers that the story tells, `response` an answer to every question asked.

    `category` is None in a file that stands for no category; then `title` says what it stands for.
    `truth` is None where the author holds true what the program is expected to show.
    """

    id: str
    name: str
    story: str
    told: Response
    response: Response
    expects: Expectation
    teaches: str
    source: tuple[str, ...]
    category: str | None
    title: str | None
    file: str
    line: int
    truth: AuthorsTruth | None = None

    @property
    def right(self) -> tuple[str, ...]:
        """The categories that the author holds to be right, the first for choice; none for outside or no match."""
        if self.truth is None:
            return self.expects.best
        return (self.truth.group,) if self.truth.group else ()


Ids = Annotated[list[Id], Field(default_factory=list)]


class ExpectsPart(FilePart):
    """What is expected of the result."""

    best: list[Id]
    also: Ids
    level: Id | None = None
    urgency: Literal[*URGENCIES, "none"]  # type: ignore[valid-type]  # a tuple of words, spelt out once in core
    red_flags: Ids
    elsewhere: Id | None = None


class TruthPart(FilePart):
    """What is true of the person, where it is another than what is expected of the result."""

    group: Id
    because: Text


class CasePart(FilePart):
    """One worked case."""

    id: Id
    name: Text
    story: Text
    answers: dict[str, Any]
    expects: ExpectsPart
    truth: TruthPart | None = None
    teaches: Text
    source: Sources


class CaseFile(FilePart):
    """Cases of one category, or under a title of their own."""

    category: Id | None = None
    title: Text | None = None
    cases: Annotated[list[CasePart], Field(min_length=1)]


def cases_beside(rules: Path) -> Path:
    """Return the folder in which the cases of a rule file stand."""
    return rules.parent / FOLDER


def load_cases(folder: Path, questionnaire: Questionnaire) -> tuple[WorkedCase, ...]:
    """Load every case of a folder, file by file in the order of their names. Raises RuleFileError with every fault."""
    cases, diagnostics = examine_cases(folder, questionnaire)
    if diagnostics:
        raise RuleFileError(diagnostics)
    return cases


def examine_cases(folder: Path, questionnaire: Questionnaire) -> tuple[tuple[WorkedCase, ...], tuple[Diagnostic, ...]]:
    """Read every case of a folder, as far as that goes, and list every fault, file by file."""
    diagnostics: list[Diagnostic] = []
    cases: list[WorkedCase] = []
    first: dict[str, str] = {}
    files = files_in(folder, *YAML)
    if not files:
        hint = f"cases stand in *.yaml files in a folder `{FOLDER}` beside the rule file"
        diagnostics.append(Diagnostic("R001", str(folder), 1, 1, "there are no cases here", hint))
    for path in files:
        document = read_document(path)
        file = None if document.has_errors else shaped(document, CaseFile)
        if file is not None:
            cases += _Reader(document, questionnaire, first).cases(file)
        diagnostics += document.in_order()
    return tuple(cases), tuple(diagnostics)


def completed(questionnaire: Questionnaire, told: Response) -> Response:
    """Answer what the path asks and `told` does not: *none of these* where that is offered, else *not sure*."""
    response = told
    while (question := walk(questionnaire, response).next) is not None:
        response = response.with_answer(question.id, question.nothing_to_add())
    return response


class _Reader:
    """Reads one file; `first` says where each case id stood first, in this file and those before it."""

    def __init__(self, document: Document, questionnaire: Questionnaire, first: dict[str, str]) -> None:
        self.document = document
        self.questionnaire = questionnaire
        self.first = first
        self.categories = frozenset(category.id for category in questionnaire.categories)

    def cases(self, file: CaseFile) -> list[WorkedCase]:
        """Return the file's cases, with every name that means nothing reported."""
        if file.category is not None:
            self._known("category", ("category",), [file.category], self.categories)
        if (file.category is None) == (file.title is None):
            hint = "a file names the `category` of its cases, or else gives them a `title`"
            self.document.report("R013", (), "one of `category` and `title` must stand here", hint)
        return [self._case(("cases", i), part, file) for i, part in enumerate(file.cases)]

    def _case(self, place: Place, part: CasePart, file: CaseFile) -> WorkedCase:
        self._new(place, part.id)
        self._known("source", (*place, "source"), part.source, (source.id for source in self.questionnaire.sources))
        told = self._answers((*place, "answers"), part.answers)
        return WorkedCase(
            id=part.id,
            name=part.name,
            story=part.story,
            told=told,
            response=completed(self.questionnaire, told),
            expects=self._expects((*place, "expects"), part.expects),
            teaches=part.teaches,
            source=tuple(part.source),
            category=file.category,
            title=file.title,
            file=self.document.file,
            line=self.document.line_of(place),
            truth=self._truth((*place, "truth"), part),
        )

    def _new(self, place: Place, id: str) -> None:
        if id in self.first:
            self.document.report_double("case", id, (*place, "id"), f"at {self.first[id]}")
        here = f"{self.document.file}:{self.document.line_of(place)}"
        self.first.setdefault(id, here)

    def _answers(self, place: Place, given: Mapping[str, Any]) -> Response:
        response = Response()
        for id, ticks in given.items():
            here = (*place, id)
            question = self.questionnaire.question(id)
            if question is None:
                known = [each.id for each in self.questionnaire.questions]
                self.document.report("R012", here, f"no question is named `{id}`", suggestion(id, known), key=True)
                continue
            known = (
                [*question.option_ids, NONE, NOT_SURE] if question.kind == "many" else [*question.option_ids, NOT_SURE]
            )
            if self._no_options(here, id, ticks, known):
                continue
            answer, faults = answer_of(question, ticks)
            for fault in faults:
                hint = fault.hint or f"write `[option]`, `[{NONE}]` or `[{NOT_SURE}]`"
                self.document.report("R013", here, fault.message, hint)
            if not faults:
                response = response.with_answer(id, answer)
        return response

    def _no_options(self, place: Place, question: str, ticks: Any, known: list[str]) -> bool:
        """Report the listed words that are no options, each at its own place."""
        lists: dict[Place, list[Any]] = {(): ticks} if isinstance(ticks, list) else {}
        if isinstance(ticks, dict):
            lists = {(key,): ticks[key] for key in ("yes", "no") if isinstance(ticks.get(key), list)}
        wrong = [
            (steps, i, word)
            for steps, words in lists.items()
            for i, word in enumerate(words)
            if isinstance(word, str) and word not in known
        ]
        for steps, i, word in wrong:
            message = f"question `{question}` has no option `{word}`"
            self.document.report("R016", (*place, *steps, i), message, suggestion(word, known))
        return bool(wrong)

    def _expects(self, place: Place, part: ExpectsPart) -> Expectation:
        questionnaire = self.questionnaire
        self._known("category", (*place, "best"), part.best, self.categories)
        self._known("category", (*place, "also"), part.also, self.categories)
        for i, id in enumerate(part.also):
            if id in part.best:
                hint = "keep it in one of the two"
                self.document.report("R013", (*place, "also", i), f"`{id}` stands under `best` already", hint)
        self._known("red flag", (*place, "red_flags"), part.red_flags, (flag.id for flag in questionnaire.red_flags))
        if part.level is not None:
            self._known("level", (*place, "level"), [part.level], (level.id for level in questionnaire.levels))
        if part.elsewhere is not None:
            known = (pattern.id for pattern in questionnaire.elsewhere)
            self._known("elsewhere pattern", (*place, "elsewhere"), [part.elsewhere], known)
        for key in ("also", "level"):
            if not part.best and getattr(part, key):
                hint = "name a category under `best`, or delete this line"
                self.document.report("R013", (*place, key), f"`{key}` cannot stand where no category is best", hint)
        urgency = None if part.urgency == NO_FLAG else part.urgency
        if urgency is None and part.red_flags:
            hint = "write the urgency that the red flags call for"
            self.document.report("R013", (*place, "urgency"), "red flags call for an urgency", hint)
        return Expectation(
            best=tuple(part.best),
            also=tuple(part.also),
            level=part.level,
            urgency=urgency,
            red_flags=tuple(part.red_flags),
            elsewhere=part.elsewhere,
        )

    def _truth(self, place: Place, part: CasePart) -> AuthorsTruth | None:
        if part.truth is None:
            return None
        told = part.truth
        self._known("category", (*place, "group"), [told.group], (*self.categories, OUTSIDE))
        if [told.group] == part.expects.best or (told.group == OUTSIDE and not part.expects.best):
            hint = "delete `truth`: it is for what differs from `expects`"
            self.document.report("R013", (*place, "group"), "this is what the case `expects` already", hint)
        return AuthorsTruth(None if told.group == OUTSIDE else told.group, told.because)

    def _known(self, kind: str, place: Place, names: list[str], known: Iterable[str]) -> None:
        there = frozenset(known)
        for i, name in enumerate(names):
            if name not in there:
                self.document.report("R012", (*place, i), f"no {kind} is named `{name}`", suggestion(name, there))
