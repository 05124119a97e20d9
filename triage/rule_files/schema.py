"""The shape of a rule file: which keys there are, what may stand under them, and what is known of each.

Whether the names in it mean anything is checked by `build`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from triage.core import questionnaire as nouns
from triage.rule_files.schema_categories import CategoryPart, ElsewherePart, FindingPart
from triage.rule_files.schema_questions import QuestionPart
from triage.rule_files.schema_texts import AboutPart, NumberPart, TermPart
from triage.rule_files.schema_types import (
    Above0,
    Address,
    CategoryId,
    Cited,
    Conditional,
    ConditionalWithoutNot,
    Date,
    FilePart,
    Key,
    Name,
    OwnId,
    PartName,
    Retired,
    Said,
    SourceKind,
    Text,
    Urgency,
    Whole,
    Words,
    known_of,
    shown,
)

SCORING = "strengths_and_levels"
"""The part of a rule set that says what strengths are worth and when a level is reached."""


class LevelPart(FilePart):
    """From how many points and with how great a lead a level is reached."""

    noun = nouns.Level

    from_: Annotated[
        Above0, Key("The least points for this level.", "from points", decides=True, field="from_points")
    ] = Field(alias="from")
    lead: Annotated[
        Whole | None,
        Key("How far it must be ahead of the next group or mimic. Leave it out where any lead will do.", decides=True),
    ] = None
    text: Annotated[Said, Key("How a result names this level.")]


class GroupPart(FilePart):
    """The limits of the joint points of a group."""

    noun = nouns.Group

    most: Annotated[
        Whole,
        shown(minimum=0),
        Key("The most points that its findings can add together: 0 or above.", "most points", decides=True),
    ]
    least: Annotated[
        Whole,
        shown(maximum=0),
        Key("The most points that they can take together: 0 or below.", "least points", decides=True),
    ]


class SourcePart(FilePart):
    """Where a claim comes from."""

    noun = nouns.Source

    kind: Annotated[
        SourceKind | None, Key("What it is. A red flag names at least one guideline, authority or study.")
    ] = None
    text: Annotated[Text, Key("Title, author and year, as a reader would look for it.")]
    url: Annotated[Address, Key("Its web address.", "address")]
    seen: Annotated[Date | None, Key("The day on which `triage links` last found it there.")] = None


class RedFlagPart(FilePart):
    """What calls for help."""

    noun = nouns.RedFlag

    id: OwnId
    text: Annotated[Said, Key("What was found, in plain words.")]
    when: Annotated[
        ConditionalWithoutNot, Key("What raises it. Never a `not`, directly or through a finding.", decides=True)
    ]
    urgency: Annotated[Urgency, Key("How soon to seek help.", decides=True)]
    within_days: Annotated[
        Above0 | None,
        Key("The latest day to be seen. Of red flags with one urgency, the earliest stands first on a result."),
    ] = None
    say: Annotated[
        Said, Key("What to do. Where it can wait, the first sentence says by when to be seen.", "what to do")
    ]
    because: Annotated[Said, Key("Why.", "why")]
    source: Cited


class NotePart(FilePart):
    """Advice that is neither match nor urgency."""

    noun = nouns.Note

    id: OwnId
    text: Annotated[Said, Key("Its heading.")]
    when: Annotated[Conditional, Key("When it is shown.")]
    say: Annotated[Said, Key("The advice.", "advice")]
    source: Cited
    category: Annotated[
        CategoryId | None,
        Key("The group that it belongs to: an id from `categories`.", "group"),
    ] = None
    place: Annotated[
        Literal["first", "calms"] | None,
        Key("first: right after the care card. calms: with its group, wherever a result names that."),
    ] = None


class PromisePart(FilePart):
    """A category reaches no level unless this holds."""

    noun = nouns.Promise

    id: OwnId
    text: Annotated[Said, Key("What is promised, in one sentence.")]
    category: Annotated[CategoryId, Key("The category that may reach no level otherwise.")]
    only_with: Annotated[Conditional, Key("What must be there for it to reach a level.")]
    source: Cited


class RuleFile(FilePart):
    """The whole file."""

    noun = nouns.Questionnaire

    ruleset: Annotated[
        Name, Key("The name of this rule set. Saved answers and cookies carry it.", "rule set", home="index")
    ]
    version: Annotated[Text, Key("Raise it with every change that people will meet.", home="index")]
    reviewed: Annotated[Date, Key("The day of the last review, as in 2026-11-21.", home="index")]
    review_due: Annotated[
        Date, Key("The day by which the file must be reviewed again. After it the check warns.", home="index")
    ]
    reviewed_by: Annotated[Text, Key("Who reviewed it, in words.", home="index")]
    reviewers: Annotated[
        dict[PartName, Text],
        Key("Who reviewed a part, by its name in a folder of rules, where that is not `reviewed_by`.", home="index"),
    ] = {}
    strengths: Annotated[
        dict[Name, Above0],
        Key(
            "What each strength word means in points: tenths of a log10 likelihood ratio.",
            decides=True,
            home=SCORING,
        ),
    ]
    levels: Annotated[
        dict[Name, LevelPart],
        Field(min_length=1),
        Key(
            "How well a group can match: from how many points, and with how great a lead.",
            decides=True,
            home=SCORING,
        ),
    ]
    close: Annotated[
        Whole,
        Key(
            "A group within so many points of a matching best one matches too, at the lowest level.",
            decides=True,
            home=SCORING,
        ),
    ]
    treatable_first: Annotated[
        list[CategoryId],
        Key(
            "The groups in the order in which they stand where they look alike, most treatable first.",
            "order of groups that look alike",
            ordered=True,
            home=SCORING,
        ),
    ] = []
    groups: Annotated[
        dict[Name, GroupPart],
        Key(
            "Findings that tell much the same thing: their joint points stay between two limits.",
            decides=True,
            home=SCORING,
        ),
    ] = {}
    voices: Annotated[
        dict[Literal["other", "child", "young"], Conditional],
        Key(
            "When the words speak of another adult, of a child, or to a reader who is not grown up.",
            home=SCORING,
        ),
    ] = {}
    areas: Annotated[dict[Name, Said], Key("The headings under which answers are shown to be checked.", home="texts")]
    about: Annotated[AboutPart, Key("What the guide is, is not and cannot see.", home="texts")]
    emergency_numbers: Annotated[
        list[NumberPart],
        Field(min_length=1),
        Key("Numbers to call, by country. Never guessed from the language.", home="texts"),
    ]
    sources: Annotated[
        dict[Name, SourcePart], Key("Where the claims come from. Each must be named somewhere.", home="sources")
    ]
    questions: Annotated[
        list[QuestionPart], Field(min_length=1), Key("What is asked, in this order.", decides=True, home="questions")
    ]
    retired: Annotated[
        dict[Retired, Text],
        Key("Ids that once were in use, each with its last text. None of them may be used again.", home="questions"),
    ] = {}
    findings: Annotated[
        list[FindingPart], Key("Clinical features in plain words, made from answers.", decides=True, home="findings")
    ]
    categories: Annotated[
        list[CategoryPart],
        Field(min_length=1),
        Key("The groups of disorders, each with the pictures it can show.", decides=True, home="categories"),
    ]
    elsewhere: Annotated[
        list[ElsewherePart], Key("Pictures of what only looks like one of the groups.", decides=True, home="elsewhere")
    ] = []
    red_flags: Annotated[
        list[RedFlagPart],
        Key("What calls for help, and how soon. Nothing can lower them.", decides=True, home="red_flags"),
    ]
    notes: Annotated[list[NotePart], Key("Advice that is neither match nor urgency.", home="notes")] = []
    glossary: Annotated[
        list[TermPart],
        Key(
            "Words that not everybody knows, each with what it means. Pages link to it at the first use.", home="texts"
        ),
    ] = []
    plain_words: Annotated[
        Words, Key("Long words that everybody knows. The check asks of every other one to be explained.", home="texts")
    ] = []
    to_reader: Annotated[
        Words, Key("Phrases with *you* that speak to whoever reads, not to the person with the signs.", home="texts")
    ] = []
    promises: Annotated[
        list[PromisePart], Key("What must hold whatever is answered. Only the proofs read them.", home="red_flags")
    ] = []


def _parts(kind: Any) -> Iterator[type[FilePart]]:
    """The parts inside a type, each with those inside it."""
    if isinstance(kind, type) and issubclass(kind, FilePart):
        yield kind
    inside = kind.model_fields.values() if isinstance(kind, type) and issubclass(kind, FilePart) else ()
    for each in (*(field.annotation for field in inside), *get_args(kind)):
        yield from _parts(each)


PARTS: Mapping[str, type[FilePart]] = {part.__name__: part for part in _parts(RuleFile)}
"""Every part of a rule file, by the name of its class."""
_OF_NOUNS: Mapping[tuple[type, str], Key] = {
    (part.noun, known.field or name): known
    for part in PARTS.values()
    for name, known in known_of(part).items()
    if part.noun is not None
}
HOMES: Mapping[str, str] = {key: known.home for key, known in known_of(RuleFile).items()}
"""In which part of a rule folder each key belongs."""


def key_of(noun: type, field: str) -> Key | None:
    """Return what is known of the key from which a field of a noun is made, or None where there is no such key."""
    return _OF_NOUNS.get((noun, field))
