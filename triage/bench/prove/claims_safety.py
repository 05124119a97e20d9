"""Safety: what must never be. For each, the solver looks through all responses for people who show that it can be.

Promise 1 compares two responses, *before* and *after*; promises that a rule file makes itself look at one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from triage.bench.prove.claims import People
from triage.bench.prove.claims_seen import named_patterns, pattern_is_named, pattern_of
from triage.bench.prove.smt_given import Option, Twofold
from triage.bench.prove.smt_model import Model
from triage.bench.prove.smt_scores import ScoreTerms
from triage.bench.prove.smt_solver import Term, either, every, follows, opposite
from triage.core.answers import NOT_SURE, Answer, Response
from triage.core.assessment import Assessment, assess
from triage.core.conditions import NO, YES, Condition, holds
from triage.core.dependencies import leading_to
from triage.core.questionnaire import URGENCIES, Question, Questionnaire

Ids = Iterable[str]
EVERYTHING = "any answer"
"""The id of a claim about all answers at once."""


class FlagStands:
    """Once ticks have raised a red flag, its urgency stands, whatever else is answered.

    *Before* is asked the questions that lead to the flag, and offered what is ticked there, because of ticks, not for
    want of knowing better.
    *After* has at least the ticks of *before* in these questions; all else is free.
    """

    noun, says, required = "red flag", "keeps its urgency, whatever else is answered", True
    never = True

    def ids(self, questionnaire: Questionnaire) -> Ids:
        """Return the red flags."""
        return (flag.id for flag in questionnaire.red_flags)

    def broken(self, before: Model, after: Model, id: str) -> list[Term]:
        """What must hold for people who break it."""
        questionnaire = before.questionnaire
        (flag,) = (each for each in questionnaire.red_flags if each.id == id)
        rules = [before.flags[id], opposite(after.urgent(flag.urgency))]
        leading = leading_to(questionnaire, flag.when)
        for question in questionnaire.questions:
            if question.id in leading:
                rules.append(follows(before.asked[question.id], before.called_for[question.id]))
                for option in sorted(question.option_ids):
                    rules.append(follows(before.read(question, option).yes, after.read(question, option).yes))
                for option, when in _conditional(question):
                    rules.append(follows(before.read(question, option).yes, before.holds(when).yes))
        return rules

    def replays(self, questionnaire: Questionnaire, id: str, people: People) -> bool:
        """Whether these people break it."""
        before, after = people
        (flag,) = (each for each in questionnaire.red_flags if each.id == id)
        one, other = (assess(questionnaire, person) for person in people)
        kept = all(
            _ticks(question, before) <= _ticks(question, after) and _sure_to_be_asked(question, one)
            for question in questionnaire.questions
            if question.id in leading_to(questionnaire, flag.when)
        )
        return kept and flag in one.red_flags and _urgency(other) < URGENCIES.index(flag.urgency)


class MoreTicks:
    """One more tick where any number may be ticked never lowers the urgency."""

    noun, says, required = "tick", "never lowers the urgency, where any number may be ticked", True
    never = True

    def ids(self, questionnaire: Questionnaire) -> Ids:
        """Return the one claim."""
        return (EVERYTHING,)

    def broken(self, before: Model, after: Model, id: str) -> list[Term]:
        """What must hold for people who break it."""
        rules = [_less_urgent(before, after)]
        for question, option, one, other in _options(before, after):
            if question.kind == "many":
                rules += [follows(one.yes, other.yes), other.no == every([one.no, opposite(other.yes)])]
                rules.append(follows(before.given.answered[question.id], after.given.answered[question.id]))
            else:
                rules += _same(before, after, question, option)
        return rules

    def replays(self, questionnaire: Questionnaire, id: str, people: People) -> bool:
        """Whether these people break it."""
        before, after = people
        for question in questionnaire.questions:
            one, other = (each.answers.get(question.id) for each in people)
            if question.kind == "one" and one != other:
                return False
            first, second = one or Answer(), other or Answer()
            if not first.yes <= second.yes or second.no != first.no - second.yes:
                return False
        return _urgency(assess(questionnaire, after)) < _urgency(assess(questionnaire, before))


class NotSure:
    """*Not sure* never gives less urgency than *no*, except where the file reads it as an option."""

    noun, says, required = "not sure", "never gives less urgency than no", True
    never = True

    def ids(self, questionnaire: Questionnaire) -> Ids:
        """Return the one claim."""
        return (EVERYTHING,)

    def broken(self, before: Model, after: Model, id: str) -> list[Term]:
        """What must hold for people who break it."""
        rules = [_less_urgent(before, after)]
        for question, option, one, other in _options(before, after):
            if question.not_sure_means is None:
                rules += [one.yes == other.yes, follows(other.no, one.no)]
                rules.append(before.given.answered[question.id] == after.given.answered[question.id])
            else:
                rules += _same(before, after, question, option)
        return rules

    def replays(self, questionnaire: Questionnaire, id: str, people: People) -> bool:
        """Whether these people break it."""
        before, after = people
        if before.answers.keys() != after.answers.keys():
            return False
        for question in questionnaire.questions:
            one, other = (each.answers.get(question.id, NOT_SURE) for each in people)
            if one.yes != other.yes or not other.no <= one.no or (question.not_sure_means and one != other):
                return False
        return _urgency(assess(questionnaire, after)) < _urgency(assess(questionnaire, before))


class PromiseKept:
    """A category reaches no level unless what the file promises is there."""

    noun, says, required = "promise", "is kept: no level for its category without what it names", True
    never = True

    def ids(self, questionnaire: Questionnaire) -> Ids:
        """Return the promises of the file."""
        return (promise.id for promise in questionnaire.promises)

    def broken(self, standing: ScoreTerms, id: str) -> list[Term]:
        """What must hold for a person who breaks it."""
        (promise,) = (each for each in standing.questionnaire.promises if each.id == id)
        return [standing.matching[promise.category], opposite(standing.model.holds(promise.only_with).yes)]

    def replays(self, questionnaire: Questionnaire, id: str, people: People) -> bool:
        """Whether this person breaks it."""
        (person,) = people
        (promise,) = (each for each in questionnaire.promises if each.id == id)
        result = assess(questionnaire, person)
        there = holds(promise.only_with, result.path.answers, result.findings)
        return there is not YES and promise.category in {match.category.id for match in result.matching}


class NameKept:
    """Nobody is told the name of a picture that the file keeps from people like them."""

    noun, says, required = "pattern", "is never named for those from whom the file keeps its name", True
    never = True

    def ids(self, questionnaire: Questionnaire) -> Ids:
        """Return the patterns that are not for everybody."""
        return questionnaire.name_tests.keys()

    def broken(self, standing: ScoreTerms, id: str) -> list[Term]:
        """What must hold for a person who breaks it."""
        _, pattern = pattern_of(standing.questionnaire, id)
        assert pattern.named_when is not None, "it is one of those"
        return [pattern_is_named(standing, id), standing.model.holds(pattern.named_when).no]

    def replays(self, questionnaire: Questionnaire, id: str, people: People) -> bool:
        """Whether this person breaks it."""
        (person,) = people
        result = assess(questionnaire, person)
        kept = questionnaire.name_tests[id](result.path.answers, {}) is NO
        return kept and id in set(named_patterns(questionnaire, result))


SINGLE: tuple[PromiseKept | NameKept, ...] = (PromiseKept(), NameKept())
"""What must never be for anybody."""

PAIRED = (FlagStands(), MoreTicks(), NotSure())
"""What must never be between two responses."""


def _less_urgent(before: Model, after: Model) -> Term:
    return either(every([before.urgent(each), opposite(after.urgent(each))]) for each in URGENCIES)


def _options(before: Model, after: Model) -> Iterator[tuple[Question, str, Twofold, Twofold]]:
    for question in before.questionnaire.questions:
        for option in sorted(question.option_ids):
            place: Option = (question.id, option)
            yield question, option, before.given.options[place], after.given.options[place]


def _same(before: Model, after: Model, question: Question, option: str) -> list[Term]:
    one, other = before.given.options[question.id, option], after.given.options[question.id, option]
    answered = before.given.answered[question.id] == after.given.answered[question.id]
    return [one.yes == other.yes, one.no == other.no, answered]


def _sure_to_be_asked(question: Question, result: Assessment) -> bool:
    asked = question.id in result.path
    ticked = result.path.answers.get(question.id, NOT_SURE).yes
    because = [question.ask_when, *(when for option, when in _conditional(question) if option in ticked)]
    return not asked or all(when is None or holds(when, result.path.answers, {}) is YES for when in because)


def _conditional(question: Question) -> list[tuple[str, Condition]]:
    """The options that are not offered to everybody, each with its condition."""
    return [(option.id, option.offered_when) for option in question.options if option.offered_when is not None]


def _ticks(question: Question, person: Response) -> frozenset[str]:
    answer = person.answers.get(question.id, Answer())
    if question.id in person.answers and question.not_sure_means is not None and answer == NOT_SURE:
        return frozenset({question.not_sure_means})
    return answer.yes


def _urgency(assessment: Assessment) -> int:
    return -1 if assessment.urgency is None else URGENCIES.index(assessment.urgency)
