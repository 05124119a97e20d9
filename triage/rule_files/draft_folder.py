"""Draft folders: whole rule sets under `drafts/NAME/` that nothing live reads, each with what it was made from."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from triage.rule_files.diagnostics import suggestion
from triage.rule_files.whole_set import copy_set, digests_of_set, files_of_set

DRAFTS = Path(__file__).resolve().parents[2] / "drafts"
RECORD = "made_from.json"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


class DraftError(Exception):
    """A draft cannot be made, found or published. The message says why, and what to do."""


@dataclass(frozen=True)
class DraftFolder:
    """A draft: where it lies, the live rules it was made from, and the digests that their files had then."""

    folder: Path
    live: Path
    made: str
    base: Mapping[str, str]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.folder.name

    @property
    def rules(self) -> Path:
        """The rule file or folder inside it."""
        return self.folder / self.live.name

    def moved_live(self) -> tuple[str, ...]:
        """The files that are live in another form than when the draft was made."""
        return changed(self.base, digests_of_set(self.live))

    def changes(self) -> tuple[str, ...]:
        """The files in which the draft is not what it was made from."""
        return changed(self.base, digests_of_set(self.rules))


def changed(one: Mapping[str, str], other: Mapping[str, str]) -> tuple[str, ...]:
    """Return the files that two sets do not have in common, by name."""
    return tuple(sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name)))


def make_draft(name: str, live: Path, day: str) -> DraftFolder:
    """Copy a live rule set into a draft of that name. Raises DraftError where the name or the rules will not do."""
    if not NAME.fullmatch(name):
        raise DraftError(f"`{name}` cannot name a draft: use letters, digits, - and _, as in new-red-flag")
    folder = DRAFTS / name
    if folder.exists():
        raise DraftError(f"there is a draft `{name}` already, in {near(folder)}: go on with it, or choose another name")
    if not live.exists():
        raise DraftError(f"{live}: there are no such rules to make a draft of")
    try:
        copy_set(live, folder)
        return write_record(DraftFolder(folder, live.resolve(), day, digests_of_set(live)))
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise DraftError(f"{near(folder)}: cannot be made: {(error.strerror or str(error)).lower()}") from None


def write_record(draft: DraftFolder) -> DraftFolder:
    """Write beside the draft what it was made from, and return it."""
    told = {"rules": os.path.relpath(draft.live, draft.folder), "made": draft.made, "files": dict(draft.base)}
    (draft.folder / RECORD).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return draft


def draft_named(name: str) -> DraftFolder:
    """Return the draft with a name, or in a folder. Raises DraftError, which names those that there are."""
    folder = DRAFTS / name if NAME.fullmatch(name) else Path(name)
    if not (folder / RECORD).is_file():
        there = [draft.name for draft in every_draft()]
        raise DraftError(f"no draft is named `{name}`: {suggestion(name, there)}; `triage draft {name}` makes one")
    try:
        told = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        live, made, base = (folder / told["rules"]).resolve(), str(told["made"]), dict(told["files"])
    except (OSError, ValueError, KeyError, TypeError):
        hint = "make a new draft, and copy what you changed into it"
        raise DraftError(f"{near(folder / RECORD)} cannot be read, so nobody knows what is new here: {hint}") from None
    return DraftFolder(near(folder), live, made, base)


def every_draft() -> tuple[DraftFolder, ...]:
    """Return the drafts that there are, by name."""
    return tuple(draft_named(record.parent.name) for record in sorted(DRAFTS.glob(f"*/{RECORD}")))


def rules_named(text: str) -> Path:
    """Return the rules that a command is given: by the name or the folder of a draft, else by their own path."""
    for folder in (DRAFTS / text,) if NAME.fullmatch(text) else (Path(text),):
        if (folder / RECORD).is_file():
            return draft_named(text).rules
    return Path(text)


def update_draft(draft: DraftFolder, merged: bool = False) -> tuple[DraftFolder, tuple[str, ...]]:
    """Take into a draft what changed live in files that it left alone. Returns it and the files that both changed.

    Those stay as they are and keep the draft from being published, until `merged` says that it holds both changes.
    """
    live, mine = digests_of_set(draft.live), digests_of_set(draft.rules)
    both: list[str] = []
    base = dict(live)
    for name in draft.moved_live():
        if mine.get(name) == draft.base.get(name):
            _take(draft, name)
        elif mine.get(name) != live.get(name) and not merged:
            both.append(name)
            base.pop(name, None)
            base |= {name: draft.base[name]} if name in draft.base else {}
    return write_record(DraftFolder(draft.folder, draft.live, draft.made, base)), tuple(both)


def remove_draft(draft: DraftFolder) -> bool:
    """Delete a draft. What is no part of the rule set stays. Returns whether the whole folder is gone."""
    for file in files_of_set(draft.rules).values():
        file.unlink()
    (draft.folder / RECORD).unlink()
    for folder in sorted((path for path in draft.folder.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    if any(draft.folder.iterdir()):
        return False
    draft.folder.rmdir()
    return True


def near(path: Path) -> Path:
    """Return a path as seen from the current folder, where it is inside, so that messages name it briefly."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _take(draft: DraftFolder, name: str) -> None:
    live, mine = draft.live.parent / name, draft.folder / name
    if live.is_file():
        mine.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(live, mine)
    else:
        mine.unlink(missing_ok=True)
