"""Diagnostics: what is wrong in a file, where, and what to do, in a maintainer's words."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from triage.rule_files.did_you_mean import kindred, near

CODES = {
    "R001": "the file cannot be read",
    "R002": "the file is not well-formed YAML",
    "R003": "a YAML feature that rule files do not use",
    "R004": "a key stands twice",
    "R005": "the file is too large or too deep",
    "R006": "a part that is not there",
    "R007": "a part that nothing names",
    "R008": "a key in the wrong part",
    "R009": "a sign that cannot be seen, or that looks like another",
    "R010": "an unknown key",
    "R011": "a missing key",
    "R012": "a name that nothing has",
    "R013": "a value of the wrong kind",
    "R014": "a badly formed id",
    "R015": "an id that stands twice",
    "R016": "an option that its question does not have",
    "R017": "a reference to something that stands later",
    "R018": "`not` where a red flag must not depend on it",
    "R019": "a condition that cannot be read",
    "R020": "a badly formed HPO code",
    "R021": "a badly formed web address",
    "R022": "a finding that stands twice in one pattern",
    "R023": "an empty text",
    "R024": "a number that makes no sense here",
    "R025": "a translation with other numbers",
    "R026": "a retired id that is in use",
    "R027": "a pair of look-alikes that the rules contradict",
    "R101": "a source that nothing names",
    "R102": "the review date has passed",
    "R103": "a text that is hard to read",
    "R104": "a text that speaks to the wrong person",
    "R105": "a text that a ` #` cuts off",
    "R106": "a measurement of what the rules no longer say",
    "R107": "a text that is still to be written",
    "R108": "a review in the future",
    "R109": "letters that the printed summary lacks",
    "R201": "an option that nothing reads",
    "R202": "a finding that nothing uses",
    "R203": "a pattern with the same lists as another",
    "R204": "two findings of one pattern that one answer feeds",
    "R205": "a code that stands above the code of another option",
    "R206": "a category without a pattern for children",
    "R207": "a hard word that nothing explains",
    "R208": "a red flag without a first-hand source",
    "R209": "a pattern that counts two options that exclude each other",
    "R210": "a pattern that tells an age and can be named for anybody",
    "R221": "words that contradict the urgency",
    "R222": "an expected finding that few are asked about",
    "R223": "a code that is no HPO term",
    "R224": "a first sentence that does not say by when",
    "R301": "a translation of a text that is not there",
    "R302": "a translation of a text that has changed",
    "R303": "an empty translation",
    "R304": "texts without a translation",
}
"""Every code a diagnostic can carry. R0.. are errors, R1.., R2.. (lint) and R3.. (translations) are warnings."""

WORD = re.compile(r"[\w-]+|\S")
BEFORE, AFTER = 60, 100
"""How much of a long line is shown on either side of a fault."""
WIDTH = 160
"""So much of a line is shown in a terminal."""
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]"
)
MOST_NAMES = 8
"""So many names are listed where none is near."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault: file, line and column (both from 1), the line itself, a sentence and a hint."""

    code: str
    file: str
    line: int
    column: int
    message: str
    hint: str
    quoted: str = ""

    @property
    def is_error(self) -> bool:
        """An error keeps the file from loading; a warning does not."""
        return self.code < "R100"

    @property
    def excerpt(self) -> tuple[str, str, str]:
        """The line in three parts, to be shown without a caret: before the fault, the word there, and after it."""
        word = WORD.match(self.quoted, self.column - 1)
        start, end = word.span() if word else (self.column - 1, self.column - 1)
        before, at, after = (visible(part) for part in (self.quoted[:start], self.quoted[start:end], self.quoted[end:]))
        before, after = before.lstrip(), after.rstrip()
        return (
            before if len(before) <= BEFORE else f"… {before[-BEFORE:]}",
            at[:AFTER],
            after if len(after) <= AFTER else f"{after[:AFTER]} …",
        )

    def __str__(self) -> str:
        kind = "error" if self.is_error else "warning"
        lines = [f"{self.file}:{self.line}:{self.column}: {kind} {self.code}: {visible(self.message)}"]
        if self.quoted.strip():
            lines += [f"  {each}" for each in self._with_caret()]
        lines.append(f"  hint: {visible(self.hint)}")
        return "\n".join(lines)

    def _with_caret(self) -> tuple[str, str]:
        """As much of the line as fits, and a line with a caret below the column; never past the end."""
        line = self.quoted.rstrip()
        at = min(self.column, len(line)) - 1
        start = max(0, at - WIDTH + AFTER) if len(line) > WIDTH else 0
        lead = "… " if start else ""
        before, shown = visible(line[start:at]), visible(line[start : start + WIDTH])
        rest = " …" if len(line) > start + WIDTH else ""
        return f"{lead}{shown}{rest}", " " * _columns(lead + before) + "^"


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes: letters of some scripts take two, accents by themselves none."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return len(text) + wide - sum(unicodedata.combining(sign) > 0 for sign in text)


class RuleFileError(Exception):
    """The file has errors. `diagnostics` lists every fault found, warnings included."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__("\n\n".join(map(str, diagnostics)))
        self.diagnostics = diagnostics


def suggestion(name: str, known: Iterable[str]) -> str:
    """Say which known name was meant, or list the names there are."""
    names = sorted(set(known))
    parts = [[part] if part in names else near(part, names) for part in re.findall(r"\w+", name)]
    if len(parts) > 1 and all(parts):
        return "did you mean " + ", ".join(f"`{each[0]}`" for each in parts) + " with a `,` between?"
    bare = name.strip("[]{} ")
    if bare != name and bare in names:
        return f"did you mean `{bare}`? A `[`, `]`, `{{` or `}}` is missing, or is one too many"
    close = near(name, names)
    start = re.split(r"\W", name)[0]
    if start in names:
        return f"did you mean `{start}`, or `{start}: ` with more behind it?"
    if close:
        return "did you mean " + " or ".join(f"`{each}`" for each in close) + "?"
    if not names:
        return "there are none to choose from"
    listed = ", ".join(f"`{each}`" for each in kindred(name, names)[:MOST_NAMES])
    return f"there are {listed}" + (f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else "")


def visible(text: str) -> str:
    """Return a text with every sign that cannot be seen written as its number, as in `\\u200b`."""
    return UNSEEN.sub(lambda match: json.dumps(match[0])[1:-1], text)
