"""Components: the markup of the NHS as plain functions, for templates that never import a macro.

Macros of our own make it, which do no more than our pages need; a test holds them to those of the NHS. The functions
check what they are given and return Markup. Texts may be plain, lazy (translated) or Markup.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, url_for
from flask_babel import get_locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from triage.settings import ROOT
from triage.summary.urgency_words import STYLES
from triage.web.glossary import folded

VARIANTS = {urgency: style.card for urgency, style in STYLES.items()}
"""The variant of the care card for each urgency."""

CHECKED, NOT_CHECKED = Markup(" checked"), Markup()
"""What stands in an input that is ticked, and in one that is not."""

Text = object
"""A string, a lazy translation or Markup."""
Caller = Callable[[], str]
Item = Mapping[str, Any]
Draw = Callable[[Mapping[str, str]], str]
"""Draws a figure, given the id of the input for each region."""

_ours = Environment(
    loader=FileSystemLoader(ROOT / "templates"),
    undefined=StrictUndefined,
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


def radios(*, name: str, legend: Text, items: Iterable[Item], **more: Any) -> Markup:
    """Return a question with one answer; `items` are {value, text, checked}, `more` as in `_choices`."""
    return _choices("radios", name, legend, items, **more)


def checkboxes(*, name: str, legend: Text, items: Iterable[Item], **more: Any) -> Markup:
    """Return a question with any number of answers; `items` are {value, text, checked}, `more` as in `_choices`."""
    return _choices("checkboxes", name, legend, items, **more)


def _choices(
    kind: str,
    name: str,
    legend: Text,
    items: Iterable[Item],
    *,
    apart: Iterable[Item | None] = (),
    divider: Text = "",
    hint: Text = "",
    error: Text = None,
    error_prefix: Text = "",
    level: int = 1,
    figure: Draw | None = None,
) -> Markup:
    """The legend is a heading of this `level`. Items `apart` stand after the divider; None among them is left out.

    `figure` draws what stands before the choices; an item may name the `region` that it is on it. An item that is
    the first of a group may have a `heading`, which is one level below the legend.
    """
    first = [_choice(name, number, item) for number, item in enumerate(items, start=1)]
    after = len(first) + 2  # the divider takes a number too
    last = [_choice(name, after + n, item) for n, item in enumerate(item for item in apart if item is not None)]
    ids = {choice.region: choice.id for choice in first if choice.region}
    return Markup(
        _macro("choices", "choices")(
            kind=kind,
            name=name,
            legend=_html(legend),
            level=int(level),
            hint=_html(hint),
            error=_html(error or ""),
            error_prefix=_html(error_prefix),
            first=first,
            divider=_html(divider),
            last=last,
            drawn=figure(ids) if figure else "",
        )
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """One input with its label: the first of a question has the question's name as its id, for errors to link to."""

    id: str
    value: str
    text: Markup
    checked: Markup
    region: str | None
    heading: Markup | None


def _choice(name: str, number: int, item: Item) -> Choice:
    if set(item) - {"region", "heading"} != {"value", "text", "checked"}:
        given = ", ".join(sorted(item))
        raise TypeError(f"a choice has value, text and checked, and perhaps region and heading, not {given}")
    heading = _html(item["heading"]) if item.get("heading") else None
    id = f"{name}-{number}" if number > 1 else name
    checked = item["checked"] if isinstance(item["checked"], Markup) else CHECKED if item["checked"] else NOT_CHECKED
    return Choice(id, str(item["value"]), _html(item["text"]), checked, item.get("region"), heading)


def button(text: Text, *, secondary: bool = False) -> Markup:
    """Return a button that sends its form."""
    return _component("button", _html(text), secondary)


def back_link(text: Text, *, href: str) -> Markup:
    """Return the link to the page before."""
    return _component("back_link", _html(text), href)


def skip_link(text: Text, *, href: str) -> Markup:
    """Return the link over the header, seen when it has the focus."""
    return _component("skip_link", _html(text), href)


def error_summary(heading: Text, *, errors: Iterable[tuple[Text, str]]) -> Markup:
    """Return the box on top of a page with errors: each a text and the address of its field."""
    return _component("error_summary", _html(heading), [(_html(text), href) for text, href in errors])


def summary_list(*, rows: Iterable[Mapping[str, Any]]) -> Markup:
    """Return a list of rows {key, value} or {key, value, href, action, hidden}: a link that says what it changes."""
    return _component("summary_list", [_row(row) for row in rows])


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    if set(row) not in ({"key", "value"}, {"key", "value", "href", "action", "hidden"}):
        raise TypeError(f"a row has key and value, and href, action and hidden or none of them, not {sorted(row)}")
    return {name: text if name == "href" else _html(text) for name, text in row.items()}


def details(
    summary: Text, *, html: Text = "", opened: bool = False, classes: str = "", caller: Caller | None = None
) -> Markup:
    """Return a part that opens and closes; its content is `html` or the body of a call block."""
    content = _content(html, caller).strip()
    return _component("details", _html(summary).strip(), content if opened else folded(content), opened, classes)


def care_card(
    urgency: str, *, heading: Text, prefix: Text, level: int = 2, html: Text = "", caller: Caller | None = None
) -> Markup:
    """Return the card that says how soon to get help; `prefix` is the urgency in words, read but not seen."""
    if urgency not in VARIANTS:
        raise ValueError(f"{urgency!r} is no urgency; there are {', '.join(VARIANTS)}")
    content = _content(html, caller).strip()
    return _component("care_card", VARIANTS[urgency], _html(heading), _html(prefix), int(level), content)


def tag(text: Text) -> Markup:
    """Return a short label."""
    return _component("tag", _html(text))


def asset(filename: str) -> str:
    """Return the address of a static file, with a mark of its content so that it can be kept for long."""
    folder = current_app.static_folder
    assert folder is not None
    path = Path(folder) / filename
    return url_for("static", filename=filename, v=_digest(path, path.stat().st_mtime_ns))


def language() -> str:
    """Return the language of the page, for its `lang` attribute."""
    return str(get_locale() or "en").replace("_", "-")


FUNCTIONS = (
    asset,
    back_link,
    button,
    care_card,
    checkboxes,
    details,
    error_summary,
    language,
    radios,
    skip_link,
    summary_list,
    tag,
)


def install(app: Flask) -> None:
    """Give the functions to every template."""
    app.jinja_env.globals.update({function.__name__: function for function in FUNCTIONS})


@cache
def _digest(path: Path, changed: int) -> str:
    """The mark of a file's content; `changed` is when it last was, so that an edit shows without a restart."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


@cache
def _macro(file: str, name: str) -> Callable[..., str]:
    found: Callable[..., str] = getattr(_ours.get_template(f"parts/{file}.html").module, name)
    return found


def _component(name: str, *values: object) -> Markup:
    return Markup(_macro("components", name)(*values))


def _content(html: Text, caller: Caller | None) -> Markup:
    return Markup(caller()) if caller is not None else _html(html)


def _html(text: Text) -> Markup:
    """Escape a text that is not Markup."""
    return text if isinstance(text, Markup) else escape(str(text))
