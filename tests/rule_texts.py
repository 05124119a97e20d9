"""A rule set as one text or as a folder of parts, each made from the other."""

from __future__ import annotations

import re
from pathlib import Path

from triage.rule_files.schema import HOMES

ABOVE = re.compile(r"\s*(#|$)")


def as_one(rules: Path) -> str:
    """The text of a rule set as one file: itself, or its parts one after the other, in the order of the index."""
    if rules.is_file():
        return rules.read_text(encoding="utf-8")
    index, _, listed = (rules / "index.yaml").read_text(encoding="utf-8").partition("\nparts:\n")
    texts, reviewers, begun = [index + "\n"], ["reviewers:\n"], set()
    for name in re.findall(r"^ *- (\S+)$", listed, re.MULTILINE):
        text = (rules / f"{name}.yaml").read_text(encoding="utf-8")
        if said := re.search(r"^reviewed_by: (.*)\n", text, re.MULTILINE):
            reviewers.append(f"  {name}: {said[1]}\n")
            text = text.replace(said[0], "")
        home = name.partition("/")[0]
        texts.append(re.sub(rf"^{home}:\n", "", text, flags=re.MULTILINE) if home in begun else text)
        begun |= {home} if "/" in name else set()
    texts[1:1] = reviewers if len(reviewers) > 1 else []
    return "".join(line for line in "".join(texts).splitlines(keepends=True) if "yaml-language-server" not in line)


def in_parts(text: str) -> dict[str, str]:
    """The parts of a rule set that is one text, by name; each category stands in a part of its own."""
    top = [(re.match(r"\w+", block)[0], block) for block in _blocks(text, r"\w+:")]
    parts: dict[str, str] = {}
    for key, block in top:
        home = HOMES[key]
        if key == "categories":
            first, _, rest = block.partition("categories:\n")
            for entry in _blocks(rest, "  - id: "):
                id = re.search(r"id: (\w+)", entry)[1]
                parts[f"{home}/{id}"] = f"{first}categories:\n{entry}"
        else:
            parts[home] = parts.get(home, "") + block
    names = "".join(f"  - {name}\n" for name in parts if name != "index")
    return {**parts, "index": f"{parts['index']}parts:\n{names}"}


def _blocks(text: str, start: str) -> list[str]:
    blocks: list[str] = []
    for line in text.splitlines(keepends=True):
        if re.match(start, line):
            blocks.append(line)
        elif blocks:
            blocks[-1] += line
    return blocks


def written(parts: dict[str, str], folder: Path) -> Path:
    """Write parts into a folder, and return it."""
    for name, text in parts.items():
        place = folder / f"{name}.yaml"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return folder
