"""Changes: what must make a difference. One person and one change, to the answers or to the file, is a proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from triage.bench.prove.claims import People
from triage.bench.prove.smt_given import Given
from triage.bench.prove.smt_model import Model
from triage.bench.prove.smt_scores import ScoreTerms
from triage.bench.prove.smt_solver import Term, either, every, opposite
from triage.core.answers import Answer, Response
from triage.core.assessment import Assessment, assess
from triage.core.conditions import Found
from triage.core.path import walk
from triage.core.questionnaire import Questionnaire

Ids = Iterable[str]


def result(assessment: Assessment) -> object:
    """What counts as a difference: the path, red flags, notes, points and levels."""
    elsewhere = assessment.elsewhere
    return (
        [question.id for question in assessment.path.asked],
        [flag.id for flag in assessment.red_flags],
        [note.id for note in assessment.notes],
        [(match.category.id, match.points, match.level) for match in assessment.categories],
        (elsewhere.points, assessment.elsewhere_leads) if elsewhere else None,
    )


def differ(one: ScoreTerms, other: ScoreTerms) -> Term:
    """Say the same to the solver."""
    pairs: list[tuple[Term, Term]] = []
    for first, second in (
        (one.model.asked, other.model.asked),
        (one.model.flags, other.model.flags),
        (one.model.notes, other.model.notes),
        (one.best, other.best),
    ):
        pairs += [(first[id], second[id]) for id in first]
    pairs += [(level, other.levels[id][name]) for id, each in one.levels.items() for name, level in each.items()]
    pairs += [(one.mimic, other.mimic), (one.elsewhere_leads, other.elsewhere_leads)]
    return either(first != second for first, second in pairs)


class OptionMatters:
    """Each option that is not there for its wording alone can change a result: tick it, or leave it."""

    noun, says, required = "option", "can change a result", True
    never = False

    def ids(self, questionnaire: Questionnaire) -> Ids:
        """Return the options as `question.option`."""
        return (
            f"{question.id}.{option.id}"
            for question in questionnaire.questions
            for option in question.options
            if not option.wording
        )

    def replays(self, questionnaire: Questionnaire, id: str, people: People) -> bool:
        """Whether the second lacks this option alone, or has another choice, and their results differ."""
        name, option = id.split(".")
        question = questionnaire.question(name)
        first, second = people
        one, other = (person.answers.get(name, Answer()) for person in people)
        alone = other.yes == one.yes - {option} and other.no - {option} == one.no
        return (
            question is not None
            and option in one.yes - other.yes
            and (alone or question.kind == "one")
            and _differ_in_one_answer(questionnaire, name, first, second)
        )

    def tries(self, questionnaire: Questionnaire, id: str, person: Response) -> Iterator[People]:
        """Yield the person with and without the option, where it is ticked."""
        name, option = id.split(".")
        question, answer = questionnaire.question(name), person.answers.get(name)
        if question is not None and answer is not None and option in answer.yes:
            unsure = question.kind == "one" or answer.yes | answer.no != question.option_ids
            yield person, person.with_answer(name, question.answer(answer.yes - {option}, unsure))

    def formula(self, one: ScoreTerms, questionnaire: Questionnaire, id: str) -> tuple[Given, list[Term]]:
        """Return the changed response, with what must hold."""
        name, option = id.split(".")
        given, rules = _changed(one, questionnaire, name)
        before = one.model.given
        rules += [before.options[name, option].yes, opposite(given.options[name, option].yes)]
        (question,) = (each for each in questionnaire.questions if each.id == name)
        if question.kind == "many":
            rules.append(before.unsure[name] == given.unsure[name])
            others = sorted(question.option_ids - {option})
            rules += [before.options[name, each].yes == given.options[name, each].yes for each in others]
        return given, rules


class QuestionMatters:
    """Each question can change a result: answer it in one way, or in another."""

    noun, says, required = "question", "can change a result", True
    never = False

    def ids(self, questionnaire: Questionnaire) -> Ids:
        """Return the questions, without those that change nothing but the wording."""
        return (
            question.id
            for question in questionnaire.questions
            if not all(option.wording for option in question.options)
        )

    def replays(self, questionnaire: Questionnaire, id: str, people: People) -> bool:
        """Whether the two differ in this answer alone, and so do their results."""
        return _differ_in_one_answer(questionnaire, id, *people)

    def tries(self, questionnaire: Questionnaire, id: str, person: Response) -> Iterator[People]:
        """Yield the person with their answer, and with *not sure*."""
        question = questionnaire.question(id)
        if question is not None and id in person.answers:
            yield person, person.with_answer(id, question.answer(frozenset(), not_sure=True))

    def formula(self, one: ScoreTerms, questionnaire: Questionnaire, id: str) -> tuple[Given, list[Term]]:
        """Return the changed response, with what must hold."""
        return _changed(one, questionnaire, id)


class FindingMatters:
    """Each finding can change a result: the file without it gives somebody another one."""

    noun, says, required = "finding", "can change a result", True
    never = False

    def ids(self, questionnaire: Questionnaire) -> Ids:
        """Return the findings."""
        return (finding.id for finding in questionnaire.findings)

    def replays(self, questionnaire: Questionnaire, id: str, people: People) -> bool:
        """Whether the person's result is another one in a file in which the finding is never known."""
        return self.shows(questionnaire, never_known(questionnaire, id), people)

    def shows(self, questionnaire: Questionnaire, without: Questionnaire, people: People) -> bool:
        """The same, with the other file at hand."""
        (person,) = people
        complete = walk(questionnaire, person).next is None
        return complete and result(assess(questionnaire, person)) != result(assess(without, person))


CHANGES = (QuestionMatters(), OptionMatters())
"""What must change a result when an answer changes."""


def never_known(questionnaire: Questionnaire, id: str) -> Questionnaire:
    """Return the file in which one finding is never known: a finding that waits for itself."""
    findings = (replace(each, when=Found(id)) if each.id == id else each for each in questionnaire.findings)
    return replace(questionnaire, findings=tuple(findings))


def _differ_in_one_answer(questionnaire: Questionnaire, question: str, first: Response, second: Response) -> bool:
    return (
        first.without(question) == second.without(question)
        and walk(questionnaire, first).next is None
        and question in walk(questionnaire, first)
        and result(assess(questionnaire, first)) != result(assess(questionnaire, second))
    )


def _changed(one: ScoreTerms, questionnaire: Questionnaire, id: str) -> tuple[Given, list[Term]]:
    """Another answer to one question, as a form gives it, and the rule that the results differ."""
    (question,) = (each for each in questionnaire.questions if each.id == id)
    given = one.model.given.but(question, "changed")
    other = ScoreTerms(Model(questionnaire, given))
    rules = [*given.as_ticked(question), *other.model.only_offered(), given.answered[id], one.model.asked[id]]
    return given, [*rules, every([differ(one, other)])]
