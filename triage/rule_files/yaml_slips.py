"""Layout: where a file that is not well-formed YAML most probably went wrong, and which sign is at fault.

A parser notices a bracket, a quote mark or a space that is missing only later, often many lines below. Here each
line is looked at by itself, from the line where the parser stopped upwards.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

PAIRS = {"[": "]", "{": "}"}
OPENS = {close: open for open, close in PAIRS.items()}
INSIDE = {"[": "list", "{": "map"}
STARTS, WITHIN, ENDED = range(3)
"""Where a value may start, inside a word, and behind the end of a list, a map or a text in quotes."""
NEAR = 3
"""A missing colon or a wrong indent is noticed within so many lines."""
TEXTS = {'"': re.compile(r'"(?:\\.|[^"\\])*"'), "'": re.compile(r"'(?:''|[^'])*'")}
DASHES = re.compile(r" *(?:- +)*")
KEY = re.compile(r"^ *(?:- +)*([a-z][a-z0-9_]*):(?: |$)")
BLOCK_TEXT = re.compile(r": *[>|][-+0-9]*\s*(?:#.*)?$")


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
    texts = _block_texts(lines[:last])
    upwards = (number for number in range(last, 0, -1) if number not in texts)
    looked_at = [number for number in upwards if not re.match(r" *(#|$)", lines[number - 1])]
    keys = {(_start(line) > _indent_of(line), key[1]) for line in lines if (key := KEY.match(line))}
    for tried, number in enumerate(looked_at):
        line = lines[number - 1]
        slip = _signs(lines, number) or _colon(line, number, keys)
        if tried < NEAR:
            slip = slip or _dash(line, number) or _indent(lines, number)
        if slip is not None and (slip.far or tried < NEAR):
            return slip
    return None


def _block_texts(lines: Sequence[str]) -> set[int]:
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


def _signs(lines: Sequence[str], number: int) -> Slip | None:
    """A bracket or quote mark without its other half, or something that cannot stand beside one."""
    line = lines[number - 1]
    at = line.index(":") + 1 if KEY.match(line) else _start(line)
    opened: list[tuple[str, int]] = []
    state = STARTS
    while at < len(line):
        sign = line[at]
        if sign == "#" and line[at - 1 : at] == " ":
            break
        if sign in "\"'" and state == STARTS:
            end = TEXTS[sign].match(line, at)
            if end is None:
                message = f"the text that starts with `{sign}` does not end on this line"
                return Slip(number, at + 1, message, f"put a `{sign}` where it ends, or delete this one", far=True)
            at, state = end.end() - 1, ENDED
        elif sign in PAIRS and (opened or state == STARTS):
            if state != STARTS:
                hint = f"put `, ` or `: ` before the `{sign}`, or delete it"
                return Slip(number, at + 1, f"`{sign}` cannot stand inside a word", hint)
            opened.append((sign, at))
        elif sign in OPENS and (opened or state == STARTS):
            if not opened or PAIRS[opened[-1][0]] != sign:
                return _unpaired(number, at, sign, opened)
            opened.pop()
            state = ENDED
        elif (sign == "," and opened) or (line[at : at + 2] in (":", ": ") and (opened or state == ENDED)):
            state = STARTS
        elif sign != " " and state == ENDED:
            return _after_end(line, number, at)
        elif sign != " " and not opened:
            return _second_colon(line, number, at)
        elif sign != " ":
            state = WITHIN
        at += 1
    if not opened or _goes_on(lines, number):
        return None
    sign, at = opened[-1]
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


def _start(line: str) -> int:
    """Where a line starts behind its indent and dashes."""
    dashes = DASHES.match(line)
    return dashes.end() if dashes else 0


def _lead(line: str) -> str:
    return f"{_indent_of(line)} spaces" + (" and `- `" if line.lstrip().startswith("- ") else "")


def _indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
