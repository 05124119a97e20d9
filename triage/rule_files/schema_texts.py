"""The shape of what a rule file says about its subject, of its glossary and of the numbers to call."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from triage.core import wording as nouns
from triage.rule_files.schema_types import Cited, FilePart, Key, OwnId, Said, Text, Whole, Words


class SafetyNetPart(FilePart):
    """What every result says about its own limits."""

    noun = nouns.SafetyNet

    uncertain: Annotated[Said, Key("That a form can be wrong.")]
    watch_for: Annotated[list[Said], Key("What to watch for.")]
    get_help: Annotated[Said, Key("How to get help.")]
    when: Annotated[Said, Key("By when to be seen.")]


class VisitPart(FilePart):
    """What helps at any first visit."""

    noun = nouns.FirstVisit

    first: Annotated[Said, Key("Whom to see first.")]
    tests: Annotated[list[Said], Key("Tests of a first visit.")]
    bring: Annotated[list[Said], Key("What to bring.")]
    ask: Annotated[list[Said], Key("What to ask.")]
    say: Annotated[Said, Key("How to begin.")]


class NoMatchPart(FilePart):
    """What is said when nothing matches."""

    noun = nouns.NoMatch

    text: Annotated[Said, Key("What is said when nothing matches.")]
    harmless: Annotated[list[Said], Key("Harmless causes.")]
    seek_care: Annotated[list[Said], Key("When to be seen all the same.")]


class AboutPart(FilePart):
    """What the guide is, is not and cannot see."""

    noun = nouns.About

    title: Annotated[Said, Key("The name of the guide.")]
    purpose: Annotated[Said, Key("What it is for, in a sentence.")]
    minutes: Annotated[Whole, Key("How many minutes it takes.")]
    is_: Annotated[list[Said], Key("What it is.")] = Field(alias="is")
    is_not: Annotated[list[Said], Key("What it is not.")]
    cannot_see: Annotated[list[Said], Key("What a form cannot see.")]
    limits: Annotated[list[Said], Key("Where it can be wrong.")]
    disclaimer: Annotated[Said, Key("What stands on every result.")]
    calm: Annotated[Said, Key("What is said first where nothing is urgent.")]
    safety_net: Annotated[SafetyNetPart, Key("What every result says about its own limits.")]
    visit: Annotated[VisitPart, Key("What helps at any first visit.")]
    no_match: Annotated[NoMatchPart, Key("What is said when nothing matches.")]


class TermPart(FilePart):
    """A word of the glossary; `also` are its other forms."""

    noun = nouns.Term

    id: OwnId
    term: Annotated[Text, Key("The word, as pages write it.")]
    also: Annotated[Words, Key("Its other forms, such as the plural.", field="other")] = []
    means: Annotated[Said, Key("What it means, in a sentence or two of plain words.")]
    source: Cited


class NumberPart(FilePart):
    """An emergency number."""

    noun = nouns.EmergencyNumber

    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$"), Key("Two capital letters, such as GB.")]
    name: Annotated[Text, Key("The country's name.")]
    number: Annotated[str, StringConstraints(pattern=r"^[0-9]{2,6}$"), Key("The number, in quotes.")]
