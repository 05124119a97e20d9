"""Letters: texts with letters that the fonts of the printed summary lack, and that would be boxes on paper."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

from triage.rule_files.document import Document, texts_in
from triage.rule_files.stray_signs import named

FONTS = tuple(Path(__file__).parents[2] / "summary" / "fonts" / f"NotoSans-{each}.ttf" for each in ("Regular", "Bold"))
FEW = 3
"""So many letters are named."""


def report_letters(document: Document) -> None:
    """Add R109 to a document that holds a rule file without errors."""
    known = letters()
    for place, text in texts_in(document.data):
        lacking = [] if text.isascii() else [sign for sign in dict.fromkeys(text) if sign not in known]
        if lacking:
            shown = ", ".join(f"`{sign}`, {named(sign)}" for sign in lacking[:FEW])
            more = f" and {len(lacking) - FEW} more" if len(lacking) > FEW else ""
            hint = "write it in Latin, Greek or Cyrillic letters, or cut larger fonts as their README says"
            document.report("R109", place, f"the printed summary has no letter for {shown}{more}", hint)


@cache
def letters() -> frozenset[str]:
    """Return the letters that both fonts have."""
    regular, bold = (letters_of(path.read_bytes()) for path in FONTS)
    return regular & bold


def letters_of(font: bytes) -> frozenset[str]:
    """Return the letters of a TrueType font, by its `cmap` table of format 4 (OpenType specification 1.9)."""
    tables = struct.unpack(">H", font[4:6])[0]
    entries = (struct.unpack(">4sIII", font[12 + 16 * i : 28 + 16 * i]) for i in range(tables))
    start = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    maps = struct.unpack(">H", font[start + 2 : start + 4])[0]
    offsets = (struct.unpack(">I", font[start + 8 + 8 * i : start + 12 + 8 * i])[0] for i in range(maps))
    table = next(font[start + offset :] for offset in offsets if font[start + offset : start + offset + 2] == b"\0\4")
    double = struct.unpack(">H", table[6:8])[0]
    ends = struct.unpack(f">{double // 2}H", table[14 : 14 + double])
    starts = struct.unpack(f">{double // 2}H", table[16 + double : 16 + 2 * double])
    return frozenset(chr(code) for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1))
