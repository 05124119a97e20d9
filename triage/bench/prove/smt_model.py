"""The model: what a rule file makes of a response, said to the solver with the core's own conditions.

Truths follow Kleene's tables. A test holds the model against `walk` and `assess` on random files and responses.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from triage.bench.prove.smt_given import Given, Option, Twofold
from triage.bench.prove.smt_solver import Term, at_least, constant, either, every, follows, opposite
from triage.core.conditions import All, Any, Chosen, Condition, Found, Not
from triage.core.questionnaire import URGENCIES, Question, Questionnaire


class Model:
    """The path, findings, red flags and notes of a rule file for a given response.

    A question is `asked` unless its `ask_when` is no, and `called_for` where it is yes. An option is `withheld` where
    its `offered_when` is no.
    """

    def __init__(self, questionnaire: Questionnaire, given: Given) -> None:
        self.questionnaire = questionnaire
        self.given = given
        self.asked: dict[str, Term] = {}
        self.called_for: dict[str, Term] = {}
        self.counting: dict[Option, Twofold] = {}
        self.withheld: dict[Option, Term] = {}
        self.findings: dict[str, Twofold] = {}
        for question in questionnaire.questions:
            self._ask(question)
        for finding in questionnaire.findings:
            self.findings[finding.id] = self.holds(finding.when)

    def _ask(self, question: Question) -> None:
        ask = self.holds(question.ask_when) if question.ask_when else Twofold(constant(True), constant(False))
        self.asked[question.id] = asked = opposite(ask.no)
        self.called_for[question.id] = ask.yes
        withheld = {o.id: self.holds(o.offered_when).no for o in question.options if o.offered_when is not None}
        self.withheld |= {(question.id, id): hidden for id, hidden in withheld.items()}
        counts = every([asked, opposite(self._is_void(question, withheld))])
        for id in sorted(question.option_ids):
            read = self.read(question, id)
            yes, no = read.yes, read.no
            if id in withheld:
                yes, no = every([yes, opposite(withheld[id])]), either([no, every([yes, withheld[id]])])
            no = every([counts, no])
            if question.skipped_means_no:
                no = either([no, opposite(asked)])
            self.counting[question.id, id] = Twofold(every([counts, yes]), no)

    def _is_void(self, question: Question, withheld: Mapping[str, Term]) -> Term:
        """Whether an answer is none, because nothing but what is not offered was chosen."""
        if question.kind == "many" or not withheld:
            return constant(False)
        chosen = {id: self.given.options[question.id, id].yes for id in sorted(question.option_ids)}
        sound = either(every([yes, opposite(withheld.get(id, constant(False)))]) for id, yes in chosen.items())
        return every([either(chosen.values()), opposite(sound)])

    def only_offered(self) -> list[Term]:
        """The rules that nothing is ticked that a page does not offer."""
        return [follows(hidden, opposite(self.given.options[place].yes)) for place, hidden in self.withheld.items()]

    def read(self, question: Question, option: str) -> Twofold:
        """What an answer says of an option, whether or not it counts: *not sure* may read as an option."""
        truth = self.given.options[question.id, option]
        if question.not_sure_means is None:
            return truth
        every_option = (self.given.options[question.id, id] for id in sorted(question.option_ids))
        said = either(part for each in every_option for part in (each.yes, each.no))
        unsure = every([self.given.answered[question.id], opposite(said)])
        if option == question.not_sure_means:
            return Twofold(either([truth.yes, unsure]), truth.no)
        return Twofold(truth.yes, either([truth.no, unsure]))

    def holds(self, condition: Condition) -> Twofold:
        """Say when a condition is yes and when it is no."""
        match condition:
            case Chosen(question, options, least):
                each = [self.counting.get((question, option), _unknown()) for option in sorted(set(options))]
                too_many = len(each) - least + 1
                return Twofold(at_least((one.yes for one in each), least), at_least((one.no for one in each), too_many))
            case Found(finding):
                return self.findings.get(finding) or _unknown()
            case Not(part):
                inner = self.holds(part)
                return Twofold(inner.no, inner.yes)
            case All(parts):
                truths = [self.holds(part) for part in parts]
                return Twofold(every(truth.yes for truth in truths), either(truth.no for truth in truths))
            case Any(parts):
                truths = [self.holds(part) for part in parts]
                return Twofold(either(truth.yes for truth in truths), every(truth.no for truth in truths))

    @cached_property
    def flags(self) -> Mapping[str, Term]:
        """Whether each red flag is raised."""
        return {flag.id: self.holds(flag.when).yes for flag in self.questionnaire.red_flags}

    @cached_property
    def notes(self) -> Mapping[str, Term]:
        """Whether each note is shown."""
        return {note.id: self.holds(note.when).yes for note in self.questionnaire.notes}

    def urgent(self, urgency: str) -> Term:
        """Whether the urgency is this one or a higher one."""
        enough = URGENCIES[URGENCIES.index(urgency) :]
        return either(self.flags[flag.id] for flag in self.questionnaire.red_flags if flag.urgency in enough)


def _unknown() -> Twofold:
    return Twofold(constant(False), constant(False))
