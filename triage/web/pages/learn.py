"""Learn: the categories, their patterns and their links, without answering anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, render_template

from triage.rule_files.resources import Resource
from triage.web.made_once import nobodys_own
from triage.web.visit import site

pages = Blueprint("learn", __name__)


@dataclass(frozen=True, slots=True)
class Link:
    """One address with every title it goes by in a section."""

    titles: tuple[str, ...]
    publisher: str
    url: str
    url_es: str | None
    fallback_url: str | None
    opens_publisher: bool
    format: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its links."""

    name: str
    links: tuple[Link, ...]


@pages.get("/learn")
@nobodys_own
def index() -> str:
    """The categories, what is true of all of them, and related topics."""
    here = site()
    return render_template(
        "learn.html",
        sections=sections_of(here.resources, None),
        related=related_to(here.resources, None),
    )


@pages.get("/learn/<category_id>")
@nobodys_own
def category(category_id: str) -> str:
    """One category: what it involves, its patterns, its links."""
    here = site()
    found = next((each for each in here.questionnaire.categories if each.id == category_id), None)
    if found is None:
        abort(404)
    return render_template(
        "learn_category.html",
        category=found,
        pairs=[pair for pair in here.look_alikes if {pair.first.picture, pair.second.picture} & set(found.patterns)],
        sections=sections_of(here.resources, found.id),
        related=related_to(here.resources, found.id),
    )


@pages.get("/about")
@nobodys_own
def about() -> str:
    """The intended purpose, the limits, who reviewed the rules, licences and sources."""
    return render_template("about.html")


def sections_of(resources: Sequence[Resource], category: str | None) -> tuple[Section, ...]:
    """Return the links of a category, or those of all categories for None, in their sections."""
    return _sections(resources, lambda each: not each.related and _belongs(each, category))


def related_to(resources: Sequence[Resource], category: str | None) -> tuple[Section, ...]:
    """Return the links that stand outside the categories but near this one (or near all, for None)."""
    return _sections(resources, lambda each: each.related and _belongs(each, category))


def _belongs(resource: Resource, category: str | None) -> bool:
    return category in resource.categories if category else not resource.categories


def _sections(resources: Sequence[Resource], wanted: Callable[[Resource], bool]) -> tuple[Section, ...]:
    """Group by section, in the order in which the file first names them.

    Entries that share an address become one link, in the section of the first.
    """
    by_url: dict[str, list[Resource]] = {}
    for resource in filter(wanted, resources):
        by_url.setdefault(resource.url, []).append(resource)
    grouped: dict[str, list[Link]] = {}
    for same in by_url.values():
        grouped.setdefault(same[0].section, []).append(_link(same))
    names = dict.fromkeys(resource.section for resource in resources)
    return tuple(Section(name, tuple(grouped[name])) for name in names if name in grouped)


def _link(same: list[Resource]) -> Link:
    first = same[0]
    return Link(
        titles=tuple(dict.fromkeys(resource.title for resource in same)),
        publisher=first.publisher,
        url=first.url,
        url_es=next((resource.url_es for resource in same if resource.url_es), None),
        fallback_url=next((resource.fallback_url for resource in same if resource.fallback_url), None),
        opens_publisher=all(resource.opens_publisher for resource in same),
        format=first.format,
    )
