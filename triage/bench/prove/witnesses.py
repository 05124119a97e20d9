"""Witnesses: the fewest ticks that still show a thing, and the person in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from triage.bench.prove.claims import People, Proof, Verdict
from triage.bench.prove.claims_influence import FindingMatters, never_known
from triage.bench.prove.random_people import on_path
from triage.bench.shrinking import shrunk
from triage.core.answers import Answer, Response
from triage.core.assessment import Assessment, assess
from triage.core.questionnaire import Question, Questionnaire
from triage.rule_files.worked_cases import completed


def fewest_ticks(questionnaire: Questionnaire, proof: Proof) -> People:
    """Take answers away, one at a time, as long as the people still show what they show."""
    less = _less_said if proof.kind.never else _less_ticked

    def smaller(people: People) -> Iterator[People]:
        others = (each for each in less(questionnaire, people) if each != people)
        return (each for each in others if proof.kind.replays(questionnaire, proof.id, each))

    return shrunk(proof.people, smaller)


def _less_said(questionnaire: Questionnaire, people: People) -> Iterator[People]:
    """Any response: whole questions first, then the noes of one, then single ticks."""
    for question in questionnaire.questions:
        if any(question.id in person.answers for person in people):
            yield tuple(person.without(question.id) for person in people)
    for question in questionnaire.questions:
        if any(person.answers.get(question.id, Answer()).no for person in people):
            yield tuple(_without(person, question, frozenset(), question.option_ids) for person in people)
    for question, option in _ticks(questionnaire, people):
        yield tuple(_without(person, question, {option}, frozenset()) for person in people)


def _less_ticked(questionnaire: Questionnaire, people: People) -> Iterator[People]:
    """On the page: single ticks; what is asked then has *none of these* or *not sure* for an answer."""
    changed = {id for id in people[0].answers if any(each.answers.get(id) != people[0].answers[id] for each in people)}
    for question, option in _ticks(questionnaire, people):
        first = on_path(questionnaire, completed(questionnaire, _unticked(people[0], question, option)))
        others = [_unticked(person, question, option) for person in people[1:]]
        yield first, *(_with(first, other, changed) for other in others)


def _with(first: Response, other: Response, changed: set[str]) -> Response:
    for id in changed & other.answers.keys():
        first = first.with_answer(id, other.answers[id])
    return first


def _ticks(questionnaire: Questionnaire, people: People) -> Iterator[tuple[Question, str]]:
    for question in questionnaire.questions:
        ticked = frozenset[str]().union(*(person.answers.get(question.id, Answer()).yes for person in people))
        yield from ((question, option) for option in sorted(ticked))


def _without(person: Response, question: Question, yes: frozenset[str] | set[str], no: frozenset[str]) -> Response:
    answer = person.answers.get(question.id)
    return person if answer is None else person.with_answer(question.id, Answer(answer.yes - yes, answer.no - no))


def _unticked(person: Response, question: Question, option: str) -> Response:
    answer = person.answers.get(question.id)
    if answer is None or option not in answer.yes:
        return person
    unsure = question.kind == "one" or answer.yes | answer.no != question.option_ids
    return person.with_answer(question.id, question.answer(answer.yes - {option}, unsure))


def claim(proof: Proof) -> str:
    """Return the claim as a sentence."""
    return f"{proof.kind.noun} `{proof.id}` {proof.kind.says}"


def in_words(questionnaire: Questionnaire, proof: Proof) -> str:
    """Return the claim with its witness: what the person is asked and says, and what the result is."""
    lines = [f"{proof.verdict.value}: {claim(proof)}" + (f" ({proof.why})" if proof.why else "")]
    if not proof.people:
        lines.append(f"  {_nobody(proof)}")
        return "\n".join(lines)
    first, *others = fewest_ticks(questionnaire, proof)
    lines += _person(questionnaire, first, "  This person" if not others else "  Before")
    for other in others:
        lines += _person(questionnaire, other, "  After", first)
        lines += _moved(assess(questionnaire, first), assess(questionnaire, other), "  Points before and after")
    if isinstance(proof.kind, FindingMatters):
        without = assess(never_known(questionnaire, proof.id), first)
        lines += [f"  Without this finding: {outcome(without)}"]
        lines += _moved(assess(questionnaire, first), without, "  Points with and without")
    return "\n".join(lines)


def _moved(one: Assessment, other: Assessment, title: str) -> list[str]:
    """The categories and elsewhere patterns whose points differ, if any do."""
    first, second = ({match.category.id: match.points for match in each.categories} for each in (one, other))
    moved = [f"{id} {first[id]} and {second[id]}" for id in sorted(first) if first[id] != second[id]]
    outside = [
        f"{each.elsewhere.pattern.id} {each.elsewhere.points}" if each.elsewhere else "none" for each in (one, other)
    ]
    if outside[0] != outside[1]:
        moved.append(f"elsewhere {outside[0]} and {outside[1]}")
    return [f"{title}: {', '.join(moved)}"] if moved else []


def _nobody(proof: Proof) -> str:
    if proof.verdict is Verdict.UNDECIDED:
        return "the solver ran out of time: nobody knows"
    if proof.verdict is Verdict.PROVED:
        return "no response breaks it, so there is nobody to show"
    return "nobody who answers on the pages can show it"


def _person(questionnaire: Questionnaire, person: Response, title: str, before: Response | None = None) -> list[str]:
    result = assess(questionnaire, person)
    lines, none, unsure = [f"{title}:"], list[str](), list[str]()
    for question in questionnaire.questions:
        answer = person.answers.get(question.id)
        if before is not None and answer == before.answers.get(question.id):
            continue
        if before is None and answer is not None and not answer.yes and answer.no in (frozenset(), question.option_ids):
            (none if answer.no else unsure).append(question.id)
        elif answer is not None or before is not None:
            counts = "" if question.id in result.path else " (not asked now, so it does not count)"
            lines.append(f"    {question.text.for_(result.voice)}{counts}")
            lines += (f"      {said}" for said in _said(question, answer, result.voice))
    lines += [f"    None of these: {', '.join(none)}"] if none else []
    lines += [f"    Not sure: {', '.join(unsure)}"] if unsure else []
    return [*lines, f"    Result: {outcome(result)}"]


def _said(question: Question, answer: Answer | None, voice: str) -> list[str]:
    if answer is None:
        return ["(no answer)"]
    texts = {option.id: option.text.for_(voice) for option in question.options}
    told = [texts[option.id] for option in question.options if option.id in answer.yes]
    if answer.yes | answer.no == question.option_ids:
        return told or ["none of these"]
    if question.kind == "one" and answer.yes:
        return told
    noes = [f"no: {texts[option.id]}" for option in question.options if option.id in answer.no]
    return [*told, *noes, "not sure about the rest" if told or noes else "not sure"]


def outcome(result: Assessment) -> str:
    """Return the result in one line: path, urgency, what matches."""
    voice = result.voice
    flags = ", ".join(flag.id for flag in result.red_flags)
    urgency = f"urgency {result.urgency} ({flags})" if result.urgency else "no red flag"
    matches = [
        f"{match.category.text.for_(voice)}: {match.level.text.for_(voice)} ({match.best.pattern.id}, {match.points})"
        for match in result.matching
        if match.level is not None
    ]
    if result.elsewhere is not None and result.elsewhere_leads:
        matches.append(f"elsewhere leads: {result.elsewhere.pattern.text.for_(voice)}")
    return f"{len(result.path.asked)} questions; {urgency}; {'; '.join(matches) or 'no clear match'}"
