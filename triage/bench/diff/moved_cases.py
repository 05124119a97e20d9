"""Effects: worked and published cases whose result is another under the new rule file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from triage.bench.diff.carrying import carried
from triage.bench.diff.outcomes import Difference, difference
from triage.bench.diff.two_files import Side, worked_cases
from triage.bench.evaluate.coded_cases import read_cases
from triage.bench.evaluate.codes_to_answers import Answering
from triage.bench.hpo_library import hpo
from triage.core.answers import Response
from triage.core.assessment import assess
from triage.core.questionnaire import Questionnaire
from triage.rule_files.diagnostics import RuleFileError
from triage.rule_files.load import load
from triage.rule_files.worked_cases import WorkedCase, cases_beside, completed


@dataclass(frozen=True, slots=True)
class Effect:
    """A case that is told something else, and what."""

    id: str
    name: str
    difference: Difference


@dataclass(frozen=True)
class Effects:
    """What became of some cases: where they come from, how many they are, and those that are told something else."""

    title: str
    cases: int
    effects: tuple[Effect, ...]
    remarks: tuple[str, ...] = ()
    responses: tuple[Response, ...] = ()

    @property
    def moved(self) -> tuple[Effect, ...]:
        """The cases whose categories, levels or urgency are other."""
        return tuple(effect for effect in self.effects if effect.difference.moves)

    @property
    def told(self) -> tuple[Effect, ...]:
        """The cases with the same result, told otherwise: another red flag, elsewhere picture or note."""
        return tuple(effect for effect in self.effects if not effect.difference.moves)


def on_worked_cases(old: Side, new: Side, shipped: Path) -> Effects:
    """Run the worked cases of both sides under both; where neither has any, those of the `shipped` rule file.

    A case that both sides tell alike runs once. Cases that neither file can read are left out, with a remark.
    """
    remarks: list[str] = []
    sides = [side for side in (new, old) if side.folder is not None]
    if not sides and new.questionnaire.ruleset == load(shipped).ruleset:
        sides = [replace(new, folder=cases_beside(shipped), shown_folder=str(cases_beside(shipped)))]
    if not sides:
        remarks.append("There are no worked cases beside either file.")
    people: list[_Person] = []
    for side in sides:
        for case, reader in _readable(side, old if side.name == new.name else new, remarks):
            person = _person(case, reader.questionnaire, old.questionnaire, new.questionnaire)
            alike = [each for each in people if each.id == person.id]
            if person.responses not in [each.responses for each in alike]:
                told = f"{person.name} (as {side.name} tells it)" if alike else person.name
                people.append(replace(person, name=told))
    return _effects("worked cases", old.questionnaire, new.questionnaire, people, remarks)


def on_coded_cases(path: Path, old: Questionnaire, new: Questionnaire) -> Effects:
    """Answer and run the coded cases of a file under both rule files. Raises EvaluationError."""
    categories = dict.fromkeys(category.id for file in (new, old) for category in file.categories)
    ontology = hpo()
    before, after = Answering(old, ontology), Answering(new, ontology)
    people = [
        _Person(case.id, case.disease or case.source, (before.answer(case).response, after.answer(case).response))
        for case in read_cases(path, categories)
    ]
    return _effects(f"cases of {path.name}", old, new, people, ())


@dataclass(frozen=True, slots=True)
class _Person:
    """What one person answers, as the old file reads it and as the new."""

    id: str
    name: str
    responses: tuple[Response, Response]


def _readable(side: Side, other: Side, remarks: list[str]) -> Iterator[tuple[WorkedCase, Side]]:
    """The cases beside a side, read by its own file or else by the other, with whose file reads them."""
    for reader in (side, other):
        try:
            cases = worked_cases(side, reader.questionnaire)
        except RuleFileError as error:
            faults = [each for each in error.diagnostics if each.is_error]
            first = f"{faults[0].file}:{faults[0].line}: {faults[0].message}"
            more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
            remarks.append(f"{reader.name} cannot read the cases in {side.shown_folder}: {first}{more}")
        else:
            yield from ((case, reader) for case in cases)
            return


def _person(case: WorkedCase, reader: Questionnaire, old: Questionnaire, new: Questionnaire) -> _Person:
    """What the story tells, and nothing to add where a file asks more."""
    before, after = (
        completed(file, case.told if file is reader else carried(case.told, reader, file)) for file in (old, new)
    )
    return _Person(case.id, case.name, (before, after))


def _effects(
    title: str, old: Questionnaire, new: Questionnaire, people: Sequence[_Person], remarks: Sequence[str]
) -> Effects:
    effects = []
    for person in people:
        before, after = person.responses
        found = difference(assess(old, before), assess(new, after))
        if found is not None:
            effects.append(Effect(person.id, person.name, found))
    responses = tuple(person.responses[1] for person in people)
    return Effects(title, len(people), tuple(effects), tuple(dict.fromkeys(remarks)), responses)
