"""One meaning a name: who searches for a module or a class finds one, or the same thing in the next layer."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parent.parent / "triage"
MODULES = [path for path in sorted(ROOT.rglob("*.py")) if path.stem not in ("__init__", "__main__")]

TWINS = {
    "command": "what each room of the bench, and the preview, adds to the command line",
    "errors": "what the store cannot do, and the pages that say that something cannot be done",
    "lessons": "the lessons of a rule set, and their pages",
    "question": "a question, and its page",
    "saved_answers": "answers that are kept, and their pages",
    "what_if": "what another answer would change, and how pages group it",
    "worked_cases": "the cases of a rule set, and their pages",
}
"""The names that two modules may have, because each is the same thing in another layer."""


def places_by_name(named):
    places = defaultdict(list)
    for name, path in named:
        places[name].append(str(path.relative_to(ROOT)))
    return {name: every for name, every in places.items() if len(every) > 1}


def public_classes():
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                yield node.name, path


def test_no_two_modules_have_one_name_but_for_the_same_thing_in_another_layer():
    twice = places_by_name((path.stem, path) for path in MODULES)
    assert {name: places for name, places in twice.items() if name not in TWINS} == {}
    assert set(TWINS) == set(twice), "a reason for twins that are gone"


def test_twins_stand_in_different_folders():
    for places in places_by_name((path.stem, path) for path in MODULES).values():
        assert len({str(Path(place).parent) for place in places}) == len(places)


def test_no_two_public_classes_have_one_name():
    assert places_by_name(public_classes()) == {}
