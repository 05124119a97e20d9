"""Sets of worked cases to print: a sheet for the class, one to reflect on, and the key. The address is the set."""

from __future__ import annotations

import re

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from triage.teaching.print_set import FEWEST, MOST, PrintSet, one_of_each, set_of, sheets
from triage.web.rule_words import CALL_WORDS
from triage.web.teaching.worked_cases import shelves
from triage.web.visit import site

pages = Blueprint("sets", __name__)

PAPERS = ("sheet", "reflection", "key")
"""What can be printed of a set, by the end of its address; each has a template of its name."""
DRAWS = 100
"""After so many mixed sets the first follows."""
DIGEST = re.compile(r"[0-9a-f]{1,40}")


@pages.get("/teach/set")
def make() -> ResponseReturnValue:
    """Choose cases, order them, and go on to what is to be printed."""
    chosen = _set()
    here = site()
    drawn = request.args.get("drawn", 0, int) % DRAWS
    if not chosen.cases or "more" in request.args:
        return render_template(
            "teach/set_choose.html",
            chosen=chosen,
            shelves=shelves(here),
            fewest=FEWEST,
            most=MOST,
            mixed=set_of(here.cases, one_of_each(here.cases, drawn), made_under=here.questionnaire.digest),
            next_number=drawn + 1,
            stale=_stale(chosen),
            nothing_chosen="rules" in request.args and not (chosen.cases or chosen.gone or "more" in request.args),
        )
    return render_template("teach/set.html", chosen=chosen, fewest=FEWEST, most=MOST, stale=_stale(chosen))


@pages.get("/teach/set/<paper>")
def paper(paper: str) -> ResponseReturnValue:
    """One paper of a set, ready to print."""
    if paper not in PAPERS:
        abort(404)
    chosen = _set()
    if not chosen.can_be_printed:
        return redirect(url_for("sets.make", **chosen.query()))
    made = sheets(site().questionnaire, chosen.cases)
    return render_template(
        f"teach/set_{paper}.html", chosen=chosen, sheets=made, stale=_stale(chosen), words=CALL_WORDS
    )


@pages.get("/learn/cases/worksheet")
@pages.get("/learn/cases/key")
def all_cases() -> ResponseReturnValue:
    """What was once the worksheet of all cases, and its key: where a set is put together."""
    return redirect(url_for("sets.make"))


def _set() -> PrintSet:
    """The set that the address names; one that names no rules is put together under those of today."""
    here, asked = site(), request.args
    made_under = asked.get("rules") or here.questionnaire.digest
    if not DIGEST.fullmatch(made_under):
        made_under = "?"
    return set_of(here.cases, asked.getlist("case"), with_signs=asked.get("signs") == "yes", made_under=made_under)


def _stale(chosen: PrintSet) -> bool:
    """Whether the rules are no longer those with which a set was put together."""
    return chosen.made_under != site().questionnaire.digest
