"""Layout: where a file that is not well-formed YAML most probably went wrong, and which sign is at fault.

A parser notices a bracket, a quote mark or a space that is missing only later, often many lines below. Here each
line is looked at by itself, from the line where the parser stopped upwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

PAIRS = {"[": "]", "{": "}"}
OPENS = {close: open for open, close in PAIRS.items()}
INSIDE = {"[": "list", "{": "map"}
NEAR = 3
"""A missing colon or a wrong indent is noticed within so many lines."""
TEXTS = {'"': re.compile(r'"(?:\\.|[^"\\])*"'), "'": re.compile(r"'(?:''|[^'])*'")}
DASHES = re.compile(r" *(?:- +)*")
KEY = re.compile(r"^ *(?:- +)*([a-z][a-z0-9_]*):(?: |$)")
BLOCK_TEXT = re.compile(r": *[>|][-+0-9]*\s*(?:#.*)?$")
SIGN = re.compile(
    r"(?P<comment> #.*)|(?P<space> +)|(?P<colon>:(?= |$))|(?P<sign>[\[\]{},\"'@`%&*!|>])|(?P<word>[^\s\[\]{},:]+|.)"
)
NO_START = "@`%&*!|>"
"""A text without quotes cannot start with these."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong at a line and column (from 1), and what to do. `far`: a parser may notice it many lines below."""

    line: int
    column: int
    message: str
    hint: str
    far: bool = False


def find_slip(lines: Sequence[str], noticed: int) -> Slip | None:
    """Look for the slip that a parser noticed on a line (from 1). Returns None where nothing stands out."""
    last = min(noticed, len(lines))
    texts = block_texts(lines[:last])
    upwards = (number for number in range(last, 0, -1) if number not in texts)
    looked_at = [number for number in upwards if not re.match(r" *(#|$)", lines[number - 1])]
    keys = {(_start(line) > _indent_of(line), key[1]) for line in lines if (key := KEY.match(line))}
    for tried, number in enumerate(looked_at):
        line = lines[number - 1]
        slip = _signs(lines, number) or _colon(line, number, keys)
        if tried < NEAR:
            slip = slip or _dash(line, number) or _indent(lines, number) or _level(lines, number)
        if slip is not None and (slip.far or tried < NEAR):
            return slip
    return None


def block_texts(lines: Sequence[str]) -> set[int]:
    """The numbers of lines that belong to a text after `>-` or `|`: no sign counts there."""
    inside: set[int] = set()
    holder: int | None = None
    for number, line in enumerate(lines, 1):
        indent = _indent_of(line)
        if holder is not None and (indent > holder or not line.strip()):
            inside.add(number)
            continue
        holder = indent if BLOCK_TEXT.search(line) else None
    return inside


class _Signs:
    """Reads one line sign by sign until something cannot stand where it stands.

    A value may start where `starts` is true; `ended` says that a list, a map or a text in quotes has just ended.
    `opened` are the brackets that are open, each with its column and whether a colon stood in the entry.
    """

    def __init__(self, line: str, number: int) -> None:
        self.line = line
        self.number = number
        self.at = line.index(":") + 1 if KEY.match(line) else _start(line)
        self.opened: list[tuple[str, int]] = []
        self.keyed: list[bool] = []
        self.starts, self.ended = True, False

    def slip(self) -> Slip | None:
        """Return the first slip of the line."""
        while match := SIGN.match(self.line, self.at):
            sign = match[0]
            if match.lastgroup == "comment":
                return None
            if match.lastgroup != "space":
                found = self._read("word" if match.lastgroup == "word" else sign, sign)
                if found is not None or (not self.opened and not self.starts and not self.ended):
                    return found or _second_colon(self.line, self.number, self.at)
            self.at = max(self.at, match.end())
        return None

    def _read(self, kind: str, sign: str) -> Slip | None:
        return ACTS.get(kind, _Signs._word)(self, sign)

    def _found(self, message: str, hint: str, far: bool = False) -> Slip:
        return Slip(self.number, self.at + 1, message, hint, far)

    def _quote(self, sign: str) -> Slip | None:
        if not self.starts:
            return self._word(sign)
        end = TEXTS[sign].match(self.line, self.at)
        if end is None:
            message = f"the text that starts with `{sign}` does not end on this line"
            return self._found(message, f"put a `{sign}` where it ends, or delete this one", far=True)
        self.at, self.starts, self.ended = end.end(), False, True
        return None

    def _open(self, sign: str) -> Slip | None:
        if not self.opened and not self.starts:
            return self._word(sign)
        if not self.starts:
            return self._found(
                f"`{sign}` cannot stand inside a word", f"put `, ` or `: ` before the `{sign}`, or delete it"
            )
        self.opened.append((sign, self.at))
        self.keyed.append(False)
        return None

    def _close(self, sign: str) -> Slip | None:
        if not self.opened and not self.starts:
            return self._word(sign)
        if not self.opened or PAIRS[self.opened[-1][0]] != sign:
            return _unpaired(self.number, self.at, sign, self.opened)
        self.opened.pop()
        self.keyed.pop()
        self.starts, self.ended = False, True
        return None

    def _comma(self, sign: str) -> Slip | None:
        if not self.opened:
            return self._word(sign)
        self.keyed[-1] = False
        self.starts, self.ended = True, False
        return None

    def _colon(self, sign: str) -> Slip | None:
        if not self.opened and not self.ended:
            return self._word(sign)
        if self.opened and self.opened[-1][0] == "{" and self.keyed[-1]:
            hint = "put the whole text in quotes, or a `,` before the next key"
            return self._found("a second `: ` stands in this part of the map", hint)
        self.keyed[-1:] = [True] if self.keyed else []
        self.starts, self.ended = True, False
        return None

    def _reserved(self, sign: str) -> Slip | None:
        if not self.starts or (sign in "|>" and BLOCK_TEXT.search(self.line)):
            return self._word(sign)
        return self._found(f"a text cannot start with `{sign}`", 'put the whole text in quotes: `"..."`')

    def _word(self, sign: str) -> Slip | None:
        if self.ended:
            return _after_end(self.line, self.number, self.at)
        self.starts = False
        return None


ACTS: dict[str, Callable[[_Signs, str], Slip | None]] = {
    **dict.fromkeys("\"'", _Signs._quote),
    **dict.fromkeys("[{", _Signs._open),
    **dict.fromkeys("]}", _Signs._close),
    ",": _Signs._comma,
    ":": _Signs._colon,
    **dict.fromkeys(NO_START, _Signs._reserved),
}
"""What each sign does; everything else is part of a word."""


def _signs(lines: Sequence[str], number: int) -> Slip | None:
    """A bracket or quote mark without its other half, or something that cannot stand beside one."""
    line = _Signs(lines[number - 1], number)
    slip = line.slip()
    if slip is not None or not line.opened or _goes_on(lines, number):
        return slip
    sign, at = line.opened[-1]
    message = f"the {INSIDE[sign]} that starts with `{sign}` does not end on this line"
    hint = f"put a `{PAIRS[sign]}` where it ends, or delete the `{sign}`"
    return Slip(number, at + 1, message, hint, far=True)


def _unpaired(number: int, at: int, sign: str, opened: list[tuple[str, int]]) -> Slip:
    if not opened:
        hint = f"delete it, or put a `{OPENS[sign]}` where the {INSIDE[OPENS[sign]]} starts"
        return Slip(number, at + 1, f"`{sign}` ends nothing here", hint)
    wanted = PAIRS[opened[-1][0]]
    message = f"`{sign}` stands where the `{opened[-1][0]}` of column {opened[-1][1] + 1} must end first"
    hint = f"put a `{wanted}` here, or a `{OPENS[sign]}` where the other part starts, or delete the `{sign}`"
    return Slip(number, at + 1, message, hint)


def _after_end(line: str, number: int, at: int) -> Slip:
    end = line[:at].rstrip()[-1]
    hint = f"put a `,` between them, delete the `{line[at]}`, or move the `{end}` to where it belongs"
    if end == '"':
        hint = f"{hint}; or put the whole text in `'...'`"
    if end == "'" and line[at - 1] == "'":
        hint = "inside `'...'` an apostrophe is written twice; put the text in `\"...\"` instead, or in no quotes"
    return Slip(number, at + 1, f"`{line[at]}` stands after the `{end}`, which ends this part", hint)


def _second_colon(line: str, number: int, at: int) -> Slip | None:
    """A plain text that holds a colon and a space, which only a key may."""
    colon = re.search(r": |:$", line[at:].partition(" #")[0])
    if colon is None or not KEY.match(line):
        return None
    hint = "put the text in quotes, or a `{` where a map starts"
    return Slip(number, at + colon.start() + 1, "a second `: ` stands on this line", hint)


def _goes_on(lines: Sequence[str], number: int) -> bool:
    """Whether the next line is indented more, as a list or map that takes several lines would be."""
    below = lines[number] if number < len(lines) else ""
    return _indent_of(below) > _indent_of(lines[number - 1]) and not KEY.match(below)


def _colon(line: str, number: int, keys: set[tuple[bool, str]]) -> Slip | None:
    """A key without its colon, or without the space after it."""
    start = _start(line)
    word = re.match(r"[a-z0-9_]+", line[start:])
    if word is None or KEY.match(line):
        return None
    behind_dash = start > _indent_of(line)
    key = next((each for each in (word[0], word[0][:-1]) if (behind_dash, each) in keys), None)
    if key is None:
        return None
    hint = f"write `{key}: ` with a space after the `:`"
    return Slip(number, start + len(key) + 1, f"the key `{key}` needs `:` and a space", hint, far=line.strip() == key)


def _dash(line: str, number: int) -> Slip | None:
    """A dash without the space after it."""
    start = _indent_of(line)
    if not re.match(r"-[a-z{\[\"]", line[start:]):
        return None
    return Slip(number, start + 1, "the `-` of a list needs a space after it", "write `- `")


def _indent(lines: Sequence[str], number: int) -> Slip | None:
    """An indent that is odd where the lines around are even."""
    indent = _indent_of(lines[number - 1])
    near = [line for line in lines[max(0, number - 6) : number + 5] if line.strip()]
    if indent % 2 == 0 or sum(_indent_of(line) % 2 for line in near) > 1:
        return None
    wanted = sorted({_lead(line) for line in near if abs(_indent_of(line) - indent) == 1})
    spaces = ", or ".join(wanted) or "as many spaces as the lines around"
    message = f"this line starts with {indent} spaces, unlike the lines around it"
    return Slip(number, indent + 1, message, f"start it with {spaces}")


def _level(lines: Sequence[str], number: int) -> Slip | None:
    """A line that stands further right or left than it can, or that belongs to a text and does not look so."""
    line, indent = lines[number - 1], _indent_of(lines[number - 1])
    above = next((each for each in reversed(lines[: number - 1]) if not re.match(r" *(#|$)", each)), "")
    if not KEY.match(line) and not re.match(r" *(?:- |[\]}\"'])", line):
        if indent > _start(above) or ":" in line:
            return None
        hint = f"if it belongs to the text above, start it with {_start(above) + 2} spaces; else write `key: `"
        return Slip(number, indent + 1, "this line is no key and no entry of a list", hint)
    if KEY.match(line) and indent == _start(line):
        if re.match(r".*: +[^\s#>|]", above) and indent > _start(above):
            message = f"this line starts with {indent} spaces, but the line above has its value already"
            return Slip(number, indent + 1, message, f"start it with {_start(above)} spaces")
        same = next((each for each in reversed(lines[: number - 1]) if each.strip() and _indent_of(each) <= indent), "")
        if _indent_of(same) == indent and same.lstrip().startswith("- "):
            message = "this line stands where the entries of a list start, without their `- `"
            return Slip(number, indent + 1, message, f"start it with `- `, or with {_start(same)} spaces")
    return None


def _start(line: str) -> int:
    """Where a line starts behind its indent and dashes."""
    dashes = DASHES.match(line)
    return dashes.end() if dashes else 0


def _lead(line: str) -> str:
    return f"{_indent_of(line)} spaces" + (" and `- `" if line.lstrip().startswith("- ") else "")


def _indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
