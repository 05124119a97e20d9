"""What a page gives to read: its own sentences, without links elsewhere, codes, and what is not language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.web.pages import NAMESPACE, Page
from triage.bench.check.readability import sentences
from triage.core.questionnaire import Questionnaire
from triage.core.word_finder import Phrases
from triage.rule_files.look_alikes import examine_look_alikes, look_alikes_beside
from triage.rule_files.resources import load_resources, resources_beside
from triage.rule_files.worked_cases import cases_beside, load_cases
from triage.settings import RULES

INLINE = frozenset(["a", "abbr", "b", "code", "em", "i", "span", "strong", "sub", "sup", "time"])
CODE = re.compile(r"\bHP:\d+")
ITEM = re.compile(r"; |(?<=”), (?=“)|(?<=”) or (?=“)")
"""What parts the items of a list that stands in one line."""

LEFT_OUT = frozenset(["code", "script", "style", "textarea", "img", "svg"])


def names_of(rules: Questionnaire) -> Phrases:
    """Return what counts as plain words: names of diseases, groups, countries, others' texts; words of the glossary."""
    patterns = (*rules.elsewhere, *(pattern for category in rules.categories for pattern in category.patterns))
    links = load_resources(resources_beside(RULES), [category.id for category in rules.categories])
    pairs, _ = examine_look_alikes(look_alikes_beside(RULES), rules, load_cases(cases_beside(RULES), rules))
    return Phrases(
        [(category.text.self_, "") for category in rules.categories]
        + [(name, "") for pattern in patterns for name in pattern.typical_of]
        + [(twin.name, "") for pair in pairs for twin in (pair.first, pair.second)]
        + [(finding.term, "") for finding in rules.findings]
        + [(source.text, "") for source in rules.sources]
        + [(number.name, "") for number in rules.emergency_numbers]
        + [(link.section, "") for link in links]
        + [(form, "") for term in rules.glossary for form in term.forms]
    )


def sentences_of(page: Page) -> list[str]:
    """Return the sentences of <main>; a block without a full stop is one, and so is each item of a list in a line."""
    blocks = (CODE.sub("", block) for block in _blocks(page.one("main")))
    items = (item for block in blocks for item in ITEM.split(block))
    return [sentence for item in items for sentence in sentences(item)]


def _blocks(element: object) -> Iterator[str]:
    """The texts of the blocks of an element, each in one piece."""
    texts: list[str] = []

    def walk(node: object) -> Iterator[str]:
        yield from _add(node.text)
        for child in node:
            name = child.tag.removeprefix(NAMESPACE) if isinstance(child.tag, str) else ""
            if name and name not in LEFT_OUT and not _elsewhere(child):
                if name in INLINE:
                    yield from walk(child)
                else:
                    yield from _cut()
                    yield from walk(child)
                    yield from _cut()
            elif name == "br":
                yield from _cut()
            yield from _add(child.tail)

    def _add(text: str | None) -> Iterator[str]:
        texts.append(text or "")
        yield from ()

    def _cut() -> Iterator[str]:
        block = " ".join("".join(texts).split())
        texts.clear()
        if block:
            yield block

    yield from walk(element)
    yield from _cut()


def _elsewhere(element: object) -> bool:
    """Whether an element names what others wrote: a link to another site, or the entry of one."""
    return element.get("href", "").startswith("http") or "guide-resource-item" in element.get("class", "").split()
