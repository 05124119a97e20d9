"""Make static/guide.css: the few rules that we take from nhsuk-frontend, then our own.

    python tools/stylesheet.py            # npm fetches the package into a temporary folder
    python tools/stylesheet.py FILE.tgz   # or with the package at hand

It needs tinycss2 (in the `test` extra) and, without FILE, npm. Run it after every change of guide.source.css and
commit the result. What is taken: the layout of the components in TAKEN. Type, colours, and how things look under
the pointer or the focus are ours; colours that are left become our own names, so that a theme can change them.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tinycss2

HERE = Path(__file__).parent
MADE = HERE.parent / "static" / "guide.css"
PACKAGE = "nhsuk-frontend@10.6.1"
SHA512 = (
    "3d9a2ba90663671fc0dbac89a2c9022fdcf489be80b64032174a382bf447afcc"
    "d1ac9c97ad43829cc6e3cb454d5ec18ee2d7d334cc2a964c004cab386b4c5acb"
)
MEMBER = "package/dist/nhsuk/nhsuk-frontend.css"

TAKEN = (
    "nhsuk-checkboxes__divider",
    "nhsuk-checkboxes__input",
    "nhsuk-checkboxes__item",
    "nhsuk-checkboxes__label",
    "nhsuk-error-message",
    "nhsuk-fieldset",
    "nhsuk-fieldset__heading",
    "nhsuk-fieldset__legend",
    "nhsuk-form-group",
    "nhsuk-form-group--error",
    "nhsuk-radios__divider",
    "nhsuk-radios__input",
    "nhsuk-radios__item",
    "nhsuk-radios__label",
    "nhsuk-summary-list",
    "nhsuk-summary-list__actions",
    "nhsuk-summary-list__key",
    "nhsuk-summary-list__row",
    "nhsuk-summary-list__value",
    "nhsuk-u-visually-hidden",
)
"""A rule is taken when every class that its selector names stands here."""

COLOURS = {
    "#212b32": "var(--ink)",
    "#4c6272": "var(--edge)",
    "#d8dde0": "var(--line)",
    "#ffffff": "var(--card)",
    "#d5281b": "var(--error)",
}
"""Their colours and ours. A colour that is missing here stops the build."""

DEVICE = {"warm": "(prefers-contrast:less)", "dark": "(prefers-color-scheme:dark)"}
"""When the device asks for the colours that a person can also choose; used where nothing was chosen."""

OURS = re.compile(r"font|line-height|-webkit-|-ms-|page-break|outline")
"""Declarations that are left out: type, focus and what only old browsers need."""
STATES = re.compile(r":(focus|hover|active|visited|disabled|has|not|link)|::-moz|\bx:")
HEX = re.compile(r"#[0-9a-f]{6}\b")


def main(arguments: list[str]) -> None:
    """Write guide.css and say how large it is."""
    with tempfile.TemporaryDirectory() as folder:
        package = Path(arguments[0]) if arguments else fetched(Path(folder))
        theirs = styles_in(package)
    ours = (HERE / "guide.source.css").read_text(encoding="utf-8")
    taken = "".join(small(rules(tinycss2.parse_stylesheet(theirs, skip_comments=True, skip_whitespace=True), True)))
    added = "".join(small(rules(tinycss2.parse_stylesheet(ours, skip_comments=True, skip_whitespace=True), False)))
    notice = "/* parts: nhsuk-frontend 10.6.1, MIT, see LICENSE-nhsuk-frontend.txt; made by tools/stylesheet.py */\n"
    MADE.write_text(notice + taken + added + "\n", encoding="utf-8")
    print(f"guide.css: {len(taken)} bytes taken, {len(added)} bytes of our own")


def fetched(folder: Path) -> Path:
    """Let npm fetch the package."""
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (package,) = folder.glob("*.tgz")
    return package


def styles_in(package: Path) -> str:
    """Return the stylesheet in the package, after a check that it is the one we know."""
    if hashlib.sha512(package.read_bytes()).hexdigest() != SHA512:
        raise SystemExit(f"{package.name} is not the {PACKAGE} that this script knows")
    with tarfile.open(package) as archive:
        member = archive.extractfile(MEMBER)
        assert member is not None
        return member.read().decode("utf-8")


Rule = tuple[str, str, str]
"""The conditions around it (`@media ...`), selector, declarations."""


def rules(nodes: Iterable[Any], theirs: bool, around: str = "") -> Iterator[Rule]:
    """Yield the rules to keep, flat; of theirs only what TAKEN names."""
    for node in nodes:
        if node.type == "qualified-rule":
            selector = squeezed(tinycss2.serialize(node.prelude))
            selector = wanted(selector) if theirs else selector
            body = declarations(node.content, theirs) if selector else ""
            if body:
                yield around, selector, body
            colours = re.fullmatch(r'\[data-colours="(\w+)"\]', selector)
            if colours and not theirs:
                yield f"{around} and {DEVICE[colours[1]]}", ":root:not([data-colours])", body
        elif node.type == "at-rule" and node.lower_at_keyword == "page":
            if not theirs:
                yield around, "@page", declarations(node.content, theirs)
        elif node.type == "at-rule" and node.content is not None:
            condition = squeezed(tinycss2.serialize(node.prelude))
            if theirs and (node.lower_at_keyword != "media" or "width" not in condition or "print" in condition):
                continue
            inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            yield from rules(inner, theirs, f"@{node.lower_at_keyword} {condition}")
        elif node.type == "error":
            raise SystemExit(f"{node.source_line}:{node.source_column}: {node.message}")


def wanted(selectors: str) -> str:
    """Return the selectors of a list that name only what is taken, in its plain state."""
    kept = []
    for selector in selectors.split(","):
        classes = set(re.findall(r"\.([\w-]+)", selector))
        if classes and classes <= set(TAKEN) and not STATES.search(selector):
            kept.append(selector)
    return ",".join(kept)


def declarations(content: Iterable[Any], theirs: bool) -> str:
    """Return declarations without white space; of theirs without type, and in our colours."""
    parts = []
    for each in tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True):
        if each.type != "declaration":
            raise SystemExit(f"{each.source_line}:{each.source_column}: this is no declaration")
        if theirs and OURS.search(each.lower_name):
            continue
        value = squeezed(tinycss2.serialize(each.value))
        if theirs:
            value = HEX.sub(our_colour, value)
        parts.append(f"{each.name}:{value}{'!important' if each.important else ''}")
    return ";".join(parts)


def our_colour(found: re.Match[str]) -> str:
    """Return our name for one of their colours."""
    if found[0] not in COLOURS:
        raise SystemExit(f"name our colour for {found[0]} in COLOURS")
    return COLOURS[found[0]]


def squeezed(text: str) -> str:
    """Return CSS without the white space that means nothing."""
    text = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", text)).strip()
    return re.sub(r" ?([,>{};]) ?", r"\1", re.sub(r": ", ":", text))


def small(kept: Iterable[Rule]) -> Iterator[str]:
    """Write rules; neighbours under one condition, or of one selector, are joined."""
    groups: list[tuple[str, list[list[str]]]] = []
    for around, selector, body in kept:
        if not groups or groups[-1][0] != around:
            groups.append((around, []))
        inside = groups[-1][1]
        if inside and inside[-1][0] == selector:
            inside[-1][1] += ";" + body
        else:
            inside.append([selector, body])
    for around, inside in groups:
        text = "".join(f"{selector}{{{body}}}" for selector, body in inside)
        yield f"{around}{{{text}}}" if around else text


if __name__ == "__main__":
    main(sys.argv[1:])
