"""The longest path: how many questions anybody can be asked, with a person who is."""

from __future__ import annotations

from collections.abc import Iterable

from triage.bench.prove.claims import People
from triage.core.path import walk
from triage.core.questionnaire import Questionnaire


class Longest:
    """Nobody who answers on the pages is asked more questions than one person, who is the witness."""

    noun, says, required = "path", "is for nobody longer than for one person", True
    never = False

    def ids(self, questionnaire: Questionnaire) -> Iterable[str]:
        """Return the one claim."""
        return ("longest",)

    def replays(self, questionnaire: Questionnaire, id: str, people: People) -> bool:
        """Whether this person has answered every question asked."""
        (person,) = people
        return walk(questionnaire, person).next is None
