"""Load a rule set: the one way from the path of a file or folder to a Questionnaire."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from triage.core.questionnaire import Questionnaire
from triage.rule_files.build import Builder
from triage.rule_files.diagnostics import Diagnostic, RuleFileError
from triage.rule_files.document import Document
from triage.rule_files.rule_folder import read_rules
from triage.rule_files.schema import RuleFile
from triage.rule_files.shape_faults import salvaged, shaped
from triage.rule_files.yaml_reader import collector_waiting


@dataclass(frozen=True)
class Loaded:
    """A rule set as far as it could be read: None with at least one error, or a Questionnaire.

    `file` is its shape, where that is sound.
    """

    questionnaire: Questionnaire | None
    diagnostics: tuple[Diagnostic, ...]
    document: Document
    file: RuleFile | None = None


@collector_waiting()
def examine(path: Path, today: str | None = None) -> Loaded:
    """Read a rule file or folder and list every fault at once, ordered by place. `today` (ISO date) checks its review.

    Where a part of a folder cannot be read, the names in the others are not checked, for it may declare them.
    """
    document = read_rules(path)
    questionnaire, file = None, None
    if document.homes or document.is_readable:
        file = shaped(document, RuleFile)
        if not document.unread:
            whole = file or salvaged(document, RuleFile)
            questionnaire = Builder(document, whole).build() if whole is not None else None
    if questionnaire is not None:
        questionnaire = replace(questionnaire, digest=_digest(document, questionnaire))
    if questionnaire is not None and today is not None and questionnaire.review_due < today:
        message = f"this file was due for review on {questionnaire.review_due}"
        hint = "review it, then set `reviewed` and `review_due`"
        document.report("R102", ("review_due",), message, hint)
    if questionnaire is not None and today is not None and questionnaire.reviewed > today:
        message = f"the review of {questionnaire.reviewed} has not been yet"
        document.report("R108", ("reviewed",), message, "set the day on which the file was last reviewed")
    return Loaded(None if document.has_errors else questionnaire, document.in_order(), document, file)


def load(path: Path) -> Questionnaire:
    """Load a rule file or folder. Raises RuleFileError, which lists every fault, when it has errors."""
    loaded = examine(path)
    if loaded.questionnaire is None:
        raise RuleFileError(loaded.diagnostics)
    return loaded.questionnaire


def _digest(document: Document, questionnaire: Questionnaire) -> str:
    """What tells these rules from any others: of every line of every part, and of the drawings of the questions."""
    figures = (question.figure for question in questionnaire.questions)
    drawings = [repr(figure.drawing) for figure in figures if figure is not None]
    return hashlib.sha256("\n".join((*document.all_lines, *drawings)).encode()).hexdigest()[:12]
