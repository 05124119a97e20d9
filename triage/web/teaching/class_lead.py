"""Leading a live class: open a room, take it from step to step, read the report, delete it all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from triage.rule_files.lessons import VOTES
from triage.rule_files.worked_cases import WorkedCase
from triage.store.class_rooms import Room
from triage.store.errors import Crowded
from triage.teaching.class_report import FEWEST, FEWEST_ALIKE, ClassReport, as_csv
from triage.teaching.print_set import one_of_each
from triage.web.errors import plain_page
from triage.web.forms import TokenForm
from triage.web.outside import outside
from triage.web.teaching.class_question import choices, question_of, questions, right_for, told_too
from triage.web.teaching.live_class import (
    KEY,
    case_of,
    class_pages,
    class_rooms,
    classes,
    held,
    hold,
    let_go_of,
    now,
    place_of,
    report_on,
    room_code,
)
from triage.web.teaching.prediction_form import SURE_WORDS
from triage.web.visit import site

pages = class_pages("lead")

MOST_CASES = 20


@dataclass(frozen=True, slots=True)
class ClassPlan:
    """Cases for a class, ready to be opened."""

    title: str
    about: str
    cases: tuple[WorkedCase, ...]
    question: str = VOTES[0]


@pages.get("/new")
def choose_cases() -> ResponseReturnValue:
    """Offer cases that are ready to be voted on: those in the address, a mixed set, those of each lesson."""
    return _offer()


@pages.post("/new")
def open_room() -> ResponseReturnValue:
    """Open a room with the cases that were chosen, in this order."""
    cases = tuple(case.id for case in _known(request.form.getlist("case")))
    if not TokenForm().validate_on_submit():
        return _offer(_("This page was open for a while. Press the button once more."))
    if not 1 <= len(cases) <= MOST_CASES:
        return _offer(_("A class has between 1 and %(most)s cases.", most=MOST_CASES))
    whence = request.remote_addr or ""
    if classes().openings.wait(whence, now()):
        text = _("Very many classes were opened from your network today. Please try again in an hour.")
        return plain_page(_("We cannot open a class now"), text, 429)
    try:
        room, key = class_rooms().open(cases, now(), _question(request.form))
    except Crowded:
        text = _("As many classes are open as there is room for. Please try again in an hour.")
        return plain_page(_("We cannot open a class now"), text, 503)
    classes().openings.count(whence, now())
    return hold(make_response(redirect(url_for(".lead", code=room.code))), KEY, room.code, key)


@pages.get("/<code>/lead")
def lead(code: str) -> ResponseReturnValue:
    """What the teacher sees and can do now; without the key, the way to bring it."""
    seen = class_rooms().see(room_code(code), "", now())
    room = seen.room
    if not _leads(room):
        return render_template("class/key.html", code=room.code, typed="", error=None)
    case = case_of(room)
    return render_template(
        "class/lead.html",
        seen=seen,
        room=room,
        place=place_of(room),
        case=case,
        right=[choices(room.question)[id] for id in right_for(room, case)],
        told_too=told_too(room, case),
        question=question_of(room),
        groups=choices(VOTES[0]),
        key=held(KEY, room.code),
        back=f"{outside('lead.lead', code=room.code)}#{held(KEY, room.code)}",
        address=outside("seat.ask_room"),
    )


@pages.post("/<code>/lead")
def step(code: str) -> ResponseReturnValue:
    """Take the step that was pressed, once: not where the class has moved since the page was made."""
    room = class_rooms().find(room_code(code), now())
    if not TokenForm().validate_on_submit() or not _leads(room):
        return _not_led(room)
    after = place_of(room).after(request.form.get("step", ""))
    if after and request.form.get("version") == str(room.version):
        class_rooms().go_to(room, after.number, after.round, after.stage)
    return redirect(url_for(".lead", code=room.code))


@pages.post("/<code>/key")
def bring_key(code: str) -> ResponseReturnValue:
    """Lead from this browser, with the key from the link or typed."""
    room = class_rooms().find(room_code(code), now())
    typed = request.form.get("code", "")
    if not TokenForm().validate_on_submit() or not room.opens(typed):
        text = _("This is not the key of this class. Look at it again: four groups of four, then one more sign.")
        page = render_template("class/key.html", code=room.code, typed=typed[:40], error=text)
        return make_response(page, 400)
    return hold(make_response(redirect(url_for(".lead", code=room.code))), KEY, room.code, typed)


@pages.post("/<code>/end")
def end(code: str) -> ResponseReturnValue:
    """Delete the class with every vote, at once."""
    room = class_rooms().find(room_code(code), now())
    if not TokenForm().validate_on_submit() or not _leads(room):
        return _not_led(room)
    class_rooms().end(room.code)
    return let_go_of(make_response(render_template("class/ended.html")), KEY)


@pages.get("/<code>/report")
def read_report(code: str) -> ResponseReturnValue:
    """What the class voted, before and after talking."""
    room = class_rooms().find(room_code(code), now())
    if not _leads(room):
        return redirect(url_for(".lead", code=room.code))
    return render_template(
        "class/report.html",
        room=room,
        report=report_on(room),
        cases=[(number, site().case(id)) for number, id in enumerate(room.cases)],
        choices=choices(room.question),
        right_for=right_for,
        sure_words=SURE_WORDS,
        fewest=FEWEST,
        fewest_alike=FEWEST_ALIKE,
    )


@pages.get("/<code>/report.csv")
def report_file(code: str) -> ResponseReturnValue:
    """The same for a spreadsheet."""
    room = class_rooms().find(room_code(code), now())
    if not _leads(room):
        return redirect(url_for(".lead", code=room.code))
    head = [_("Case"), _("Round"), _("Answer"), _("Votes"), _("Right")]
    told = report_on(room)
    text = as_csv([head, *_rows(room, told), *_rows_of_sure(told), *_rows_of_moves(room, told)])
    named = {"Content-Disposition": f'attachment; filename="class-{room.code}.csv"'}
    return Response(f"\ufeff{text}", mimetype="text/csv", headers=named)


def _rows(room: Room, told: ClassReport) -> Iterator[list[str | int]]:
    for each in told.rounds:
        case = site().case(room.cases[each.number])
        name = _name(room, each.number)
        if not each.shown:
            yield [name, each.round, _("too few to show"), each.votes, ""]
            continue
        for choice, words in choices(room.question).items():
            right = _("yes") if choice in right_for(room, case) else _("no")
            yield [name, each.round, words, each.by_choice.get(choice, 0), right]


def _rows_of_sure(told: ClassReport) -> Iterator[list[str | int]]:
    """A table of its own below: how sure against right, round by round."""
    if told.sure:
        yield from ([], [_("Case"), _("Round"), _("How sure"), _("Votes"), _("Right")])
    for each in told.sure:
        yield [_("All cases"), each.round, str(SURE_WORDS[each.sure]), each.votes, each.right]


def _rows_of_moves(room: Room, told: ClassReport) -> Iterator[list[str | int]]:
    """Another: who voted before and after talking, and came to the right answer or left it."""
    if told.moves:
        yield from ([], [_("Case"), _("Voted before and after talking"), _("Came to the right answer"), _("Left it")])
    for number, moved in told.moves.items():
        yield [_name(room, number), moved.both, moved.to_right, moved.from_right]


def _name(room: Room, number: int) -> str:
    case = site().case(room.cases[number])
    return case.name if case else room.cases[number]


def _offer(error: str = "") -> ResponseReturnValue:
    drawn = request.args.get("drawn", 0, int)
    page = render_template(
        "class/new.html",
        plans=_plans(drawn),
        questions=questions(),
        next_number=drawn + 1,
        error=error,
        most=MOST_CASES,
    )
    return make_response(page, 400 if error else 200)


def _plans(drawn: int) -> list[ClassPlan]:
    """What can be opened with one press; the cases that the address names stand alone."""
    here = site()
    if named := _known(request.args.getlist("case")):
        return [ClassPlan(_("Your cases"), "", named, _question(request.args))]
    mixed = ClassPlan(_("A mixed class"), _("Nothing to prepare."), _known(one_of_each(here.cases, drawn)))
    lessons = (ClassPlan(lesson.title, lesson.about, _known(lesson.cases), lesson.vote) for lesson in here.lessons)
    return [plan for plan in (mixed, *lessons) if plan.cases]


def _question(sent: Mapping[str, str]) -> str:
    """What the class is asked; the group where nothing that can be asked was sent."""
    return question if (question := sent.get("question", "")) in VOTES else VOTES[0]


def _known(ids: Iterable[str]) -> tuple[WorkedCase, ...]:
    return tuple(case for id in dict.fromkeys(ids) if (case := site().case(id)))


def _leads(room: Room) -> bool:
    return room.opens(held(KEY, room.code))


def _not_led(room: Room) -> ResponseReturnValue:
    text = _("Press once more. If this page asks for it, bring the key of your class.")
    return make_response(render_template("class/key.html", code=room.code, typed="", error=text), 400)
