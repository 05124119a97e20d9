"""Load a rule file: the one way from a path to a Questionnaire."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from triage.core.questionnaire import Questionnaire
from triage.rule_files.build import Builder
from triage.rule_files.diagnostics import Diagnostic, RuleFileError
from triage.rule_files.memory import collector_waiting
from triage.rule_files.salvage import salvaged
from triage.rule_files.schema import RuleFile
from triage.rule_files.shape_faults import shaped
from triage.rule_files.yaml_reader import Document, read_document


@dataclass(frozen=True)
class Loaded:
    """A rule file as far as it could be read: None with at least one error, or a Questionnaire."""

    questionnaire: Questionnaire | None
    diagnostics: tuple[Diagnostic, ...]
    document: Document


@collector_waiting()
def examine(path: Path, today: str | None = None) -> Loaded:
    """Read a rule file and list every fault at once, ordered by place. `today` (ISO date) checks its review."""
    document = read_document(path)
    questionnaire = None
    if not document.has_errors:
        file = shaped(document, RuleFile) or salvaged(document, RuleFile)
        if file is not None:
            questionnaire = Builder(document, file).build(_digest(document))
    if questionnaire is not None and today is not None and questionnaire.review_due < today:
        message = f"this file was due for review on {questionnaire.review_due}"
        hint = "review it, then set `reviewed` and `review_due`"
        document.report("R102", ("review_due",), message, hint)
    return Loaded(None if document.has_errors else questionnaire, document.in_order(), document)


def load(path: Path) -> Questionnaire:
    """Load a rule file. Raises RuleFileError, which lists every fault, when it has errors."""
    loaded = examine(path)
    if loaded.questionnaire is None:
        raise RuleFileError(loaded.diagnostics)
    return loaded.questionnaire


def _digest(document: Document) -> str:
    return hashlib.sha256("\n".join(document.lines).encode()).hexdigest()[:12]
