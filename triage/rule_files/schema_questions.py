"""The shape of questions, their options and their figures."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from triage.core import figure
from triage.core import question as nouns
from triage.rule_files.schema_types import (
    AreaId,
    Code,
    ConditionalOnAnswers,
    FilePart,
    Flag,
    Key,
    Name,
    OwnId,
    Said,
    Section,
    Text,
    Whole,
    Words,
)


def _clue(sentence: str) -> Key:
    """A key by which coded cases are read."""
    return Key(sentence, "clues of coded cases", measured=True, field="clues")


class AgePart(FilePart):
    """Years of age, both ends included."""

    from_: Annotated[Whole, Key("The first year of age.")] = Field(alias="from")
    to: Annotated[Whole, Key("The last year of age; it counts too.")]


class OptionPart(FilePart):
    """One thing that can be ticked, with the clues of coded cases."""

    noun = nouns.Option

    id: OwnId
    text: Annotated[Said, Key("What a person ticks.")]
    heading: Annotated[Said | None, Key("A short heading before this option, which is the first of a group.")] = None
    wording: Annotated[
        Flag,
        Key("true: it changes the wording alone and no result.", "changes the wording alone"),
    ] = False
    broader: Annotated[Flag, _clue("true: its code is meant to stand above the code of another option.")] = False
    codes: Annotated[list[Code], _clue("HPO codes: one of them in a coded case ticks this option.")] = []
    all_codes: Annotated[list[Code], _clue("HPO codes that a coded case must have together to tick this option.")] = []
    history: Annotated[
        dict[Name, Words], _clue("Facts of a coded case that tick this option, as {onset_speed: [years]}.")
    ] = {}
    onset_class: Annotated[Words, _clue("Classes of onset in a coded case that tick this option.")] = []
    onset: Annotated[Words, _clue("Ages of onset in a coded case that tick this option.")] = []
    sex: Annotated[Words, _clue("The sex in a coded case that ticks this option.")] = []
    age_years: Annotated[
        AgePart | None, _clue("The present age in a coded case that ticks this option, both ends included.")
    ] = None
    region: Annotated[
        Name | None,
        Key("The place of the figure that this option is; `all` is the whole figure."),
    ] = None
    excludes: Annotated[
        Words,
        Key(
            "Options of this question that cannot be so together with it. Whoever ticks both is asked again.",
            "cannot be with",
        ),
    ] = []
    offered_when: Annotated[
        ConditionalOnAnswers,
        Key(
            "By earlier answers: who is offered this option. It is kept from those for whom this is *no*.", decides=True
        ),
    ] = None


class ToldPart(FilePart):
    """How a summary for a doctor names a question, and the section that tells its answer, if one does."""

    noun = nouns.Told

    term: Annotated[Text, Key("How a doctor would name this question.")]
    section: Annotated[Section | None, Key("The section of the summary that tells its answer.")] = None


class FigurePart(FilePart):
    """A drawing by its name, the words before the places that somebody marked, and those under the drawing."""

    noun = figure.Figure

    drawing: Annotated[Name, Key("The name of a file in `figures/`, without its ending.")]
    caption: Annotated[Said, Key("The words before the places that somebody marked.")]
    under: Annotated[list[Said], Key("Words under the drawing.")] = []
    drawn_when: Annotated[
        ConditionalOnAnswers,
        Key("For whom it is drawn: for everybody unless this is no. It may name earlier questions only."),
    ] = None


class QuestionPart(FilePart):
    """One question."""

    noun = nouns.Question

    id: OwnId
    kind: Annotated[
        Literal["one", "many"], Key("one: a single option can be chosen. many: any number can be ticked.", decides=True)
    ]
    area: Annotated[AreaId, Key("The heading under which the answer is shown to be checked: an id from `areas`.")]
    text: Annotated[Said, Key("The question.")]
    help: Annotated[Said, Key("How to find out, at home and safely.")]
    why: Annotated[Said, Key("Why this is asked.")]
    options: Annotated[list[OptionPart], Field(min_length=1), Key("What can be ticked.", decides=True)]
    none: Annotated[Said | None, Key("Other words for *none of these*.", "words for none of these")] = None
    ask_when: Annotated[
        ConditionalOnAnswers,
        Key("Asked unless this is no. It may name earlier questions only.", "asked when", decides=True),
    ] = None
    skipped_means: Annotated[
        Literal["no"] | None,
        Key(
            "no: when this question is skipped, all its options count as no. Otherwise they are unknown.",
            "skipped means no",
            decides=True,
            field="skipped_means_no",
        ),
    ] = None
    not_sure_means: Annotated[
        Name | None, Key("The option that *not sure* is read as. For a question of kind one.", decides=True)
    ] = None
    summary: Annotated[
        ToldPart | None,
        Key("How the summary for a doctor tells this question.", "in the summary"),
    ] = None
    figure: Annotated[
        FigurePart | None, Key("A drawing whose places can be pressed instead of the options that name them.")
    ] = None
