"""The glossary: links to its page where a page first uses one of its words.

Templates say where a text may link: `|explained` gives it with its words marked, and `with_links` makes a link of the
first mark of each word. What stands open comes before what is folded away, so that the first use that a reader sees
is the one that links. Headings, forms and links say their texts without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from flask import Flask, url_for
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from triage.core.word_finder import Phrases
from triage.core.wording import Term, Wording
from triage.web.visit import site

LINK = Markup('<a class="guide-word" href="{address}#{key}">{word}</a>')
WORD, FOLDED, UNFOLDED = Markup("<word {key}>{word}</word>"), Markup("<folded>"), Markup("</folded>")
"""Marks on a page while it is made. They are no HTML, and no text can hold one, since texts are escaped."""
_MARKS = re.compile("<word ([^>]*)>([^<]*)</word>|</?folded>")


def install(app: Flask) -> None:
    """Give templates `words_in`, and the two filters that make links."""
    app.jinja_env.globals["words_in"] = words_in
    app.jinja_env.filters["explained"] = _explained
    app.jinja_env.filters["with_links"] = lambda page: with_links(page, url_for("glossary.words"))


def words_in(texts: Iterable[str]) -> list[Term]:
    """Return the words of the glossary that texts use, by the alphabet."""
    glossary = site().questionnaire.glossary
    used = {found.key for text in texts for found in site().words.find(text)}
    return sorted((term for term in glossary if term.id in used), key=lambda term: term.term.casefold())


@lru_cache(maxsize=10_000)
def marked(text: str, phrases: Phrases) -> Markup:
    """Return a text with each of the words in it marked; a text that is Markup holds no tags."""
    safe, end = escape(text), 0
    parts = Markup()
    for found in phrases.find(safe):
        parts += safe[end : found.start] + WORD.format(key=found.key, word=safe[found.start : found.end])
        end = found.end
    return parts + safe[end:]


def folded(content: Markup) -> Markup:
    """Return what is folded away on a page, so that its words link only where none of those in the open does."""
    return FOLDED + content + UNFOLDED


class _Use(NamedTuple):
    folded: bool
    place: int
    key: str


def with_links(page: str, address: str) -> Markup:
    """Return a page in which the first mark of each word is a link to its entry at `address`, others the word alone."""
    linked: dict[str, int] = {}
    for use in sorted(_uses(page)):
        linked.setdefault(use.key, use.place)

    def shown(mark: re.Match[str]) -> str:
        key, word = mark[1], mark[2] or ""
        link = key and linked.get(key) == mark.start()
        return _link(address, key, word) if link else word

    return Markup(_MARKS.sub(shown, page))


@lru_cache(maxsize=10_000)
def _link(address: str, key: str, word: str) -> Markup:
    """A link to the entry of a word, which stands on the page as `word` and is escaped already."""
    return LINK.format(address=address, key=key, word=Markup(word))


def _uses(page: str) -> Iterator[_Use]:
    """Every mark of a word on a page, with how it stands."""
    depth = 0
    for mark in _MARKS.finditer(page):
        if mark[1] is not None:
            yield _Use(depth > 0, mark.start(), mark[1])
        else:
            depth += (mark[0] == FOLDED) - (mark[0] == UNFOLDED)


@pass_context
def _explained(context: Context, text: Wording | str) -> Markup:
    said = text.for_(context["voice"]) if isinstance(text, Wording) else text
    return marked(said, site().words)
