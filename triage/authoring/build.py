"""Build a Questionnaire from a rule file's parts, reporting every name that means nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from triage.authoring import schema
from triage.authoring.conditions import Scope, depends_on_not, questions_read, read_condition
from triage.authoring.diagnostics import suggestion
from triage.authoring.document import Document, Place
from triage.authoring.nouns import about_of, clues_of, levels_of, said
from triage.core import questionnaire as nouns
from triage.core.conditions import Any, Condition
from triage.core.wording import EmergencyNumber

NEVER = Any(())
"""Stands for a condition that could not be read; the file does not load then."""


class Builder:
    """Builds one Questionnaire. Faults go to the document; a result is only of use when there are none."""

    def __init__(self, document: Document, file: schema.RuleFile) -> None:
        self.document = document
        self.file = file
        self.options = {question.id: frozenset(option.id for option in question.options) for question in file.questions}
        self.finding_ids = frozenset(finding.id for finding in file.findings)
        self.findings: dict[str, nouns.Finding] = {}
        self.earlier: set[str] = set()
        self.later = set(self.finding_ids)
        self.sources_named: set[str] = set()

    def build(self, digest: str) -> nouns.Questionnaire:
        """Return the Questionnaire. Whether it may be used is for the document's diagnostics to say."""
        file = self.file
        self._unique()
        questions = tuple(self._question(i, part) for i, part in enumerate(file.questions))
        for i, part in enumerate(file.findings):
            self.findings.setdefault(part.id, self._finding(i, part))
            self.earlier.add(part.id)
            self.later.discard(part.id)
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
            sources=tuple(nouns.Source(id, source.text, source.url) for id, source in file.sources.items()),
            questions=questions,
            findings=tuple(self.findings.values()),
            categories=tuple(self._category(i, part) for i, part in enumerate(file.categories)),
            elsewhere=tuple(
                self._pattern(("elsewhere", i), part, part.needs, part.ask) for i, part in enumerate(file.elsewhere)
            ),
            red_flags=tuple(self._red_flag(i, part) for i, part in enumerate(file.red_flags)),
            notes=tuple(self._note(i, part) for i, part in enumerate(file.notes)),
            digest=digest,
        )
        self._promise_1(result)
        self._numbers()
        if not self.document.silenced:
            self._unused_sources()
        return result

    def _unique(self) -> None:
        file = self.file
        self._distinct("question", "questions", [part.id for part in file.questions])
        for i, question in enumerate(file.questions):
            self._distinct("option", ("questions", i, "options"), [part.id for part in question.options])
        self._distinct("finding", "findings", [part.id for part in file.findings])
        self._distinct("category", "categories", [part.id for part in file.categories])
        self._distinct("red flag", "red_flags", [part.id for part in file.red_flags])
        self._distinct("note", "notes", [part.id for part in file.notes])
        places: list[tuple[str, Place]] = [
            (pattern.id, ("categories", i, "patterns", j, "id"))
            for i, category in enumerate(file.categories)
            for j, pattern in enumerate(category.patterns)
        ]
        places += [(pattern.id, ("elsewhere", i, "id")) for i, pattern in enumerate(file.elsewhere)]
        self._report_doubles("pattern", places)

    def _distinct(self, kind: str, key: str | Place, ids: Sequence[str]) -> None:
        holder: Place = (key,) if isinstance(key, str) else key
        self._report_doubles(kind, [(id, (*holder, i, "id")) for i, id in enumerate(ids)])

    def _report_doubles(self, kind: str, places: Iterable[tuple[str, Place]]) -> None:
        first: dict[str, Place] = {}
        for id, place in places:
            if id in first:
                line = self.document.values[first[id]][0]
                message = f"the {kind} `{id}` stands already on line {line}"
                self.document.report("R015", place, message, "give one of them another id")
            first.setdefault(id, place)

    def _question(self, i: int, part: schema.QuestionPart) -> nouns.Question:
        place: Place = ("questions", i)
        self._known("area", part.area, (*place, "area"), self.file.areas)
        if part.not_sure_means is not None:
            here = (*place, "not_sure_means")
            if part.not_sure_means not in self.options[part.id]:
                message = f"question `{part.id}` has no option `{part.not_sure_means}`"
                hint = suggestion(part.not_sure_means, self.options[part.id])
                self.document.report("R016", here, message, hint)
            if part.kind != "one":
                hint = "only a question of kind `one` can read *not sure* as an option"
                self.document.report("R013", here, "`not_sure_means` cannot stand here", hint)
        return nouns.Question(
            id=part.id,
            kind=part.kind,
            area=part.area,
            text=part.text.wording(),
            help=part.help.wording(),
            why=part.why.wording(),
            options=tuple(nouns.Option(o.id, o.text.wording(), o.wording, clues_of(o)) for o in part.options),
            none=part.none.wording() if part.none else None,
            ask_when=self._ask_when(i, part),
            skipped_means_no=part.skipped_means == "no",
            not_sure_means=part.not_sure_means,
            summary=nouns.Told(part.summary.term, part.summary.section) if part.summary else None,
        )

    def _ask_when(self, i: int, part: schema.QuestionPart) -> Condition | None:
        if part.ask_when is None:
            return None
        ids = [question.id for question in self.file.questions]
        earlier = {id: self.options[id] for id in ids[:i]}
        scope = Scope(self.document, earlier, later=frozenset(ids[i:]) | self.finding_ids)
        return read_condition(scope, ("questions", i, "ask_when"), part.ask_when)

    def _condition(self, place: Place, data: object) -> Condition:
        scope = Scope(self.document, self.options, self.finding_ids)
        return read_condition(scope, place, data) or NEVER  # type: ignore[arg-type]  # read_condition checks it

    def _finding(self, i: int, part: schema.FindingPart) -> nouns.Finding:
        place: Place = ("findings", i)
        if part.group is not None:
            self._known("group", part.group, (*place, "group"), self.file.groups)
        scope = Scope(self.document, self.options, self.earlier, self.later)
        return nouns.Finding(
            id=part.id,
            text=part.text.wording(),
            when=read_condition(scope, (*place, "when"), part.when) or NEVER,
            source=self._sources(place, part.source),
            term=part.term,
            group=part.group,
            codes=tuple(part.codes),
        )

    def _category(self, i: int, part: schema.CategoryPart) -> nouns.Category:
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
        part: schema.PatternPart,
        needs: object = None,
        ask: list[schema.Forms] | None = None,
    ) -> nouns.Pattern:
        weights: list[nouns.Weight] = []
        listed: dict[str, str] = {}
        for role, lists in (("for", part.for_), ("against", part.against), ("expects", part.expects)):
            for strength, findings in lists.items():
                if strength not in self.file.strengths:
                    message = f"no strength is declared as `{strength}`"
                    hint = suggestion(strength, self.file.strengths)
                    self.document.report("R012", (*place, role, strength), message, hint, key=True)
                for k, finding in enumerate(findings):
                    here = (*place, role, strength, k)
                    self._known("finding", finding, here, self.finding_ids)
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
        )

    def _red_flag(self, i: int, part: schema.RedFlagPart) -> nouns.RedFlag:
        place: Place = ("red_flags", i)
        return nouns.RedFlag(
            id=part.id,
            text=part.text.wording(),
            when=self._condition((*place, "when"), part.when),
            urgency=part.urgency,
            say=part.say.wording(),
            because=part.because.wording(),
            source=self._sources(place, part.source),
        )

    def _note(self, i: int, part: schema.NotePart) -> nouns.Note:
        place: Place = ("notes", i)
        if part.category is not None:
            known = frozenset(category.id for category in self.file.categories)
            self._known("category", part.category, (*place, "category"), known)
        return nouns.Note(
            id=part.id,
            text=part.text.wording(),
            when=self._condition((*place, "when"), part.when),
            say=part.say.wording(),
            source=self._sources(place, part.source),
            category=part.category,
            first=part.place == "first",
        )

    def _sources(self, place: Place, ids: Sequence[str]) -> tuple[str, ...]:
        for i, id in enumerate(ids):
            self._known("source", id, (*place, "source", i), self.file.sources)
        self.sources_named.update(ids)
        return tuple(ids)

    def _known(self, kind: str, name: str, place: Place, known: Collection[str]) -> None:
        if name not in known:
            self.document.report("R012", place, f"no {kind} is named `{name}`", suggestion(name, known))

    def _promise_1(self, result: nouns.Questionnaire) -> None:
        """Nothing but a yes may decide a red flag, and nothing may hide the questions that it reads."""
        asked = {question.id: question.ask_when for question in result.questions if question.ask_when}
        for i, flag in enumerate(result.red_flags):
            place: Place = ("red_flags", i, "when")
            if depends_on_not(flag.when, self.findings):
                message = f"red flag `{flag.id}` depends on a `not`, directly or through a finding"
                self.document.report("R018", place, message, "say what must be there, with an option of its own")
            for question in sorted(self._leading_to(flag.when, asked)):
                if question in asked and depends_on_not(asked[question], {}):
                    message = f"red flag `{flag.id}` depends on question `{question}`, whose `ask_when` holds a `not`"
                    self.document.report("R018", place, message, "ask that question without a `not`")

    def _leading_to(self, when: Condition, asked: Mapping[str, Condition]) -> set[str]:
        """The questions that a condition reads, and those that decide whether these are asked."""
        waiting = set(questions_read(when, self.findings))
        found: set[str] = set()
        while waiting:
            question = waiting.pop()
            found.add(question)
            if question in asked:
                waiting |= questions_read(asked[question], {}) - found
        return found

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
        for id in self.file.sources:
            if id not in self.sources_named:
                hint = "name it where it is used, or delete it"
                self.document.report("R101", ("sources", id), f"nothing names the source `{id}`", hint, key=True)
