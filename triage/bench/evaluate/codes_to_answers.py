"""From coded terms to answers: which options a case makes yes or no, and by what.

An observed term speaks for itself and its ancestors; an excluded term against itself and its descendants.
Whatever a case does not mention stays unknown; it is never read as no.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from triage.bench.evaluate.coded_cases import Case
from triage.bench.hpo import Ontology
from triage.core.answers import NOT_SURE, Answer, Response
from triage.core.questionnaire import Clues, Option, Question, Questionnaire

NO = "no"


@dataclass(frozen=True)
class OptionEvidence:
    """What a case says about one option.

    `codes` are the option's codes that observed terms reached; `terms`, `facts` what spoke for it; `denials` against.
    """

    option: Option
    codes: tuple[str, ...]
    terms: tuple[str, ...]
    facts: tuple[str, ...]
    denials: tuple[str, ...]

    @property
    def is_yes(self) -> bool:
        """Yes outweighs no."""
        return bool(self.terms or self.facts)

    @property
    def is_no(self) -> bool:
        """Something denies it and nothing speaks for it."""
        return bool(self.denials) and not self.is_yes


@dataclass(frozen=True)
class Answered:
    """A case as a response: an answer to every question, and the evidence for each (question, option)."""

    response: Response
    evidence: Mapping[tuple[str, str], OptionEvidence]

    def caught_by(self, term: str) -> tuple[tuple[str, str], ...]:
        """Return the options that an observed term speaks for."""
        return tuple(place for place, evidence in self.evidence.items() if term in evidence.terms)

    def told_by(self, fact: str) -> tuple[tuple[str, str], ...]:
        """Return the options that a fact of the history speaks for or against."""
        return tuple(
            place for place, evidence in self.evidence.items() if fact in evidence.facts or fact in evidence.denials
        )


class Answering:
    """Turns cases into answers for one questionnaire."""

    def __init__(self, questionnaire: Questionnaire, ontology: Ontology) -> None:
        self.questionnaire = questionnaire
        self.ontology = ontology

    def unknown_codes(self) -> tuple[str, ...]:
        """Return the rule file's codes that the ontology does not have: a slip, or a newer release."""
        clues = (option.clues for question in self.questionnaire.questions for option in question.options)
        return tuple(sorted({code for c in clues for code in (*c.codes, *c.all_codes) if code not in self.ontology}))

    def answer(self, case: Case) -> Answered:
        """Return the case's answers; a question that it says nothing about is answered with *not sure*."""
        facts = _Facts(case, self.ontology)
        answers: dict[str, Answer] = {}
        found: dict[tuple[str, str], OptionEvidence] = {}
        for question in self.questionnaire.questions:
            evidence = [facts.evidence(option) for option in question.options]
            found.update({(question.id, each.option.id): each for each in evidence if each.is_yes or each.denials})
            answers[question.id] = self._answer(question, evidence)
        return Answered(Response.of(answers), found)

    def _answer(self, question: Question, evidence: list[OptionEvidence]) -> Answer:
        yes = [each for each in evidence if each.is_yes]
        no = frozenset(each.option.id for each in evidence if each.is_no)
        if question.kind == "many":
            return Answer(frozenset(each.option.id for each in yes), no)
        chosen = self._most_specific(yes)
        if chosen is not None:
            return question.answer(frozenset({chosen.option.id}))
        return NOT_SURE if yes else Answer(no=no)

    def _most_specific(self, candidates: list[OptionEvidence]) -> OptionEvidence | None:
        """The only candidate, or the one that is more specific than each of the others."""
        for each in candidates:
            if all(other is each or self._is_more_specific(each, other) for other in candidates):
                return each
        return None

    def _is_more_specific(self, one: OptionEvidence, other: OptionEvidence) -> bool:
        """A code below the other's is more specific; between strangers, the one farther from the root."""
        if not one.codes or not other.codes:
            return False
        below = self._any_below(one.codes, other.codes)
        if below != self._any_below(other.codes, one.codes):
            return below
        return self._depth(one.codes) > self._depth(other.codes)

    def _any_below(self, codes: tuple[str, ...], others: tuple[str, ...]) -> bool:
        ontology = self.ontology
        return any(
            ontology.current(other) in ontology.up(code) and ontology.current(other) != ontology.current(code)
            for code in codes
            for other in others
        )

    def _depth(self, codes: tuple[str, ...]) -> int:
        return max(self.ontology.depth(code) for code in codes)


class _Facts:
    """What one case says, ready to be asked about options."""

    def __init__(self, case: Case, ontology: Ontology) -> None:
        self.case = case
        self.ontology = ontology
        self.speaking: dict[str, list[str]] = {}
        for term in case.observed:
            for code in ontology.up(term.id):
                self.speaking.setdefault(code, []).append(term.id)
        self.excluded = {ontology.current(term.id): term.id for term in case.excluded}

    def evidence(self, option: Option) -> OptionEvidence:
        clues = option.clues
        reached = [code for code in clues.codes if self._terms(code)]
        if clues.all_codes and all(self._terms(code) for code in clues.all_codes):
            reached += clues.all_codes
        terms = dict.fromkeys(term for code in reached for term in self._terms(code))
        facts, denials = self._told(clues)
        return OptionEvidence(option, tuple(reached), tuple(terms), tuple(facts), (*self._denied(clues), *denials))

    def _terms(self, code: str) -> list[str]:
        return self.speaking.get(self.ontology.current(code), [])

    def _denied(self, clues: Clues) -> tuple[str, ...]:
        """The excluded terms that deny the option: all its `codes`, or one of its `all_codes`."""
        denials = [self._denial(code) for code in clues.codes]
        if denials and None not in denials:
            return tuple(dict.fromkeys(denial for denial in denials if denial))
        return tuple(denial for code in clues.all_codes if (denial := self._denial(code)))[:1]

    def _denial(self, code: str) -> str | None:
        return next((self.excluded[each] for each in sorted(self.ontology.up(code)) if each in self.excluded), None)

    def _told(self, clues: Clues) -> tuple[list[str], list[str]]:
        """The facts that speak for an option, and those that deny it."""
        facts: list[str] = []
        denials: list[str] = []
        for key, wanted in clues.history:
            for value in self.case.history.get(key, ()):
                if value in wanted:
                    facts.append(f"{key}: {value}")
                elif value == NO:
                    denials.append(f"{key}: {value}")
        for key, given, listed in (
            ("onset_class", self.case.onset_class, clues.onset_class),
            ("onset", self.case.onset, clues.onset),
        ):
            facts += [f"{key}: {value}" for value in given if value in listed]
        if clues.sex and self.case.sex is not None:
            (facts if self.case.sex in clues.sex else denials).append(f"sex: {self.case.sex}")
        if clues.age_years is not None and self.case.age_years is not None:
            first, last = clues.age_years
            (facts if first <= self.case.age_years <= last else denials).append(f"age_years: {self.case.age_years}")
        return facts, denials
