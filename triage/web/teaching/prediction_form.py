"""The form of a prediction: a group, an urgency, how sure, and up to three signs for and three against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from triage.core.assessment import Assessment
from triage.core.questionnaire import Questionnaire
from triage.teaching.prediction import MOST_SIGNS, NO_GROUP, Prediction, signs_told
from triage.web.rule_words import CALL_WORDS

SURE_WORDS = {"sure": lazy_gettext("Sure"), "fairly": lazy_gettext("Fairly sure"), "guess": lazy_gettext("A guess")}
SIDES = ("for", "against")


class PredictionForm(FlaskForm):
    """What a learner predicts. The signs offered are those of one case."""

    group = RadioField(validators=[InputRequired(lazy_gettext("Choose a group, or “no clear match”."))])
    urgency = RadioField(validators=[InputRequired(lazy_gettext("Choose how soon help is needed."))])
    sure = RadioField(validators=[InputRequired(lazy_gettext("Choose how sure you are."))])
    for_1 = SelectField(default="")
    for_2 = SelectField(default="")
    for_3 = SelectField(default="")
    against_1 = SelectField(default="")
    against_2 = SelectField(default="")
    against_3 = SelectField(default="")

    def signs(self, side: str) -> list[SelectField]:
        """Return the fields for the signs of one side."""
        return [self[f"{side}_{number}"] for number in range(1, MOST_SIGNS + 1)]

    def radios(self, name: str) -> Mapping[str, Any]:
        """Return the choices of a field as the component takes them, and what is wrong with it."""
        field = self[name]
        texts = {str(choice.value): choice.label for choice in field.choices}
        return as_radios(name, texts, field.data, next(iter(field.errors), None))

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What is wrong, each with the address of its field."""
        fields = (self["group"], self["urgency"], self["sure"], *self.signs("for"), *self.signs("against"))
        return [(str(field.errors[0]), f"#{field.name}") for field in fields if field.errors]

    @property
    def token_failed(self) -> bool:
        """Whether the CSRF token is missing, wrong or from another session."""
        return bool(self.csrf_token.errors)

    @property
    def prediction(self) -> Prediction:
        """What was predicted, where the form is valid."""
        named = {side: [field.data for field in self.signs(side) if field.data] for side in SIDES}
        return Prediction(
            self.group.data,
            self.urgency.data,
            self.sure.data,
            tuple(dict.fromkeys(named["for"])),
            tuple(dict.fromkeys(named["against"])),
        )


def prediction_form(questionnaire: Questionnaire, assessment: Assessment) -> PredictionForm:
    """Make the form for a case, with what was sent."""
    form, told = PredictionForm(), signs_told(questionnaire, assessment)
    form.group.choices = _choices(groups_offered(questionnaire, assessment.voice))
    form.urgency.choices = _choices(CALL_WORDS)
    form.sure.choices = _choices(SURE_WORDS)
    signs = [SelectChoice("", ""), *(SelectChoice(each.id, each.id) for each in (*told.there, *told.missing))]
    for field in (*form.signs("for"), *form.signs("against")):
        field.choices = signs
    return form


def as_radios(name: str, texts: Mapping[str, Any], chosen: str | None, error: str | None) -> Mapping[str, Any]:
    """Return choices, by their values, as the component for radios takes them."""
    items = [{"value": value, "text": text, "checked": value == chosen} for value, text in texts.items()]
    return {"name": name, "items": items, "error": error}


def groups_offered(questionnaire: Questionnaire, voice: str) -> Mapping[str, str]:
    """Return the groups from which a learner chooses, by id, *no clear match* last."""
    groups = {category.id: category.text.for_(voice) for category in questionnaire.categories}
    return {**groups, NO_GROUP: _("No clear match, or something outside the groups")}


def _choices(texts: Mapping[str, Any]) -> list[SelectChoice]:
    return [SelectChoice(value, text) for value, text in texts.items()]
