"""Compare two pictures that look alike: what they share, what separates them, and a case of each."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from triage.core.contrast import Contrast, contrast, picture
from triage.core.questionnaire import Category, Finding, Pattern
from triage.rule_files.look_alikes import LookAlike, Twin
from triage.rule_files.worked_cases import WorkedCase
from triage.teaching.key_signs import key_signs, without
from triage.web.made_once import nobodys_own
from triage.web.visit import Site, site

pages = Blueprint("compare", __name__)


@dataclass(frozen=True, slots=True)
class PictureSide:
    """One of two pictures: `name` is None where the pair is not among the look-alikes, `case` where none shows it."""

    picture: Pattern
    category: Category | None
    name: str | None
    case: WorkedCase | None


@dataclass(frozen=True, slots=True)
class PictureShelf:
    """Pictures to choose from: those of one category, or for None those from elsewhere."""

    category: Category | None
    pictures: tuple[Pattern, ...]


@pages.get("/learn/compare")
@nobodys_own
def compare() -> str:
    """Two pictures side by side; without two of them in the address, the pairs and pictures to choose from."""
    here = site()
    chosen = {side: request.args.get(side, "") for side in ("a", "b")}
    first, second = (picture(here.questionnaire, id) for id in chosen.values())
    if first is None or second is None or first is second:
        return render_template(
            "teach/compare_choose.html",
            pairs=here.look_alikes,
            shelves=_shelves(here),
            chosen=chosen,
            same=first is not None and first is second,
            unknown=any(id and picture(here.questionnaire, id) is None for id in chosen.values()),
        )
    pair, one, other = _pair(here, first, second)
    sides = _side(here, first, one), _side(here, second, other)
    found = contrast(here.questionnaire, first, second)
    key = key_signs(found, tuple(twin for twin in (one, other) if twin))
    return render_template(
        "teach/compare.html",
        pair=pair,
        following=_following(here, pair),
        sides=sides,
        key=key,
        contrast=without(found, key),
        hidden=_mixed(found) if request.args.get("marks") == "hidden" else None,
    )


def _mixed(found: Contrast) -> list[Finding]:
    """The signs of either or both, in an order that gives nothing away."""
    signs = (*found.of_first, *found.of_second, *found.shared)
    return sorted((sign.finding for sign in signs), key=lambda finding: finding.text.self_)


def _pair(here: Site, first: Pattern, second: Pattern) -> tuple[LookAlike | None, Twin | None, Twin | None]:
    """The look-alikes that these two are, with the twin that each is, in whichever order they are asked for."""
    for pair in here.look_alikes:
        if (pair.first.picture.id, pair.second.picture.id) == (first.id, second.id):
            return pair, pair.first, pair.second
        if (pair.second.picture.id, pair.first.picture.id) == (first.id, second.id):
            return pair, pair.second, pair.first
    return None, None, None


def _following(here: Site, pair: LookAlike | None) -> LookAlike | None:
    """The pair after this one, the first after the last; None where there is no other."""
    others = here.look_alikes
    place = others.index(pair) + 1 if pair else 0
    following = others[place % len(others)] if others else None
    return None if following is pair else following


def _side(here: Site, shown: Pattern, twin: Twin | None) -> PictureSide:
    owner = next((each for each in here.questionnaire.categories if shown in each.patterns), None)
    case = twin.case if twin else next(iter(here.pictured.get(shown.id, ())), None)
    return PictureSide(shown, owner, twin.name if twin else None, case)


def _shelves(here: Site) -> tuple[PictureShelf, ...]:
    rules = here.questionnaire
    groups = (PictureShelf(category, category.patterns) for category in rules.categories)
    return (*groups, PictureShelf(None, rules.elsewhere)) if rules.elsewhere else tuple(groups)
