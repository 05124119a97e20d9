"""Aims: what must be possible. For each, one person who can answer so on the pages is a proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from triage.authoring.proving import seeing
from triage.authoring.proving.kinds import People
from triage.authoring.proving.seeing import Ids
from triage.authoring.proving.solver import Term, opposite
from triage.authoring.proving.standing import Standing
from triage.core.assessment import Assessment, assess
from triage.core.conditions import NO, YES, compiled
from triage.core.path import walk
from triage.core.questionnaire import Questionnaire


@dataclass(frozen=True)
class Aim:
    """A kind of claim: each of `of(file)` is among `seen(file, assessment)` for some person.

    `formula` says the same to the solver.
    """

    noun: str
    says: str
    of: Callable[[Questionnaire], Ids]
    seen: Callable[[Questionnaire, Assessment], Ids]
    formula: Callable[[Standing, str], Term]
    required: bool = True
    never: bool = False

    def ids(self, questionnaire: Questionnaire) -> Ids:
        """Return what the kind is claimed of."""
        return self.of(questionnaire)

    def replays(self, questionnaire: Questionnaire, id: str, people: People) -> bool:
        """Whether the person shows it, with every question on the path answered."""
        (person,) = people
        complete = walk(questionnaire, person).next is None
        return complete and id in set(self.seen(questionnaire, assess(questionnaire, person)))


AIMS = (
    Aim(
        "question",
        "can be asked",
        seeing.questions,
        lambda file, result: (question.id for question in result.path.asked),
        lambda standing, id: standing.model.asked[id],
    ),
    Aim(
        "question",
        "can be skipped, where the file says when to ask it",
        lambda file: (question.id for question in file.questions if question.ask_when),
        seeing.not_asked,
        lambda standing, id: opposite(standing.model.asked[id]),
    ),
    Aim(
        "finding",
        "can be yes",
        seeing.findings,
        seeing.truths(YES),
        lambda standing, id: standing.model.findings[id].yes,
    ),
    Aim(
        "finding", "can be no", seeing.findings, seeing.truths(NO), lambda standing, id: standing.model.findings[id].no
    ),
    Aim(
        "pattern",
        "can be the best of its category, with a level",
        lambda file: (pattern.id for category in file.categories for pattern in category.patterns),
        seeing.best_patterns,
        seeing.pattern_is_best,
    ),
    Aim("pattern", "can beat each other pattern of its category", seeing.rivals, seeing.beaten, seeing.beats),
    Aim(
        "elsewhere",
        "can lead",
        lambda file: (pattern.id for pattern in file.elsewhere),
        seeing.leading_elsewhere,
        seeing.leads_elsewhere,
    ),
    Aim(
        "category",
        "can be the best match",
        seeing.categories,
        lambda file, result: (match.category.id for match in result.matching if match.rank == 1),
        lambda standing, id: standing.within(id, 1),
    ),
    Aim(
        "category",
        "can lack what it needs",
        seeing.categories,
        seeing.refused(lambda file: file.need_tests.items()),
        lambda standing, id: standing.model.holds(seeing.needed(standing, id)).no,
    ),
    Aim(
        "elsewhere",
        "can lack what it needs",
        seeing.needing,
        seeing.refused(lambda file: file.need_tests.items()),
        lambda standing, id: standing.model.holds(seeing.needed(standing, id)).no,
    ),
    Aim(
        "level",
        "can be reached by each category",
        seeing.each_level,
        lambda file, result: (f"{match.category.id} {match.level.id}" for match in result.matching if match.level),
        seeing.level,
        required=False,
    ),
    Aim(
        "category", "can be the only match", seeing.categories, seeing.only_match, seeing.is_only_match, required=False
    ),
    Aim(
        "red flag",
        "can be raised",
        seeing.flags,
        lambda file, result: (flag.id for flag in result.red_flags),
        lambda standing, id: standing.model.flags[id],
    ),
    Aim(
        "red flag",
        "can be silent, with its condition no",
        seeing.flags,
        seeing.refused(lambda file: ((flag.id, test) for flag, test in file.flag_tests)),
        lambda standing, id: standing.model.holds(seeing.when(standing.questionnaire.red_flags, id)).no,
    ),
    Aim(
        "note",
        "can be shown",
        seeing.notes,
        lambda file, result: (note.id for note in result.notes),
        lambda standing, id: standing.model.notes[id],
    ),
    Aim(
        "note",
        "can be left out, with its condition no",
        seeing.notes,
        seeing.refused(lambda file: ((note.id, test) for note, test in file.note_tests)),
        lambda standing, id: standing.model.holds(seeing.when(standing.questionnaire.notes, id)).no,
    ),
    Aim(
        "promise",
        "can be put to the test: what it names can be missing",
        lambda file: (promise.id for promise in file.promises),
        seeing.refused(lambda file: ((promise.id, compiled(promise.only_with)) for promise in file.promises)),
        lambda standing, id: standing.model.holds(seeing.only_with(standing, id)).no,
    ),
    Aim(
        "voice",
        "can speak",
        lambda file: (voice.voice for voice in file.voices),
        lambda file, result: (result.voice,),
        seeing.spoken,
    ),
)
"""Everything that must be possible for one person; the kind that is not required is reported."""
