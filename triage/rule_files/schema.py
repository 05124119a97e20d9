"""The shape of a rule file: which keys there are and what may stand under them.

Whether the names in it mean anything is checked by `build`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from triage.core.questionnaire import SECTIONS, SOURCE_KINDS, URGENCIES
from triage.rule_files.about import AboutPart
from triage.rule_files.parts import Part, Said
from triage.rule_files.schema_types import (
    Above0,
    Address,
    AreaId,
    CategoryId,
    Code,
    Conditional,
    ConditionalOnAnswers,
    ConditionalWithoutNot,
    Date,
    FindingId,
    Flag,
    GroupId,
    Home,
    Name,
    PartName,
    Sources,
    Strength,
    Text,
    Whole,
    Words,
    shown,
)


class LevelPart(Part):
    """From how many points and with how great a lead a level is reached."""

    from_: Above0 = Field(alias="from")
    lead: Whole | None = None
    text: Said


class GroupPart(Part):
    """The limits of the joint points of a group."""

    most: Annotated[Whole, shown(minimum=0)]
    least: Annotated[Whole, shown(maximum=0)]


class SourcePart(Part):
    """Where a claim comes from."""

    kind: Literal[SOURCE_KINDS]  # type: ignore[valid-type]  # a tuple of words, spelt out once in core
    text: Text
    url: Address


class AgePart(Part):
    """Years of age, both ends included."""

    from_: Whole = Field(alias="from")
    to: Whole


class OptionPart(Part):
    """One thing that can be ticked, with the clues of coded cases."""

    id: Name
    text: Said
    heading: Said | None = None
    wording: Flag = False
    broader: Flag = False
    codes: list[Code] = []
    all_codes: list[Code] = []
    history: dict[Name, Words] = {}
    onset_class: Words = []
    onset: Words = []
    sex: Words = []
    age_years: AgePart | None = None
    region: Name | None = None
    excludes: Words = []
    offered_when: ConditionalOnAnswers = None


class ToldPart(Part):
    """How a summary for a doctor names a question, and the section that tells its answer, if one does."""

    term: Text
    section: Literal[SECTIONS] | None = None  # type: ignore[valid-type]  # a tuple of words, spelt out once in core


class FigurePart(Part):
    """A drawing by its name, the words before the places that somebody marked, and those under the drawing."""

    drawing: Name
    caption: Said
    under: list[Said] = []


class QuestionPart(Part):
    """One question."""

    id: Name
    kind: Literal["one", "many"]
    area: AreaId
    text: Said
    help: Said
    why: Said
    options: Annotated[list[OptionPart], Field(min_length=1)]
    none: Said | None = None
    ask_when: ConditionalOnAnswers = None
    skipped_means: Literal["no"] | None = None
    not_sure_means: Name | None = None
    summary: ToldPart | None = None
    figure: FigurePart | None = None


class FindingPart(Part):
    """A clinical feature."""

    id: Name
    text: Said
    term: Text
    when: Conditional
    group: GroupId | None = None
    codes: list[Code] = []
    source: Sources


Weights = dict[Strength, list[FindingId]]


class PatternPart(Part):
    """One recognisable clinical picture."""

    id: Name
    text: Said
    picture: Said
    typical_of: Words = []
    named_when: ConditionalOnAnswers = None
    for_: Weights = Field(alias="for")
    against: Weights = {}
    expects: Weights = {}
    source: Sources


class ElsewherePart(PatternPart):
    """The picture of something that only looks like one of the categories."""

    needs: Conditional = None
    ask: list[Said] = []


class CategoryPart(Part):
    """A group of disorders."""

    id: Name
    text: Said
    involves: Said
    plain: Said
    causes: Said
    treatment: Said
    see: list[Said]
    tests: list[Said]
    bring: list[Said]
    ask: list[Said]
    look_alikes: list[Said]
    needs: Conditional
    source: Sources
    patterns: Annotated[list[PatternPart], Field(min_length=1)]


class RedFlagPart(Part):
    """What calls for help."""

    id: Name
    text: Said
    when: ConditionalWithoutNot
    urgency: Literal[URGENCIES]  # type: ignore[valid-type]  # a tuple of words, spelt out once in core
    say: Said
    because: Said
    source: Sources


class NotePart(Part):
    """Advice that is neither match nor urgency."""

    id: Name
    text: Said
    when: Conditional
    say: Said
    source: Sources
    category: CategoryId | None = None
    place: Literal["first", "calms"] | None = None


class TermPart(Part):
    """A word of the glossary; `also` are its other forms."""

    id: Name
    term: Text
    also: Words = []
    means: Said
    source: Sources


class PromisePart(Part):
    """A category reaches no level unless this holds."""

    id: Name
    text: Said
    category: CategoryId
    only_with: Conditional
    source: Sources


class NumberPart(Part):
    """An emergency number."""

    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    name: Text
    number: Annotated[str, StringConstraints(pattern=r"^[0-9]{2,6}$")]


class RuleFile(Part):
    """The whole file."""

    ruleset: Annotated[Name, Home("index")]
    version: Annotated[Text, Home("index")]
    reviewed: Annotated[Date, Home("index")]
    review_due: Annotated[Date, Home("index")]
    reviewed_by: Annotated[Text, Home("index")]
    reviewers: Annotated[dict[PartName, Text], Home("index")] = {}
    strengths: Annotated[dict[Name, Above0], Home("scoring")]
    levels: Annotated[dict[Name, LevelPart], Field(min_length=1), Home("scoring")]
    close: Annotated[Whole, Home("scoring")]
    treatable_first: Annotated[list[CategoryId], Home("scoring")] = []
    groups: Annotated[dict[Name, GroupPart], Home("scoring")] = {}
    voices: Annotated[dict[Literal["other", "child", "young"], Conditional], Home("scoring")] = {}
    areas: Annotated[dict[Name, Said], Home("texts")]
    about: Annotated[AboutPart, Home("texts")]
    emergency_numbers: Annotated[list[NumberPart], Field(min_length=1), Home("texts")]
    sources: Annotated[dict[Name, SourcePart], Home("sources")]
    questions: Annotated[list[QuestionPart], Field(min_length=1), Home("questions")]
    findings: Annotated[list[FindingPart], Home("findings")]
    categories: Annotated[list[CategoryPart], Field(min_length=1), Home("categories")]
    elsewhere: Annotated[list[ElsewherePart], Home("elsewhere")] = []
    red_flags: Annotated[list[RedFlagPart], Home("red_flags")]
    notes: Annotated[list[NotePart], Home("notes")] = []
    glossary: Annotated[list[TermPart], Home("texts")] = []
    plain_words: Annotated[Words, Home("texts")] = []
    to_reader: Annotated[Words, Home("texts")] = []
    promises: Annotated[list[PromisePart], Home("red_flags")] = []


HOMES: Mapping[str, str] = {
    key: mark.part for key, field in RuleFile.model_fields.items() for mark in field.metadata if isinstance(mark, Home)
}
"""In which part of a rule folder each key belongs."""
