"""Parts: what every map of a file is, and a text in each voice."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from triage.core.wording import Wording
from triage.rule_files.schema_types import Text


def _forms(value: object) -> object:
    return {"self": value, "other": value, "child": value} if isinstance(value, str) else value


class Part(BaseModel):
    """A map of the rule file. Unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Forms(Part):
    """A text in each voice. `young` may be left out, and is as `self` then."""

    self_: Text = Field(alias="self")
    other: Text
    child: Text
    young: Text | None = None

    def wording(self) -> Wording:
        """Return the text as the core's noun."""
        return Wording(self.self_, self.other, self.child, self.young)


Said = Annotated[Forms, BeforeValidator(_forms, json_schema_input_type=Text | Forms)]
