"""Words explained: the page of the glossary, to which the first use of a word on any other page links."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from triage.web.made_once import nobodys_own
from triage.web.visit import site

pages = Blueprint("glossary", __name__)


@pages.get("/learn/words")
@nobodys_own
def words() -> str:
    """Every word of the glossary with its meaning, by the alphabet."""
    terms = sorted(site().questionnaire.glossary, key=lambda term: term.term.casefold())
    if not terms:
        abort(404)
    return render_template("words.html", terms=terms)
