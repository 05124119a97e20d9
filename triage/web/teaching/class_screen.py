"""The screen of a live class: the code large, counts while votes come in, bars when the teacher shows them."""

from __future__ import annotations

import time
from collections.abc import Iterator

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from triage.rule_files.lessons import VOTES
from triage.store.class_rooms import ClassRooms, Glance
from triage.store.errors import Unknown
from triage.teaching.class_report import FEWEST
from triage.web.outside import outside
from triage.web.qr import qr_svg
from triage.web.teaching.class_question import choices, question_of, right_for, told_too
from triage.web.teaching.live_class import (
    case_of,
    class_pages,
    class_rooms,
    classes,
    now,
    report_on,
    room_code,
)

pages = class_pages("screen")

ENDED = "ended"
"""What is told of a class that is no more: news like any other, and no error."""
STREAM_SECONDS, LOOK_SECONDS = 8.0, 1.0
"""How long one stream lasts, shorter than a stop of the server waits; and how often it looks."""


@pages.get("/<code>/screen")
def screen(code: str) -> ResponseReturnValue:
    """What the projector shows. Nothing on it is for the teacher alone."""
    seen = class_rooms().see(room_code(code), "", now())
    room = seen.room
    shows = room.stage in ("shown", "revealed")
    case = case_of(room)
    return render_template(
        "class/screen.html",
        seen=seen,
        room=room,
        case=case,
        mark=_mark((room.version, seen.seats, seen.votes)),
        choices=choices(room.question),
        right=right_for(room, case) if room.stage == "revealed" else (),
        told_too=told_too(room, case),
        question=question_of(room),
        groups=choices(VOTES[0]),
        report=report_on(room) if shows else None,
        fewest=FEWEST,
        address=outside("seat.ask_room").split("//")[1],
    )


@pages.get("/<code>/code.svg")
def picture(code: str) -> ResponseReturnValue:
    """The way into the class as a QR code."""
    return Response(qr_svg(outside("seat.seat", code=room_code(code))), mimetype="image/svg+xml")


@pages.get("/<code>/pulse")
def pulse(code: str) -> ResponseReturnValue:
    """A few signs that change when the class moves on or ends; with `?of=votes`, also on a vote. 204: no news."""
    try:
        seen = class_rooms().glance(room_code(code), now())
    except Unknown:
        return Response(ENDED, mimetype="text/plain")
    if seen is None:
        return Response(status=204)
    return Response(_mark(seen) if request.args.get("of") == "votes" else str(seen[0]), mimetype="text/plain")


@pages.get("/<code>/stream")
def stream(code: str) -> ResponseReturnValue:
    """The same as it changes, for a while; the browser asks again. 503 where enough projectors are fed."""
    code = room_code(code)
    if not classes().streams.acquire(blocking=False):
        return Response("", 503, mimetype="text/plain")
    told = Response(_marks(class_rooms(), code), mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"})
    told.call_on_close(classes().streams.release)
    return told


def _marks(rooms: ClassRooms, code: str) -> Iterator[str]:
    """Every mark as it changes; a bare line between tells whether anybody still listens."""
    until, told = time.monotonic() + STREAM_SECONDS, None
    yield "retry: 500\n\n"
    while time.monotonic() < until:
        try:
            seen = rooms.glance(code, now())
        except Unknown:
            yield f"data: {ENDED}\n\n"
            return
        news = seen is not None and seen != told
        yield f"data: {_mark(seen)}\n\n" if seen and news else ":\n\n"
        told = seen or told
        time.sleep(LOOK_SECONDS)


def _mark(seen: Glance) -> str:
    return ".".join(map(str, seen))
