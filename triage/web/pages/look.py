"""Look: text size and colours as a person wants them, in a cookie that holds nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from triage.web.cookies import delete_cookie, set_cookie
from triage.web.errors import plain_page
from triage.web.forms import TokenForm

pages = Blueprint("look", __name__)

COLOURS = ("device", "light", "warm", "dark")
TEXT = ("standard", "large")
SAID_BY_QUERY = frozenset(
    {
        "break.change_one",
        "try.break.change_made_up",
        "compare.compare",
        "lead.choose_cases",
        "sets.make",
        "sets.paper",
        "try.answers",
    }
)
"""The pages that show what the query of their address says; a way back to them keeps all of it."""


@dataclass(frozen=True, slots=True)
class Look:
    """Colours and text size, each one of those above. The first of each is what nobody had to choose."""

    colours: str = COLOURS[0]
    text: str = TEXT[0]

    @property
    def chosen(self) -> bool:
        """Whether there is anything to remember."""
        return self != Look()


def look() -> Look:
    """Return the look of the current request; a cookie that makes no sense counts as none."""
    return _read(*request.cookies.get(current_app.config["LOOK_COOKIE_NAME"], "").partition(".")[::2])


@pages.get("/look")
def choose() -> ResponseReturnValue:
    """Offer text sizes and colours."""
    return render_template("look.html", back=_back(request.args.get("from", "")), **_words())


@pages.post("/look")
def use() -> ResponseReturnValue:
    """Remember the look until the browser is closed, and go back to where the person was."""
    back = _back(request.form.get("from", ""))
    if not TokenForm().validate_on_submit():
        text = _("Nothing has changed. Go back and press the button once more.")
        return plain_page(_("We could not change the look"), text, 400)
    wanted = _read(request.form.get("colours", ""), request.form.get("text", ""))
    response = make_response(redirect(back))
    name, secure = current_app.config["LOOK_COOKIE_NAME"], current_app.config["SESSION_COOKIE_SECURE"]
    if wanted.chosen:
        set_cookie(response, name, f"{wanted.colours}.{wanted.text}", secure=secure)
    else:
        delete_cookie(response, name, secure=secure)
    return response


def address(back: str) -> str:
    """Return the address where the look is chosen, from which the person comes back to `back`."""
    query: dict[str, Any] = {"from": back}
    return url_for("look.choose", **query)


def page_address() -> str:
    """Return the address of this page, so that the person comes back to it."""
    query = _kept(request.endpoint, request.query_string.decode(errors="replace"))
    return f"{request.path}?{query}" if query else request.path


def _read(colours: str, text: str) -> Look:
    return Look(colours if colours in COLOURS else COLOURS[0], text if text in TEXT else TEXT[0])


def _words() -> dict[str, Any]:
    colours = {"device": _("As my device has it"), "light": _("Light"), "warm": _("Warm, with less glare")}
    colours["dark"] = _("Dark")
    return {"colours": colours, "sizes": {"standard": _("Standard"), "large": _("Large")}}


def _back(address: str) -> str:
    """Return the address of a page of this site, made anew from what was asked for; else that of the start page."""
    path, _mark, query = address.removeprefix(request.script_root).partition("?")
    try:
        endpoint, values = current_app.url_map.bind("").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        endpoint, values = "", {}
    if not path.startswith("/") or endpoint in ("", "static", "look.choose"):
        return url_for("questionnaire.start")
    kept = _kept(endpoint, query)
    return f"{url_for(endpoint, **values)}?{kept}" if kept else url_for(endpoint, **values)


def _kept(endpoint: str | None, query: str) -> str:
    """Return what a way back keeps of a query, written anew."""
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode(pairs if endpoint in SAID_BY_QUERY else [each for each in pairs if each == ("return", "check")])
