"""A seat in a live class, on a phone: join with the code, one question, one press."""

from __future__ import annotations

import re

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from triage.rule_files.lessons import VOTES
from triage.store.class_rooms import At, pasted_room_code
from triage.store.errors import Crowded, Unavailable
from triage.web.errors import plain_page
from triage.web.forms import TokenForm
from triage.web.teaching.class_question import choices, question_of, question_with, right_for, told_too
from triage.web.teaching.live_class import (
    SEAT,
    case_of,
    class_pages,
    class_rooms,
    held,
    hold,
    now,
    room_code,
)
from triage.web.teaching.prediction_form import SURE_WORDS

pages = class_pages("seat")


@pages.get("")
def ask_room() -> ResponseReturnValue:
    """Ask for the code that stands on the screen."""
    return render_template("class/join.html", typed="", error=None)


@pages.get("/")
def ask_room_too() -> ResponseReturnValue:
    """The same with a slash at the end, as some type it."""
    return redirect(url_for(".ask_room"))


@pages.post("")
def find_room() -> ResponseReturnValue:
    """Go to the room with the code that was typed."""
    typed = request.form.get("code", "")
    code = pasted_room_code(typed)
    if code is None:
        text = _("A code has six letters, such as BCD FGH. Look at the screen again.")
        return make_response(render_template("class/join.html", typed=typed[:20], error=text), 400)
    return redirect(url_for(".seat", code=code))


@pages.get("/<code>")
def seat(code: str) -> ResponseReturnValue:
    """What there is to do now at this seat; without one, the way to take one."""
    return _seat_page(room_code(code))


@pages.post("/<code>/join")
def join(code: str) -> ResponseReturnValue:
    """Take a seat, once for each browser."""
    code = room_code(code)
    if not TokenForm().validate_on_submit():
        return _no_cookies()
    if class_rooms().see(code, held(SEAT, code), now()).seated:
        return redirect(url_for(".seat", code=code))
    try:
        taken = class_rooms().sit(code, now())
    except Crowded:
        text = _("Every seat in this class is taken. Share a phone with your neighbour.")
        return plain_page(_("This class is full"), text, 503)
    return hold(make_response(redirect(url_for(".seat", code=code))), SEAT, code, taken)


@pages.post("/<code>/vote")
def vote(code: str) -> ResponseReturnValue:
    """Count a vote; a second press changes it. When the store is away the page offers the same press again."""
    code, choice, at = room_code(code), request.form.get("choice", ""), _at()
    if not TokenForm().validate_on_submit():
        return _no_cookies()
    question = question_with(choice)
    if at is None or question is None:
        return _seat_page(code, _("Choose one of the answers."), 400)
    try:
        counts = class_rooms().vote(code, at, held(SEAT, code), choice, question)
    except Unavailable:
        return _press_again(code, "choice", choice, choices(question)[choice])
    if not counts:
        return _seat_page(code, _("The voting was over before your press. It does not count."), 409)
    return redirect(url_for(".seat", code=code))


@pages.post("/<code>/sure")
def be_sure(code: str) -> ResponseReturnValue:
    """Note how sure the vote is."""
    code, sure, at = room_code(code), request.form.get("sure", ""), _at()
    if not TokenForm().validate_on_submit():
        return _no_cookies()
    if at is None or sure not in SURE_WORDS:
        return _seat_page(code, _("Choose how sure you are."), 400)
    try:
        counts = class_rooms().be_sure(code, at, held(SEAT, code), sure)
    except Unavailable:
        return _press_again(code, "sure", sure, SURE_WORDS[sure])
    if not counts:
        return _seat_page(code, _("The voting was over before your press. It does not count."), 409)
    return redirect(url_for(".seat", code=code))


def _at() -> At | None:
    """The case and the round that the page was about."""
    match = re.fullmatch(r"([0-9]{1,3})\.([0-9])", request.form.get("at", ""))
    return (int(match[1]), int(match[2])) if match else None


def _seat_page(code: str, note: str = "", status: int = 200) -> ResponseReturnValue:
    seen = class_rooms().see(code, held(SEAT, code), now())
    if not seen.seated:
        return make_response(render_template("class/take_seat.html", code=code, note=note), status)
    room = seen.room
    case = case_of(room)
    asks = room.stage == "open" and case is not None and (seen.choice is None or "change" in request.args)
    page = render_template(
        "class/seat.html",
        room=room,
        case=case,
        choice=seen.choice,
        sure=seen.sure,
        choices=choices(room.question),
        right=right_for(room, case),
        told_too=told_too(room, case),
        question=question_of(room),
        groups=choices(VOTES[0]),
        sure_words=SURE_WORDS,
        asks=asks,
        waits=not asks and room.stage != "over" and "still" not in request.args,
        note=note,
    )
    return make_response(page, status)


def _press_again(code: str, name: str, value: str, words: str) -> ResponseReturnValue:
    """The store is away for a moment: nothing was lost, and the same press stands on the page."""
    page = render_template(
        "class/press_again.html", code=code, at=request.form["at"], name=name, value=value, words=words
    )
    return make_response(page, 503)


def _no_cookies() -> ResponseReturnValue:
    text = _("Go back and press once more. If that does not help, let your browser keep cookies for this page.")
    return plain_page(_("That press did not count"), text, 400)
