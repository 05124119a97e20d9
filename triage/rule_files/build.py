"""Build a Questionnaire from a rule file's parts, reporting every name that means nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from triage.core import questionnaire as nouns
from triage.core.conditions import Any, Condition
from triage.core.wording import EmergencyNumber, Term
from triage.rule_files.build_conditions import WORDS, Scope, read_condition
from triage.rule_files.build_plain import about_of, clues_of, levels_of
from triage.rule_files.document import Document, Place
from triage.rule_files.drawings import figure_of
from triage.rule_files.red_flag_rules import report_unsafe
from triage.rule_files.references import Names
from triage.rule_files.schema import NotePart, PromisePart, RedFlagPart, RuleFile
from triage.rule_files.schema_categories import CategoryPart, FindingPart, PatternPart
from triage.rule_files.schema_questions import OptionPart, QuestionPart
from triage.rule_files.schema_texts import TermPart
from triage.rule_files.schema_types import Forms, said

NEVER = Any(())
"""Stands for a condition that could not be read; the file does not load then."""


class Identified(Protocol):
    """A part of the file that has an id."""

    @property
    def id(self) -> str:
        """Its id."""


class Builder:
    """Builds one Questionnaire. Faults go to the document; a result is only of use when there are none."""

    def __init__(self, document: Document, file: RuleFile) -> None:
        self.document = document
        self.file = file
        self.question_ids = frozenset(question.id for question in file.questions)
        self.finding_ids = frozenset(finding.id for finding in file.findings)
        self.findings: dict[str, nouns.Finding] = {}
        self.earlier: set[str] = set()
        self.names = Names(document)

    def build(self) -> nouns.Questionnaire:
        """Return the Questionnaire, without its digest. Whether it may be used is for the diagnostics to say."""
        file = self.file
        self._declare()
        questions = tuple(self._question(i, part) for i, part in enumerate(file.questions))
        for i, part in enumerate(file.findings):
            self.findings.setdefault(part.id, self._finding(i, part))
            self.earlier.add(part.id)
        result = nouns.Questionnaire(
            ruleset=file.ruleset,
            version=file.version,
            reviewed=file.reviewed,
            review_due=file.review_due,
            reviewed_by=file.reviewed_by,
            strengths=dict(file.strengths),
            levels=levels_of(file),
            close=file.close,
            groups=tuple(nouns.Group(id, group.most, group.least) for id, group in file.groups.items()),
            voices=tuple(
                nouns.Voice(voice, self._condition(("voices", voice), when)) for voice, when in file.voices.items()
            ),
            areas={id: text.wording() for id, text in file.areas.items()},
            about=about_of(file.about),
            emergency_numbers=tuple(EmergencyNumber(n.country, n.name, n.number) for n in file.emergency_numbers),
            sources=tuple(
                nouns.Source(id, each.text, each.url, each.kind, each.seen) for id, each in file.sources.items()
            ),
            questions=questions,
            findings=tuple(self.findings.values()),
            categories=tuple(self._category(i, part) for i, part in enumerate(file.categories)),
            elsewhere=tuple(
                self._pattern(("elsewhere", i), part, part.needs, part.ask) for i, part in enumerate(file.elsewhere)
            ),
            red_flags=tuple(self._red_flag(i, part) for i, part in enumerate(file.red_flags)),
            notes=tuple(self._note(i, part) for i, part in enumerate(file.notes)),
            glossary=tuple(self._term(i, part) for i, part in enumerate(file.glossary)),
            promises=tuple(self._promise(i, part) for i, part in enumerate(file.promises)),
            plain_words=tuple(file.plain_words),
            to_reader=tuple(file.to_reader),
            reviewers=dict(file.reviewers),
            treatable_first=self._order(),
            retired=dict(file.retired),
        )
        report_unsafe(self.document, result)
        self.names.settle({"question": WORDS})
        self.names.report_retired(file.retired)
        if not self.document.silenced:
            self._numbers()
            self._unused_sources()
        return result

    def _declare(self) -> None:
        file, names = self.file, self.names
        names.declare("strength", ((id, ("strengths", id)) for id in file.strengths), is_key=True)
        names.declare("level", ((id, ("levels", id)) for id in file.levels), is_key=True)
        names.declare("group", ((id, ("groups", id)) for id in file.groups), is_key=True)
        names.declare("area", ((id, ("areas", id)) for id in file.areas), is_key=True)
        names.declare("source", ((id, ("sources", id)) for id in file.sources), is_key=True)
        names.declare("question", _ids(("questions",), file.questions))
        for i, question in enumerate(file.questions):
            names.declare("option", _ids(("questions", i, "options"), question.options), of=question.id)
        names.declare("finding", _ids(("findings",), file.findings))
        names.declare("category", _ids(("categories",), file.categories))
        names.declare("red flag", _ids(("red_flags",), file.red_flags))
        names.declare("note", _ids(("notes",), file.notes))
        names.declare("promise", _ids(("promises",), file.promises))
        names.declare("word", _ids(("glossary",), file.glossary))
        for i, category in enumerate(file.categories):
            names.declare("pattern", _ids(("categories", i, "patterns"), category.patterns))
        names.declare("pattern", _ids(("elsewhere",), file.elsewhere))

    def _question(self, i: int, part: QuestionPart) -> nouns.Question:
        place: Place = ("questions", i)
        self.names.use("area", part.area, (*place, "area"))
        if part.not_sure_means is not None:
            here = (*place, "not_sure_means")
            self.names.use("option", part.not_sure_means, here, of=part.id)
            if part.kind != "one" and not self.document.is_reported((*place, "kind")):
                hint = "only a question of kind `one` can read *not sure* as an option"
                self.document.report("R013", here, "`not_sure_means` cannot stand here", hint)
        figured = part.figure.drawn_when if part.figure else None
        return nouns.Question(
            id=part.id,
            kind=part.kind,
            area=part.area,
            text=part.text.wording(),
            help=part.help.wording(),
            why=part.why.wording(),
            options=tuple(self._option(i, j, option) for j, option in enumerate(part.options)),
            none=part.none.wording() if part.none else None,
            ask_when=self._earlier(i, (*place, "ask_when"), part.ask_when),
            skipped_means_no=part.skipped_means == "no",
            not_sure_means=part.not_sure_means,
            summary=nouns.Told(part.summary.term, part.summary.section) if part.summary else None,
            figure=figure_of(self.document, place, part, self._earlier(i, (*place, "figure", "drawn_when"), figured)),
        )

    def _earlier(self, i: int, place: Place, data: object) -> Condition | None:
        """A condition on the answers to questions before the one in place `i`; None for no data."""
        if data is None:
            return None
        scope = Scope(self.names, frozenset(question.id for question in self.file.questions[:i]))
        return read_condition(scope, place, data)  # type: ignore[arg-type]  # read_condition checks it

    def _option(self, i: int, j: int, part: OptionPart) -> nouns.Option:
        question, place = self.file.questions[i], ("questions", i, "options", j)
        for k, other in enumerate(part.excludes):
            self.names.use("option", other, (*place, "excludes", k), of=question.id)
        kind_is_told = not self.document.is_reported(("questions", i, "kind"))
        if part.excludes and kind_is_told and (question.kind != "many" or part.id in part.excludes):
            hint = "name other options of a question of kind `many`; of the others only one can be chosen anyway"
            self.document.report("R013", (*place, "excludes"), "`excludes` cannot stand here", hint)
        if part.offered_when is not None and part.id == question.not_sure_means:
            hint = "offer the option that *not sure* is read as to everybody"
            self.document.report("R013", (*place, "offered_when"), "`offered_when` cannot stand here", hint)
        return nouns.Option(
            id=part.id,
            text=part.text.wording(),
            wording=part.wording,
            clues=clues_of(part),
            region=part.region,
            heading=part.heading.wording() if part.heading else None,
            excludes=tuple(part.excludes),
            offered_when=self._earlier(i, (*place, "offered_when"), part.offered_when),
        )

    def _condition(self, place: Place, data: object) -> Condition:
        scope = Scope(self.names, self.question_ids, self.finding_ids)
        return read_condition(scope, place, data) or NEVER  # type: ignore[arg-type]  # read_condition checks it

    def _told(self, place: Place, data: object) -> Condition:
        """A condition on answers alone."""
        return read_condition(Scope(self.names, self.question_ids), place, data) or NEVER  # type: ignore[arg-type]

    def _finding(self, i: int, part: FindingPart) -> nouns.Finding:
        place: Place = ("findings", i)
        if part.group is not None:
            self.names.use("group", part.group, (*place, "group"))
        scope = Scope(self.names, self.question_ids, self.earlier)
        return nouns.Finding(
            id=part.id,
            text=part.text.wording(),
            when=read_condition(scope, (*place, "when"), part.when) or NEVER,
            source=self._sources(place, part.source),
            term=part.term,
            group=part.group,
            codes=tuple(part.codes),
        )

    def _category(self, i: int, part: CategoryPart) -> nouns.Category:
        place: Place = ("categories", i)
        return nouns.Category(
            id=part.id,
            text=part.text.wording(),
            involves=part.involves.wording(),
            plain=part.plain.wording(),
            causes=part.causes.wording(),
            treatment=part.treatment.wording(),
            see=said(part.see),
            tests=said(part.tests),
            bring=said(part.bring),
            ask=said(part.ask),
            look_alikes=said(part.look_alikes),
            needs=self._condition((*place, "needs"), part.needs),
            patterns=tuple(self._pattern((*place, "patterns", j), p) for j, p in enumerate(part.patterns)),
            source=self._sources(place, part.source),
        )

    def _pattern(
        self,
        place: Place,
        part: PatternPart,
        needs: object = None,
        ask: list[Forms] | None = None,
    ) -> nouns.Pattern:
        weights: list[nouns.Weight] = []
        listed: dict[str, str] = {}
        for role, lists in (("for", part.for_), ("against", part.against), ("expects", part.expects)):
            for strength, findings in lists.items():
                self.names.use("strength", strength, (*place, role, strength), is_key=True)
                for k, finding in enumerate(findings):
                    here = (*place, role, strength, k)
                    self.names.use("finding", finding, here)
                    kind = "expects" if role == "expects" else "for or against"
                    if listed.get(f"{kind} {finding}"):
                        message = f"finding `{finding}` stands in this pattern twice"
                        self.document.report("R022", here, message, "name it once, with one strength")
                    listed[f"{kind} {finding}"] = role
                    weights.append(nouns.Weight(finding, role, strength))
        return nouns.Pattern(
            id=part.id,
            text=part.text.wording(),
            picture=part.picture.wording(),
            weights=tuple(weights),
            source=self._sources(place, part.source),
            typical_of=tuple(part.typical_of),
            needs=None if needs is None else self._condition((*place, "needs"), needs),
            ask=said(ask or []),
            named_when=None if part.named_when is None else self._told((*place, "named_when"), part.named_when),
        )

    def _red_flag(self, i: int, part: RedFlagPart) -> nouns.RedFlag:
        place: Place = ("red_flags", i)
        return nouns.RedFlag(
            id=part.id,
            text=part.text.wording(),
            when=self._condition((*place, "when"), part.when),
            urgency=part.urgency,
            say=part.say.wording(),
            because=part.because.wording(),
            source=self._sources(place, part.source),
            within_days=part.within_days,
        )

    def _note(self, i: int, part: NotePart) -> nouns.Note:
        place: Place = ("notes", i)
        if part.category is not None:
            self.names.use("category", part.category, (*place, "category"))
        return nouns.Note(
            id=part.id,
            text=part.text.wording(),
            when=self._condition((*place, "when"), part.when),
            say=part.say.wording(),
            source=self._sources(place, part.source),
            category=part.category,
            place=part.place,
        )

    def _term(self, i: int, part: TermPart) -> Term:
        source = self._sources(("glossary", i), part.source)
        return Term(part.id, part.term, tuple(part.also), part.means.wording(), source)

    def _promise(self, i: int, part: PromisePart) -> nouns.Promise:
        place: Place = ("promises", i)
        self.names.use("category", part.category, (*place, "category"))
        only_with = self._condition((*place, "only_with"), part.only_with)
        source = self._sources(place, part.source)
        return nouns.Promise(part.id, part.text.wording(), part.category, only_with, source)

    def _order(self) -> tuple[str, ...]:
        for i, id in enumerate(self.file.treatable_first):
            self.names.use("category", id, ("treatable_first", i))
        return tuple(self.file.treatable_first)

    def _sources(self, place: Place, ids: Sequence[str]) -> tuple[str, ...]:
        for i, id in enumerate(ids):
            self.names.use("source", id, (*place, "source", i))
        return tuple(ids)

    def _numbers(self) -> None:
        for word, points in self.file.strengths.items():
            if points <= 0:
                hint = "choose a whole number above 0"
                self.document.report("R024", ("strengths", word), f"strength `{word}` must be above 0", hint)
        for id, group in self.file.groups.items():
            if not group.least <= 0 <= group.most:
                message = f"group `{id}` must have `least` at or below 0 and `most` at or above 0"
                self.document.report("R024", ("groups", id), message, "mend the two numbers")
        for id, level in self.file.levels.items():
            if level.from_ <= 0:
                hint = "choose a whole number above 0"
                self.document.report("R024", ("levels", id), f"level `{id}` must start above 0", hint)

    def _unused_sources(self) -> None:
        for id in self.names.unused("source"):
            hint = "name it where it is used, or delete it"
            self.document.report("R101", ("sources", id), f"nothing names the source `{id}`", hint, key=True)


def _ids(holder: Place, parts: Iterable[Identified]) -> Iterator[tuple[str, Place]]:
    return ((part.id, (*holder, i, "id")) for i, part in enumerate(parts))
