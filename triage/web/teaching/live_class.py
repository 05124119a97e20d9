"""A live class as its pages share it: the rooms, what a browser holds of one, what can be chosen, what is right."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import BoundedSemaphore

from flask import Blueprint, Response, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from triage.rule_files.worked_cases import WorkedCase
from triage.store.class_rooms import ClassRooms, Room, read_room_code
from triage.store.database import Database
from triage.store.errors import Unavailable, Unknown
from triage.store.limits import ROOMS, SharedLimit
from triage.teaching.class_report import ClassReport, MoveCount, VoteCount, report
from triage.teaching.class_steps import ClassPlace
from triage.web.cookies import delete_cookie, set_cookie
from triage.web.headers import LIVE_POLICY
from triage.web.teaching.class_question import right_for
from triage.web.visit import site

STREAMS = 2
"""How many projectors one process feeds at once: each holds one of its few threads. Others ask again and again."""
SEAT, KEY = "seat", "class-key"
"""The cookies: of a phone, and of a teacher."""


@dataclass(frozen=True, slots=True)
class Classes:
    """The rooms, the limit on opening them, and the room for streams."""

    rooms: ClassRooms
    openings: SharedLimit
    streams: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(STREAMS))

    @staticmethod
    def on(database: Database, secret: str) -> Classes:
        """Make them on a database."""
        return Classes(ClassRooms(database), SharedLimit(ROOMS, database, secret))


def classes() -> Classes:
    """Return the Classes of the current application."""
    found: Classes = current_app.extensions["classes"]
    return found


def class_rooms() -> ClassRooms:
    """Return the rooms of the current application."""
    return classes().rooms


def class_pages(name: str) -> Blueprint:
    """Return a blueprint under /class whose pages may ask this site again, and say kindly when a room is away."""
    pages = Blueprint(name, __name__, url_prefix="/class")
    pages.register_error_handler(Unknown, _no_such_room)
    pages.register_error_handler(Unavailable, _away)
    pages.after_request(_may_ask_again)
    return pages


def room_code(typed: str) -> str:
    """Return the code that stands in an address. Raises Unknown."""
    code = read_room_code(typed)
    if code is None:
        raise Unknown
    return code


def held(cookie: str, code: str) -> str:
    """Return what the browser holds of a room: its seat, or the teacher's key; nothing where it holds none."""
    room, _mark, secret = request.cookies.get(_cookie_name(cookie), "").partition(".")
    return secret if room == code else ""


def hold(response: Response, cookie: str, code: str, secret: str) -> Response:
    """Let the browser hold something of a room until it is closed, in the place of what it held of another."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    set_cookie(response, _cookie_name(cookie), f"{code}.{secret}", secure=secure)
    return response


def let_go_of(response: Response, cookie: str) -> Response:
    """Let the browser hold nothing any more."""
    delete_cookie(response, _cookie_name(cookie), secure=current_app.config["SESSION_COOKIE_SECURE"])
    return response


def now() -> float:
    """Return the time as the rooms count it."""
    return time.time()


def place_of(room: Room) -> ClassPlace:
    """Return how far a class is."""
    return ClassPlace(room.number, room.round, room.stage, len(room.cases))


def case_of(room: Room) -> WorkedCase | None:
    """Return the case that a class is at; None where new rules came in and do not have it."""
    return site().case(room.cases[room.number])


def report_on(room: Room) -> ClassReport:
    """Count what a class voted. Raises Unavailable."""
    right = {number: right_for(room, site().case(id)) for number, id in enumerate(room.cases)}
    votes = (VoteCount(*row) for row in class_rooms().counted(room.code))
    return report(votes, (MoveCount(*row) for row in class_rooms().moved(room.code)), right)


def _cookie_name(cookie: str) -> str:
    names: Mapping[str, str] = current_app.config["CLASS_COOKIES"]
    return names[cookie]


def _may_ask_again(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = LIVE_POLICY
    return response


def _no_such_room(_error: Exception) -> ResponseReturnValue:
    """Thank who was in a class that is no more, and who looks at its screen. Else the code was a wrong one."""
    code = read_room_code((request.view_args or {}).get("code", ""))
    if code and (held(SEAT, code) or held(KEY, code) or request.endpoint == "screen.screen"):
        return render_template("class/over.html")
    text = _("There is no class under this code. Look at the screen again. A class is deleted after a day.")
    return make_response(render_template("class/join.html", typed=request.form.get("code", "")[:20], error=text), 404)


def _away(_error: Exception) -> ResponseReturnValue:
    return make_response(render_template("class/away.html"), 503)
