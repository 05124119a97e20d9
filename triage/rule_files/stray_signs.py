"""Stray signs: what an editor, a word processor or a merge leaves in a file, unseen or looking like another sign.

Each is named at its place. The lines are handed on with what was most probably meant, so that the rest of the file
can be checked as well; a file with a stray sign never loads.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
UNSEEN = "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff"
JOINERS = "\u200c\u200d"
"""They belong in some scripts; between plain letters they are stray."""
BREAKS = "\r\u0085\u2028\u2029\x0b\x0c\x1c-\x1e"
"""Other programs end a line at these, editors do not."""
CONTROLS = "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"
QUOTES = "\u2018-\u201f\u2032\u2033\u00ab\u00bb\u00b4`\uff02\uff07"
DASHES = "\u2010-\u2015\u2212\u2022\u2023\u25cf\u25e6\u2043\uff0d*"
WIDE = str.maketrans({chr(sign + 0xFEE0): chr(sign) for sign in map(ord, ":,[]{}#\"'-")})
TWINS = str.maketrans(
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0430\u0435\u0441\u0456\u0458"
    "\u043e\u0440\u0455\u0443\u0445\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a7\u03bf",
    "ABESIJKMHOPCTXaecijopsyxABEZHIKMNOPTXo",
)
"""Letters of other alphabets that look like Latin ones."""
OWN_NAMES = {
    "\t": "tab",
    "\r": "carriage return",
    "\x0b": "vertical tab",
    "\x0c": "form feed",
    "\x85": "next line sign",
    "\ufeff": "byte order mark",
    "\ufffe": "byte order mark the wrong way round",
}
ODD = re.compile(r"[^ -~]|^ *\* |`")
OTHER_WRITING = re.compile("[\u0590-\u1fff\u2e80-\uabff\uac00-\ud7ff]")
CONFLICT = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: |$)")
MOST_IN_A_LINE = 100
FEW = 5
"""So many other lines are named."""


@dataclass(frozen=True, slots=True)
class Stray:
    """What stands where it should not, at a line and column (from 1), and what to do."""

    line: int
    column: int
    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of stray sign: the group `sign` of a pattern, what to say of it, and what was meant.

    `flow`: only in a line with brackets. `texts`: in texts after `>-` and in comments as well.
    """

    pattern: re.Pattern[str]
    message: str
    hint: str
    instead: Callable[[str], str]
    flow: bool = False
    texts: bool = False


def _nothing(sign: str) -> str:
    return ""


def _space(sign: str) -> str:
    return " "


def _straight(sign: str) -> str:
    return '"'


def _dash(sign: str) -> str:
    return "-"


def _narrow(sign: str) -> str:
    return sign.translate(WIDE)


def _twin(sign: str) -> str:
    return sign.translate(TWINS)


START = r"(?:^ *(?:- +)*(?:[\w ]+: +)?)"
UNSEEN_HERE = "{name} stands here, which cannot be seen"
NO_SPACE = "{name} stands here, which only looks like a space"
CURLY = "`{sign}` is {name}: curly quote marks mean nothing here, a text starts and ends with straight ones"
STRAIGHT = 'write `"` at both ends of the text; to show curly ones to people, put `"` around them'
KINDS = (
    _Kind(re.compile(f"(?P<sign>[{UNSEEN}])"), UNSEEN_HERE, "delete it", _nothing, texts=True),
    _Kind(re.compile(f"(?<=[ -~])(?P<sign>[{JOINERS}])(?=[ -~])"), UNSEEN_HERE, "delete it", _nothing, texts=True),
    _Kind(re.compile(f"(?P<sign>[{CONTROLS}])"), UNSEEN_HERE, "delete it", _nothing, texts=True),
    _Kind(re.compile(f"(?P<sign>[{BREAKS}])"), f"{UNSEEN_HERE} and cuts a line in two", "type a space in its place",
          _space, texts=True),
    _Kind(re.compile(rf"^[ {SPACES}]*(?:- *)*(?P<sign>[{SPACES}])(?=\s*\S)"), NO_SPACE, "type a space in its place",
          _space, texts=True),
    _Kind(re.compile(rf"^ *(?:- +)*\w+:\s*(?P<sign>[{SPACES}])"), NO_SPACE, "type a space in its place", _space),
    _Kind(re.compile(rf"(?<=[,:\[{{-])\s*(?P<sign>[{SPACES}])|(?P<before>[{SPACES}])(?=\s*[,:\]}}])"), NO_SPACE,
          "type a space in its place", _space, flow=True),
    _Kind(re.compile(rf"(?P<sign>[{SPACES}])(?=\s*$)"), NO_SPACE, "delete it", _nothing),
    _Kind(re.compile(rf"{START}(?P<sign>[{QUOTES}])[^\"]*(?P<end>[{QUOTES}\"'])(?= *(?:$| #))"), CURLY, STRAIGHT,
          _straight),
    _Kind(re.compile(rf"^ *(?:- +)*(?P<sign>[{QUOTES}])\w+(?P<end>[{QUOTES}\"'])(?=:(?: |$))"), CURLY, STRAIGHT,
          _straight),
    _Kind(re.compile(rf"(?:{START}|[\[{{,:] *)(?P<sign>[{QUOTES}])[^\"]*?(?P<end>[{QUOTES}\"'])(?= *(?:[,\]}}:]|$))"),
          CURLY, STRAIGHT, _straight, flow=True),
    _Kind(re.compile(rf"(?:{START}|[\[{{,:] *)\"[^\"]*?(?P<sign>[\u201c-\u201f\u2033])(?= *(?:[,\]}}]|$))"),
          CURLY, STRAIGHT, _straight),
    _Kind(re.compile(rf"^ *(?P<sign>[{DASHES}])(?= )"), "`{sign}` is {name}, not the `-` that starts an entry",
          "write `- `", _dash),
    _Kind(re.compile("(?<=[ -~])(?P<sign>[\uff02\uff03\uff07\uff0c\uff0d\uff1a\uff3b\uff3d\uff5b\uff5d])"),
          "`{sign}` is {name}, not `{meant}`", "write `{meant}`", _narrow),
    _Kind(re.compile("(?<=[A-Za-z])(?P<sign>[\u0370-\u04ff])|(?P<before>[\u0370-\u04ff])(?=[A-Za-z])"),
          "`{sign}` is {name}, which only looks like `{meant}`", "type `{meant}`", _twin),
)  # fmt: skip
"""In this order. A pattern is looked for again behind each place that it was found at."""


def without_strays(lines: Sequence[str], texts: Callable[[], set[int]]) -> tuple[list[str], list[Stray]]:
    """Return the lines with what was meant in place of each stray sign, and the strays: each kind once.

    `texts` tells the numbers of the lines that belong to texts after `>-`; it is asked only where something is odd.
    """
    mended = list(lines)
    strays = _conflicts(mended)
    odd = [number for number, line in enumerate(mended, 1) if ODD.search(line)]
    found: dict[str, list[Stray]] = {}
    inside = texts() if odd else set()
    for number in odd:
        for stray in _of_line(mended, number, number in inside):
            found.setdefault(stray.message, []).append(stray)
    return mended, strays + [_once(same) for same in found.values()]


def line_by_line(text: str) -> tuple[str, ...]:
    """Return a text's lines as editors count them: no other sign ends a line."""
    lines = text.replace("\r\n", "\n").split("\n") if "\n" in text else text.split("\r")
    return tuple(lines if lines[-1] else lines[:-1])


def named(sign: str) -> str:
    """Name a sign in words, with its number: `a no-break space (U+00A0)`."""
    name = OWN_NAMES.get(sign) or unicodedata.name(sign, "control character").lower()
    return f"{'an' if name[0] in 'aeio' else 'a'} {name} (U+{ord(sign):04X})"


def _of_line(lines: list[str], number: int, is_text: bool) -> Iterator[Stray]:
    yield from _tab(lines, number, is_text)
    for kind in KINDS:
        line = lines[number - 1]
        if (is_text and not kind.texts) or (kind.flow and not re.search(r"[\[{]", line)):
            continue
        for column, sign in _replaced(lines, number, kind):
            words = {"sign": sign, "name": named(sign), "meant": kind.instead(sign)}
            yield Stray(number, column, "R009", kind.message.format_map(words), kind.hint.format_map(words))


def _replaced(lines: list[str], number: int, kind: _Kind) -> Iterator[tuple[int, str]]:
    """Put what was meant in place of every sign of a kind on a line. Yields the column and the sign of each."""
    start = count = 0
    while count < MOST_IN_A_LINE and (
        match := kind.pattern.search(lines[number - 1], start, _end(lines[number - 1], kind))
    ):
        count += 1
        line, group = lines[number - 1], "sign" if match["sign"] else "before"
        sign, meant = match[group], kind.instead(match[group])
        others = line.replace(sign, "")
        if meant == sign or (kind.instead in (_narrow, _twin) and OTHER_WRITING.search(others)):
            start = match.end()
            continue
        for each in (name for name in ("end", group) if match.groupdict().get(name)):
            line = line[: match.start(each)] + meant + line[match.end(each) :]
        lines[number - 1] = line
        yield match.start(group) + 1, sign


def _tab(lines: list[str], number: int, is_text: bool) -> Iterator[Stray]:
    """A tab where a line starts. What is meant is as many spaces as the line above starts with."""
    line = lines[number - 1]
    lead = re.match(r"(\s*(?:-\s+)*)\S", line)
    if lead is None or "\t" not in lead[1] or line.lstrip().startswith("#"):
        return
    column = line.index("\t") + 1
    above = next((lines[i] for i in range(number - 2, -1, -1) if lines[i].strip()), "")
    spaces = _width(above)
    hint = f"write spaces in its place; the line above says something after {spaces}"
    if lead[1].lstrip(" ").startswith("-"):
        spaces, hint = lead[1].index("-"), "write one space in its place"
    entry = re.sub(r"\s*-\s+", "- ", lead[1]) if "-" in lead[1] else ""
    lines[number - 1] = " " * spaces + entry + line[lead.end(1) :]
    yield Stray(number, column, "R009", "a tab stands here; only spaces may stand before what a line says", hint)


def _width(line: str) -> int:
    """After how many signs of indent and dashes a line says something."""
    lead = re.match(r" *(?:- +)*", line)
    return lead.end() if lead else 0


def _end(line: str, kind: _Kind) -> int:
    """Where to stop looking: most signs do no harm in a comment."""
    comment = None if kind.texts else re.search(r"(?:^|\s)#", line)
    return comment.start() if comment else len(line)


def _once(same: list[Stray]) -> Stray:
    """The first of several strays that are told alike, with the lines of the others."""
    first = min(same, key=lambda stray: (stray.line, stray.column))
    others = sorted({stray.line for stray in same} - {first.line})
    if not others:
        return first
    shown = ", ".join(map(str, others[:FEW])) + (" and others" if len(others) > FEW else "")
    more = f"; the same on {len(others)} other line{'' if len(others) == 1 else 's'}: {shown}"
    return Stray(first.line, first.column, first.code, first.message + more, first.hint)


def _conflicts(lines: list[str]) -> list[Stray]:
    """Report each merge that was not finished, and keep the first of its versions."""
    marks = [(number, match[1][0]) for number, line in enumerate(lines, 1) if (match := CONFLICT.match(line))]
    found: list[Stray] = []
    while any(sign in "<>" for _, sign in marks):
        end = next((i for i, (_, sign) in enumerate(marks) if sign == ">"), len(marks) - 1)
        first, last = marks[0][0], marks[end][0]
        second = next((number for number, sign in marks[: end + 1] if sign in "=|"), last)
        message = "a merge has left this line behind"
        if first < last:
            message = (
                f"two versions of this part stand here, from line {first} to line {last}: a merge was not finished"
            )
        hint = f"keep what stands above or below line {second}, and delete the lines <<<<<<<, ======= and >>>>>>>"
        found.append(Stray(first, 1, "R002", message, hint))
        for number in (first, *range(second, last + 1)):
            lines[number - 1] = ""
        marks = marks[end + 1 :]
    return found
