"""Made once: a page that is the same for many people but for some words is made at its first use, and filled for each.

Where a page differs from person to person a hole is left, into which goes what is a person's own: the token, the place
on the path, what is ticked. All else that a page depends on is its key. What was made stays with the Site that it was
made for, so that other rules never show it, and while a draft is looked at nothing is kept at all.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from flask import render_template
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from triage.web.stencils import Own, hole
from triage.web.surroundings import surroundings
from triage.web.visit import Visit, any_visit

Content = Callable[[Own], Mapping[str, Any]]
"""Gives what a template reads: from its key, the Site, and what is a person's own, for which it asks by name."""
Key = tuple[Hashable, ...]


def page(template: str, content: Content, key: Key | None = (), own: Mapping[str, object] | None = None) -> str:
    """Return a page of the current request. One without a key is made anew each time."""
    here, values = any_visit(), own or {}

    def given(name: str) -> Markup:
        return Markup(generate_csrf()) if name == "csrf_token" else escape(values[name])

    whole = _whole_key(here, template, key)
    if whole is None:
        return render_template(template, **content(given))
    return here.site.drawer.take(whole, lambda: _with_holes(template, content)).filled(given)


def _whole_key(here: Visit, template: str, key: Key | None) -> Key | None:
    """All that a page depends on beside its Site, or None where it is made anew each time."""
    return None if key is None or here.draft is not None else (template, surroundings(here), key)


def _with_holes(template: str, content: Content) -> str:
    return render_template(template, csrf_token=lambda: hole("csrf_token"), **content(hole))
