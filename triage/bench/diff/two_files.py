"""Sides: the old or the new rule set, from a path or a git revision, with the worked cases beside it."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from triage.core.questionnaire import Questionnaire
from triage.rule_files.diagnostics import RuleFileError
from triage.rule_files.draft_folder import rules_named
from triage.rule_files.drawings import DRAWINGS
from triage.rule_files.load import load
from triage.rule_files.rule_folder import INDEX_FILE
from triage.rule_files.worked_cases import FOLDER, WorkedCase, cases_beside, load_cases


class SideError(Exception):
    """A side cannot be read. The message is one line that says what to do."""


@dataclass(frozen=True)
class Side:
    """One of the two rule sets; `folder` holds its worked cases where there are any."""

    name: str
    questionnaire: Questionnaire
    folder: Path | None
    shown_folder: str


@contextmanager
def opened(name: str) -> Iterator[Side]:
    """Read a side from a path, the name of a draft, or else from `REV:PATH`.

    Raises SideError, or RuleFileError with the diagnostics of rules with errors. What is read from a revision
    lies in a folder of its own, which is gone afterwards.
    """
    path = rules_named(name)
    revision, colon, inside = name.partition(":")
    if path.exists() or not colon or len(revision) < 2:
        folder = cases_beside(path)
        yield Side(name, load(path), folder if folder.is_dir() else None, str(folder))
        return
    name = name.rstrip("/")
    _there(name, revision, inside)
    with tempfile.TemporaryDirectory() as place:
        rules, beside = Path(place) / PurePosixPath(inside).name, PurePosixPath(inside).parent
        _copy(name, rules)
        for each in (FOLDER, DRAWINGS):
            _copy(f"{revision}:{beside / each}", Path(place) / each)
        with _named(str(rules), name):
            questionnaire = load(rules)
        folder = Path(place) / FOLDER
        yield Side(name, questionnaire, folder if folder.exists() else None, f"{revision}:{beside / FOLDER}")


def worked_cases(side: Side, questionnaire: Questionnaire | None = None) -> tuple[WorkedCase, ...]:
    """Return the worked cases beside a side, read by its own rule file or another. Raises RuleFileError."""
    if side.folder is None:
        return ()
    with _named(str(side.folder), side.shown_folder):
        return load_cases(side.folder, questionnaire or side.questionnaire)


@contextmanager
def _named(place: str, name: str) -> Iterator[None]:
    """Let diagnostics speak of what the reader named, not of a folder that is gone."""
    try:
        yield
    except RuleFileError as error:
        renamed = (replace(each, file=each.file.replace(place, name)) for each in error.diagnostics)
        raise RuleFileError(tuple(renamed)) from None


def _there(name: str, revision: str, inside: str) -> None:
    """Make sure that git has these rules in this revision. Raises SideError, which says what is missing."""
    if not inside:
        raise SideError(f"{name}: name the file too, or the folder, as in {revision}:rules/NAME")
    no_file = f"{name}: there is no such file, and"
    if _git("rev-parse", "--git-dir") is None:
        raise SideError(f"{no_file} this folder is in no git repository")
    if revision.startswith("-") or _git("rev-parse", "--verify", "--quiet", f"{revision}^{{tree}}") is None:
        raise SideError(f"{no_file} git knows no revision `{revision}`: `git log --oneline` and `git tag` list them")
    if _git("cat-file", "blob", name) is None and _git("cat-file", "blob", f"{name}/{INDEX_FILE}") is None:
        rest = f"has no file `{inside}`, nor such a folder with {INDEX_FILE}: name it from the top of the project"
        raise SideError(f"{no_file} `{revision}` {rest}")


def _copy(name: str, to: Path) -> None:
    """Write to a path what git names so: a file, or a folder with all that is inside; nothing where it has neither."""
    content = _git("cat-file", "blob", name)
    if content is not None:
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(content)
        return
    for inside in (_git("ls-tree", "-z", "--name-only", name) or b"").decode("utf-8", "replace").split("\0"):
        if inside:
            _copy(f"{name}/{inside}", to / inside)


def _git(*arguments: str) -> bytes | None:
    """What git prints, or None where it fails. Raises SideError where there is no git."""
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False, stdin=subprocess.DEVNULL)
    except OSError:
        raise SideError(f"{arguments[-1]}: git, which reads revisions, is not installed here") from None
    return done.stdout if done.returncode == 0 else None
