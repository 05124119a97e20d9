"""The whole of a rule set: its file or folder, and what stands beside it; copied, compared and put in place as one."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from triage.rule_files.drawings import DRAWINGS
from triage.rule_files.lessons import lessons_beside
from triage.rule_files.look_alikes import look_alikes_beside
from triage.rule_files.measured import measured_beside
from triage.rule_files.resources import resources_beside
from triage.rule_files.translations import FOLDER as TRANSLATIONS
from triage.rule_files.worked_cases import cases_beside

KEPT = ".publishing"
"""Where the old set lies while a new one is put in its place, so that a broken-off publication can be taken back."""
SCHEMA = ".schema.json"


def files_of_set(rules: Path) -> dict[str, Path]:
    """Return every file of a rule set by its name as seen from where the rules lie. Hidden files are passed over."""
    taught = (cases_beside(rules), look_alikes_beside(rules), lessons_beside(rules))
    beside = (resources_beside(rules), measured_beside(rules), *taught)
    roots = (rules, rules.with_suffix(SCHEMA), *beside, rules.with_name(DRAWINGS), rules.with_name(TRANSLATIONS))
    found: dict[str, Path] = {}
    for root in roots:
        for file in sorted(root.rglob("*")) if root.is_dir() else [root]:
            name = file.relative_to(rules.parent)
            if file.is_file() and not any(step.startswith(".") for step in name.parts):
                found[name.as_posix()] = file
    return found


def digests_of_set(rules: Path) -> dict[str, str]:
    """Return what tells the content of each file of a rule set from any other."""
    return {name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in files_of_set(rules).items()}


def copy_set(rules: Path, folder: Path) -> Path:
    """Copy a rule set into a folder. Returns where its rules are then."""
    for name, file in files_of_set(rules).items():
        _write(file, folder / name)
    return folder / rules.name


def replace_set(new: Path, old: Path) -> None:
    """Put one rule set in the place of another of that name, or else leave that as it was and raise OSError."""
    kept = old.parent / KEPT
    _forget(kept)
    copy_set(old, _part_of(kept))
    _part_of(kept).rename(kept)
    try:
        _put(new, old)
    except BaseException:
        take_back(old)
        raise
    _forget(kept)


def take_back(rules: Path) -> bool:
    """Put back the set that was in place before a publication that was broken off. Returns whether there was one."""
    kept = rules.parent / KEPT
    if not kept.is_dir():
        return False
    _put(kept / rules.name, rules)
    _forget(kept)
    return True


def _put(new: Path, old: Path) -> None:
    """Make the old set the same as the new one, file by file, each at once."""
    before, after = digests_of_set(old), digests_of_set(new)
    for name, file in files_of_set(new).items():
        if before.get(name) != after[name]:
            _write(file, old.parent / name)
    for name in before.keys() - after.keys():
        (old.parent / name).unlink()


def _write(file: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    waiting = place.with_name(f".{place.name}.new")
    shutil.copyfile(file, waiting)
    waiting.replace(place)


def _forget(kept: Path) -> None:
    """Delete what was kept. Its name goes first, so that what is left of it is never put back."""
    part = _part_of(kept)
    shutil.rmtree(part, ignore_errors=True)
    if kept.is_dir():
        kept.rename(part)
        shutil.rmtree(part, ignore_errors=True)


def _part_of(kept: Path) -> Path:
    return kept.with_name(f"{kept.name}-part")
