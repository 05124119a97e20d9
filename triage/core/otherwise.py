"""Otherwise: what could be altered in an answer, and the result it would give, without working out all of it again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from triage.core.answers import NOT_SURE, Answer, Answers, Response
from triage.core.assessment import elsewhere_pattern, raised, stand
from triage.core.conditions import NO, UNKNOWN, YES, Chosen, Condition, Found, Test, Truth, nodes
from triage.core.path import Path, walk
from triage.core.questionnaire import Option, Question, Questionnaire
from triage.core.scoring import Scores, score


@dataclass(frozen=True, slots=True)
class Step:
    """What a person can alter in one answer at once: `option`, or all that is not known (None)."""

    option: Option | None
    was: Truth
    becomes: Truth
    answer: Answer


@dataclass(frozen=True, slots=True)
class Result:
    """What a change is measured by, in ids: the urgency, the categories of the first rank, and every level."""

    urgency: str | None
    best: tuple[str, ...]
    levels: tuple[tuple[str, str], ...]


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
    unknown = question.option_ids - answer.yes - answer.no
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
        self.reads = _reads(questionnaire)
        self.readers: dict[frozenset[str], tuple[tuple[str, Test], ...]] = {}
        conditions = [flag.when for flag in questionnaire.red_flags]
        conditions += [category.needs for category in questionnaire.categories]
        conditions += [pattern.needs for pattern in questionnaire.elsewhere if pattern.needs]
        self.direct = {node.question for condition in conditions for node in chosen(condition)}
        self.findings: dict[str, Truth] = {}
        for finding, test in questionnaire.finding_tests:
            self.findings[finding] = test(self.path.answers, self.findings)
        self.waiting = _waiting(self.path)
        self.scores = score(questionnaire, self.findings)
        self.now = self._result(self.path.answers, self.scores)

    def after(self, question: Question, answer: Answer) -> tuple[Result, int]:
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

    def _result(self, answers: Answers, scores: Scores) -> Result:
        rules = self.questionnaire
        flag = next(raised(rules, answers, scores.findings), None)
        standings = stand(rules, answers, scores, elsewhere_pattern(rules, answers, scores))
        return Result(
            urgency=flag.urgency if flag else None,
            best=tuple(each.category.id for each in standings if each.level and each.rank == 1),
            levels=tuple(sorted((each.category.id, each.level.id) for each in standings if each.level)),
        )


def _waiting(path: Path) -> set[str]:
    return {question.id for question in path.asked} - path.answered


def _reads(questionnaire: Questionnaire) -> dict[str, frozenset[str]]:
    """The questions that each finding reads, by itself or through earlier findings."""
    reads: dict[str, frozenset[str]] = {}
    for finding in questionnaire.findings:
        own = {node.question for node in chosen(finding.when)}
        earlier = (reads[node.finding] for node in nodes(finding.when) if isinstance(node, Found))
        reads[finding.id] = frozenset(own).union(*earlier)
    return reads


def chosen(condition: Condition) -> Iterator[Chosen]:
    """Yield what a condition reads by itself, not through findings."""
    return (node for node in nodes(condition) if isinstance(node, Chosen))
