"""Asking: how a question stands on a page, alone or among others, and where the questions are found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from flask import Response, make_response, redirect, request, url_for
from flask_babel import gettext as _

from triage.core.path import withheld
from triage.core.questionnaire import Question, RedFlag
from triage.web.forms import QuestionForm, form_for
from triage.web.ticks import NONE, NOT_SURE, NOTHING, Selections
from triage.web.visit import Visit

Item = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """A question with its form, as `parts/question.html` shows it."""

    question: Question
    form: QuestionForm

    @property
    def name(self) -> str:
        """The name of its field; the first choice has it as its id, so that an error can link to it."""
        name: str = self.form.choice.name
        return name

    @property
    def options(self) -> list[Item]:
        """The options, ticked or not."""
        return [self._items[option.id] for option in self.question.options if option.id in self._items]

    @property
    def apart(self) -> list[Item]:
        """*None of these*, where the question has it, and *not sure*."""
        return [self._items[marker] for marker in (NONE, NOT_SURE) if marker in self._items]

    @property
    def both(self) -> str:
        """The ticks that exclude each other, about which this page has asked by now."""
        return self.form.both

    @property
    def error(self) -> str | None:
        """What is wrong with the answer that was sent, or None."""
        return next((str(error) for error in self.form.choice.errors), None)

    @cached_property
    def _items(self) -> Mapping[str, Item]:
        ticks = self.form.ticks
        offered = self.form.offered.items()
        items = {value: {"value": value, "text": text, "checked": value in ticks} for value, text in offered}
        figure = self.question.figure
        for option in self.question.options if figure else ():
            if figure and option.region and option.id in items:
                items[option.id]["region"] = figure.number(option.region)
        for value, heading in self.form.headings.items():
            items[value]["heading"] = heading
        return items


def form_of(here: Visit, question: Question, ticks: Sequence[str] = (), *, among_others: bool = False) -> QuestionForm:
    """Return the form of a question as this visit is asked it."""
    hidden = withheld(here.questionnaire, question, here.path.answers)
    return form_for(question, here.voice, ticks, withheld=hidden, among_others=among_others)


def address_of(question: Question | None, **query: Any) -> str:
    """Return the address of a question on a page of its own, or that of the check page for None."""
    return url_for("questionnaire.question", id=question.id, **query) if question else url_for("questionnaire.check")


def part_of(here: Visit, question: Question) -> int:
    """Return on which of the few pages a question stands, from 1."""
    return next(n for n, together in enumerate(here.site.parts, start=1) if question in together)


def open_address(here: Visit, **query: Any) -> str:
    """Return where the first open question is asked, in the way this person answers; the check page for none."""
    question = here.path.next
    if question is not None and here.selections.few:
        return url_for("questions.page", part=part_of(here, question))
    return address_of(question, **query)


def after_part(here: Visit, part: int) -> str:
    """Return where Continue leads from one of the few pages: what is open up to it, the next page, the check page."""
    path = here.path
    if path.next is not None and part_of(here, path.next) <= part:
        return open_address(here)
    later = enumerate(here.site.parts, start=1)
    following = (n for n, together in later if n > part and any(question.id in path for question in together))
    number = next(following, None)
    return url_for("questions.page", part=number) if number else url_for("questionnaire.check")


def new_flags(before: Visit, now: Visit) -> tuple[RedFlag, ...]:
    """Return the emergency red flags that were not there before."""
    earlier = before.emergencies
    return tuple(flag for flag in now.emergencies if flag not in earlier)


def changed(before: Visit, after: Selections) -> Visit:
    """Return the visit with new selections: where they raise a new emergency, `interrupted` has the ticks before."""
    now = before.after(replace(after, interrupted=NOTHING))
    if not new_flags(before, now):
        return now
    was, ticks = before.selections.ticks, after.ticks
    earlier = {id: was.get(id) for id in ticks if was.get(id) != ticks[id]}
    return now.after(replace(after, interrupted=MappingProxyType(earlier)))


def kept(here: Visit, onward: str) -> Response:
    """Keep the selections and go on: to help now where they raise a new emergency, else onward."""
    target = url_for("questionnaire.help_now", **returning()) if here.selections.interrupted else onward
    response = make_response(redirect(target))
    here.site.jar.write(response, here.selections)
    return response


def returning() -> dict[str, Any]:
    """Return what keeps the way back to the check page in an address, nothing for those who did not come from there."""
    return {"return": "check"} if request.args.get("return") == "check" else {}


def wanted() -> str | None:
    """Return the other way on that was pressed instead of Continue: `one`, `few` or `look`; None for Continue."""
    go = request.form.get("go")
    return go if go in ("one", "few", "look") else None


def token_error() -> str:
    """Return what to say when the CSRF token is missing or wrong."""
    said: str = _("This page was open for a while, or in two places. Your answer is still here: press Continue again.")
    if not request.cookies:
        said = _(
            "Your browser did not keep our cookie, so we cannot keep your answers. "
            "Allow cookies for this site, then press Continue again."
        )
    return said
