"""What if: which single answers would change the best match, a level or the urgency.

Every change listed is the result of a whole assessment of the changed answers, and none is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from triage.core.answers import NOT_SURE, Answer, Answers, Response
from triage.core.assessment import raised
from triage.core.conditions import NO, UNKNOWN, YES, Test, Truth, questions_in
from triage.core.dependencies import conditions_of, reads, voice_questions
from triage.core.matching import elsewhere_pattern, stand
from triage.core.path import Path, walk, withheld
from triage.core.questionnaire import URGENCIES, Category, Level, Option, Question, Questionnaire
from triage.core.scoring import Scores, score

FEW = 5
"""How many changes of one kind are named where there is room for a few."""

KINDS = (UNKNOWN, YES, NO)
"""Changes stand in this order: of what is not known, of what was told, of what was told not to be there."""

DIRECT = ("red flag", "category", "elsewhere")
"""What an answer can decide on a result without any finding."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Turn(Generic[T]):
    """One part of a result that would be another."""

    was: T
    becomes: T


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """An answer to one question, altered in one step, that would change the result.

    Any *one* of `options` alone, turned from `was` to `becomes`, does it; without options, all that is not known
    in the question becomes no. `best` are the categories of the first rank; none means no clear match. What would
    stay as it is is None, or not among the `levels`. `more` counts the questions that would newly wait for an answer.
    """

    question: Question
    options: tuple[Option, ...]
    was: Truth
    becomes: Truth
    urgency: Turn[str | None] | None
    best: Turn[tuple[Category, ...]] | None
    levels: tuple[tuple[Category, Turn[Level | None]], ...]
    more: int

    @property
    def raises(self) -> int:
        """By how many steps the urgency would rise (below 0: fall)."""
        return _steps(self.urgency.becomes) - _steps(self.urgency.was) if self.urgency else 0

    @property
    def another_leads(self) -> bool:
        """Whether a category would lead, and none of those that lead now."""
        if self.best is None or not self.best.becomes:
            return False
        return {each.id for each in self.best.was}.isdisjoint(each.id for each in self.best.becomes)


@dataclass(frozen=True, slots=True)
class Alarm:
    """The options of one question any one of which would make it an emergency."""

    question: Question
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Few:
    """The changes of one kind in short: all that would make it an emergency, and FEW of the rest.

    `others` counts the single answers in what is left out.
    """

    kind: Truth
    alarms: tuple[Alarm, ...]
    changes: tuple[AnswerChange, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Step:
    """What a person can alter in one answer at once: `option`, or all that is not known (None)."""

    option: Option | None
    was: Truth
    becomes: Truth
    answer: Answer


@dataclass(frozen=True, slots=True)
class ShortResult:
    """What a change is measured by, in ids: the urgency, the categories of the first rank, and every level."""

    urgency: str | None
    best: tuple[str, ...]
    levels: tuple[tuple[str, str], ...]


def changes(questionnaire: Questionnaire, response: Response, path: Path | None = None) -> tuple[AnswerChange, ...]:
    """Return every single answer that would change the result: what is not known first, then by how much it changes.

    Questions that decide whom the words speak of are left out: another person is not another answer. The path of the
    response saves some work, where it is known.
    """
    trial = Otherwise(questionnaire, response, path)
    spoken = voice_questions(questionnaire)
    groups: dict[tuple[str, Truth, Truth, ShortResult, int], list[Option]] = {}
    for question in trial.path.asked:
        if question.id in spoken:
            continue
        hidden = withheld(questionnaire, question, trial.path.answers)
        for step in steps(question, trial.path.answers.get(question.id, NOT_SURE), hidden):
            result, more = trial.after(question, step.answer)
            if result != trial.now:
                options = groups.setdefault((question.id, step.was, step.becomes, result, more), [])
                options += [step.option] if step.option else []
    asked = {question.id: question for question in trial.path.asked}
    found = [
        _change(questionnaire, asked[id], options, was, becomes, trial.now, result, more)
        for (id, was, becomes, result, more), options in groups.items()
    ]
    order = {id: place for place, id in enumerate(asked)}
    return tuple(sorted(found, key=lambda change: (*_weight(change), order[change.question.id], _first(change))))


def few(found: Sequence[AnswerChange]) -> tuple[Few, ...]:
    """Return changes in short, by kind in the order of KINDS; kinds that have none are left out."""
    by_kind = {kind: [change for change in found if change.was is kind] for kind in KINDS}
    return tuple(_few(kind, every) for kind, every in by_kind.items() if every)


def _few(kind: Truth, every: list[AnswerChange]) -> Few:
    alarms: dict[str, Alarm] = {}
    rest = []
    for change in every:
        if change.options and change.raises > 0 and change.urgency and change.urgency.becomes == URGENCIES[-1]:
            question = change.question
            earlier = alarms.get(question.id, Alarm(question, ())).options
            together = tuple(option for option in question.options if option in (*earlier, *change.options))
            alarms[question.id] = Alarm(question, together)
        else:
            rest.append(change)
    return Few(kind, tuple(alarms.values()), tuple(rest[:FEW]), sum(max(1, len(each.options)) for each in rest[FEW:]))


def _change(
    questionnaire: Questionnaire,
    question: Question,
    options: list[Option],
    was: Truth,
    becomes: Truth,
    now: ShortResult,
    result: ShortResult,
    more: int,
) -> AnswerChange:
    named = {level.id: level for level in questionnaire.levels}
    before, after = dict(now.levels), dict(result.levels)
    turned = sorted(id for id in before.keys() | after.keys() if before.get(id) != after.get(id))
    first = (tuple(questionnaire.category(id) for id in each.best) for each in (now, result))
    return AnswerChange(
        question,
        tuple(options),
        was,
        becomes,
        Turn(now.urgency, result.urgency) if now.urgency != result.urgency else None,
        Turn(*first) if now.best != result.best else None,
        tuple(
            (questionnaire.category(id), Turn(_level(named, before.get(id)), _level(named, after.get(id))))
            for id in turned
        ),
        more,
    )


def _level(named: Mapping[str, Level], id: str | None) -> Level | None:
    return None if id is None else named[id]


def _steps(urgency: str | None) -> int:
    return 0 if urgency is None else 1 + URGENCIES.index(urgency)


def _weight(change: AnswerChange) -> tuple[int, int, bool, bool, int]:
    rises = max(0, change.raises)
    return KINDS.index(change.was), -rises, change.best is None, change.urgency is None, -len(change.levels)


def _first(change: AnswerChange) -> tuple[str, ...]:
    return tuple(sorted(option.id for option in change.options))


def steps(question: Question, answer: Answer, withheld: frozenset[str] = frozenset()) -> Iterator[Step]:
    """Yield what a person could alter in one answer, without what is `withheld` or contradicts what is ticked.

    An option can be ticked. A ticked one of a `many` question can be unticked: it is then no, or as unknown as the
    rest where the person is not sure of that. And *not sure* can become *none of these*, or *nothing else*.
    """
    for option in question.options:
        if option.id not in answer.yes | withheld and not _contradicts(question, answer, option.id):
            was = NO if option.id in answer.no else UNKNOWN
            yield Step(option, was, YES, _ticked(question, answer, option.id))
    if question.kind == "one":
        return
    unknown = question.open(answer)
    for option in question.options:
        if option.id in answer.yes:
            rest = answer.yes - {option.id}
            if unknown:
                yield Step(option, YES, UNKNOWN, Answer(rest, answer.no))
            else:
                yield Step(option, YES, NO, Answer(rest, answer.no | {option.id}))
    if unknown:
        yield Step(None, UNKNOWN, NO, Answer(answer.yes, answer.no | unknown))


def _contradicts(question: Question, answer: Answer, option: str) -> bool:
    """Whether an option cannot be so together with one that is ticked beside it."""
    return question.kind == "many" and len(question.contradictions(answer.yes | {option})) > len(
        question.contradictions(answer.yes)
    )


def _ticked(question: Question, answer: Answer, option: str) -> Answer:
    if question.kind == "one":
        return question.answer(frozenset({option}))
    return Answer(answer.yes | {option}, answer.no - {option})


class Otherwise:
    """A response with its result `now`; tells the result `after` another answer."""

    def __init__(self, questionnaire: Questionnaire, response: Response, path: Path | None = None) -> None:
        self.questionnaire, self.response = questionnaire, response
        self.path = walk(questionnaire, response) if path is None else path
        self.reads = {finding.id: reads(questionnaire, finding.when) for finding in questionnaire.findings}
        self.readers: dict[frozenset[str], tuple[tuple[str, Test], ...]] = {}
        direct = (each.when for each in conditions_of(questionnaire) if each.kind in DIRECT)
        self.direct = frozenset[str]().union(*map(questions_in, direct))
        self.findings: dict[str, Truth] = {}
        for finding, test in questionnaire.finding_tests:
            self.findings[finding] = test(self.path.answers, self.findings)
        self.waiting = _waiting(self.path)
        self.scores = score(questionnaire, self.findings)
        self.now = self._result(self.path.answers, self.scores)

    def after(self, question: Question, answer: Answer) -> tuple[ShortResult, int]:
        """Return the result with another answer, and how many questions would newly wait for one."""
        path = walk(self.questionnaire, self.response.with_answer(question.id, answer))
        answers, before = path.answers, self.path.answers
        every = answers.keys() | before.keys()
        touched = frozenset(id for id in every if answers.get(id, NOT_SURE) != before.get(id, NOT_SURE))
        findings = dict(self.findings)
        for finding, test in self._readers(touched):
            findings[finding] = test(answers, findings)
        same = findings == self.findings and touched.isdisjoint(self.direct)
        result = self.now if same else self._result(answers, self.scores.again(findings))
        return result, len(_waiting(path) - self.waiting)

    def _readers(self, touched: frozenset[str]) -> tuple[tuple[str, Test], ...]:
        """The findings that read one of these questions, in the order of the file."""
        if touched not in self.readers:
            tests = self.questionnaire.finding_tests
            self.readers[touched] = tuple(each for each in tests if not touched.isdisjoint(self.reads[each[0]]))
        return self.readers[touched]

    def _result(self, answers: Answers, scores: Scores) -> ShortResult:
        rules = self.questionnaire
        flag = next(raised(rules, answers, scores.findings), None)
        standings = stand(rules, answers, scores, elsewhere_pattern(rules, answers, scores))
        return ShortResult(
            urgency=flag.urgency if flag else None,
            best=tuple(each.category.id for each in standings if each.level and each.rank == 1),
            levels=tuple(sorted((each.category.id, each.level.id) for each in standings if each.level)),
        )


def _waiting(path: Path) -> set[str]:
    return {question.id for question in path.asked} - path.answered
