"""The record in `docs/`: the figures that the document quotes, and of which rules. A test compares the three.

What decides a result has a digest of its own, so that a better wording does not make figures stale.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from triage.bench.evaluate.coded_cases import NONE
from triage.bench.evaluate.report_text import EvaluationReport
from triage.bench.evaluate.side_by_side import Sides, as_markdown
from triage.bench.refusal import EvaluationError
from triage.core.questionnaire import Questionnaire, Weight
from triage.rule_files.schema import key_of

BEGIN = "<!-- figures: written by `triage evaluate --record`; do not edit -->"
END = "<!-- end of figures -->"
DOCUMENT, DATA = "evaluation.md", "evaluation.json"


def deciding(questionnaire: Questionnaire) -> str:
    """Return a digest of all that decides a result or is measured by, which words, notes and order do not."""
    return hashlib.sha256(repr(_deciding(questionnaire)).encode()).hexdigest()[:12]


def _deciding(value: Any) -> object:
    """What of a value decides: of a noun, its id and the fields whose keys say so, in an order of their own."""
    if isinstance(value, tuple) and any(hasattr(each, "id") or isinstance(each, Weight) for each in value):
        return sorted(map(repr, map(_deciding, value)))
    if isinstance(value, Mapping):
        return sorted(value.items())
    if not is_dataclass(value) or not (known := _known(type(value))):
        return value
    return [(name, _deciding(getattr(value, name))) for name, decides in known if decides]


def _known(noun: type) -> list[tuple[str, bool]]:
    """The fields of a noun that is made from keys, and whether each decides; none for any other."""
    keys = {field.name: key_of(noun, field.name) for field in fields(noun)}
    if not any(keys.values()):
        return []
    return [(name, name == "id" or (key is not None and (key.decides or key.measured))) for name, key in keys.items()]


def recorded(
    reports: Sequence[EvaluationReport], ontology: str, digests: Mapping[str, str], sides: Sides | None = None
) -> dict[str, Any]:
    """Return what the document quotes, as JSON-ready data; `digests` are those of the files of cases."""
    questionnaire = reports[0].questionnaire
    return {
        "ruleset": questionnaire.ruleset,
        "version": questionnaire.version,
        "deciding": deciding(questionnaire),
        "ontology": ontology,
        "files": {
            report.name: {"cases": report.figures["cases"], "digest": digests[report.name], "figures": report.figures}
            for report in reports
        },
        "sides": sides or {},
    }


def write(folder: Path, record: Mapping[str, Any]) -> None:
    """Write the figures beside the document and into it. Raises EvaluationError where it has no place for them."""
    document = folder / DOCUMENT
    try:
        text = document.read_text(encoding="utf-8")
        replaced = with_block(text, block(record))
        (folder / DATA).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        document.write_text(replaced, encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"{error.filename}: {(error.strerror or str(error)).lower()}") from None


def with_block(text: str, figures: str) -> str:
    """Return a document with its figures replaced."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise EvaluationError(f"{DOCUMENT}: write the two lines {BEGIN} and {END} where the figures shall stand")
    return f"{before}{BEGIN}\n\n{figures}\n{END}{after}"


def block(record: Mapping[str, Any]) -> str:
    """Return the figures as Markdown."""
    return "\n".join(_lines(record))


def _lines(record: Mapping[str, Any]) -> Iterator[str]:
    files: Mapping[str, Any] = record["files"]
    placed = {name: file["figures"] for name, file in files.items() if "all" in file["figures"]}
    rules = f"`{record['ruleset']}` {record['version']}, of which decides `{record['deciding']}`"
    yield f"Rules: {rules}. Ontology: {record['ontology']}."
    yield ""
    yield "| cases | n | top 1 | top 2 | balanced | with acceptable, top 1 / 2 | no clear match |"
    yield "|---|---|---|---|---|---|---|"
    for name, found in placed.items():
        row = found["all"]
        cells = " | ".join(_ranged(row, key) for key in ("top1", "top2", "balanced"))
        lenient = f"{row['lenient_top1']:.2f} / {row['lenient_top2']:.2f}"
        yield f"| {name} | {row['n']} | {cells} | {lenient} | {row['none']:.2f} |"
    yield ""
    yield "| cases of no category | n | said *no clear match* |"
    yield "|---|---|---|"
    for name, file in files.items():
        controls = file["figures"].get("controls")
        if controls:
            yield f"| {name} | {controls['n']} | {controls['said_none']:.2f} |"
    yield ""
    yield from _by_category(placed)
    yield ""
    if record["sides"]:
        yield from as_markdown(record["sides"])
        yield ""
    yield from _by_trait(placed)
    words = [level for level in next(iter(files.values()))["figures"]["levels"] if level != NONE]
    heads = [f"right where the first is *{word}*" for word in words]
    heads += ["questions met", "fewer than two signs asked about", "terms caught"]
    yield f"| cases | {' | '.join(heads)} |"
    yield "|---|" + "---|" * len(heads)
    for name, file in files.items():
        found = file["figures"]
        levels = " | ".join(f"{row['right']} of {row['n']}" for level, row in found["levels"].items() if level != NONE)
        terms = f"{found['terms']['caught']} of {found['terms']['observed']}"
        yield f"| {name} | {levels} | {found['questions']['mean']} | {found['few_signs']['n']} | {terms} |"


def _ranged(row: Mapping[str, Any], key: str) -> str:
    low, high = row[f"{key}_interval"]
    return f"{row[key]:.2f} ({low:.2f} to {high:.2f})"


def _by_trait(placed: Mapping[str, Any]) -> Iterator[str]:
    traits = dict.fromkeys(trait for found in placed.values() for trait in found["traits"])
    if not traits:
        return
    yield "| right first; among the first two | " + " | ".join(placed) + " |"
    yield "|---|" + "---|" * len(placed)
    for trait in traits:
        rows = (found["traits"].get(trait) for found in placed.values())
        cells = (f"{row['top1']:.2f}; {row['top2']:.2f} of {row['n']}" if row else "–" for row in rows)
        yield f"| {trait} | " + " | ".join(cells) + " |"
    yield ""


def _by_category(placed: Mapping[str, Any]) -> Iterator[str]:
    yield "| right first, by category | " + " | ".join(placed) + " |"
    yield "|---|" + "---|" * len(placed)
    ids = dict.fromkeys(id for found in placed.values() for id in found["confusion"])
    for id in ids:
        cells = []
        for found in placed.values():
            row = found["confusion"].get(id, {})
            cells.append(f"{row.get(id, 0)} of {sum(row.values())}")
        yield f"| {id} | " + " | ".join(cells) + " |"
