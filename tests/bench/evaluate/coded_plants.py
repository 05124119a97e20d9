"""The houseplant rule set with codes, and a tiny ontology to go with it."""

from __future__ import annotations

import json

from tests.conftest import HOUSEPLANT
from triage.bench.hpo import parse_obo

OBO = """format-version: 1.2
data-version: plants/1

[Term]
id: HP:0000001
name: All

[Term]
id: HP:0000100
name: Sick leaves
is_a: HP:0000001 ! All

[Term]
id: HP:0000110
name: Yellow leaves
alt_id: HP:0000199
is_a: HP:0000100 ! Sick leaves

[Term]
id: HP:0000111
name: Yellow leaf tips
is_a: HP:0000110 {source="book"} ! Yellow leaves

[Term]
id: HP:0000120
name: Limp leaves
is_a: HP:0000100 ! Sick leaves

[Term]
id: HP:0000121
name: Curled leaves
is_a: HP:0000100 ! Sick leaves

[Term]
id: HP:0000200
name: Sick soil
is_a: HP:0000001 ! All

[Term]
id: HP:0000210
name: Wet soil
is_a: HP:0000200 ! Sick soil

[Term]
id: HP:0000220
name: Dry soil
is_a: HP:0000200 ! Sick soil

[Term]
id: HP:0000300
name: obsolete hanging leaves
is_obsolete: true
replaced_by: HP:0000120

[Typedef]
id: part_of
name: part of
"""

_CODES = {
    "{id: yellow, text: they are yellow}": "{id: yellow, text: they are yellow, codes: [HP:0000110]}",
    "{id: limp, text: they hang}": "{id: limp, text: they hang, codes: [HP:0000120, HP:0000121], "
    "history: {posture: [hanging], hangs: ['yes']}}",
    "{id: smoke, text: they smoke}": "{id: smoke, text: they smoke, all_codes: [HP:0000110, HP:0000120]}",
    "{id: wet, text: wet}": "{id: wet, text: wet, codes: [HP:0000210], onset_class: [early]}",
    "{id: dry, text: dry}": "{id: dry, text: dry, codes: [HP:0000220], history: {watered: [never]}}",
    "{id: friend, text: a friend's, wording: true}": "{id: friend, text: a friend's, wording: true, sex: [female]}",
    "{id: seedling, text: it is a seedling}": "{id: seedling, text: it is a seedling, age_years: {from: 0, to: 1}}",
}


def coded(**changes: str) -> str:
    """The rule set's text, with codes; `changes` maps words to others."""
    text = HOUSEPLANT.read_text(encoding="utf-8")
    for old, new in (_CODES | changes).items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def ontology():
    """The tiny ontology."""
    return parse_obo(OBO)


def line(id: str, *observed: str, **more: object) -> str:
    """A case as one JSON line."""
    return json.dumps({"id": id, "observed": [{"id": term, "label": term} for term in observed], **more}) + "\n"
