"""The shape of what a rule file says about its subject, apart from any answer."""

from __future__ import annotations

from pydantic import Field

from triage.rule_files.parts import Part, Said
from triage.rule_files.schema_types import Whole


class SafetyNetPart(Part):
    """What every result says about its own limits."""

    uncertain: Said
    watch_for: list[Said]
    get_help: Said
    when: Said


class VisitPart(Part):
    """What helps at any first visit."""

    first: Said
    tests: list[Said]
    bring: list[Said]
    ask: list[Said]
    say: Said


class NoMatchPart(Part):
    """What is said when nothing matches."""

    text: Said
    harmless: list[Said]
    seek_care: list[Said]


class AboutPart(Part):
    """What the guide is, is not and cannot see."""

    title: Said
    purpose: Said
    minutes: Whole
    is_: list[Said] = Field(alias="is")
    is_not: list[Said]
    cannot_see: list[Said]
    limits: list[Said]
    disclaimer: Said
    calm: Said
    safety_net: SafetyNetPart
    visit: VisitPart
    no_match: NoMatchPart
