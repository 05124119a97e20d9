"""Aims: what must be possible. For each, one person who can answer so on the pages is a proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from triage.bench.prove import claims_seen as seen
from triage.bench.prove.claims import People
from triage.bench.prove.claims_seen import Ids
from triage.bench.prove.smt_scores import ScoreTerms
from triage.bench.prove.smt_solver import Term, opposite
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
    formula: Callable[[ScoreTerms, str], Term]
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
        seen.questions,
        lambda file, result: (question.id for question in result.path.asked),
        lambda standing, id: standing.model.asked[id],
    ),
    Aim(
        "question",
        "can be skipped, where the file says when to ask it",
        lambda file: (question.id for question in file.questions if question.ask_when),
        seen.not_asked,
        lambda standing, id: opposite(standing.model.asked[id]),
    ),
    Aim(
        "finding",
        "can be yes",
        seen.findings,
        seen.truths(YES),
        lambda standing, id: standing.model.findings[id].yes,
    ),
    Aim(
        "finding",
        "can be no",
        seen.findings,
        seen.truths(NO),
        lambda standing, id: standing.model.findings[id].no,
    ),
    Aim(
        "pattern",
        "can be the best of its category, with a level",
        lambda file: (pattern.id for category in file.categories for pattern in category.patterns),
        seen.best_patterns,
        seen.pattern_is_best,
    ),
    Aim(
        "pattern",
        "can be named",
        lambda file: (pattern.id for category in file.categories for pattern in category.patterns),
        seen.named_patterns,
        seen.pattern_is_named,
    ),
    Aim(
        "pattern",
        "can be best and keep its name to itself, where the file says to whom it can be named",
        seen.patterns_for_some,
        seen.refused_names,
        seen.name_is_refused,
    ),
    Aim(
        "pattern",
        "can beat each other pattern of its category",
        seen.rivals,
        seen.beaten,
        seen.beats,
    ),
    Aim(
        "elsewhere",
        "can lead",
        lambda file: (pattern.id for pattern in file.elsewhere),
        seen.leading_elsewhere,
        seen.leads_elsewhere,
    ),
    Aim(
        "category",
        "can be the best match",
        seen.categories,
        lambda file, result: (match.category.id for match in result.matching if match.rank == 1),
        lambda standing, id: standing.within(id, 1),
    ),
    Aim(
        "category",
        "can lack what it needs",
        seen.categories,
        seen.refused(lambda file: file.need_tests.items()),
        lambda standing, id: standing.model.holds(seen.needed(standing, id)).no,
    ),
    Aim(
        "elsewhere",
        "can lack what it needs",
        seen.needing,
        seen.refused(lambda file: file.need_tests.items()),
        lambda standing, id: standing.model.holds(seen.needed(standing, id)).no,
    ),
    Aim(
        "level",
        "can be reached by each category",
        seen.each_level,
        lambda file, result: (f"{match.category.id} {match.level.id}" for match in result.matching if match.level),
        seen.level,
        required=False,
    ),
    Aim(
        "category",
        "can be the only match",
        seen.categories,
        seen.only_match,
        seen.is_only_match,
        required=False,
    ),
    Aim(
        "red flag",
        "can be raised",
        seen.flags,
        lambda file, result: (flag.id for flag in result.red_flags),
        lambda standing, id: standing.model.flags[id],
    ),
    Aim(
        "red flag",
        "can be silent, with its condition no",
        seen.flags,
        seen.refused(lambda file: ((flag.id, test) for flag, test in file.flag_tests)),
        lambda standing, id: standing.model.holds(seen.when(standing.questionnaire.red_flags, id)).no,
    ),
    Aim(
        "note",
        "can be shown",
        seen.notes,
        lambda file, result: (note.id for note in result.notes),
        lambda standing, id: standing.model.notes[id],
    ),
    Aim(
        "note",
        "can be left out, with its condition no",
        seen.notes,
        seen.refused(lambda file: ((note.id, test) for note, test in file.note_tests)),
        lambda standing, id: standing.model.holds(seen.when(standing.questionnaire.notes, id)).no,
    ),
    Aim(
        "promise",
        "can be put to the test: what it names can be missing",
        lambda file: (promise.id for promise in file.promises),
        seen.refused(lambda file: ((promise.id, compiled(promise.only_with)) for promise in file.promises)),
        lambda standing, id: standing.model.holds(seen.only_with(standing, id)).no,
    ),
    Aim(
        "voice",
        "can speak",
        lambda file: (voice.voice for voice in file.voices),
        lambda file, result: (result.voice,),
        seen.spoken,
    ),
)
"""Everything that must be possible for one person; the kind that is not required is reported."""
