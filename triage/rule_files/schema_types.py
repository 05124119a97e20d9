"""The kinds of value that a rule file holds, and what is known of a key beside its shape.

What pydantic checks of them stands in the types. What it cannot know, `editor_schema` needs for editors: it is `shown`
and changes no check.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from triage.core.questionnaire import SECTIONS, SOURCE_KINDS, URGENCIES
from triage.core.wording import Wording, Wordings


def _digits(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(r"-?\d{1,6}", value):
            raise ValueError("a whole number is needed here")
        return int(value)
    return value


def _word(value: object) -> object:
    if isinstance(value, str) and value not in ("true", "false"):
        raise ValueError("`true` or `false` is needed here")
    return value == "true" if isinstance(value, str) else value


def _day(value: str) -> str:
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        raise ValueError("the calendar has no such day") from None
    return value


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def shown(**facts: str | int) -> Any:
    """Say what an editor should know beside the type: `names` what, which kind of `condition`, least and greatest."""
    return Field(json_schema_extra=dict(facts))


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of a key besides its shape: all that the bench tells of it and does with it.

    `sentence` is for editors, `label` for differences (the key itself where it is empty). `decides` tells whether a
    category, a level or an urgency can come out otherwise by it, `measured` whether coded cases are read by it,
    `ordered` whether the order of its list says something.
    `field` is the noun's field that holds it, where that has another name; `home` the part of a folder it stands in.
    """

    sentence: str
    label: str = ""
    decides: bool = False
    measured: bool = False
    ordered: bool = False
    field: str = ""
    home: str = ""


ID = r"^[a-z][a-z0-9_]{0,63}$"
Id = Annotated[str, StringConstraints(pattern=ID)]
Text = Annotated[str, StringConstraints(min_length=1)]
Name = Annotated[Text, shown(pattern=ID)]
"""An id whose form is looked at when all names are known, so that a misspelt one can be told from what is used."""
PartName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(/[a-z][a-z0-9_]*)?$")]
"""A part of a rule folder: `notes`, or `categories/one_of_them`."""
RETIRED = r"^[a-z][a-z0-9_]{0,63}(\.[a-z][a-z0-9_]{0,63})?$"
Retired = Annotated[Text, shown(pattern=RETIRED)]
"""An id, or that of an option behind its question and a dot."""
Whole = Annotated[int, BeforeValidator(_digits)]
Flag = Annotated[bool, BeforeValidator(_word)]
Date = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_day)]
Code = Annotated[str, StringConstraints(pattern=r"^HP:\d{7}$")]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\.[^\s]+$")]
Words = Annotated[list[Text], BeforeValidator(_listed, json_schema_input_type=Text | list[Text])]
Above0 = Annotated[Whole, shown(minimum=1)]
Strength = Annotated[Text, shown(names="strength")]
AreaId = Annotated[Text, shown(names="area")]
GroupId = Annotated[Text, shown(names="group")]
FindingId = Annotated[Text, shown(names="finding")]
CategoryId = Annotated[Text, shown(names="category")]
Sources = Annotated[list[Annotated[Text, shown(names="source")]], Field(min_length=1)]
Conditional = Annotated[Any, shown(condition="of_findings_and_answers")]
ConditionalOnAnswers = Annotated[Any, shown(condition="of_answers")]
ConditionalWithoutNot = Annotated[Any, shown(condition="without_not")]
Urgency = Literal[URGENCIES]  # type: ignore[valid-type]  # tuples of words, spelt out once in core
Section = Literal[SECTIONS]  # type: ignore[valid-type]
SourceKind = Literal[SOURCE_KINDS]  # type: ignore[valid-type]
OwnId = Annotated[
    Name,
    Key(
        "Its name: lower-case letters, digits and _. An id never changes its meaning; retire it, and choose a new one."
    ),
]
Cited = Annotated[Sources, Key("Where the claim comes from: ids from `sources`.", "sources")]
VOICES = "One sentence for everybody, or {self: ..., other: ..., child: ..., young: ...}."


class FilePart(BaseModel):
    """A map of the rule file. Unknown keys are errors. `noun` is what of the core it becomes, if it becomes one."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    noun: ClassVar[type | None] = None


class Forms(FilePart):
    """A text in each voice. `young` may be left out, and is as `self` then."""

    self_: Annotated[Text, Key("To the person.")] = Field(alias="self")
    other: Annotated[Text, Key("About another adult.")]
    child: Annotated[Text, Key("About a child.")]
    young: Annotated[Text | None, Key("To a person who is not grown up. Left out, it is as `self`.")] = None

    def wording(self) -> Wording:
        """Return the text as the core's noun."""
        return Wording(self.self_, self.other, self.child, self.young)


def _forms(value: object) -> object:
    return {"self": value, "other": value, "child": value} if isinstance(value, str) else value


Said = Annotated[Forms, BeforeValidator(_forms, json_schema_input_type=Text | Forms)]


def said(texts: Iterable[Forms]) -> Wordings:
    """Return texts as the core's noun."""
    return tuple(text.wording() for text in texts)


def known_of(part: type[FilePart]) -> dict[str, Key]:
    """Return what is known of each key of a part, by the name of the part's field."""
    return {
        name: known for name, field in part.model_fields.items() for known in field.metadata if isinstance(known, Key)
    }


def sentences_of(part: type[FilePart]) -> dict[str, str]:
    """Return what an editor says about each key of a part, by the key."""
    fields = part.model_fields
    return {
        fields[name].alias or name: f"{known.sentence} {VOICES}"
        if _is_said(fields[name].annotation)
        else known.sentence
        for name, known in known_of(part).items()
    }


def _is_said(kind: Any) -> bool:
    """Whether a type is a text for people, in voices, or a list of such texts."""
    return kind is Forms or (get_origin(kind) is not dict and any(map(_is_said, get_args(kind))))
