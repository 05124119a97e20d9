"""Forms made from the rule file: one field, its options, *none of these* and *not sure*."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField, ValidationError

from triage.core.questionnaire import Question
from triage.web.ticks import MARKERS, NONE, NOT_SURE, Ticks

FIELD = "choice"
"""The field of a question, alone on its page."""


class TokenForm(FlaskForm):
    """A button, or what surrounds other forms: nothing but the CSRF token."""


class QuestionForm(FlaskForm):
    """The form of one question; `form_for` sets what is `asked`, `offered` and its `headings` (both by value)."""

    asked: Question
    choice: Any
    offered: Mapping[str, str]
    headings: Mapping[str, str]

    @property
    def ticks(self) -> Ticks:
        """What is ticked, as the answers cookie keeps it."""
        data = self.choice.data
        return tuple(data) if isinstance(data, list) else (data,) if data else ()

    @property
    def forged(self) -> bool:
        """Whether a value came in that the page does not offer."""
        return not set(self.ticks) <= set(self.offered)

    @property
    def both(self) -> str:
        """The ticks that exclude each other, as a hidden field of the page carries them."""
        return both_of(self.asked, self.ticks)

    @property
    def token_failed(self) -> bool:
        """Whether the CSRF token is missing, wrong or from another session."""
        return bool(self.csrf_token.errors)


def _headings(question: Question, voice: str, withheld: frozenset[str]) -> Mapping[str, str]:
    """The headings, each by the first option of its group that is offered; a group without one has no heading."""
    before: dict[str, str] = {}
    waiting = None
    for option in question.options:
        waiting = option.heading or waiting
        if waiting is not None and option.id not in withheld:
            before[option.id] = waiting.for_(voice)
            waiting = None
    return before


def form_for(
    question: Question,
    voice: str,
    ticks: Sequence[str] = (),
    *,
    withheld: frozenset[str] = frozenset(),
    among_others: bool = False,
) -> QuestionForm:
    """Make the form of a question without what is `withheld`, with `ticks` preset where nothing was sent.

    `among_others` is for a page with several questions: the field's name tells which, and the page has the token.
    """
    texts = {option.id: option.text.for_(voice) for option in question.options if option.id not in withheld}
    if question.kind == "many":
        texts[NONE] = none_text(question, voice)
    texts[NOT_SURE] = _("I am not sure")
    kept = kept_ticks(question, ticks, withheld)
    form = _KINDS[question.kind](
        choice=list(kept) if question.kind == "many" else next(iter(kept), None),
        prefix=question.id if among_others else "",
        meta={"csrf": not among_others},
    )
    form.asked, form.offered, form.headings = question, texts, _headings(question, voice, withheld)
    return form


def both_of(question: Question, ticks: Ticks) -> str:
    """Return the ticks that exclude each other, as a hidden field carries them; nothing where none do."""
    return " ".join(f"{one.id}+{other.id}" for one, other in question.contradictions(ticks))


def kept_ticks(question: Question, ticks: Sequence[str], withheld: frozenset[str]) -> Ticks:
    """Return of ticks those that a page shows: of what it offers, and one alone where there can be no more."""
    markers = MARKERS if question.kind == "many" else {NOT_SURE}
    shown = tuple(tick for tick in ticks if tick in markers or (tick in question.option_ids and tick not in withheld))
    return shown if question.kind == "many" else shown[:1]


def none_text(question: Question, voice: str) -> str:
    """Return the words of *none of these* for a question."""
    return question.none.for_(voice) if question.none else _("None of these")


def _ticked(form: QuestionForm, field: Any) -> None:
    if not field.data:
        raise ValidationError(_("Tick all that fit. If nothing fits, tick “%(none)s”.", none=form.offered[NONE]))
    _offered(form)


def _chosen(form: QuestionForm, field: Any) -> None:
    if not field.data:
        raise ValidationError(_("Choose one answer. If you do not know, choose “I am not sure”."))
    _offered(form)


def _offered(form: QuestionForm) -> None:
    if form.forged:
        raise ValidationError(_("That answer does not fit here. Choose from the answers below."))


def _consistent(form: QuestionForm, field: Any) -> None:
    ticked = set(field.data or ())
    if NONE in ticked and len(ticked) > 1:
        text = form.offered[NONE]
        if ticked <= MARKERS:
            raise ValidationError(_("Tick “%(none)s” or “I am not sure”, not both.", none=text))
        raise ValidationError(_("You ticked “%(none)s” and something else too. Untick one of them.", none=text))


def _asked_once(form: QuestionForm, field: Any) -> None:
    """Ask about ticks that exclude each other, once: who sends the same again means it."""
    if form.both and request.form.get(f"{field.name}-both") != form.both:
        one, other = form.asked.contradictions(form.ticks)[0]
        texts = {"one": form.offered[one.id], "other": form.offered[other.id]}
        said = _("“%(one)s” and “%(other)s” do not go together. Untick one. If both are right, press Continue again.")
        raise ValidationError(said % texts)


class _One(QuestionForm):
    choice = RadioField(validators=[_chosen], validate_choice=False)


class _Many(QuestionForm):
    choice = SelectMultipleField(validators=[_ticked, _consistent, _asked_once], validate_choice=False)


_KINDS: Mapping[str, type[QuestionForm]] = {"one": _One, "many": _Many}
