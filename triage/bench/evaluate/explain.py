"""Explaining one case: its terms, what caught them, the path, the findings, the best patterns, and what was missed."""

from __future__ import annotations

from collections.abc import Iterator

from triage.bench.evaluate.coded_cases import NONE, CodedTerm
from triage.bench.evaluate.codes_to_answers import OptionEvidence
from triage.bench.evaluate.results import Result
from triage.bench.hpo import Ontology
from triage.core.answers import NOT_SURE
from triage.core.conditions import Truth
from triage.core.matching import CategoryMatch
from triage.core.questionnaire import Questionnaire
from triage.core.scoring import PatternMatch


def explained(questionnaire: Questionnaire, ontology: Ontology, result: Result) -> str:
    """Return everything that led from a case to its ranking, and what kept its own category from leading."""
    sections = (
        _head(result),
        _terms(result, ontology),
        _told(result),
        _path(result),
        _findings(questionnaire, result),
        _patterns(result),
        _missed(result),
    )
    return "\n\n".join("\n".join(section) for section in map(list, sections) if section)


def _head(result: Result) -> Iterator[str]:
    case = result.case
    yield f"{case.id}: {case.disease or 'no disease named'}"
    yield f"  true category: {case.category or 'not told'}" + (
        f" (also right: {', '.join(case.acceptable)})" if set(case.acceptable) - {case.category} else ""
    )
    shown = [f"{match.category.id} ({match.level.id})" for match in result.assessment.matching if match.level]
    yield f"  shown: {', '.join(shown) or 'no clear match'}" + (
        ", may come from elsewhere" if result.assessment.elsewhere_leads else ""
    )
    if case.story:
        yield f"  story: {case.story}"


def _terms(result: Result, ontology: Ontology) -> Iterator[str]:
    case = result.case
    yield f"Terms observed: {len(case.observed)}, caught by an option: {len(result.caught)}"
    for term in case.observed:
        places = ", ".join(_place(result, place) for place in result.answered.caught_by(term.id))
        yield f"  {'+' if places else '-'} {_term(term, ontology)}: {places or 'no option asks about it'}"
    if case.excluded:
        yield f"Terms excluded: {len(case.excluded)}"
        for term in case.excluded:
            places = ", ".join(_place(result, place) for place in result.answered.told_by(term.id))
            yield f"  {'+' if places else '-'} {_term(term, ontology)}: {places or 'denies no option'}"


def _term(term: CodedTerm, ontology: Ontology) -> str:
    return f"{term.id} {term.label}" + ("" if term.id in ontology else " (unknown to the ontology)")


def _place(result: Result, place: tuple[str, str]) -> str:
    """An option as question.option, with what became of it."""
    question, option = place
    if question not in result.assessment.path:
        return f"{question}.{option} (not asked)"
    given = result.answered.response.answers[question]
    if option in given.no:
        return f"{question}.{option} is no"
    return f"{question}.{option}" if option in given.yes else f"{question}.{option} (unresolved)"


def _told(result: Result) -> Iterator[str]:
    case = result.case
    facts = [f"{key}: {value}" for key, values in case.history.items() for value in values]
    facts += [f"onset_class: {value}" for value in case.onset_class] + [f"onset: {value}" for value in case.onset]
    facts += [f"sex: {case.sex}"] if case.sex else []
    facts += [f"age_years: {case.age_years}"] if case.age_years is not None else []
    yield "History: " + ("" if facts else "nothing")
    for fact in facts:
        places = ", ".join(_place(result, place) for place in result.answered.told_by(fact))
        yield f"  {'+' if places else '-'} {fact}: {places or 'no option asks about it'}"


def _path(result: Result) -> Iterator[str]:
    path = result.assessment.path
    yield f"Path: {len(path.asked)} questions"
    for question in path.asked:
        given = path.answers.get(question.id, NOT_SURE)
        if given == NOT_SURE:
            yield f"  {question.id}: not sure"
        else:
            no = sorted(given.no) if len(given.no) < len(question.options) - 1 else ["all others"]
            parts = [f"yes {', '.join(sorted(given.yes))}"] if given.yes else []
            parts += [f"no {', '.join(no)}"] if given.no else []
            yield f"  {question.id}: {'; '.join(parts)}"


def _findings(questionnaire: Questionnaire, result: Result) -> Iterator[str]:
    truths = result.assessment.findings
    for word, truth in (("there", Truth.YES), ("not there", Truth.NO)):
        ids = [finding.id for finding in questionnaire.findings if truths[finding.id] is truth]
        yield f"Findings {word}: {', '.join(ids) or 'none'}"


def _patterns(result: Result) -> Iterator[str]:
    yield "Best pattern of each category:"
    for match in result.assessment.categories:
        level = match.level.id if match.level else "no match"
        needs = "" if match.needs is Truth.YES else f", its core sign is {match.needs.value}"
        yield f"  {match.category.id}: {match.points} points, lead {match.lead}, {level}{needs}"
        yield f"    {_pattern(match.best)}"
    elsewhere = result.assessment.elsewhere
    if elsewhere is not None:
        yield f"  elsewhere: {elsewhere.points} points"
        yield f"    {_pattern(elsewhere)}"


def _pattern(match: PatternMatch) -> str:
    parts = [f"{part.finding} {part.points:+d}" for part in match.parts if part.points]
    caps = [f"capped {cap.group} {cap.points:+d}" for cap in match.caps]
    return f"{match.pattern.id}: {', '.join([*parts, *caps]) or 'nothing'}"


def _missed(result: Result) -> Iterator[str]:
    """What the true category lacked, where it did not come first."""
    if result.is_right or result.case.category is None:
        return
    yield "Missed:"
    for term in result.uncaught:
        yield f"  no option asks about {term.id} {term.label}"
    for evidence in _unresolved(result):
        yield f"  {evidence.option.id} was said, but the question had more than one answer"
    if result.case.category != NONE:
        own = next(match for match in result.assessment.categories if match.category.id == result.case.category)
        yield from _lacked(own, result)


def _unresolved(result: Result) -> Iterator[OptionEvidence]:
    for (question, option), evidence in result.answered.evidence.items():
        if evidence.is_yes and option not in result.answered.response.answers[question].yes:
            yield evidence


def _lacked(own: CategoryMatch, result: Result) -> Iterator[str]:
    if own.needs is not Truth.YES:
        yield f"  the core sign of {own.category.id} is {own.needs.value}"
    first = next((match for match in result.assessment.matching), None)
    if first is not None:
        yield f"  {own.category.id} has {own.points} points, {first.category.id} has {first.points}"
    unknown = [part.finding for part in own.best.unknown]
    against = [f"{part.finding} {part.points:+d}" for part in own.best.against]
    yield f"  {own.best.pattern.id} would also count: {', '.join(unknown) or 'nothing'}"
    if against:
        yield f"  {own.best.pattern.id} lost by: {', '.join(against)}"
