"""Lessons: what a class does minute by minute, which pages are opened, what is asked and what to expect.

They stand in `lessons.yaml` beside the rules. A lesson names cases, look-alikes and groups by their ids, so that a
change of the rules that takes one away is told. A lesson with a fault is left out by the site.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from triage.core.questionnaire import Questionnaire
from triage.rule_files.diagnostics import Diagnostic, suggestion
from triage.rule_files.document import Document, Place
from triage.rule_files.look_alikes import LookAlike
from triage.rule_files.resources import resources_beside
from triage.rule_files.schema_types import FilePart, Id, Sources, Text, Whole
from triage.rule_files.shape_faults import shaped
from triage.rule_files.worked_cases import WorkedCase
from triage.rule_files.yaml_reader import read_document

NAME = "lessons.yaml"
PAGES = ("groups", "cases", "help_now", "red_flags", "compare", "drill")
"""The pages that a lesson can open, beside those of a case, of a person to answer for, of look-alikes or of a group."""
KINDS = ("case", "person", "pair", "group", "page")


@dataclass(frozen=True, slots=True)
class Opening:
    """What is opened in front of the class: one of KINDS, and which."""

    kind: str
    id: str


VOTES = ("group", "urgency")
"""What a live class can be asked of a case: which group fits, or how soon help is needed."""


@dataclass(frozen=True, slots=True)
class LessonStep:
    """Some minutes of a lesson: what is done, what is opened and asked, and what the class may say."""

    minutes: int
    do: str
    opens: tuple[Opening, ...]
    ask: tuple[str, ...]
    expect: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson that is ready to be held. `prepare` is what to do before, `prints` what to have on paper.

    `vote` is what a live class is asked of its cases.
    """

    id: str
    title: str
    about: str
    minutes: int
    aims: tuple[str, ...]
    prepare: tuple[str, ...]
    steps: tuple[LessonStep, ...]
    prints: tuple[str, ...]
    source: tuple[str, ...]
    vote: str

    @property
    def cases(self) -> tuple[str, ...]:
        """The ids of the cases that it opens, in their order, each once."""
        opened = (opening.id for step in self.steps for opening in step.opens if opening.kind == "case")
        return tuple(dict.fromkeys(opened))


Texts = Annotated[list[Text], Field(default_factory=list)]


class OpeningPart(FilePart):
    """One thing to open."""

    case: Id | None = None
    person: Id | None = None
    pair: Id | None = None
    group: Id | None = None
    page: Literal[PAGES] | None = None  # type: ignore[valid-type]  # a tuple of words, spelt out once


class LessonStepPart(FilePart):
    """Some minutes of a lesson."""

    minutes: Whole
    do: Text
    open: Annotated[list[OpeningPart], Field(default_factory=list)]
    ask: Texts
    expect: Texts


class LessonPart(FilePart):
    """One lesson."""

    id: Id
    title: Text
    about: Text
    minutes: Whole
    aims: Annotated[list[Text], Field(min_length=1)]
    prepare: Texts
    plan: Annotated[list[LessonStepPart], Field(min_length=1)]
    prints: Texts
    source: Sources
    vote: Literal[VOTES] = "group"  # type: ignore[valid-type]  # a tuple of words, spelt out once


class LessonFile(FilePart):
    """The whole file."""

    lessons: Annotated[list[LessonPart], Field(min_length=1)]


def lessons_beside(rules: Path) -> Path:
    """Return the file in which the lessons of a rule file stand."""
    return resources_beside(rules).with_name(NAME)


def examine_lessons(
    path: Path, questionnaire: Questionnaire, cases: Sequence[WorkedCase], pairs: Sequence[LookAlike]
) -> tuple[tuple[Lesson, ...], tuple[Diagnostic, ...]]:
    """Read the lessons, return those without a fault, and list every fault by place."""
    document = read_document(path)
    file = None if document.has_errors else shaped(document, LessonFile)
    known = {
        "case": [case.id for case in cases],
        "person": [case.id for case in cases],
        "pair": [pair.id for pair in pairs],
        "group": [category.id for category in questionnaire.categories],
        "source": [source.id for source in questionnaire.sources],
    }
    reader = _LessonReader(document, known)
    read = [reader.lesson(("lessons", i), part) for i, part in enumerate(file.lessons)] if file else []
    return tuple(lesson for lesson in read if lesson is not None), document.in_order()


class _LessonReader:
    """Reads the lessons of one file. `known` holds what a lesson may name, `first` the line of each lesson's id."""

    def __init__(self, document: Document, known: dict[str, list[str]]) -> None:
        self.document = document
        self.known = known
        self.first: dict[str, int] = {}

    def lesson(self, place: Place, part: LessonPart) -> Lesson | None:
        """Return a lesson, or None where it has a fault, which is reported."""
        before = len(self.document.diagnostics)
        if part.id in self.first:
            self.document.report_double("lesson", part.id, (*place, "id"), f"on line {self.first[part.id]}")
        self.first.setdefault(part.id, self.document.line_of((*place, "id")))
        for i, source in enumerate(part.source):
            self._known("source", (*place, "source", i), source)
        steps = tuple(self._step((*place, "plan", i), step) for i, step in enumerate(part.plan))
        whole = sum(step.minutes for step in steps)
        if whole != part.minutes:
            message = f"the plan takes {whole} minutes, and the lesson says {part.minutes}"
            self.document.report("R013", (*place, "minutes"), message, "change the one or the other")
        if len(self.document.diagnostics) > before:
            return None
        return Lesson(
            id=part.id,
            title=part.title,
            about=part.about,
            minutes=part.minutes,
            aims=tuple(part.aims),
            prepare=tuple(part.prepare),
            steps=steps,
            prints=tuple(part.prints),
            source=tuple(part.source),
            vote=part.vote,
        )

    def _step(self, place: Place, part: LessonStepPart) -> LessonStep:
        opens = tuple(self._opening((*place, "open", i), each) for i, each in enumerate(part.open))
        return LessonStep(part.minutes, part.do, opens, tuple(part.ask), tuple(part.expect))

    def _opening(self, place: Place, part: OpeningPart) -> Opening:
        given = [(kind, id) for kind in KINDS if (id := getattr(part, kind)) is not None]
        if len(given) != 1:
            hint = "open one thing in each entry: " + ", ".join(f"`{kind}`" for kind in KINDS)
            self.document.report("R013", place, f"{len(given)} things are named here", hint)
            return Opening("page", PAGES[0])
        kind, id = given[0]
        if kind in self.known:
            self._known(kind, (*place, kind), id)
        return Opening(kind, id)

    def _known(self, kind: str, place: Place, name: str) -> None:
        names: Iterable[str] = self.known[kind]
        if name not in names:
            self.document.report("R012", place, f"no {kind} is named `{name}`", suggestion(name, names))
