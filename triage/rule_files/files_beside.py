"""Files beside a rule file: which of them are read. Names that start with a dot belong to editors and systems."""

from __future__ import annotations

from pathlib import Path

YAML = (".yaml", ".yml")


def files_in(folder: Path, *endings: str) -> list[Path]:
    """Return the files of a folder with one of these endings, by name; none where there is no such folder."""
    if not folder.is_dir():
        return []
    return sorted(file for file in folder.iterdir() if file.suffix in endings and not file.name.startswith("."))
