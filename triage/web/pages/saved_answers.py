"""Keep: answers saved on request under a code that the person alone holds, and brought back with it."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice

from triage.core.assessment import Assessment
from triage.core.questionnaire import Questionnaire
from triage.store.codes import new_code
from triage.store.errors import Crowded, Damaged, Expired, Mistyped, StoreError, Unavailable, Unknown
from triage.store.limits import GUESSES, SAVES, SharedLimit
from triage.store.saved_answers import DAYS, Store
from triage.today import today
from triage.web.answers_cookie import UNREADABLE, content_of, selections_in, squeezed, unsqueezed
from triage.web.errors import plain_page
from triage.web.navigation import open_address
from triage.web.outside import outside
from triage.web.qr import qr_svg
from triage.web.ticks import NOTHING, Selections
from triage.web.visit import Visit, any_visit, go_on, site, visit

pages = Blueprint("keep", __name__)

DEFAULT_DAYS = 90
TOLD = "told"
"""Under this key stands, beside the ticks, what the person was told when they were saved."""


class SaveForm(FlaskForm):
    """For how long to keep the answers."""

    days = RadioField(default=str(DEFAULT_DAYS), choices=[SelectChoice(str(days), str(days)) for days in DAYS])


class CodeForm(FlaskForm):
    """A code, typed or filled in from a link."""

    code = StringField()


@dataclass(frozen=True, slots=True)
class Keeper:
    """The store of kept answers, and the limits on guessing codes and on saving."""

    store: Store
    guesses: SharedLimit
    saves: SharedLimit

    @staticmethod
    def at(url: str, secret: str, most: int) -> Keeper:
        """Make the keeper of `most` saved answers at an address. A database that is away now is no fault yet."""
        store = Store(url, most=most)
        keeper = Keeper(store, *(SharedLimit(each, store.database, secret) for each in (GUESSES, SAVES)))
        with suppress(Unavailable):
            keeper.store.prepare()
        return keeper


def keeper() -> Keeper:
    """Return the Keeper of the current application."""
    found: Keeper = current_app.extensions["keeper"]
    return found


@pages.get("/save")
def ask() -> ResponseReturnValue:
    """Offer to keep the answers: for how long, and what that means."""
    selections = visit().selections
    if not selections.ticks:
        return redirect(url_for("questionnaire.start"))
    return render_template("save.html", days=DAYS, chosen=DEFAULT_DAYS, code=selections.code)


@pages.post("/save")
def save() -> ResponseReturnValue:
    """Keep the answers under a code, the same one as before where there is one."""
    form = SaveForm()
    if not form.validate_on_submit():
        text = _("Your answers are still here. Go back, choose how long to keep them, and press the button once more.")
        return plain_page(_("We could not save your answers"), text, 400)
    here = visit()
    selections = here.selections
    if not selections.ticks:
        return redirect(url_for("questionnaire.start"))
    if wait := keeper().saves.wait(*_whence()):
        text = _("Much was saved from your network. Your answers are still here. Please wait %(n)s seconds.", n=wait)
        return plain_page(_("We cannot save your answers now"), text, 429)
    code = selections.code or new_code()
    try:
        keeper().store.save(code, _sealed(here), int(form.days.data), today())
    except StoreError as error:
        return _cannot_save(error)
    keeper().saves.count(*_whence())
    response = make_response(redirect(url_for(".saved")))
    here.site.jar.write(response, replace(selections, code=code))
    return response


@pages.get("/saved")
def saved() -> ResponseReturnValue:
    """Show the code: large, as a picture, and as a link that keeps it out of every address the server sees."""
    code = visit().selections.code
    if code is None:
        return redirect(url_for(".ask"))
    return render_template("saved.html", code=code, link=_link(code))


@pages.get("/saved/code.svg")
def picture() -> ResponseReturnValue:
    """The link as a QR code."""
    code = visit().selections.code
    if code is None:
        return redirect(url_for(".ask"))
    return Response(qr_svg(_link(code)), mimetype="image/svg+xml")


@pages.get("/resume")
def ask_code() -> ResponseReturnValue:
    """Ask for the code. A link carries it behind `#`, where it never reaches the server."""
    return render_template("resume.html", typed="", error=None)


@pages.post("/resume")
def resume() -> ResponseReturnValue:
    """Bring answers back under the rules as they are now, and say what has changed since."""
    form = CodeForm()
    typed = form.code.data or ""
    if not form.validate_on_submit():
        return _again(typed, _("This page was open for a while, or in two places. Press the button once more."), 400)
    if wait := keeper().guesses.wait(*_whence()):
        return _wait(typed, wait)
    try:
        found = keeper().store.find(typed, today())
        selections, before = _opened(found.content)
    except Unavailable:
        return _again(typed, _("We cannot look for saved answers now. Please try again later."), 503)
    except StoreError as error:
        keeper().guesses.count(*_whence())
        return _again(typed, _word_for(error), 404)
    rules = site().questionnaire
    here = go_on(any_visit().after(replace(selections, code=found.code).bounded(rules)))
    page = render_template(
        "resumed.html",
        until=found.until.isoformat(),
        gone=here.selections.gone(rules),
        before=before,
        now=_outcome(rules, here.assessment),
        onward=open_address(here) if here.path.next else None,
    )
    response = make_response(page)
    here.site.jar.write(response, here.selections)
    return response


@pages.post("/forget")
def forget() -> ResponseReturnValue:
    """Delete what was saved, at once: under the code of this browser, or under one that is typed."""
    form = CodeForm()
    here = visit()
    selections = here.selections
    typed = form.code.data or selections.code or ""
    if not form.validate_on_submit():
        return _again(typed, _("This page was open for a while, or in two places. Press the button once more."), 400)
    own = typed == selections.code
    if not own and (wait := keeper().guesses.wait(*_whence())):
        return _wait(typed, wait)
    try:
        keeper().store.forget(typed)
    except Unavailable:
        return _again(typed, _("We cannot delete saved answers now. Please try again later."), 503)
    except StoreError as error:
        if not own:
            keeper().guesses.count(*_whence())
        return _again(typed, _word_for(error), 404)
    response = make_response(render_template("forgotten.html"))
    if selections.ticks:
        here.site.jar.write(response, replace(selections, code=None))
    return response


def _whence() -> tuple[str, float]:
    """From which address this request came, and when."""
    return request.remote_addr or "", time.time()


def _link(code: str) -> str:
    return f"{outside('.ask_code')}#{code}"


def _cannot_save(error: StoreError) -> ResponseReturnValue:
    text = _("Saving does not work at the moment. Your answers are still in this browser, and you can go on.")
    if isinstance(error, Crowded):
        text = _("There is no room for more at the moment. Your answers are still in this browser, and you can go on.")
    return plain_page(_("We cannot save your answers now"), text, 503)


def _wait(typed: str, seconds: int) -> ResponseReturnValue:
    return _again(typed, _("Too many tries from your network. Please wait %(n)s seconds.", n=seconds), 429)


def _again(typed: str, error: str, status: int) -> ResponseReturnValue:
    return make_response(render_template("resume.html", typed=typed[:500], error=error), status)


def _word_for(error: StoreError) -> str:
    words: dict[type[StoreError], str] = {
        Mistyped: _("This is not a code of ours. Look at it again: four groups of four, then one more sign."),
        Unknown: _("Nothing is saved under this code. It may be mistyped, deleted, or past its date."),
        Expired: _("What was saved under this code is past its date, and is gone."),
        Damaged: _("What was saved under this code is damaged and cannot be read. We are sorry."),
    }
    otherwise: str = _("This did not work. Please try again later.")
    return words.get(type(error), otherwise)


def _sealed(here: Visit) -> bytes:
    """Pack the ticks with the result of today, so that a later visit can say what has changed."""
    kept = replace(here.selections, interrupted=NOTHING, code=None)
    return squeezed({**content_of(kept), TOLD: _outcome(here.questionnaire, here.assessment)})


def _opened(content: bytes) -> tuple[Selections, dict[str, Any]]:
    """Read what `_sealed` made. Raises Damaged."""
    try:
        kept = _two_parts(content) if content.startswith(b"\0") else unsqueezed(content)
        return selections_in(kept), {key: kept[TOLD][key] for key in ("rules", "urgency", "matching")}
    except UNREADABLE:
        raise Damaged from None


def _two_parts(content: bytes) -> Any:
    """Read what was saved until November 2026: a length, what was told, and the ticks apart."""
    end = 4 + int.from_bytes(content[:4], "big")
    return {**unsqueezed(content[end:]), TOLD: json.loads(content[4:end])}


def _outcome(questionnaire: Questionnaire, assessment: Assessment) -> dict[str, Any]:
    """What a person was told: under which rules, how urgent, and what matched."""
    return {
        "rules": f"{questionnaire.version} ({questionnaire.digest})",
        "urgency": assessment.urgency,
        "matching": [[match.category.id, match.level.id] for match in assessment.matching if match.level],
    }
