"""The terms of the Human Phenotype Ontology: which codes there are, and their names, from a file that comes along.

`hpo_terms.txt.gz` holds the ids and names of one release, unaltered, and the former ids with the ids that replaced
them. Its first lines say which release, whose work, and the command that made it.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("hpo_terms.txt.gz")
REPLACED = "="
"""Before the code that replaced a former one."""


def release() -> str:
    """Return the release that the file holds, as in `2025-01-16`."""
    return _read()[0]


def term_name(code: str) -> str | None:
    """Return the name of a code's term; None for what is no code, or a former one."""
    name = _read()[1].get(code)
    return None if name is None or name.startswith(REPLACED) else name


def replaced_by(code: str) -> str | None:
    """Return the code that a former code now has, or None."""
    name = _read()[1].get(code, "")
    return name.removeprefix(REPLACED) if name.startswith(REPLACED) else None


def named_codes(text: str) -> list[str]:
    """Return the codes of the terms that have just this name."""
    return [code for code, name in _read()[1].items() if name.lower() == text.lower()]


def with_name(code: str) -> str:
    """Return a code with the name of its term: `HP:0000508 Ptosis`."""
    return f"{code} {term_name(code) or ''}".rstrip()


@cache
def _read() -> tuple[str, Mapping[str, str]]:
    lines = gzip.decompress(FILE.read_bytes()).decode("utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    terms = dict(line.split("\t", 1) for line in lines[len(head) :])
    return head[0].rpartition(" ")[2], terms
