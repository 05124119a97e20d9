"""Slips that a clinician makes in a rule file: what was typed, on which line, and which words must tell it.

Each was written down before anything was mended for it. They stand for kinds: a tab anywhere, any invisible sign, any
word that another notation has for `all`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CONFLICT = """<<<<<<< HEAD
    text: How is the soil?
=======
    text: Is the soil wet?
>>>>>>> draft
"""
SOIL = """    text: How is the soil?
"""
COPIED = """  - id: leaves
    kind: many
    area: leaf
    text: What do you see on the leaves?
    help: Look again.
    why: leaves show thirst first.
    options:
      - {id: yellow, text: they are yellow}
      - {id: spots, text: they have spots, wording: true}
"""


@dataclass(frozen=True)
class Slip:
    """`old` of the good file becomes `new`. `words`: each stands in message or hint; `never`: none of these does.

    The line at fault is the first that changed, or so many below it as `below` says.
    """

    name: str
    old: str
    new: str
    words: tuple[str, ...]
    below: int = 0
    never: tuple[str, ...] = ()

    def typed(self, good: str) -> str:
        """Return the file with the slip."""
        assert self.old in good, self.name
        return good.replace(self.old, self.new, 1)

    def line(self, good: str) -> int:
        """Return the line at fault, from 1, counted as an editor does."""
        pairs = zip(re.split("\n", good), re.split("\n", self.typed(good)), strict=False)
        return self.below + next(number for number, (old, new) in enumerate(pairs, 1) if old != new)


NEEDS_LIMP = "{any: [{finding: limp_leaves}, {finding: dry_soil}]}"

SLIPS = (
    Slip("a tab before a key", "    kind: many", "\tkind: many", ("tab", "spaces")),
    Slip("a tab after a dash", "  - id: soil", "  -\tid: soil", ("tab", "space")),
    Slip("a no-break space in the indent", "    kind: many", "  \u00a0 kind: many", ("no-break space", "U+00A0")),
    Slip("a no-break space after a colon", "    kind: many", "    kind:\u00a0many", ("no-break space",)),
    Slip(
        "a zero width space in an id",
        "needs: {any: [{finding: limp",
        "needs: {any: [{finding: li\u200bmp",
        ("zero width space", "U+200B"),
    ),
    Slip("a byte order mark from another file", "  - id: soil", "\ufeff  - id: soil", ("byte order mark",)),
    Slip("curly quotes around a text", '["How often?"]', "[\u201cHow often?\u201d]", ("curly", '`"`')),
    Slip(
        "single curly quotes with a colon inside",
        "text: How is the soil?",
        "text: \u2018The soil: how is it?\u2019",
        ("curly",),
    ),
    Slip(
        "a line separator in a text, and a fault below",
        "    why: wet and dry soil",
        '    why: "wet\u2028and" dry soil',
        ("line separator", "U+2028"),
    ),
    Slip("a dash from a word processor", "  - id: soil", "  \u2013 id: soil", ("dash", "`-`")),
    Slip("a wide colon", "    kind: many", "    kind\uff1a many", ("U+FF1A", "`:`")),
    Slip(
        "a letter of another alphabet", "when: {leaves: [limp]}", "when: {leaves: [l\u0456mp]}", ("U+0456", "cyrillic")
    ),
    Slip("and", "{all: [{soil: [dry]}", "{and: [{soil: [dry]}", ("`all`",), never=("`any`?",)),
    Slip("or", "needs: {any: [{finding: limp", "needs: {or: [{finding: limp", ("`any`",), never=("`all`?",)),
    Slip("none_of", "needs: {any: [{finding: limp", "needs: {none_of: [{finding: limp", ("`not`", "`any`")),
    Slip(
        "signs of a programming language",
        "needs: " + NEEDS_LIMP,
        "needs: limp_leaves && dry_soil",
        ("{all: [", "{finding: limp_leaves}"),
    ),
    Slip("a bare finding", "when: {finding: limp_leaves}", "when: limp_leaves", ("{finding: limp_leaves}",)),
    Slip(
        "a finding as if it were a question",
        "when: {finding: limp_leaves}",
        "when: {limp_leaves: [yes]}",
        ("finding", "{finding: limp_leaves}"),
    ),
    Slip("an option without brackets", "when: {leaves: [smoke]}", "when: {leaves: smoke}", ("{leaves: [smoke]}",)),
    Slip("an option of another question", "when: {leaves: [smoke]}", "when: {leaves: [wet]}", ("`soil`",)),
    Slip("a list under not", "{not: {finding: wet_soil}}", "{not: [{finding: wet_soil}]}", ("`not`", "{not: {any: [")),
    Slip(
        "an urgency of another scale",
        "urgency: soon",
        "urgency: urgent",
        ("`emergency`", "`same_day`", "`soon`", "`routine`"),
        never=("did you mean",),
    ),
    Slip(
        "a name that is near to nothing",
        "moderate: [limp_leaves]",
        "moderate: [proximal_weakness]",
        ("there are", "`limp_leaves`"),
        never=("did you mean",),
    ),
    Slip("a comma in a text within braces", "text: they hang}", "text: they hang, and droop}", ("`,`", "quotes")),
    Slip("a colon in a text within braces", "text: they hang}", "text: so: they hang}", ("`: `", "quotes")),
    Slip("a # in a text", "help: Look at both sides.", "help: Look at leaf # 3 of both sides.", ("` #`", "quotes")),
    Slip("a merge that was not finished", SOIL, CONFLICT, ("merge", "line 59", "line 63")),
    Slip(
        "an option that is gone but used",
        "      - {id: limp, text: they hang}\n",
        "",
        ("`limp`", "also named on"),
        below=8,
    ),
    Slip("a question that was copied", "  - id: soil\n", COPIED + "  - id: soil\n", ("`leaves`", "line 46")),
    Slip("no as an id", "{id: smoke, text: they smoke}", "{id: no, text: they do not smoke}", ("`no`", "id")),
    Slip("null as a text", "help: Look at both sides.", "help: null", ("null", "quotes")),
    Slip("a tilde as a text", "help: Look at both sides.", "help: ~", ("`~`", "quotes")),
    Slip("a date as it is spoken", "reviewed: 2026-11-21", "reviewed: 21.11.2026", ("2026-11-21",)),
    Slip(
        "a code without its zeros",
        "{id: limp, text: they hang}",
        "{id: limp, text: they hang, codes: [HP:508]}",
        ("HP:0000508",),
    ),
    Slip("an apostrophe in single quotes", "text: a friend's,", "text: 'a friend's',", ("`'`",)),
    Slip("a key with a capital", "    help: Look at both", "    Help: Look at both", ("`help`",)),
    Slip("an empty text", "    help: Look at both sides.", "    help:", ("empty",)),
    Slip(
        "a text that starts with a star", "help: Look at both sides.", "help: *Look* at both sides.", ("`*`", "quotes")
    ),
    Slip(
        "sources as one text",
        "    source: [book]\n    patterns",
        "    source: book, leaflet\n    patterns",
        ("[book, leaflet]",),
    ),
    Slip(
        "one voice is missing",
        "text: {self: What do you see on the leaves?, other: What do they see on the leaves?, "
        "child: What is on the small leaves?}",
        "text: {self: What do you see?, other: What do they see?}",
        ("child",),
    ),
)
