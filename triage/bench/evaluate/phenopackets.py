"""GA4GH phenopackets (versions 1 and 2), read as the case that they describe."""

from __future__ import annotations

import re
from typing import Any

ONSETS = (
    (28 / 365, "Neonatal onset"),
    (1, "Infantile onset"),
    (6, "Childhood onset"),
    (16, "Juvenile onset"),
    (19, "Early young adult onset"),
    (40, "Young adult onset"),
    (60, "Middle age onset"),
    (200, "Late onset"),
)
"""Up to which age, in years, HPO names an onset so. Its limits of 5 and 15 years include that year."""


def is_phenopacket(content: Any) -> bool:
    """Tell whether a JSON object is a phenopacket rather than a case in our own form."""
    return isinstance(content, dict) and ("phenotypicFeatures" in content or "metaData" in content)


def from_phenopacket(packet: dict[str, Any]) -> dict[str, Any]:
    """Return a phenopacket in the form of a JSON line; malformed parts are left for the reader to report."""
    features = [feature for feature in _list(packet.get("phenotypicFeatures")) if isinstance(feature, dict)]
    subject = _map(packet.get("subject"))
    id, label, onset = _disease(packet)
    present = [feature for feature in features if not _denied(feature)]
    age = _age(subject.get("timeAtLastEncounter")) or _age(subject.get("ageAtCollection"))
    return {
        "id": packet.get("id"),
        "source": _reference(packet),
        "disease": {"id": id, "label": label},
        "observed": [feature.get("type") for feature in present],
        "excluded": [feature.get("type") for feature in features if _denied(feature)],
        "onset": [onset] if onset else _earliest(present),
        "sex": subject.get("sex"),
        "age_last": age,
    }


def _denied(feature: dict[str, Any]) -> bool:
    return bool(feature.get("excluded") or feature.get("negated"))


def _disease(packet: dict[str, Any]) -> tuple[str, str, str | None]:
    """The code and the name of the disease, and the name of its onset where it is told."""
    term: dict[str, Any] = {}
    onset = None
    for disease in _list(packet.get("diseases")):
        part = _map(disease)
        if not part.get("excluded"):
            term = term or _map(part.get("term"))
            onset = onset or _onset(part.get("onset"))
    for interpretation in _list(packet.get("interpretations")):
        diagnosis = _map(_map(interpretation).get("diagnosis"))
        term = term or _map(diagnosis.get("disease"))
    return str(term.get("id") or ""), str(term.get("label") or ""), onset


def _reference(packet: dict[str, Any]) -> str | None:
    """The publication, so that patients of one family are not taken for independent."""
    for reference in _list(_map(packet.get("metaData")).get("externalReferences")):
        if _map(reference).get("id"):
            return str(_map(reference)["id"])
    return None


def _earliest(features: list[dict[str, Any]]) -> list[str]:
    names = [name for _, name in ONSETS]
    told = {_onset(feature.get("onset")) for feature in features}
    return [name for name in ("Congenital onset", *names) if name in told][:1]


def _onset(given: Any) -> str | None:
    """An onset told as a term, or as an age that HPO has a name for."""
    element = _map(given)
    named = _map(element.get("ontologyClass")).get("label")
    if named:
        return str(named)
    age = _age(element)
    if age is None:
        return None
    years = _years(age)
    return "Congenital onset" if years == 0 else next(name for limit, name in ONSETS if years < limit)


def _age(given: Any) -> str | None:
    """The ISO 8601 duration in a time element of either version; of a range, its start."""
    element = _map(given)
    start = _map(element.get("ageRange")).get("start")
    for part in (element.get("age"), element.get("ageOfOnset"), start):
        value = part if isinstance(part, str) else _map(part).get("iso8601duration", _map(part).get("age"))
        if isinstance(value, str) and re.match(r"^P\d", value):
            return value
    return None


def _years(duration: str) -> float:
    sizes = {"Y": 1.0, "M": 1 / 12, "W": 7 / 365, "D": 1 / 365}
    return min(199.0, sum(int(n) * sizes[unit] for n, unit in re.findall(r"(\d+)([YMWD])", duration.split("T")[0])))


def _list(given: Any) -> list[Any]:
    return given if isinstance(given, list) else []


def _map(given: Any) -> dict[str, Any]:
    return given if isinstance(given, dict) else {}
