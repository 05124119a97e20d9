"""The answers of a made-up person as an address, and back. Nobody's own answers ever stand in one.

Only what was told stands there: a question that is not named is answered as a person with nothing to add would. The
digest of the rules goes along, so that an old address says when the rules have changed since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask_babel import gettext as _

from triage.core.questionnaire import Questionnaire
from triage.rule_files.worked_cases import completed
from triage.web.answers_cookie import TEXT
from triage.web.ticks import MARKERS, NONE, Selections, Ticks, selections_of, ticks_of
from triage.web.visit import Visit

BETWEEN = "."
"""Stands between the ticks of a question; no id and no marker holds it."""
MOST_NAMED = 100
"""So many questions an address may name; what comes after is passed over."""


@dataclass(frozen=True, slots=True)
class MadeUpAnswers:
    """What an address says: answers to every question asked, what of it means nothing now, and whether rules changed.

    `unknown` names each thing that the rules do not have, or that does not fit together, in the words that are left.
    What cannot be a name is not repeated: an address comes from anybody.
    """

    selections: Selections
    unknown: tuple[str, ...]
    changed: bool


def told_in_address(here: Visit) -> Mapping[str, str]:
    """Return the answers of a made-up person that their address must say: question -> ticks."""
    told = {}
    for question in here.path.asked:
        ticks = here.selections.ticks.get(question.id, ())
        if ticks and set(ticks) != set(ticks_of(question, question.nothing_to_add())):
            told[question.id] = BETWEEN.join(ticks)
    return told


def answers_in_address(questionnaire: Questionnaire, digest: str, told: Mapping[str, str]) -> MadeUpAnswers:
    """Read what an address says under the rules as they are now."""
    named = {id: _ticks(given) for id, given in list(told.items())[:MOST_NAMED]}
    sound = {id: ticks for id, ticks in named.items() if TEXT.fullmatch(id) and ticks}
    given = Selections(MappingProxyType(sound)).bounded(questionnaire)
    odd = [_("something that is no answer")] if len(sound) < len(named) else []
    kept: dict[str, Ticks] = {}
    for question in questionnaire.questions:
        known = tuple(tick for tick in given.ticks.get(question.id, ()) if tick in question.option_ids | MARKERS)
        if known and _fits(question.kind, known):
            kept[question.id] = known
        elif known:
            odd.append(question.text.for_("self"))
    answers = Selections(MappingProxyType(kept))
    whole = completed(questionnaire, answers.response(questionnaire))
    filled = selections_of(questionnaire, whole)
    return MadeUpAnswers(filled, (*given.gone(questionnaire), *odd), digest != questionnaire.digest)


def _ticks(given: str) -> Ticks:
    ticks = tuple(dict.fromkeys(given.split(BETWEEN)))
    return ticks if all(TEXT.fullmatch(tick) for tick in ticks) else ()


def _fits(kind: str, ticks: Ticks) -> bool:
    """Whether a person could have ticked this: one answer where one is asked for, *none of these* alone."""
    return len(ticks) == 1 if kind == "one" else NONE not in ticks or len(ticks) == 1
