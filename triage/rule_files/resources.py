"""Resources: the educational links beside a rule file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, RootModel, StringConstraints

from triage.rule_files.diagnostics import Diagnostic, RuleFileError, suggestion
from triage.rule_files.document import Document
from triage.rule_files.schema_types import Address, Date, FilePart, Flag, Text
from triage.rule_files.shape_faults import shaped
from triage.rule_files.yaml_reader import read_document

ALL = "all"


@dataclass(frozen=True, slots=True)
class Resource:
    """One page to read. `categories` is empty for all of them; `related` stands outside them."""

    id: str
    title: str
    publisher: str
    url: str
    section: str
    format: str
    link_kind: str
    categories: tuple[str, ...]
    on_topic_page: bool
    related: bool
    url_es: str | None = None
    fallback_url: str | None = None

    @property
    def opens_publisher(self) -> bool:
        """Whether the link opens a page of the publisher rather than the item itself."""
        return self.link_kind in ("landing", "substitute", "search")


class ResourcePart(FilePart):
    """The shape of one entry of the file."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
    title: Text
    publisher: Text
    url: Address
    seen: Date | None = None
    section: Text
    audience: Literal["everyone", "caregivers", "women", "children"]
    format: Literal["page", "video"]
    categories: Annotated[list[Text], BeforeValidator(lambda value: [] if value == ALL else value)]
    confidence: Literal["high", "medium", "low"]
    link_kind: Literal["direct", "web_version", "substitute", "landing", "search"]
    on_topic_page: Flag
    address: Text
    address_es: Text | None = None
    url_es: Address | None = None
    fallback_url: Address | None = None
    roles: tuple[Text, ...] = ()
    duplicate_of: Text | None = None
    note: Text | None = None
    related: Flag = False


class ResourceFile(RootModel[list[ResourcePart]]):
    """The whole file: a list."""


def load_resources(path: Path, categories: Iterable[str]) -> tuple[Resource, ...]:
    """Load the links beside a rule file with these categories. Raises RuleFileError with every fault."""
    resources, diagnostics = examine_resources(path, categories)
    if any(diagnostic.is_error for diagnostic in diagnostics):
        raise RuleFileError(diagnostics)
    return resources


def examine_resources(path: Path, categories: Iterable[str]) -> tuple[tuple[Resource, ...], tuple[Diagnostic, ...]]:
    """Read the links with these categories, as far as that goes, and list every fault, by place."""
    document = read_document(path)
    file = None if document.has_errors else shaped(document, ResourceFile)
    parts = file.root if file else []
    _check(document, parts, frozenset(categories))
    return tuple(_resource(part) for part in parts), document.in_order()


def resources_beside(rules: Path) -> Path:
    """Return the file in which the links of a rule file stand."""
    return rules.with_name("resources.yaml")


def _check(document: Document, parts: list[ResourcePart], categories: frozenset[str]) -> None:
    ids = {part.id: i for i, part in reversed([*enumerate(parts)])}
    for i, part in enumerate(parts):
        if ids[part.id] < i:
            line = document.line_of((ids[part.id], "id"))
            document.report_double("resource", part.id, (i, "id"), f"on line {line}")
        if part.duplicate_of is not None and part.duplicate_of not in ids:
            message = f"no resource is named `{part.duplicate_of}`"
            document.report("R012", (i, "duplicate_of"), message, suggestion(part.duplicate_of, ids))
        for j, category in enumerate(part.categories):
            if category not in categories:
                message = f"no category is named `{category}`"
                document.report("R012", (i, "categories", j), message, suggestion(category, categories))


def _resource(part: ResourcePart) -> Resource:
    return Resource(
        id=part.id,
        title=part.title,
        publisher=part.publisher,
        url=part.url,
        section=part.section,
        format=part.format,
        link_kind=part.link_kind,
        categories=tuple(part.categories),
        on_topic_page=part.on_topic_page,
        related=part.related,
        url_es=part.url_es,
        fallback_url=None if part.address == "seen" else part.fallback_url,
    )
