"""Look-alikes: pairs of pictures that are taken for each other, with the sentence that tells them apart.

They stand in `look_alikes.yaml` beside the rules. What a pair says of signs is held against the points, and its cases
against the result, so that a change of the rules cannot leave it behind. A pair with a fault is left out by the site.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from triage.core.assessment import assess
from triage.core.contrast import Contrast, ContrastSign, contrast, picture, pictures
from triage.core.questionnaire import Pattern, Questionnaire
from triage.rule_files.diagnostics import Diagnostic, suggestion
from triage.rule_files.document import Document, Place
from triage.rule_files.resources import resources_beside
from triage.rule_files.schema_types import FilePart, Id, Sources, Text
from triage.rule_files.shape_faults import shaped
from triage.rule_files.worked_cases import WorkedCase
from triage.rule_files.yaml_reader import read_document

NAME = "look_alikes.yaml"


@dataclass(frozen=True, slots=True)
class Twin:
    """One of two look-alikes: its picture, what it is called, the worked case that shows it, and its own `signs`."""

    picture: Pattern
    name: str
    case: WorkedCase
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Two pictures that are taken for each other. `apart` says in a sentence or two what separates them."""

    id: str
    first: Twin
    second: Twin
    apart: str
    source: tuple[str, ...]


class TwinPart(FilePart):
    """One of the two."""

    picture: Id
    name: Text
    case: Id
    signs: Annotated[list[Id], Field(min_length=1)]


class PairPart(FilePart):
    """One pair."""

    id: Id
    first: TwinPart
    second: TwinPart
    apart: Text
    source: Sources


class LookAlikeFile(FilePart):
    """The whole file."""

    pairs: Annotated[list[PairPart], Field(min_length=1)]


def look_alikes_beside(rules: Path) -> Path:
    """Return the file in which the look-alikes of a rule file stand."""
    return resources_beside(rules).with_name(NAME)


def examine_look_alikes(
    path: Path, questionnaire: Questionnaire, cases: Sequence[WorkedCase]
) -> tuple[tuple[LookAlike, ...], tuple[Diagnostic, ...]]:
    """Read the pairs, return those without a fault, and list every fault by place."""
    document = read_document(path)
    file = None if document.has_errors else shaped(document, LookAlikeFile)
    reader = _PairReader(document, questionnaire, {case.id: case for case in cases})
    read = [reader.pair(("pairs", i), part) for i, part in enumerate(file.pairs)] if file else []
    return tuple(pair for pair in read if pair is not None), document.in_order()


class _PairReader:
    """Reads the pairs of one file; `first` says on which line each pair's id stood first."""

    def __init__(self, document: Document, questionnaire: Questionnaire, cases: Mapping[str, WorkedCase]) -> None:
        self.document = document
        self.questionnaire = questionnaire
        self.cases = cases
        self.first: dict[str, int] = {}

    def pair(self, place: Place, part: PairPart) -> LookAlike | None:
        """Return a pair, or None where it has a fault, which is reported."""
        before = len(self.document.diagnostics)
        if part.id in self.first:
            self.document.report_double("pair", part.id, (*place, "id"), f"on line {self.first[part.id]}")
        self.first.setdefault(part.id, self.document.line_of((*place, "id")))
        for i, source in enumerate(part.source):
            self._known("source", (*place, "source", i), source, (each.id for each in self.questionnaire.sources))
        twins = [self._twin((*place, side), getattr(part, side)) for side in ("first", "second")]
        one, other = twins
        if one is None or other is None:
            return None
        if one.picture.id == other.picture.id:
            hint = "name two pictures"
            self.document.report("R013", (*place, "second", "picture"), "a picture cannot look like itself", hint)
            return None
        apart = contrast(self.questionnaire, one.picture, other.picture)
        self._claims((*place, "first"), one, other, apart.of_first, apart)
        self._claims((*place, "second"), other, one, apart.of_second, apart)
        if len(self.document.diagnostics) > before:
            return None
        return LookAlike(part.id, one, other, part.apart, tuple(part.source))

    def _twin(self, place: Place, part: TwinPart) -> Twin | None:
        found = picture(self.questionnaire, part.picture)
        self._known("pattern", (*place, "picture"), part.picture, (each.id for each in pictures(self.questionnaire)))
        self._known("case", (*place, "case"), part.case, self.cases)
        for i, sign in enumerate(part.signs):
            self._known("finding", (*place, "signs", i), sign, self.questionnaire.finding_conditions)
        case = self.cases.get(part.case)
        if found is None or case is None:
            return None
        if found.id not in shown_by(self.questionnaire, case):
            message = f"the case `{case.id}` does not come out as the picture `{found.id}`"
            hint = "name another case; `triage cases ID --why` shows how one comes out"
            self.document.report("R027", (*place, "case"), message, hint)
        return Twin(found, part.name, case, tuple(part.signs))

    def _claims(self, place: Place, own: Twin, other: Twin, signs: tuple[ContrastSign, ...], every: Contrast) -> None:
        """Each sign that is said to be one picture's own must be so by the points."""
        true = [each.finding.id for each in signs]
        shared = {each.finding.id for each in every.shared}
        for i, sign in enumerate(own.signs):
            if sign in true or sign not in self.questionnaire.finding_conditions:
                continue
            both = "both pictures have it" if sign in shared else f"`{own.picture.id}` does not gain by it"
            message = f"`{sign}` does not tell `{own.picture.id}` from `{other.picture.id}`: {both}"
            hint = "by the points these do: " + ", ".join(f"`{id}`" for id in true[:5]) if true else "none does"
            self.document.report("R027", (*place, "signs", i), message, hint)

    def _known(self, kind: str, place: Place, name: str, known: Iterable[str]) -> None:
        there = frozenset(known)
        if name not in there:
            self.document.report("R012", place, f"no {kind} is named `{name}`", suggestion(name, there))


def shown_by(questionnaire: Questionnaire, case: WorkedCase) -> frozenset[str]:
    """Return the pictures that a case comes out as: the best of the first rank, and what leads from elsewhere."""
    found = assess(questionnaire, case.response)
    first = {match.best.pattern.id for match in found.shown if match.rank == 1}
    return frozenset(first | ({found.elsewhere.pattern.id} if found.elsewhere and found.elsewhere_leads else set()))
