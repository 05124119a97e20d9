"""Asking: how a question stands on a page, alone or among others, and where the questions are found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from flask import Response, make_response, redirect, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from triage.core.figure import Figure
from triage.core.path import withheld
from triage.core.questionnaire import Question, RedFlag
from triage.web.components import CHECKED, NOT_CHECKED
from triage.web.forms import FIELD, QuestionForm, both_of, form_for, kept_ticks
from triage.web.stencils import Own
from triage.web.ticks import MARKERS, NONE, NOT_SURE, NOTHING, Selections, Ticks
from triage.web.visit import Visit

Item = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """A question as one person is asked it: its figure, what of it is withheld, and the ticks that it had before.

    Its form is made when it is needed: for what was sent, and for a page that was not made once already.
    """

    question: Question
    voice: str
    figure: Figure | None
    withheld: frozenset[str]
    before: Ticks
    among_others: bool = False

    @cached_property
    def form(self) -> QuestionForm:
        """Its form, with what the request sends, or else with the ticks of before."""
        hidden, among = self.withheld, self.among_others
        return form_for(self.question, self.voice, self.before, withheld=hidden, among_others=among)

    @property
    def name(self) -> str:
        """The name of its field; the first choice has it as its id, so that an error can link to it."""
        return f"{self.question.id}-{FIELD}" if self.among_others else FIELD

    @property
    def ticks(self) -> Ticks:
        """What is ticked on the page."""
        return self.form.ticks if request.method == "POST" else self.before

    @property
    def both(self) -> str:
        """The ticks that exclude each other, about which this page has asked by now."""
        return both_of(self.question, self.ticks)

    @property
    def error(self) -> str | None:
        """What is wrong with the answer that was sent, or None."""
        return next((str(error) for error in self.form.choice.errors), None) if request.method == "POST" else None

    @property
    def key(self) -> tuple[str, bool, frozenset[str]] | None:
        """What it goes by where it looks the same to many: None where its page says more than what is ticked."""
        return None if self.both or self.error else (self.question.id, self.figure is not None, self.withheld)

    @property
    def own(self) -> dict[str, Markup]:
        """What stands in each of its inputs: a person's own."""
        values = {*self.question.option_ids, *MARKERS}
        return {_mark(self, value): CHECKED if value in self.ticks else NOT_CHECKED for value in values}


@dataclass(frozen=True)
class ShownQuestion:
    """A question as `parts/question.html` shows it, with what is a person's `own` put in, or a hole for it."""

    asked: Asked
    own: Own

    @property
    def question(self) -> Question:
        """What is asked."""
        return self.asked.question

    @property
    def name(self) -> str:
        """The name of its field."""
        return self.asked.name

    @property
    def both(self) -> str:
        """The ticks that exclude each other."""
        return self.asked.both

    @property
    def error(self) -> str | None:
        """What is wrong with the answer that was sent, or None."""
        return self.asked.error

    @property
    def figure(self) -> Figure | None:
        """The figure of the question, where it has one that is for this person."""
        return self.asked.figure

    @property
    def options(self) -> list[Item]:
        """The options, ticked or not."""
        return [self._items[option.id] for option in self.question.options if option.id in self._items]

    @property
    def apart(self) -> list[Item]:
        """*None of these*, where the question has it, and *not sure*."""
        return [self._items[marker] for marker in (NONE, NOT_SURE) if marker in self._items]

    @cached_property
    def _items(self) -> Mapping[str, Item]:
        offered = self.asked.form.offered.items()
        items = {value: self._item(value, text) for value, text in offered}
        for option in self.question.options if self.figure else ():
            if self.figure and option.region and option.id in items:
                items[option.id]["region"] = self.figure.number(option.region)
        for value, heading in self.asked.form.headings.items():
            items[value]["heading"] = heading
        return items

    def _item(self, value: str, text: str) -> dict[str, Any]:
        return {"value": value, "text": text, "checked": self.own(_mark(self.asked, value))}


def asked_of(here: Visit, question: Question, *, among_others: bool = False) -> Asked:
    """Return a question as this visit is asked it."""
    answers, figure = here.path.answers, question.figure
    hidden = withheld(here.questionnaire, question, answers)
    ticks = kept_ticks(question, here.selections.ticks.get(question.id, ()), hidden)
    drawn = figure if figure and figure.is_drawn(answers) else None
    return Asked(question, here.voice, drawn, hidden, ticks, among_others)


def _mark(asked: Asked, value: str) -> str:
    return f"{asked.name} {value}"


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
