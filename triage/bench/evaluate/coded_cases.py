"""Cases: patients that others described in coded terms. Read from JSON lines; every fault is named with its line."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from triage.bench.evaluate.onsets import years_of
from triage.bench.evaluate.phenopackets import is_phenopacket, packets
from triage.bench.evaluate.traits import traits
from triage.bench.refusal import EvaluationError, refuse

NONE = "none"
"""The category of a case in which no category is right."""
ENDINGS = (".json", ".yaml", ".yml")
"""The files of a folder that may hold a phenopacket."""


@dataclass(frozen=True, slots=True)
class CodedTerm:
    """A coded term with the name that the case gives it."""

    id: str
    label: str


@dataclass(frozen=True)
class Case:
    """One patient or one disease profile. What is not here is unknown, never no."""

    id: str
    source: str
    disease: str
    category: str | None
    acceptable: tuple[str, ...]
    observed: tuple[CodedTerm, ...]
    excluded: tuple[CodedTerm, ...]
    history: Mapping[str, tuple[str, ...]]
    onset_class: tuple[str, ...]
    onset: tuple[str, ...]
    sex: str | None
    age_years: int | None
    usable: bool
    story: str = ""
    disease_id: str = ""
    traits: tuple[str, ...] = ()


def read_cases(path: Path, categories: Iterable[str], unread: list[str] | None = None) -> tuple[Case, ...]:
    """Read a JSON-lines file, a phenopacket (a family, a cohort) as JSON or YAML, or a folder of them.

    What a case holds beyond what can be read is told in `unread`, a line each. Raises EvaluationError.
    """
    faults: list[str] = []
    cases: list[Case] = []
    known = {*categories, NONE}
    seen: dict[str, str] = {}
    for place, content in objects(path, faults, unread):
        wrong = list(wrong_with(content, known))
        faults += [f"{place}: {fault}" for fault in wrong]
        if not wrong:
            case = case_of(content)
            if case.id in seen:
                faults.append(f"{place}: the id `{case.id}` stands already in {seen[case.id]}: give each case its own")
            seen.setdefault(case.id, place)
            cases.append(case)
    if not cases and not faults:
        faults.append(f"{path}: there is no case in it")
    refuse(faults)
    return tuple(cases)


def read_files(
    paths: Sequence[Path], categories: Iterable[str], unread: list[str] | None = None
) -> dict[str, tuple[Case, ...]]:
    """Read every file as `read_cases` does; a file is known by its name without the ending. Raises EvaluationError."""
    known = tuple(categories)
    cases: dict[str, tuple[Case, ...]] = {}
    for path in paths:
        name = path.resolve().stem
        if name in cases:
            raise EvaluationError(f"{path}: two files are named {name}: rename one, or take them one by one")
        cases[name] = read_cases(path, known, unread)
    return cases


def files_of(path: Path) -> list[Path]:
    """Return the file itself, or those of a folder; names with a dot first are an editor's or a system's own."""
    if not path.is_dir():
        return [path]
    every = (file for ending in ENDINGS for file in path.rglob(f"*{ending}"))
    return sorted(file for file in every if not any(part.startswith(".") for part in file.relative_to(path).parts))


def objects(path: Path, faults: list[str], unread: list[str] | None = None) -> Iterator[tuple[str, Any]]:
    """Yield each object of a file or folder with its place, phenopackets turned into the same form."""
    files = files_of(path)
    if not files:
        faults.append(f"{path}: this folder holds no .json file")
    for file in files:
        text = _text(file, faults)
        for place, content in () if text is None else _parsed(text, file, faults):
            if not is_phenopacket(content):
                yield place, content
                continue
            told: list[str] = []
            for patient in packets(content, told):
                if not any(patient[key] for key in ("observed", "excluded")):
                    faults.append(f"{place}: this phenopacket holds no sign that can be read")
                yield place, patient
            if unread is not None:
                unread += [f"{place}: {each}" for each in told]


def _text(file: Path, faults: list[str]) -> str | None:
    """The text of a file in UTF-8 or, where it says so in its first bytes, UTF-16."""
    try:
        raw = file.read_bytes()
        wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        return raw.decode("utf-16" if wide else "utf-8-sig")
    except OSError as error:
        faults.append(f"{file}: cannot be read: {(error.strerror or str(error)).lower()}")
    except ValueError:
        faults.append(f"{file}: this is not text in UTF-8")
    return None


def _parsed(text: str, file: Path, faults: list[str]) -> Iterator[tuple[str, Any]]:
    """Take the whole file as one object where its first line is but a bracket; otherwise each line is one."""
    if file.suffix in (".yaml", ".yml"):
        yield from _parsed_yaml(text, file, faults)
        return
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if len(lines) > 1 and lines[0][1].strip() in ("{", "["):
        lines = [(lines[0][0], text)]
    for number, part in lines:
        try:
            yield f"{file}:{number}", json.loads(part)
        except (ValueError, RecursionError) as error:
            faults.append(f"{file}:{number}: this is not JSON: {error}")


def _parsed_yaml(text: str, file: Path, faults: list[str]) -> Iterator[tuple[str, Any]]:
    """One phenopacket."""
    try:
        content = yaml.load(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        faults.append(f"{file}:1: this is not YAML: {' '.join(str(error).split())}")
        return
    if is_phenopacket(content):
        yield f"{file}:1", content
    else:
        faults.append(f"{file}:1: this is not JSON, and as YAML it is no phenopacket")


def wrong_with(content: Any, known: set[str]) -> Iterator[str]:
    """Yield what keeps a JSON object from being a case; `known` are the categories that it may name."""
    if not isinstance(content, dict):
        yield 'a case is one JSON object, as in {"id": "...", "observed": [...]}'
        return
    if not isinstance(content.get("id"), str) or not content["id"].strip():
        yield "this case has no `id`"
    for key in ("observed", "excluded"):
        terms = content.get(key) or []
        if not isinstance(terms, list) or not all(_term_id(term) for term in terms):
            yield f'`{key}` needs a list of terms, as in [{{"id": "HP:0001324"}}]'
    if not isinstance(content.get("history") or {}, dict):
        yield '`history` needs a map, as in {"onset_speed": "years"}'
    category = content.get("category")
    if category is not None and (not isinstance(category, str) or category not in known):
        yield f"no category is named `{category}`: there are {', '.join(sorted(known))}"
    age = content.get("age_years")
    if age is not None and (isinstance(age, bool) or not isinstance(age, int | float) or not 0 <= age < 150):
        yield f"`age_years` needs a number of years, not `{age}`"
    last = content.get("age_last")
    if last is not None and (not isinstance(last, str) or years_of(last) is None):
        yield f"`age_last` needs an ISO 8601 duration such as P50Y, not `{last}`"


def _term_id(term: Any) -> str | None:
    id = term.get("id") if isinstance(term, dict) else term
    return id if isinstance(id, str) and re.fullmatch(r"[A-Za-z]+:\w+", id) else None


def case_of(content: dict[str, Any]) -> Case:
    """Return the case of an object with which nothing is wrong."""
    category = content.get("category")
    disease = content.get("disease") or {}
    return Case(
        id=content["id"],
        source=str(content.get("source") or content["id"]),
        disease=str(disease.get("label") or "") if isinstance(disease, dict) else str(disease),
        category=category,
        acceptable=_words(content.get("acceptable")) or ((category,) if category and category != NONE else ()),
        observed=_terms(content.get("observed")),
        excluded=_terms(content.get("excluded")),
        history={key: _words(value) for key, value in (content.get("history") or {}).items()},
        onset_class=_words(content.get("onset_class")),
        onset=_words(content.get("onset")),
        sex=_sex(content.get("sex")),
        age_years=_age(content),
        usable=content.get("usable") is True,
        story=str(content.get("story") or ""),
        disease_id=str(disease.get("id") or "") if isinstance(disease, dict) else "",
        traits=tuple(traits(content, _age(content))),
    )


def _terms(given: Any) -> tuple[CodedTerm, ...]:
    terms = {}
    for each in given or []:
        id = _term_id(each) or ""
        terms[id] = CodedTerm(id, str(each.get("label") or id) if isinstance(each, dict) else id)
    return tuple(terms.values())


def _words(given: Any) -> tuple[str, ...]:
    """Read a value or a list of values as words; JSON's true and false are yes and no."""
    values = given if isinstance(given, list) else [] if given is None else [given]
    return tuple({True: "yes", False: "no"}[each] if isinstance(each, bool) else str(each) for each in values)


def _sex(given: Any) -> str | None:
    word = str(given or "").lower()
    return word if word in ("female", "male") else None


def _age(content: dict[str, Any]) -> int | None:
    """The present age in whole years."""
    if content.get("age_years") is not None:
        return int(content["age_years"])
    years = years_of(content.get("age_last") or "")
    return None if years is None else int(years)
