"""Sheets: the ticks of one person, such as the pages can take them, read under two rule files at once.

Only what both files have can be ticked. A question without an entry is answered as by a person with nothing to add:
*none of these* where that is offered, else *not sure*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from triage.bench.diff.outcomes import disagree
from triage.core.answers import Answer, Response
from triage.core.assessment import Assessment, assess
from triage.core.questionnaire import Question, Questionnaire
from triage.rule_files.answers_file import NONE, NOT_SURE


@dataclass(frozen=True, slots=True)
class TickEntry:
    """What stands on a sheet for one question: ticks, and whether *not sure* was chosen too."""

    ticks: frozenset[str] = frozenset()
    not_sure: bool = False


NOTHING = TickEntry()


@dataclass(frozen=True)
class TickSheet:
    """Entries by question id; an entry without a tick and without *not sure* is left out."""

    entries: Mapping[str, TickEntry] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """The number of ticks."""
        return sum(len(entry.ticks) for entry in self.entries.values())

    @property
    def weight(self) -> tuple[int, int, list[str]]:
        """What makes a sheet smaller: fewer ticks, then fewer that are not sure; then the words, for order."""
        unsure = sum(entry.not_sure for entry in self.entries.values())
        return self.size, unsure, sorted(f"{id} {sorted(entry.ticks)}" for id, entry in self.entries.items())

    def with_(self, question: str, entry: TickEntry) -> TickSheet:
        """Return a sheet with another entry for a question."""
        entries = {id: each for id, each in self.entries.items() if id != question}
        return TickSheet(entries if entry == NOTHING else entries | {question: entry})


class Desk:
    """Reads sheets under two rule files."""

    def __init__(self, old: Questionnaire, new: Questionnaire) -> None:
        self.old = old
        self.new = new
        self.options = _shared(old, new)
        self._idle = [_idle(old), _idle(new)]

    def kind(self, question: str) -> str:
        """The kind that a question has in both files; `one` where they differ, for that can be given to both."""
        kinds = {file.kind for each in (self.old, self.new) if (file := each.question(question))}
        return "many" if kinds == {"many"} else "one"

    def responses(self, sheet: TickSheet) -> tuple[Response, Response]:
        """Return a sheet as an answer to every question of the old file, and of the new."""
        return self._read(self.old, self._idle[0], sheet), self._read(self.new, self._idle[1], sheet)

    def _read(self, file: Questionnaire, idle: Mapping[str, Answer], sheet: TickSheet) -> Response:
        answers = dict(idle)
        for id, entry in sheet.entries.items():
            question = file.question(id)
            if question is not None:
                answers[id] = question.answer(entry.ticks, entry.not_sure and question.kind == "many")
        return Response.of(answers)

    def assessments(self, sheet: TickSheet) -> tuple[Assessment, Assessment]:
        """Return what both files make of a sheet."""
        old, new = self.responses(sheet)
        return assess(self.old, old), assess(self.new, new)

    def disagrees(self, sheet: TickSheet) -> bool:
        """Tell whether the two files show other categories, levels or urgency for a sheet."""
        return disagree(*self.assessments(sheet))

    def sheet(self, response: Response, file: Questionnaire) -> TickSheet:
        """Return the sheet that comes nearest to a response to one of the two files."""
        entries = {}
        for id, options in self.options.items():
            question, answer = file.question(id), response.answers.get(id)
            if question is not None and answer is not None:
                ticks = answer.yes & frozenset(options)
                open_ = self.kind(id) == "many" and bool(question.open(answer))
                entries[id] = TickEntry(ticks if self.kind(id) == "many" or len(ticks) == 1 else frozenset(), open_)
        return TickSheet({id: entry for id, entry in entries.items() if entry != NOTHING})

    def asked(self, sheet: TickSheet) -> tuple[Question, ...]:
        """Return the questions that a sheet meets in either file, in the words of the new where it has them."""
        paths = [assessment.path for assessment in self.assessments(sheet)]
        return tuple({question.id: question for path in paths for question in path.asked}.values())

    def answers(self, sheet: TickSheet) -> dict[str, list[str]]:
        """Return a sheet as a file of answers holds it, for the questions that it meets."""
        return {
            question.id: _written(question, sheet.entries.get(question.id, NOTHING)) for question in self.asked(sheet)
        }


def from_ticks(ticks: Mapping[str, Iterable[str]]) -> TickSheet:
    """Return a sheet from answers as a file holds them: option ids, `none`, `not_sure`."""
    entries = {
        id: TickEntry(frozenset(given) - {NONE, NOT_SURE}, NOT_SURE in set(given)) for id, given in ticks.items()
    }  # fmt: skip
    return TickSheet({id: entry for id, entry in entries.items() if entry != NOTHING})


def in_words(question: Question, entry: TickEntry) -> str:
    """Return what was ticked, in the texts of the options."""
    texts = [option.text.self_ for option in question.options if option.id in entry.ticks]
    unsure = ["not sure"] if entry.not_sure or (question.kind == "one" and not texts) else []
    return ", ".join([*texts, *unsure]) or "none of these"


def _written(question: Question, entry: TickEntry) -> list[str]:
    ticks = [option.id for option in question.options if option.id in entry.ticks]
    unsure = entry.not_sure or (question.kind == "one" and not ticks)
    return [*ticks, *([NOT_SURE] if unsure else [] if ticks else [NONE])]


def _idle(file: Questionnaire) -> dict[str, Answer]:
    return {question.id: question.nothing_to_add() for question in file.questions}


def _shared(old: Questionnaire, new: Questionnaire) -> dict[str, tuple[str, ...]]:
    """The options that both files have, by question."""
    return {
        question.id: tuple(option.id for option in question.options if option.id in other.option_ids)
        for question in new.questions
        if (other := old.question(question.id)) is not None
    }
