"""Figures: how often the categories shown are right, by the definitions of the shared scorer.

Intervals are 95 % bootstraps over sources, because cases of one publication are not independent.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from triage.bench.evaluate.coded_cases import NONE, Case
from triage.bench.evaluate.results import Result
from triage.bench.evaluate.traits import TRAITS

Results = Sequence[Result]
ROUNDS = 400
SEED = 5


class Ranked(Protocol):
    """A case with a ranking of categories, whoever made it."""

    @property
    def case(self) -> Case: ...
    @property
    def ranking(self) -> tuple[str, ...]: ...
    def hit(self, k: int, lenient: bool = False) -> bool: ...


def figures(results: Results, categories: Sequence[str], levels: Sequence[str] = ()) -> dict[str, Any]:
    """Return every figure as JSON-ready data; `levels` highest first. Cases without a category are only counted."""
    placed = [result for result in results if result.case.category not in (None, NONE)]
    controls = [result for result in results if result.case.category == NONE]
    out: dict[str, Any] = {"missing": 0}
    if placed:
        out["all"] = accuracy(placed, categories) | intervals(placed, categories)
        usable = [result for result in placed if result.case.usable]
        if usable and len(usable) < len(placed):
            out["usable"] = accuracy(usable, categories)
        out["traits"] = {trait: _of_trait(placed, trait) for trait in TRAITS if _with(placed, trait)}
        out["confusion"] = {category: _confusion(placed, category) for category in categories}
    if controls:
        said = _share([not result.ranking for result in controls])
        out["controls"] = {"n": len(controls), "said_none": said, "shown": _confusion(controls, NONE)}
    judged = [*placed, *controls]
    out["levels"] = {level: _right([r for r in judged if r.level == level]) for level in (*levels, NONE)}
    asked = sorted(result.questions for result in results)
    out["questions"] = {"mean": round(sum(asked) / len(asked), 1), "least": asked[0], "most": asked[-1]}
    out["questions"]["counts"] = {str(number): n for number, n in sorted(Counter(asked).items())}
    few = [result for result in results if result.says_little]
    out["few_signs"] = {"n": len(few), "share": round(len(few) / len(results), 4)}
    terms = [len(result.case.observed) for result in results]
    out["terms"] = {"observed": sum(terms), "caught": sum(len(result.caught) for result in results)}
    out["cases"] = len(results)
    return out


def accuracy(results: Sequence[Ranked], categories: Sequence[str]) -> dict[str, Any]:
    """Return top-1, top-2, balanced accuracy, recall and the share of *no clear match*."""
    recall = {category: round(share, 3) for category, share in _recall(results, categories).items()}
    return {
        "n": len(results),
        "top1": _share([result.hit(1) for result in results]),
        "top2": _share([result.hit(2) for result in results]),
        "balanced": round(sum(recall.values()) / len(recall), 4),
        "lenient_top1": _share([result.hit(1, lenient=True) for result in results]),
        "lenient_top2": _share([result.hit(2, lenient=True) for result in results]),
        "none": _share([not result.ranking for result in results]),
        "recall": recall,
    }


def intervals(results: Sequence[Ranked], categories: Sequence[str], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Return the intervals of top-1, top-2 and balanced accuracy, all from the same samples of sources."""
    by_source: dict[str, list[Ranked]] = defaultdict(list)
    for result in results:
        by_source[result.case.source].append(result)
    sources, chance = sorted(by_source), random.Random(SEED)
    measures: dict[str, Callable[[Sequence[Ranked]], float]] = {
        "top1_interval": lambda sample: sum(result.hit(1) for result in sample) / len(sample),
        "top2_interval": lambda sample: sum(result.hit(2) for result in sample) / len(sample),
        "balanced_interval": lambda sample: _mean(list(_recall(sample, categories).values())),
    }
    values: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(rounds):
        sample = [result for source in chance.choices(sources, k=len(sources)) for result in by_source[source]]
        for name, measure in measures.items():
            values[name].append(measure(sample))
    return {name: _middle(each) for name, each in values.items()}


def _with(results: Results, trait: str) -> list[Result]:
    return [result for result in results if trait in result.case.traits]


def _of_trait(results: Results, trait: str) -> dict[str, Any]:
    those = _with(results, trait)
    hits = {f"top{k}": _share([result.hit(k) for result in those]) for k in (1, 2)}
    return {"n": len(those), **hits}


def _middle(values: list[float]) -> list[float]:
    values.sort()
    return [round(values[int(len(values) * 0.025)], 3), round(values[int(len(values) * 0.975) - 1], 3)]


def _recall(results: Sequence[Ranked], categories: Sequence[str]) -> dict[str, float]:
    hits: dict[str, list[bool]] = defaultdict(list)
    for result in results:
        hits[result.case.category or NONE].append(result.hit(1))
    return {category: _mean(hits[category]) for category in categories if hits[category]}


def _confusion(results: Results, category: str) -> dict[str, int]:
    return dict(Counter(result.first for result in results if result.case.category == category).most_common())


def _right(results: Results) -> dict[str, Any]:
    """How often a result of one level is right; None where there is no such result."""
    right = sum(result.is_right for result in results)
    return {"n": len(results), "right": right, "share": round(right / len(results), 4) if results else None}


def _share(hits: Sequence[bool]) -> float:
    return round(_mean(hits), 4)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
