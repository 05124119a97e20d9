"""The kinds of value that a rule file holds, and what an editor should know of each.

What pydantic checks of them stands in the types. What it cannot know, `completion` needs for editors: it is `shown`
and changes no check.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints


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


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def shown(**facts: str | int) -> Any:
    """Say what an editor should know beside the type: `names` what, which kind of `condition`, least and greatest."""
    return Field(json_schema_extra=dict(facts))


@dataclass(frozen=True, slots=True)
class Home:
    """In which part of a rule folder a key of a rule file belongs."""

    part: str


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
Date = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
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
