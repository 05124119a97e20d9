"""GA4GH phenopackets (versions 1 and 2), families and cohorts, read as the cases that they describe.

Field names may be written in either way that protobuf allows, `phenotypicFeatures` or `phenotypic_features`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from triage.bench.evaluate.onsets import Telling, onset_of

FEATURES = "phenotypicFeatures"


def is_phenopacket(content: Any) -> bool:
    """Tell whether an object is a phenopacket, a family or a cohort rather than a case in our own form."""
    return isinstance(content, dict) and bool({FEATURES, "metaData", "proband", "members"} & set(_camel(content)))


def packets(content: dict[str, Any], unread: list[str]) -> Iterator[dict[str, Any]]:
    """Yield each patient in the form of a JSON line: of a family the proband, of a cohort every member.

    Malformed parts are left for the reader of cases to report. What is passed over is told in `unread`, in words.
    """
    packet = _camel(content)
    if "proband" in packet:
        relatives = len(_list(packet.get("relatives")))
        if relatives:
            unread.append(f"only the proband of this family is read; relatives passed over: {relatives}")
        yield _case(_map(packet["proband"]), unread)
    elif "members" in packet:
        for member in _list(packet["members"]):
            yield _case(_map(member), unread)
    else:
        yield _case(packet, unread)


def _case(packet: dict[str, Any], unread: list[str]) -> dict[str, Any]:
    features = [feature for feature in _list(packet.get(FEATURES)) if isinstance(feature, dict)]
    subject = _map(packet.get("subject"))
    present = [feature for feature in features if not _denied(feature)]
    telling = Telling(unread)
    last = subject.get("timeAtLastEncounter") or _telling_age(subject, "AtCollection")
    return {
        "id": packet.get("id"),
        "source": _reference(packet),
        "disease": _disease(packet),
        "observed": [feature.get("type") for feature in present],
        "excluded": [feature.get("type") for feature in features if _denied(feature)],
        "onset": _onset(packet, present, telling),
        "sex": subject.get("sex"),
        "age_last": telling.duration(last, "the age at the last visit"),
    }


def _onset(packet: dict[str, Any], present: list[dict[str, Any]], telling: Telling) -> list[str]:
    """The onset of what was diagnosed; else the earliest of the signs; else that of the only disease named."""
    diseases = _diseases(packet)
    diagnosed = {str(disease.get("id")) for disease in _diagnosed(packet)}
    found = [disease for disease in diseases if str(_map(disease.get("term")).get("id")) in diagnosed]
    for these in (found, present, diseases if len(diseases) == 1 else []):
        told = onset_of([_element(each) for each in these], telling)
        if told:
            return [told]
    if len(diseases) > 1 and any(map(_element, diseases)):
        telling.unread.append("several diseases are named and none is the diagnosis, so their onsets are not read")
    return []


def _element(part: dict[str, Any]) -> dict[str, Any]:
    """When a disease or a sign began: a time element; version 1 has a field for each of its kinds."""
    named = part.get("classOfOnset")
    return _map(part.get("onset")) or ({"ontologyClass": named} if named else _telling_age(part, "OfOnset"))


def _telling_age(part: dict[str, Any], when: str) -> dict[str, Any]:
    """The time element of version 1: an age, or a range of ages."""
    kinds = {"age": part.get(f"age{when}"), "ageRange": part.get(f"ageRange{when}")}
    return {kind: given for kind, given in kinds.items() if given}


def _disease(packet: dict[str, Any]) -> dict[str, str]:
    """The disease with its code: the diagnosis, else the first one that is not ruled out."""
    named = [_map(disease.get("term")) for disease in _diseases(packet)]
    term = next((term for term in (*_diagnosed(packet), *named) if term.get("label")), {})
    return {key: str(term.get(key) or "") for key in ("id", "label")}


def _diseases(packet: dict[str, Any]) -> list[dict[str, Any]]:
    """The diseases that are not ruled out."""
    return [disease for disease in map(_map, _list(packet.get("diseases"))) if not disease.get("excluded")]


def _diagnosed(packet: dict[str, Any]) -> list[dict[str, Any]]:
    """The diseases that are the diagnosis of an interpretation."""
    interpretations = map(_map, _list(packet.get("interpretations")))
    return [_map(_map(each.get("diagnosis")).get("disease")) for each in interpretations]


def _reference(packet: dict[str, Any]) -> str | None:
    """The publication, so that patients of one family are not taken for independent."""
    for reference in _list(_map(packet.get("metaData")).get("externalReferences")):
        if _map(reference).get("id"):
            return str(_map(reference)["id"])
    return None


def _denied(feature: dict[str, Any]) -> bool:
    return bool(feature.get("excluded") or feature.get("negated"))


def _camel(given: Any) -> Any:
    """The same content with every field named as in JSON: `meta_data` becomes `metaData`."""
    if isinstance(given, dict):
        return {_camel_word(key): _camel(value) for key, value in given.items()}
    return [_camel(each) for each in given] if isinstance(given, list) else given


def _camel_word(key: Any) -> str:
    first, *rest = str(key).split("_")
    return first + "".join(word.capitalize() for word in rest)


def _list(given: Any) -> list[Any]:
    return given if isinstance(given, list) else []


def _map(given: Any) -> dict[str, Any]:
    return given if isinstance(given, dict) else {}
