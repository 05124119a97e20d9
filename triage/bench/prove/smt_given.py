"""A response that the solver is free to choose, in one of two spaces.

*Any response*: any disjoint sets of yes and no for any questions, or none; all that a page, a case file or a
program can give. *On the page*: what a person can give, one answer to each question asked and to no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from triage.bench.prove.smt_solver import Term, at_most, constant, either, every, follows, opposite, z3
from triage.core.answers import Answer, Response
from triage.core.questionnaire import Question

Option = tuple[str, str]
"""A question's id and an option's."""


@dataclass(frozen=True, slots=True)
class Twofold:
    """A truth: the formulas of its being yes and of its being no, never both; neither means unknown."""

    yes: Term
    no: Term


@dataclass(frozen=True)
class Given:
    """What is answered, whether *not sure* is ticked, and what is said of each option."""

    questions: tuple[Question, ...]
    answered: Mapping[str, Term]
    unsure: Mapping[str, Term]
    options: Mapping[Option, Twofold]

    @staticmethod
    def of(questions: Iterable[Question], name: str) -> Given:
        """Make a response with symbols of its own; responses of one name have the same symbols."""
        listed = tuple(questions)
        return Given(
            listed,
            {each.id: z3().Bool(f"{name}/{each.id}/answered") for each in listed},
            {each.id: z3().Bool(f"{name}/{each.id}/unsure") for each in listed},
            {(each.id, id): _symbols(f"{name}/{each.id}/{id}") for each in listed for id in sorted(each.option_ids)},
        )

    def but(self, question: Question, name: str) -> Given:
        """Return the same response with another answer to one question."""
        other = Given.of([question], name)
        return Given(
            self.questions,
            {**self.answered, **other.answered},
            {**self.unsure, **other.unsure},
            {**self.options, **other.options},
        )

    def any_response(self) -> list[Term]:
        """The rules of any response."""
        rules = []
        for (question, _), truth in self.options.items():
            rules.append(follows(either([truth.yes, truth.no]), self.answered[question]))
            rules.append(opposite(every([truth.yes, truth.no])))
        return rules

    def on_the_page(self, asked: Mapping[str, Term]) -> list[Term]:
        """The rules of a response on the page; `asked` says which questions are."""
        rules = []
        for question in self.questions:
            rules.append(self.answered[question.id] == asked[question.id])
            rules += self.as_ticked(question)
        return rules

    def as_ticked(self, question: Question) -> list[Term]:
        """The rules of one answer as a form gives it, where there is one."""
        truths = [self.options[question.id, id] for id in sorted(question.option_ids)]
        ticks, answered = [truth.yes for truth in truths], self.answered[question.id]
        told = every([answered, opposite(self.unsure[question.id])])
        rules = [truth.no == every([told, opposite(truth.yes)]) for truth in truths]
        rules += [follows(tick, answered) for tick in ticks]
        if question.kind == "one":
            rules += [told == either(ticks), at_most(ticks, 1)]
        return rules

    def is_(self, response: Response) -> list[Term]:
        """That this is exactly one given response."""
        rules = []
        for question in self.questions:
            answer = response.answers.get(question.id)
            rules.append(self.answered[question.id] == constant(answer is not None))
            for id in sorted(question.option_ids):
                truth = self.options[question.id, id]
                rules.append(truth.yes == constant(answer is not None and id in answer.yes))
                rules.append(truth.no == constant(answer is not None and id in answer.no))
        return rules

    def read_from(self, found: Term) -> Response:
        """Return the response that the solver found."""

        def is_so(formula: Term) -> bool:
            so: bool = z3().is_true(found.eval(formula, model_completion=True))
            return so

        answers = {}
        for question in self.questions:
            if is_so(self.answered[question.id]):
                truths = {id: self.options[question.id, id] for id in question.option_ids}
                yes = [id for id, truth in truths.items() if is_so(truth.yes)]
                no = [id for id, truth in truths.items() if is_so(truth.no)]
                answers[question.id] = Answer.of(yes, no)
        return Response.of(answers)


def _symbols(name: str) -> Twofold:
    return Twofold(z3().Bool(f"{name}/yes"), z3().Bool(f"{name}/no"))
