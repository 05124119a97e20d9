"""Releases: a draft as it will be live, with its version, the dates of its review and the schemas for editors."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from triage.bench.check.editor_schema import completions
from triage.core.questionnaire import Questionnaire
from triage.rule_files.draft_folder import DraftError
from triage.rule_files.load import load
from triage.rule_files.rule_folder import read_rules

SCALAR = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|.*?)(?=\s+#|\s*$)""")
PLAIN = re.compile(r"[\w.-]+")


@dataclass(frozen=True)
class Wishes:
    """What whoever publishes says of version and review; None where nothing was said."""

    version: str | None = None
    reviewed_by: str | None = None


def release_values(live: Questionnaire, draft: Questionnaire, wishes: Wishes, today: datetime.date) -> dict[str, str]:
    """Return what is written at the top of a release. What the draft itself changed stays, unless something was said.

    The version is raised by one; the review is of today, and the next is due after as long as it was before.
    Raises DraftError where the version cannot be raised.
    """
    span = _day(live.review_due) - _day(live.reviewed)
    values: dict[str, str] = {}
    if wishes.version is not None:
        values["version"] = wishes.version
    elif draft.version == live.version:
        values["version"] = _raised(live.version)
    if draft.reviewed == live.reviewed:
        values["reviewed"] = today.isoformat()
    if draft.review_due == live.review_due:
        reviewed = _day(values.get("reviewed", draft.reviewed))
        values["review_due"] = (reviewed + span).isoformat()
    if wishes.reviewed_by is not None:
        values["reviewed_by"] = wishes.reviewed_by
    return values


def stamp(rules: Path, values: Mapping[str, str]) -> None:
    """Write values at the top of rules, and their schemas. Raises DraftError where they do not stand on one line."""
    document = read_rules(rules)
    for key, value in values.items():
        mark = document.mark_of((key,))
        file = Path(document.files[mark.number])
        lines = file.read_bytes().decode("utf-8").split("\n")
        line = lines[mark.line - 1]
        start = mark.column - 1
        rest = SCALAR.sub(lambda _: _as_yaml(value), line[start:], count=1)  # noqa: B023
        lines[mark.line - 1] = line[:start] + rest
        file.write_bytes("\n".join(lines).encode("utf-8"))
    made = load(rules)
    for key, value in values.items():
        if getattr(made, key) != value:
            raise DraftError(f"`{key}` cannot be set to {value}: let `{key}: value` stand on a line of its own")
    for place, text in completions(rules).items():
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="\n")


def _as_yaml(value: str) -> str:
    return value if PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)


def _raised(version: str) -> str:
    number = re.search(r"\d+$", version)
    if number is None:
        raise DraftError(f"the version `{version}` ends in no number to raise: say --version and the new one")
    return f"{version[: number.start()]}{int(number[0]) + 1}"


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
