"""Prove a rule file: find a person for all that must be possible, and show that what must never be cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from triage.bench.prove.claims import Disagreement, Kind, People, Proof, Tell, Verdict
from triage.bench.prove.claims_influence import CHANGES, FindingMatters, differ, never_known
from triage.bench.prove.claims_possible import AIMS
from triage.bench.prove.claims_safety import PAIRED, SINGLE
from triage.bench.prove.longest import Longest
from triage.bench.prove.random_people import crowd, on_path
from triage.bench.prove.smt_given import Given
from triage.bench.prove.smt_model import Model
from triage.bench.prove.smt_scores import ScoreTerms
from triage.bench.prove.smt_solver import Term, at_least, solved
from triage.core.answers import Response
from triage.core.assessment import Assessment, assess
from triage.core.path import walk
from triage.core.questionnaire import Questionnaire

CROWD = 1500
"""How many people answer at random before the solver is asked."""
TRIES = 150
"""How many of them are tried for each finding; a try takes a rule file of its own."""
SECONDS = 60.0
"""How long the solver may take for one claim."""

FINDING, LONGEST = FindingMatters(), Longest()
KINDS: tuple[Kind, ...] = (*PAIRED, *SINGLE, *AIMS, *CHANGES, FINDING, LONGEST)
"""Every kind of claim, in the order of a report."""

Found = dict[tuple[Kind, str], People]


class Prover:
    """Proves one file. `people` are tried as witnesses before the crowd and the solver."""

    def __init__(self, questionnaire: Questionnaire, people: Iterable[Response] = (), tell: Tell | None = None) -> None:
        self.questionnaire = questionnaire
        self._tell: Tell = tell or (lambda what, done, of: None)
        listed = [*(on_path(questionnaire, person) for person in people), *crowd(questionnaire, CROWD)]
        complete = (person for person in listed if walk(questionnaire, person).next is None)
        self.people = [(person, assess(questionnaire, person)) for person in complete]
        self.standing = ScoreTerms(Model(questionnaire, Given.of(questionnaire.questions, "person")))
        model = self.standing.model
        self.page = [*model.given.on_the_page(model.asked), *model.only_offered()]

    def proofs(self) -> tuple[Proof, ...]:
        """Prove every claim. Raises Disagreement when a witness does not replay."""
        proofs = [*self._never(), *self._aims(), *self._changes(), *self._findings(), self._longest()]
        order = {(kind.noun, kind.says): place for place, kind in enumerate(KINDS)}
        return tuple(sorted(proofs, key=lambda proof: order[proof.kind.noun, proof.kind.says]))

    def _never(self) -> Iterator[Proof]:
        questions = self.questionnaire.questions
        models = [Model(self.questionnaire, Given.of(questions, name)) for name in ("before", "after")]
        rules = [rule for model in models for rule in model.given.any_response()]
        for kind in PAIRED:
            for id in self._each(kind):
                wanted = [*rules, *kind.broken(models[0], models[1], id)]
                yield self._refuted(kind, id, wanted, [model.given for model in models])
        anybody = Given.of(questions, "anybody")
        standing = ScoreTerms(Model(self.questionnaire, anybody))
        for single in SINGLE:
            for id in self._each(single):
                wanted = [*anybody.any_response(), *single.broken(standing, id)]
                yield self._refuted(single, id, wanted, [anybody])

    def _aims(self) -> Iterator[Proof]:
        found: Found = {}
        for person, assessment in self.people:
            for aim in AIMS:
                for id in aim.seen(self.questionnaire, assessment):
                    found.setdefault((aim, id), (person,))
        for aim in AIMS:
            for id in self._each(aim):
                people = found.get((aim, id))
                if people is None:
                    yield self._looked_for(aim, id, [*self.page, aim.formula(self.standing, id)])
                else:
                    yield self._shown(aim, id, people)

    def _changes(self) -> Iterator[Proof]:
        for kind in CHANGES:
            for id in self._each(kind):
                tries = (people for person, _ in self.people for people in kind.tries(self.questionnaire, id, person))
                people = next((each for each in tries if kind.replays(self.questionnaire, id, each)), None)
                if people is None:
                    given, rules = kind.formula(self.standing, self.questionnaire, id)
                    yield self._looked_for(kind, id, [*self.page, *rules], given)
                else:
                    yield self._shown(kind, id, people)

    def _findings(self) -> Iterator[Proof]:
        for id in self._each(FINDING):
            without = never_known(self.questionnaire, id)
            tries = ((person,) for person, assessment in self._with(id)[:TRIES])
            people = next((each for each in tries if FINDING.shows(self.questionnaire, without, each)), None)
            if people is None:
                other = ScoreTerms(Model(without, self.standing.model.given))
                yield self._looked_for(FINDING, id, [*self.page, differ(self.standing, other)])
            else:
                yield self._shown(FINDING, id, people)

    def _with(self, finding: str) -> list[tuple[Response, Assessment]]:
        """The people in whom a finding is there, then the others."""
        return sorted(self.people, key=lambda each: each[1].findings[finding].value, reverse=True)

    def _longest(self) -> Proof:
        """Ask for a longer path until there is none."""
        best = max((person for person, _ in self.people), key=self._length)
        asked = self.standing.model.asked.values()
        while True:
            answer, found = solved([*self.page, at_least(asked, self._length(best) + 1)], SECONDS)
            if found is None:
                verdict = Verdict.PROVED if answer == "unsat" else Verdict.UNDECIDED
                return Proof(LONGEST, "longest", verdict, (best,), f"{self._length(best)} questions")
            best = self.standing.model.given.read_from(found)

    def _length(self, person: Response) -> int:
        return len(walk(self.questionnaire, person).asked)

    def _each(self, kind: Kind) -> Iterator[str]:
        ids = list(kind.ids(self.questionnaire))
        for done, id in enumerate(ids):
            self._tell(f"{kind.noun} {kind.says}", done, len(ids))
            yield id

    def _shown(self, kind: Kind, id: str, people: People) -> Proof:
        if not kind.replays(self.questionnaire, id, people):
            raise Disagreement(f"{kind.noun} {id} {kind.says}: a witness does not show it when it is replayed")
        return Proof(kind, id, Verdict.PROVED, people)

    def _looked_for(self, kind: Kind, id: str, rules: Sequence[Term], changed: Given | None = None) -> Proof:
        """Ask the solver for a person who shows what must be possible."""
        answer, found = solved(rules, SECONDS)
        if found is None:
            return Proof(kind, id, Verdict.BROKEN if answer == "unsat" else Verdict.UNDECIDED)
        givens = [self.standing.model.given, *([changed] if changed else [])]
        return self._shown(kind, id, tuple(given.read_from(found) for given in givens))

    def _refuted(self, kind: Kind, id: str, rules: Sequence[Term], givens: Sequence[Given]) -> Proof:
        """Ask the solver for people who show what must never be."""
        answer, found = solved(rules, SECONDS)
        if found is None:
            return Proof(kind, id, Verdict.PROVED if answer == "unsat" else Verdict.UNDECIDED)
        people = tuple(given.read_from(found) for given in givens)
        if not kind.replays(self.questionnaire, id, people):
            raise Disagreement(f"{kind.noun} {id} {kind.says}: what the solver found against it does not replay")
        return Proof(kind, id, Verdict.BROKEN, people)
