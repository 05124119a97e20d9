"""Components: the NHS macros as plain functions, for templates that never import a macro.

The macros need ChainableUndefined and take anything; here a second environment renders them behind functions
that check what they are given and return Markup. Texts may be plain, lazy (translated) or Markup.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, url_for
from flask_babel import get_locale
from jinja2 import ChainableUndefined, Environment, PackageLoader
from markupsafe import Markup, escape

from triage.web.figures import Draw, with_figure

VARIANTS = {"emergency": "emergency", "same_day": "urgent", "soon": "urgent", "routine": "non-urgent"}
"""The variant of the care card for each urgency. Its colours stand for nothing else on the site."""

Text = object
"""A string, a lazy translation or Markup."""
Caller = Callable[[], str]

_macros = Environment(
    loader=PackageLoader("nhsuk_frontend_jinja"),
    undefined=ChainableUndefined,
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_HEADING = Markup('<h{0} class="nhsuk-fieldset__heading">{1}</h{0}>')
_GROUP = Markup('<h{0} class="guide-group">{1}</h{0}>')
_INDENT = re.compile(r"\n\s+")


def radios(*, name: str, legend: Text, items: Iterable[Mapping[str, Any]], **more: Any) -> Markup:
    """Return a question with one answer; `items` are {value, text, checked}, `more` as in `_choices`."""
    return _choices("radios", name, legend, items, **more)


def checkboxes(*, name: str, legend: Text, items: Iterable[Mapping[str, Any]], **more: Any) -> Markup:
    """Return a question with any number of answers; `items` are {value, text, checked}, `more` as in `_choices`."""
    return _choices("checkboxes", name, legend, items, **more)


def _choices(
    component: str,
    name: str,
    legend: Text,
    items: Iterable[Mapping[str, Any]],
    *,
    apart: Iterable[Mapping[str, Any] | None] = (),
    divider: Text = "",
    hint: Text = None,
    error: Text = None,
    error_prefix: Text = "",
    level: int = 1,
    figure: Draw | None = None,
) -> Markup:
    """The legend is a heading of this `level`. Items `apart` stand after the divider; None among them is left out.

    `figure` draws what stands before the choices; an item may name the `region` that it is on it. An item that is
    the first of a group may have a `heading`.
    The macro is slow, so the page without ticks is kept, which is the same for everybody; ticks are put in after.
    """
    first, last = tuple(items), tuple(item for item in apart if item is not None)
    texts = [_html(text) for text in (legend, divider, hint or "", error or "", error_prefix)]
    page = _unticked(component, name, tuple(map(_offer, first)), tuple(map(_offer, last)), *texts, level)
    for item in first + last:
        if item["checked"]:
            value = Markup(' value="{}"').format(item["value"])
            page = Markup(page.replace(value, value + " checked", 1))
    return page if figure is None else with_figure(page, first, figure)


Offer = tuple[str, Markup, Markup | None]
"""The value of a choice, its words, and the heading before it."""


def _offer(item: Mapping[str, Any]) -> Offer:
    if set(item) - {"region", "heading"} != {"value", "text", "checked"}:
        raise TypeError(
            f"a choice has value, text and checked, and perhaps region and heading, not {', '.join(sorted(item))}"
        )
    heading = item.get("heading")
    return str(item["value"]), _html(item["text"]), None if heading is None else _html(heading)


@lru_cache(maxsize=1000)
def _unticked(
    component: str,
    name: str,
    first: tuple[Offer, ...],
    last: tuple[Offer, ...],
    legend: Markup,
    divider: Markup,
    hint: Markup,
    error: Markup,
    error_prefix: Markup,
    level: int,
) -> Markup:
    items: list[dict[str, Any]] = []
    for value, text, heading in first:
        items += [] if heading is None else [{"divider": _GROUP.format(int(level) + 1, heading)}]
        items.append({"value": value, "html": text})
    next(item for item in items if "value" in item)["id"] = name
    items += [{"divider": divider}] if last else []
    items += [{"value": value, "html": text} for value, text, _ in last]
    params: dict[str, Any] = {
        "name": name,
        "idPrefix": name,
        "fieldset": {"legend": {"html": _HEADING.format(int(level), legend)}},
        "items": items,
    }
    if hint:
        params["hint"] = {"html": hint}
    if error:
        params["errorMessage"] = {"html": error, "visuallyHiddenText": error_prefix}
    return _render(component, component, params)


def button(text: Text, *, secondary: bool = False) -> Markup:
    """Return a button that sends its form."""
    params = {"html": _html(text), "variant": "secondary" if secondary else None}
    return _render("button", "button", params)


def back_link(text: Text, *, href: str) -> Markup:
    """Return the link to the page before."""
    return _render("back-link", "backLink", {"html": _html(text), "href": href})


def skip_link(text: Text, *, href: str) -> Markup:
    """Return the link over the header, seen when it has the focus."""
    return _render("skip-link", "skipLink", {"html": _html(text), "href": href})


def error_summary(heading: Text, *, errors: Iterable[tuple[Text, str]]) -> Markup:
    """Return the box on top of a page with errors: each a text and the address of its field."""
    params = {
        "heading": {"html": _html(heading)},
        "errorList": [{"html": _html(text), "href": href} for text, href in errors],
    }
    return _render("error-summary", "errorSummary", params)


def summary_list(*, rows: Iterable[Mapping[str, Any]]) -> Markup:
    """Return a list of rows {key, value} or {key, value, href, action, hidden}: a link that says what it changes."""
    return _render("summary-list", "summaryList", {"rows": [_row(row) for row in rows]})


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    shape: dict[str, Any] = {"key": {"html": _html(row["key"])}, "value": {"html": _html(row["value"])}}
    if set(row) == {"key", "value", "href", "action", "hidden"}:
        link = {"href": row["href"], "html": _html(row["action"]), "visuallyHiddenText": _html(row["hidden"])}
        return {**shape, "actions": {"items": [link]}}
    if set(row) != {"key", "value"}:
        raise TypeError(f"a row has key and value, and href, action and hidden or none of them, not {sorted(row)}")
    return shape


def details(
    summary: Text, *, html: Text = "", opened: bool = False, classes: str = "", caller: Caller | None = None
) -> Markup:
    """Return a part that opens and closes; its content is `html` or the body of a call block."""
    params = {
        "summary": {"html": _html(summary)},
        "html": _content(html, caller),
        "open": opened,
        "classes": classes,
    }
    return _render("details", "details", params)


def care_card(
    urgency: str, *, heading: Text, prefix: Text, level: int = 2, html: Text = "", caller: Caller | None = None
) -> Markup:
    """Return the card that says how soon to get help; `prefix` is the urgency in words, read but not seen."""
    if urgency not in VARIANTS:
        raise ValueError(f"{urgency!r} is no urgency; there are {', '.join(VARIANTS)}")
    title = Markup('<h{0} class="nhsuk-card__heading"><span class="nhsuk-u-visually-hidden">{1}: </span>{2}</h{0}>')
    params = {
        "variant": VARIANTS[urgency],
        "heading": {"html": title.format(int(level), _html(prefix), _html(heading))},
        "description": {"html": _content(html, caller)},
    }
    return _render("card", "card", params)


def tag(text: Text) -> Markup:
    """Return a short label."""
    return _render("tag", "tag", {"html": _html(text)})


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
def _macro(component: str, name: str) -> Callable[[dict[str, Any]], str]:
    module: Any = _macros.get_template(f"nhsuk/components/{component}/macro.jinja").module
    found: Callable[[dict[str, Any]], str] = getattr(module, name)
    return found


def _render(component: str, macro: str, params: dict[str, Any]) -> Markup:
    return Markup(_INDENT.sub("\n", str(_macro(component, macro)(params)).strip()))


def _content(html: Text, caller: Caller | None) -> Markup:
    return Markup(caller()) if caller is not None else _html(html)


def _html(text: Text) -> Markup:
    """Escape a text that is not Markup; the macros overlook a lazy translation, so it becomes a string here."""
    return text if isinstance(text, Markup) else escape(str(text))
