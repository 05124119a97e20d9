"""The glossary: a page of words explained, and a link to it where a page first uses one of them.

A link is put into running text alone: never into a form, a heading or another link. What stands open comes before
what is folded away, so that the first use that a reader sees is the one that links.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from flask import Blueprint, Flask, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import escape

from triage.core.word_finder import Phrases
from triage.core.wording import Term
from triage.web.visit import site

pages = Blueprint("glossary", __name__)

LINK = '<a class="guide-word" href="{address}#{key}">{word}</a>'
WITHOUT_LINKS = ("glossary.words", "summary.read")
"""The page of the words itself, and the one for doctors."""

NO_LINK = frozenset(
    [
        "a",
        "button",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "label",
        "legend",
        "option",
        "script",
        "select",
        "style",
        "summary",
        "svg",
        "textarea",
        "th",
        "title",
        "code",
    ]
)
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>]*)>|<!--.*?-->|<![^>]*>", re.DOTALL)
_OPEN = re.compile(r"\sopen\b")


@pages.get("/learn/words")
def words() -> ResponseReturnValue:
    """Every word of the glossary with its meaning, by the alphabet."""
    terms = sorted(site().questionnaire.glossary, key=lambda term: term.term.casefold())
    if not terms:
        abort(404)
    return render_template("words.html", terms=terms)


def install(app: Flask) -> None:
    """Link words on every page, and give templates `words_in`."""
    app.jinja_env.globals["words_in"] = words_in
    app.after_request(_link)


def words_in(texts: Iterable[str]) -> list[Term]:
    """Return the words of the glossary that texts use, by the alphabet."""
    glossary = site().questionnaire.glossary
    phrases = _phrases(glossary)
    used = {found.key for text in texts for found in phrases.find(text)}
    return sorted((term for term in glossary if term.id in used), key=lambda term: term.term.casefold())


def linked(html: str, glossary: tuple[Term, ...], address: str) -> str:
    """Return a page whose <main> links the first use of each word to its entry on the page at `address`."""
    phrases = _phrases(glossary)
    done: set[str] = set()
    changes: list[tuple[int, int, str]] = []
    for run in sorted(_runs(html), key=lambda run: run.folded):
        for found in phrases.find(html[run.start : run.end]):
            if found.key not in done:
                done.add(found.key)
                changes.append((run.start + found.start, run.start + found.end, found.key))
    for start, end, key in sorted(changes, reverse=True):
        link = LINK.format(address=escape(address), key=escape(key), word=html[start:end])
        html = html[:start] + link + html[end:]
    return html


@dataclass(frozen=True, slots=True)
class _Run:
    """Text between two tags, in which a link may stand: where it is, and whether it is folded away."""

    start: int
    end: int
    folded: bool


@dataclass(frozen=True, slots=True)
class _Element:
    name: str
    may_link: bool
    folded: bool


def _runs(html: str) -> Iterator[_Run]:
    """The running text of <main>, run by run. Our templates write `>` in attributes as an entity: tags stand apart."""
    inside = [_Element("", may_link=False, folded=False)]
    end_of_tag = 0
    for tag in _TAG.finditer(html):
        if inside[-1].may_link and end_of_tag < tag.start():
            yield _Run(end_of_tag, tag.start(), inside[-1].folded)
        end_of_tag = tag.end()
        closing, name, attributes = tag[1], (tag[2] or "").lower(), tag[3] or ""
        if closing:
            _close(inside, name)
        elif name and name not in VOID and not attributes.endswith("/"):
            around = inside[-1]
            hidden = "visually-hidden" in attributes
            may = name == "main" or (around.may_link and name not in NO_LINK and not hidden)
            folded = around.folded or (name == "details" and not _OPEN.search(attributes))
            inside.append(_Element(name, may, folded))


def _close(inside: list[_Element], name: str) -> None:
    """Leave an element, and those in it whose end tags are left out."""
    place = next((i for i in range(len(inside) - 1, 0, -1) if inside[i].name == name), None)
    if place is not None:
        del inside[place:]


@lru_cache(maxsize=8)
def _phrases(glossary: tuple[Term, ...]) -> Phrases:
    return Phrases((form, term.id) for term in glossary for form in term.forms)


def _link(response: Response) -> Response:
    glossary = site().questionnaire.glossary
    if glossary and response.mimetype == "text/html" and request.endpoint not in WITHOUT_LINKS:
        response.set_data(linked(response.get_data(as_text=True), glossary, url_for("glossary.words")))
    return response
