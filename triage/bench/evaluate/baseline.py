"""The baseline: naive Bayes over the signs of diseases, with the case's own disease taken out.

It sees the same signs as the rule file: the observed terms that some option asks about. It knows the diseases that the
cases name, each by its annotated frequencies. It always names a category, so it has no figure for controls.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from triage.bench.evaluate.annotations import Profile
from triage.bench.evaluate.coded_cases import NONE, Case
from triage.bench.evaluate.results import Result
from triage.bench.hpo import Ontology

ELSEWHERE = 0.02
"""How often a sign is seen in a disease whose annotations do not name it."""
SUREST = 0.98


@dataclass(frozen=True)
class Guess:
    """The ranking that the baseline gives a case."""

    case: Case
    ranking: tuple[str, ...]

    def hit(self, k: int, lenient: bool = False) -> bool:
        """Tell whether one of the first `k` is the case's category, or with `lenient` one that is acceptable."""
        wanted = self.case.acceptable if lenient else (self.case.category,)
        return any(category in wanted for category in self.ranking[:k])


def baseline(
    results: Sequence[Result], known: Sequence[Case], profiles: Mapping[str, Profile], ontology: Ontology
) -> tuple[Guess, ...]:
    """Return a guess for each result that has a category. `known` name the diseases and their categories."""
    diseases = {
        case.disease_id: (case.category, case.disease.lower())
        for case in known
        if case.disease_id in profiles and case.category not in (None, NONE)
    }
    placed = [result for result in results if result.case.category not in (None, NONE)]
    return tuple(Guess(each.case, _ranking(each, diseases, profiles, ontology)) for each in placed)


def _ranking(
    result: Result,
    diseases: Mapping[str, tuple[str | None, str]],
    profiles: Mapping[str, Profile],
    ontology: Ontology,
) -> tuple[str, ...]:
    own = result.case.disease_id, result.case.disease.lower()
    signs = [ontology.current(term.id) for term in result.caught]
    by_category: dict[str, list[float]] = defaultdict(list)
    for id, (category, name) in diseases.items():
        if id != own[0] and name != own[1]:
            by_category[category or NONE].append(_fit(signs, profiles[id]))
    scores = {category: _mean_of_logs(each) for category, each in by_category.items()}
    return tuple(sorted(scores, key=lambda category: (-scores[category], category)))


def _fit(signs: Sequence[str], profile: Profile) -> float:
    return sum(math.log(min(SUREST, max(ELSEWHERE, profile.get(sign, 0.0)))) for sign in signs)


def _mean_of_logs(values: Sequence[float]) -> float:
    """The logarithm of the mean of what the values are logarithms of."""
    top = max(values)
    return top + math.log(sum(math.exp(value - top) for value in values) / len(values))
