"""The shape of findings, of the pictures that they make, and of the categories that show these."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from triage.core import questionnaire as nouns
from triage.rule_files.schema_types import (
    Cited,
    Code,
    Conditional,
    ConditionalOnAnswers,
    FilePart,
    FindingId,
    GroupId,
    Key,
    OwnId,
    Said,
    Strength,
    Text,
    Words,
)

Weights = dict[Strength, list[FindingId]]


def _list(sentence: str) -> Key:
    """A key with findings that weigh in a pattern."""
    return Key(sentence, decides=True, field="weights")


class FindingPart(FilePart):
    """A clinical feature."""

    noun = nouns.Finding

    id: OwnId
    text: Annotated[Said, Key("The feature in plain words, as a result lists it.")]
    term: Annotated[Text, Key("The word that a doctor would use.")]
    when: Annotated[Conditional, Key("What makes it yes: answers and earlier findings.", decides=True)]
    group: Annotated[
        GroupId | None, Key("Findings of one group are capped together: an id from `groups`.", decides=True)
    ] = None
    codes: Annotated[list[Code], Key("HPO codes of this feature.")] = []
    source: Cited


class PatternPart(FilePart):
    """One recognisable clinical picture."""

    noun = nouns.Pattern

    id: OwnId
    text: Annotated[Said, Key("Its short name.")]
    picture: Annotated[Said, Key("The picture in a sentence or two.")]
    typical_of: Annotated[Words, Key("Disorders that often look like this.")] = []
    named_when: Annotated[
        ConditionalOnAnswers,
        Key(
            "By answers: to whom it can be named. Those for whom this is *no* are not told its name.",
            "can be named when",
        ),
    ] = None
    for_: Annotated[Weights, _list("By strength: findings that add points when they are there.")] = Field(alias="for")
    against: Annotated[Weights, _list("By strength: findings that take points away when they are there.")] = {}
    expects: Annotated[Weights, _list("By strength: findings that take points away when they are *not* there.")] = {}
    source: Cited


class ElsewherePart(PatternPart):
    """The picture of something that only looks like one of the categories."""

    needs: Annotated[Conditional, Key("What must be there before this picture counts.", decides=True)] = None
    ask: Annotated[list[Said], Key("What to ask the doctor about it.", "what to ask")] = []


class CategoryPart(FilePart):
    """A group of disorders."""

    noun = nouns.Category

    id: OwnId
    text: Annotated[Said, Key("Its name.")]
    involves: Annotated[Said, Key("What part of the body is ill.")]
    plain: Annotated[Said, Key("What it is, in plain words.", "in plain words")]
    causes: Annotated[Said, Key("What causes it.")]
    treatment: Annotated[Said, Key("What can be done.")]
    see: Annotated[list[Said], Key("Whom to see.", "whom to see")]
    tests: Annotated[list[Said], Key("Tests that may follow.")]
    bring: Annotated[list[Said], Key("What to bring to the visit.", "what to bring")]
    ask: Annotated[list[Said], Key("What to ask there.", "what to ask")]
    look_alikes: Annotated[list[Said], Key("What looks like it.", "look-alikes")]
    needs: Annotated[Conditional, Key("The core signs: without this the group reaches no level.", decides=True)]
    source: Cited
    patterns: Annotated[
        list[PatternPart],
        Field(min_length=1),
        Key("The pictures it can show. It matches as well as the best of them.", decides=True),
    ]
