"""A made-up cohort about plants: dry plants are limp and dry, wet ones yellow and wet, and some are merely old."""

from __future__ import annotations

import random

from tests.bench.evaluate.coded_plants import coded, line, ontology
from triage.bench.evaluate.coded_cases import read_cases
from triage.bench.evaluate.codes_to_answers import Answering
from triage.bench.evaluate.results import evaluated
from triage.bench.weigh.cohort import cohort
from triage.rule_files.load import load

LIMP, YELLOW, WET, DRY = "HP:0000120", "HP:0000110", "HP:0000210", "HP:0000220"


def lines(number: int = 60, limp_elsewhere: float = 0.1, seed: int = 1) -> str:
    """Cases of each category and of none, each of a source and a disease of its own."""
    chance = random.Random(seed)

    def some(**shares: float) -> list[str]:
        codes = {"limp": LIMP, "yellow": YELLOW, "wet": WET, "dry": DRY}
        return [codes[name] for name, share in shares.items() if chance.random() < share]

    made = []
    for n in range(number):
        dry = some(limp=0.9, yellow=0.3, dry=0.8)
        wet = some(limp=limp_elsewhere, yellow=0.8, wet=0.8)
        made.append(line(f"dry{n}", *dry, category="too_dry", source=f"d{n}"))
        made.append(line(f"wet{n}", *wet, category="too_wet", source=f"w{n}"))
        made.append(line(f"old{n}", *some(yellow=0.3, limp=limp_elsewhere), category="none", source=f"o{n}"))
    return "".join(made)


def people(folder, cases: str | None = None, **changes: str):
    """The cohort of the made-up cases (or of others) under the coded rules, with changes."""
    rules, file = folder / "rules.yaml", folder / "cases.jsonl"
    rules.write_text(coded(**changes))
    file.write_text(lines() if cases is None else cases)
    questionnaire = load(rules)
    results = evaluated(
        Answering(questionnaire, ontology()), read_cases(file, [each.id for each in questionnaire.categories])
    )
    return cohort(questionnaire, results)
