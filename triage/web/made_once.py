"""Made once: a page that is the same for many people but for some words is made at its first use, and filled for each.

Where a page differs from person to person a hole is left, into which goes what is a person's own: the token, the place
on the path, what is ticked. All else that a page depends on is its key. A result is a person's own as a whole: only
its parts are made once, each of which says no more than one item of the rules.

What was made stays with the Site that it was made for, so that other rules never show it, and while a draft is looked
at nothing is kept at all.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import wraps
from typing import Any

from flask import Flask, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from triage.web.stencils import Own, Stencil, hole
from triage.web.surroundings import TOKEN, surroundings
from triage.web.visit import Visit, any_visit

Content = Callable[[Own], Mapping[str, Any]]
"""Gives what a template reads: from its key, the Site, and what is a person's own, for which it asks by name."""
Key = tuple[Hashable, ...]


def install(app: Flask) -> None:
    """Let templates make parts of a page once."""
    app.jinja_env.globals["once"] = once


def page(
    template: str, content: Content, key: Key | None = (), own: Mapping[str, object] | None = None
) -> str | Response:
    """Return a page of the current request. One without a key is made anew each time.

    No browser keeps it: after an answer it may be another.
    """
    here, given = any_visit(), _given(own or {})
    whole = _whole_key(here, template, key)
    if whole is None:
        return render_template(template, **content(given))
    made = _taken(here, whole, lambda: render_template(template, **content(hole)))
    return _sent(made, given, kept=False)


def nobodys_own(view: Callable[..., str]) -> Callable[..., ResponseReturnValue]:
    """Let a view make its page once for each address. Where the page has nothing of a visitor it may be kept.

    What the view makes must depend on its address and its Site alone.
    """

    @wraps(view)
    def made_once(**values: Any) -> ResponseReturnValue:
        here = any_visit()
        whole = _whole_key(here, view.__module__, None if request.query_string else ())
        if whole is None:
            return view(**values)
        return _sent(_taken(here, whole, lambda: view(**values)), _given({}), kept=True)

    return made_once


@pass_context
def once(context: Context, name: str, *key: Hashable, caller: Callable[[], str]) -> Markup:
    """Return what a call block makes, made once for all pages with these surroundings, this voice and this key."""
    here = any_visit()
    whole = _whole_key(here, name, (context["voice"], *key))
    if whole is None or g.get("for_many"):
        return Markup(caller())
    return Markup(_taken(here, whole, caller).filled(_given({})))


def _sent(made: Stencil, own: Own, *, kept: bool) -> str | Response:
    """Without a hole a page is nobody's own: where somebody has answers, the button that clears them has a token."""
    return made.parcel.sent("Cookie", kept=kept) if made.whole else made.filled(own)


def _given(own: Mapping[str, object]) -> Own:
    """Return what gives what is a person's own by its name, the token too."""
    return lambda name: Markup(generate_csrf()) if name == TOKEN else escape(own[name])


def _whole_key(here: Visit, made_by: str, key: Key | None) -> Key | None:
    """All that a page depends on beside its Site, or None where it is made anew each time."""
    anew = key is None or here.draft is not None or request.endpoint is None or current_app.debug
    return None if anew else (made_by, surroundings(here), key)


def _taken(here: Visit, key: Key, make: Callable[[], str]) -> Stencil:
    return here.site.drawer.take(key, lambda: _for_many(make))


def _for_many(make: Callable[[], str]) -> str:
    g.for_many = True
    try:
        return make()
    finally:
        g.for_many = False
