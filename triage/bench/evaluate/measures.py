"""Measures: what `evaluate` adds on request, for all files of cases together."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from triage.bench.evaluate import side_by_side
from triage.bench.evaluate.annotations import profiles
from triage.bench.evaluate.baseline import baseline
from triage.bench.evaluate.metrics import Ranked
from triage.bench.evaluate.results import Result
from triage.bench.hpo import Ontology
from triage.bench.hpo_library import annotations_file
from triage.core.questionnaire import Questionnaire
from triage.rule_files.measured import load_measured, measured_beside

Files = Mapping[str, Sequence[Result]]


@dataclass(frozen=True)
class Measures:
    """Figures side by side, and what the result is sensitive to: as text and as JSON-ready data."""

    sides: side_by_side.Sides = field(default_factory=dict)
    sensitivity: str = ""
    sensitive_to: Mapping[str, Any] = field(default_factory=dict)

    def texts(self) -> list[str]:
        """Return each piece in words."""
        return [side_by_side.as_text(self.sides)] * bool(self.sides) + [self.sensitivity] * bool(self.sensitivity)

    def as_json(self) -> dict[str, Any]:
        """Return what concerns all files together."""
        return {"sensitivity": self.sensitive_to} if self.sensitive_to else {}


def measured(options: argparse.Namespace, questionnaire: Questionnaire, ontology: Ontology, files: Files) -> Measures:
    """Measure what the options ask for; a record asks for cross-validation and the baseline."""
    columns: dict[str, Mapping[str, Sequence[Ranked]]] = {}
    if options.cross_validate or options.record is not None:
        columns["cross_validated"] = _cross_validated(options, questionnaire, files)
    if options.baseline or options.record is not None:
        columns["baseline"] = _baseline(ontology, files)
    categories = [category.id for category in questionnaire.categories]
    found = side_by_side.sides({"in_sample": files, **columns}, categories) if columns else {}
    if not options.sensitivity:
        return Measures(found)
    from triage.bench.weigh import sensitivity  # what weighs needs NumPy, and most evaluations do not

    every = [result for results in files.values() for result in results]
    changes = sensitivity.sensitivity(questionnaire, every, _say)
    return Measures(found, sensitivity.as_text(changes), sensitivity.as_json(changes))


def _cross_validated(options: argparse.Namespace, questionnaire: Questionnaire, files: Files) -> Files:
    from triage.bench.weigh.taught import taught_beside
    from triage.bench.weigh.unseen import unseen

    measured = load_measured(measured_beside(options.rules), questionnaire)
    return unseen(questionnaire, files, measured, taught_beside(options.rules, questionnaire), _say)


def _baseline(ontology: Ontology, files: Files) -> Mapping[str, Sequence[Ranked]]:
    known = [result.case for results in files.values() for result in results]
    seen = profiles(annotations_file(), ontology, {case.disease_id for case in known})
    return {name: baseline(results, known, seen, ontology) for name, results in files.items()}


def _say(work: str, done: int, all_: int) -> None:
    if done == all_:
        print(f"{work}: {all_} done", file=sys.stderr, flush=True)
