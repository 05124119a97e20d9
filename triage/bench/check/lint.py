"""Lint: what in a rule file has a clear meaning and is most probably not meant.

Every check is near linear in the length of the file. It looks at how things are written, not at what they
could lead to: that something can matter at all is for proofs to show.
"""

from __future__ import annotations

import contextlib
import dataclasses
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from triage.bench.check.lint_children import without_children
from triage.bench.check.lint_codes import report_codes
from triage.bench.check.lint_expects import report_expected
from triage.bench.check.lint_letters import report_letters
from triage.bench.check.lint_persons import age_told, counted_together, exclusions
from triage.bench.check.lint_urgency import report_urgencies
from triage.bench.check.lint_words import report_words
from triage.bench.hpo_library import hpo
from triage.bench.refusal import EvaluationError
from triage.core.conditions import All, Any, Chosen, Condition, Found, chosen_in, nodes
from triage.core.dependencies import conditions_of
from triage.core.questionnaire import FIRST_HAND, Finding, Option, Pattern, Question, Questionnaire
from triage.rule_files.diagnostics import Diagnostic
from triage.rule_files.document import Document, Place
from triage.rule_files.hpo_terms import with_name
from triage.rule_files.load import Loaded

DECIDING = ("category", "elsewhere", "red flag", "note")
"""What decides something on a result by a condition of its own."""

Tick = tuple[str, str]
"""A question and one of its options."""


class Ancestry(typing.Protocol):
    """What is needed of an ontology: the present id of a code, and the code with all its ancestors."""

    def current(self, id: str) -> str:
        """Return the id that a code has now."""

    def up(self, id: str) -> frozenset[str]:
        """Return a code and all its ancestors."""


def lint_loaded(loaded: Loaded) -> tuple[Diagnostic, ...]:
    """Lint rules without errors; their codes too, where the `evaluate` extra is installed."""
    ontology = None
    with contextlib.suppress(EvaluationError):
        ontology = hpo()
    return lint(loaded, ontology)


def lint(loaded: Loaded, ontology: Ancestry | None = None) -> tuple[Diagnostic, ...]:
    """Return a warning for everything that looks unmeant, by place. Codes are looked at only with an ontology."""
    assert loaded.questionnaire is not None and loaded.file is not None, "rules with errors are not linted"
    linter = _Lint(dataclasses.replace(loaded.document, diagnostics=[]), loaded.questionnaire)
    linter.options_that_nothing_reads()
    linter.findings_that_nothing_uses()
    linter.patterns_with_the_same_lists()
    linter.findings_that_one_answer_feeds()
    if ontology is not None:
        linter.codes_above_others(ontology)
    linter.categories_without_children()
    report_words(linter.document, loaded.file)
    linter.flags_without_a_first_hand_source()
    linter.patterns_that_count_a_contradiction()
    linter.patterns_that_tell_an_age()
    report_expected(linter.document, linter.questionnaire)
    report_urgencies(linter.document, linter.questionnaire)
    report_codes(linter.document, linter.questionnaire)
    report_letters(linter.document)
    return linter.document.in_order()


@dataclass(frozen=True)
class _Lint:
    document: Document
    questionnaire: Questionnaire

    def options_that_nothing_reads(self) -> None:
        """R201. Options that only choose words are meant to be read by nothing."""
        for i, question in enumerate(self.questionnaire.questions):
            for j, option in enumerate(question.options):
                if (question.id, option.id) not in self._readers and not option.wording:
                    message = f"nothing reads the option `{option.id}` of question `{question.id}`"
                    hint = "name it in a condition, delete it, or say `wording: true`"
                    self.document.report("R201", ("questions", i, "options", j, "id"), message, hint)

    def findings_that_nothing_uses(self) -> None:
        """R202. A finding that only unused findings name is named as well."""
        waiting = [weight.finding for _, pattern in self._patterns for weight in pattern.weights]
        deciding = (each.when for each in conditions_of(self.questionnaire) if each.kind in DECIDING)
        waiting += [finding for condition in deciding for finding in _found(condition)]
        used: set[str] = set()
        while waiting:
            id = waiting.pop()
            if id not in used:
                used.add(id)
                waiting += _found(self._findings[id].when)
        for i, each in enumerate(self.questionnaire.findings):
            if each.id not in used:
                hint = "use it, or delete it: a person's answers to it change nothing"
                message = f"no pattern, `needs`, red flag or note uses the finding `{each.id}`"
                self.document.report("R202", ("findings", i, "id"), message, hint)

    def patterns_with_the_same_lists(self) -> None:
        """R203. Two patterns that weigh alike always come out alike."""
        first: dict[object, str] = {}
        for place, pattern in self._patterns:
            key = frozenset(pattern.weights)
            if key in first:
                message = f"pattern `{pattern.id}` has the same lists as pattern `{first[key]}`"
                self.document.report("R203", (*place, "id"), message, "say what tells them apart, or keep one")
            first.setdefault(key, pattern.id)

    def findings_that_one_answer_feeds(self) -> None:
        """R204. One tick that makes two findings of a list yes counts twice, unless a group caps the two."""
        for place, pattern in self._patterns:
            first: dict[tuple[str, Tick], str] = {}
            reported: set[tuple[str, str]] = set()
            for weight in pattern.weights:
                for tick in sorted(self._fed_by[weight.finding]) if weight.role != "expects" else ():
                    pair = (first.setdefault((weight.role, tick), weight.finding), weight.finding)
                    if pair not in reported and not self._one_count(*pair):
                        reported.add(pair)
                        message = (
                            f"`{tick[1]}` of question `{tick[0]}` alone makes both `{pair[0]}` and `{pair[1]}` yes, "
                            f"and pattern `{pattern.id}` counts both"
                        )
                        here = (*place, weight.role, weight.strength)
                        hint = "give the two one `group`, or list one of them"
                        self.document.report("R204", self._listed(here, weight.finding), message, hint)

    def codes_above_others(self, ontology: Ancestry) -> None:
        """R205. In a coded case the narrower term ticks the broader option too; a `one` question takes the narrower.

        An option that is read only where the narrower one is read as well adds nothing and is left alone.
        """
        for i, question in enumerate(self.questionnaire.questions):
            if question.kind == "many":
                for j, option in enumerate(question.options):
                    if not self._is_meant(i, j):
                        self._code_above(("questions", i, "options", j), question, option, ontology)

    def categories_without_children(self) -> None:
        """R206. Where the words speak of a child, each category should have a picture that a child can match."""
        for id in without_children(self.questionnaire):
            place = next(i for i, category in enumerate(self.questionnaire.categories) if category.id == id)
            message = f"no pattern of category `{id}` is one that a child's answers can lead to"
            hint = "add a pattern whose `for` lists what is asked of children"
            self.document.report("R206", ("categories", place, "id"), message, hint)

    def flags_without_a_first_hand_source(self) -> None:
        """R208. What sends somebody for help rests on more than what retells it; a source may not say what it is."""
        for i, flag in enumerate(self.questionnaire.red_flags):
            kinds = {self.questionnaire.source(id).kind for id in flag.source}
            if None not in kinds and not kinds & set(FIRST_HAND):
                message = f"red flag `{flag.id}` names no {', '.join(FIRST_HAND[:-1])} or {FIRST_HAND[-1]}"
                hint = "name a source that says first-hand when to get help"
                self.document.report("R208", ("red_flags", i, "source"), message, hint)

    def patterns_that_count_a_contradiction(self) -> None:
        """R209. Who ticks both options has only one of the two."""
        excluding = exclusions(self.questionnaire)
        for place, pattern in self._patterns:
            for (question, one), (_, other) in counted_together(excluding, pattern, self._fed_by):
                message = f"pattern `{pattern.id}` counts `{one}` and `{other}` of question `{question}`"
                hint = "they exclude each other: count one of them, or take the `excludes` away"
                self.document.report("R209", (*place, "id"), message, hint)

    def patterns_that_tell_an_age(self) -> None:
        """R210. Only pictures of a category are named; what comes from elsewhere is no picture of an illness."""
        for place, pattern in self._patterns:
            if place[0] == "categories" and (word := age_told(pattern)):
                message = f"pattern `{pattern.id}` tells an age (`{word}`), and can be named for anybody"
                hint = "say by answers for whom it can be named: `named_when: {who: [...]}`"
                self.document.report("R210", (*place, "id"), message, hint)

    def _code_above(self, place: Place, question: Question, option: Option, ontology: Ancestry) -> None:
        own = {ontology.current(code) for code in option.clues.codes}
        for other in question.options:
            theirs = {ontology.current(code) for code in other.clues.codes}
            above = next((code for each in sorted(theirs) for code in sorted(ontology.up(each) & own - {each})), None)
            if other.id == option.id or above is None:
                continue
            if self._readers.get((question.id, option.id), set()) <= self._readers.get((question.id, other.id), set()):
                continue
            message = (
                f"the code {with_name(above)} of `{option.id}` stands above a code of `{other.id}`, which ticks both"
            )
            hint = "choose a narrower code, or say `broader: true` if it is meant"
            self.document.report("R205", (*place, "codes"), message, hint)
            return

    def _is_meant(self, question: int, option: int) -> bool:
        return self.questionnaire.questions[question].options[option].clues.broader

    def _one_count(self, one: str, other: str) -> bool:
        group = self._findings[one].group
        return one == other or (group is not None and group == self._findings[other].group)

    def _listed(self, place: Place, finding: str) -> Place:
        """The place of a finding's name in a list of its pattern."""
        return (*place, self._at(place).index(finding))

    def _at(self, place: Place) -> typing.Any:
        """What is written at a place. The questionnaire was built from it, so it is there."""
        data: typing.Any = self.document.data
        for step in place:
            data = data[step]
        return data

    @cached_property
    def _patterns(self) -> list[tuple[Place, Pattern]]:
        questionnaire = self.questionnaire
        inside: list[tuple[Place, Pattern]] = [
            (("categories", i, "patterns", j), pattern)
            for i, category in enumerate(questionnaire.categories)
            for j, pattern in enumerate(category.patterns)
        ]
        return inside + [(("elsewhere", i), pattern) for i, pattern in enumerate(questionnaire.elsewhere)]

    @cached_property
    def _readers(self) -> Mapping[Tick, set[int]]:
        """For every option that something reads, what reads it: a number for each place that asks for any of a list."""
        chosen = [node for each in conditions_of(self.questionnaire) for node in chosen_in(each.when)]
        readers: dict[Tick, set[int]] = {}
        own = len(chosen)
        for number, node in enumerate(chosen):
            for option in node.options:
                own += 1
                readers.setdefault((node.question, option), set()).add(number if node.at_least == 1 else own)
        return readers

    @cached_property
    def _findings(self) -> Mapping[str, Finding]:
        return {finding.id: finding for finding in self.questionnaire.findings}

    @cached_property
    def _fed_by(self) -> Mapping[str, frozenset[Tick]]:
        """For every finding, the ticks of which one alone makes it yes. Findings stand after those they name."""
        fed: dict[str, frozenset[Tick]] = {}
        for finding in self.questionnaire.findings:
            fed[finding.id] = _enough(finding.when, fed)
        return fed


def _enough(condition: Condition, fed: Mapping[str, frozenset[Tick]]) -> frozenset[Tick]:
    """The ticks of which one alone is enough for a condition, whatever else is answered."""
    match condition:
        case Chosen(question, options, 1):
            return frozenset((question, option) for option in options)
        case Found(finding):
            return fed[finding]
        case Any(parts):
            return frozenset().union(*(_enough(part, fed) for part in parts))
        case All(parts):
            first, *others = (_enough(part, fed) for part in parts)
            return first.intersection(*others)
        case _:
            return frozenset()


def _found(condition: Condition) -> list[str]:
    return [node.finding for node in nodes(condition) if isinstance(node, Found)]
