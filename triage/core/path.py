"""The path: which questions are asked, and which answers count."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from triage.core.answers import NOT_SURE, Answer, Answers, Response
from triage.core.conditions import NO, UNKNOWN, YES, Condition, chosen_in, questions_in
from triage.core.questionnaire import Question, Questionnaire


@dataclass(frozen=True)
class Path:
    """The questions asked, in order, and the answers that count.

    `open` holds the asked questions that an earlier, still unanswered question may yet take away.
    """

    asked: tuple[Question, ...]
    answers: Answers
    answered: frozenset[str]
    open: frozenset[str]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {question.id: place for place, question in enumerate(self.asked)}

    def __contains__(self, question_id: str) -> bool:
        return question_id in self._places

    @property
    def next(self) -> Question | None:
        """The first asked question that has no answer, or None when all have one."""
        return next((question for question in self.asked if question.id not in self.answered), None)

    def before(self, question_id: str) -> Question | None:
        """Return the question asked just before this one, or None for the first. KeyError when off the path."""
        place = self._places[question_id]
        return self.asked[place - 1] if place else None

    def after(self, question_id: str) -> Question | None:
        """Return the question asked just after this one, or None for the last. KeyError when off the path."""
        place = self._places[question_id] + 1
        return self.asked[place] if place < len(self.asked) else None

    def position(self, question_id: str) -> int:
        """Return the place of a question on the path, from 1. KeyError when off the path."""
        return self._places[question_id] + 1

    @property
    def about(self) -> int:
        """About how many questions there will be: those certain to be asked, and half of the open ones."""
        return len(self.asked) - len(self.open) // 2


def walk(questionnaire: Questionnaire, response: Response) -> Path:
    """Find the path of a response in one forward pass.

    A question is asked when its `ask_when` is yes or unknown, and skipped only when it is no. Answers to
    skipped questions do not count; they are kept in the response and count again if the path returns. Nor does
    an option that is not offered, whoever ticked it when it was.
    """
    asked: list[Question] = []
    counting: dict[str, Answer] = {}
    answered: set[str] = set()
    open_: set[str] = set()
    for question, test in questionnaire.ask_tests:
        ask = YES if test is None else test(counting, {})
        if ask is NO:
            if question.skipped_means_no:
                counting[question.id] = Answer(no=question.option_ids)
            continue
        asked.append(question)
        given = _possible(question, response.answers.get(question.id), withheld(questionnaire, question, counting))
        if given is not None:
            counting[question.id] = _read(question, given)
            answered.add(question.id)
        if ask is UNKNOWN and question.ask_when and _waits(question.ask_when, response):
            open_.add(question.id)
    return Path(tuple(asked), counting, frozenset(answered), frozenset(open_))


def withheld(questionnaire: Questionnaire, question: Question, answers: Answers) -> frozenset[str]:
    """Return the options that cannot be, by the answers to earlier questions: those whose `offered_when` is *no*."""
    tests = questionnaire.offer_tests.get(question.id, ())
    return frozenset(option for option, test in tests if test(answers, {}) is NO)


def _possible(question: Question, given: Answer | None, withheld: frozenset[str]) -> Answer | None:
    """An answer with what cannot be taken as *no*; the choice of what cannot be is no answer."""
    if given is None or given.yes.isdisjoint(withheld):
        return given
    if question.kind == "one" and given.yes <= withheld:
        return None
    return Answer(given.yes - withheld, given.no | (given.yes & withheld))


def _read(question: Question, given: Answer) -> Answer:
    """Read *not sure* as the option that the question names for it, where it names one."""
    if question.not_sure_means is None or given != NOT_SURE:
        return given
    return question.answer(frozenset({question.not_sure_means}))


def _waits(condition: Condition, response: Response) -> bool:
    return any(node.question not in response.answers for node in chosen_in(condition))


def rounds(questionnaire: Questionnaire) -> tuple[tuple[Question, ...], ...]:
    """Return the questions in rounds that can be asked together, in the order of the file.

    A question stands in the round of the one before it, or in a later one where what decides about it, or about what
    it offers or draws, is a question of that round. So nothing is asked before what the file puts first, nor before
    what decides about it.
    """
    places: dict[str, int] = {}
    place = 0
    for question in questionnaire.questions:
        drawn_when = question.figure.drawn_when if question.figure else None
        deciding = [question.ask_when, drawn_when, *(option.offered_when for option in question.options)]
        place = max([place, *(places[id] + 1 for when in deciding if when for id in questions_in(when))])
        places[question.id] = place
    return tuple(
        tuple(question for question in questionnaire.questions if places[question.id] == number)
        for number in range(place + 1 if places else 0)
    )
