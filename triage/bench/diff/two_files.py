"""Sides: the old or the new rule file, from a file or a git revision, with the worked cases beside it."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from triage.core.questionnaire import Questionnaire
from triage.rule_files.diagnostics import RuleFileError
from triage.rule_files.load import load
from triage.rule_files.worked_cases import FOLDER, WorkedCase, cases_beside, load_cases


class SideError(Exception):
    """A side cannot be read. The message is one line that says what to do."""


@dataclass(frozen=True)
class Side:
    """One of the two rule files; `folder` holds its worked cases where there are any."""

    name: str
    questionnaire: Questionnaire
    folder: Path | None
    shown_folder: str


@contextmanager
def opened(name: str) -> Iterator[Side]:
    """Read a side from a file's path, or from `REV:PATH` where no such file is there.

    Raises SideError, or RuleFileError with the diagnostics of a file with errors. What is read from a revision
    lies in a folder of its own, which is gone afterwards.
    """
    path = Path(name)
    revision, colon, inside = name.partition(":")
    if path.exists() or not colon or len(revision) < 2:
        folder = cases_beside(path)
        yield Side(name, load(path), folder if folder.is_dir() else None, str(folder))
        return
    _there(name, revision, inside)
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / PurePosixPath(inside).name
        file.write_bytes(_git("cat-file", "blob", name) or b"")
        folder, shown = Path(place) / FOLDER, f"{revision}:{PurePosixPath(inside).parent / FOLDER}"
        folder.mkdir()
        for each in _listed(shown):
            (folder / each).write_bytes(_git("cat-file", "blob", f"{shown}/{each}") or b"")
        with _named(str(file), name):
            questionnaire = load(file)
        yield Side(name, questionnaire, folder if any(folder.iterdir()) else None, shown)


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
    """Make sure that git has this file in this revision. Raises SideError, which says what is missing."""
    if not inside:
        raise SideError(f"{name}: name the file too, as in {revision}:rules/FILE.yaml")
    no_file = f"{name}: there is no such file, and"
    if _git("rev-parse", "--git-dir") is None:
        raise SideError(f"{no_file} this folder is in no git repository")
    if revision.startswith("-") or _git("rev-parse", "--verify", "--quiet", f"{revision}^{{tree}}") is None:
        raise SideError(f"{no_file} git knows no revision `{revision}`: `git log --oneline` and `git tag` list them")
    if _git("cat-file", "blob", name) is None:
        raise SideError(f"{no_file} `{revision}` has no file `{inside}`: name it from the top of the project")


def _listed(folder: str) -> list[str]:
    """The YAML files of a folder in a revision; none where there is no such folder."""
    names = (_git("ls-tree", "-z", "--name-only", folder) or b"").decode("utf-8", "replace").split("\0")
    return [name for name in names if name.endswith(".yaml")]


def _git(*arguments: str) -> bytes | None:
    """What git prints, or None where it fails. Raises SideError where there is no git."""
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False, stdin=subprocess.DEVNULL)
    except OSError:
        raise SideError(f"{arguments[-1]}: git, which reads revisions, is not installed here") from None
    return done.stdout if done.returncode == 0 else None
