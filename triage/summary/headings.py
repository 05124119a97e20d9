"""The summary's own words, in one language. What the rule file says is not here.

`words(gettext)` gives them in the language of gettext; `ENGLISH` is what needs no catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from triage.summary.urgency_words import urgency_words


@dataclass(frozen=True)
class Words:
    """Headings, labels and sentences. `lang` is the language as HTML and PDF name it."""

    lang: str
    title: str
    made_from: str
    answered_by: Mapping[str, str]
    unfinished: str
    urgencies: Mapping[str, str]
    no_flag: str
    advised: str
    red_flags: str
    present: str
    none_present: str
    course: str
    history: str
    also_told: str
    marked: str
    matches: str
    no_match: str
    elsewhere: str
    match_note: str
    found: str
    fits: str
    against: str
    missing: str
    not_found: str
    unclear: str
    record: str
    absent: str
    taken_as_absent: str
    not_sure: str
    asked_partly: str
    not_asked: str
    none_of_these: str
    unsure: str
    unsure_rest: str
    contradiction: str
    unanswered: str
    question_not_asked: str
    say: str
    look_at: str
    how_it_came: str
    ask: str
    version: str
    codes: str
    page: str


def words(_: Callable[[str], str], lang: str) -> Words:
    """Return the words as a translator gives them."""
    return Words(
        lang=lang,
        title=_("Symptom summary for the doctor"),
        made_from=_("Made from answers to a questionnaire. Nobody has examined the patient."),
        answered_by={
            "self": _("Answered by the patient"),
            "other": _("Answered by another person for the patient"),
            "child": _("Answered by an adult for a child"),
            "young": _("Answered by the patient, who is under 16"),
        },
        unfinished=_("Not all questions have been answered yet."),
        urgencies={urgency: told.for_doctor for urgency, told in urgency_words(_).items()},
        no_flag=_("No red flag in these answers"),
        advised=_("The patient was told:"),
        red_flags=_("Red flags"),
        present=_("Findings present"),
        none_present=_("No finding came out of these answers."),
        course=_("Onset and course"),
        history=_("Medicines, illnesses, family"),
        also_told=_("Also told:"),
        marked=_("Marked on the figure:"),
        matches=_("Looks like"),
        no_match=_("The answers do not clearly fit any of the groups."),
        elsewhere=_("The answers look like something outside these groups: %(name)s."),
        match_note=_("Likeness of reported signs to how each group often looks; not a diagnosis."),
        found=_("%(found)s of %(all)s signs present"),
        fits=_("Fits:"),
        against=_("Against:"),
        missing=_("%(sign)s is missing"),
        not_found=_("Not there:"),
        unclear=_("Not known:"),
        record=_("Not there, or not known"),
        absent=_("Absent"),
        taken_as_absent=_("Not asked and taken as absent, since nothing pointed there"),
        not_sure=_("Not sure"),
        asked_partly=_("Asked in part, and not reported"),
        not_asked=_("Not asked or not answered"),
        none_of_these=_("none of these"),
        unsure=_("not sure"),
        unsure_rest=_("not sure about the rest"),
        contradiction=_("two answers exclude each other, so this is not clear"),
        unanswered=_("not answered"),
        question_not_asked=_("not asked"),
        say=_("Words to say at the appointment"),
        look_at=_("“Please look at these signs: %(signs)s.”"),
        how_it_came=_("“How it came: %(signs)s.”"),
        ask=_("Questions to ask"),
        version=_("Rules %(ruleset)s %(version)s (%(digest)s), %(reviewer)s. Made on %(date)s."),
        codes=_("Codes are terms of the Human Phenotype Ontology."),
        page=_("Page %(page)s of %(pages)s"),
    )


ENGLISH = words(str, "en")
