"""The nouns of a rule file, frozen. A Questionnaire is all that decides a result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from triage.core.conditions import Condition, Test, compiled, findings_in, questions_in
from triage.core.promise import Promise as Promise
from triage.core.question import SECTIONS as SECTIONS
from triage.core.question import Clues as Clues
from triage.core.question import Option as Option
from triage.core.question import Question as Question
from triage.core.question import Told as Told
from triage.core.red_flag import CAN_WAIT as CAN_WAIT
from triage.core.red_flag import URGENCIES as URGENCIES
from triage.core.red_flag import RedFlag as RedFlag
from triage.core.scales import ROLES, Scales, Weighed, scales, weighed
from triage.core.source import FIRST_HAND as FIRST_HAND
from triage.core.source import SOURCE_KINDS as SOURCE_KINDS
from triage.core.source import Source as Source
from triage.core.wording import About, EmergencyNumber, Term, Wording, Wordings


@dataclass(frozen=True, slots=True)
class Finding:
    """A clinical feature in plain words, derived from answers."""

    id: str
    text: Wording
    when: Condition
    source: tuple[str, ...]
    term: str = ""
    group: str | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weight:
    """A finding in a pattern's list: its role (`for`, `against`, `expects`) and its strength word."""

    finding: str
    role: str
    strength: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """One recognisable clinical picture. Nobody is told its name where `named_when` is *no*."""

    id: str
    text: Wording
    picture: Wording
    weights: tuple[Weight, ...]
    source: tuple[str, ...]
    typical_of: tuple[str, ...] = ()
    needs: Condition | None = None
    ask: Wordings = ()
    named_when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """A group of disorders. It matches as well as the best of its patterns."""

    id: str
    text: Wording
    involves: Wording
    plain: Wording
    causes: Wording
    treatment: Wording
    see: Wordings
    tests: Wordings
    bring: Wordings
    ask: Wordings
    look_alikes: Wordings
    needs: Condition
    patterns: tuple[Pattern, ...]
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Advice that is neither match nor urgency. `place` is where it stands, if not in its usual one."""

    id: str
    text: Wording
    when: Condition
    say: Wording
    source: tuple[str, ...]
    category: str | None = None
    place: str | None = None

    @property
    def first(self) -> bool:
        """Whether it stands right after the care card."""
        return self.place == "first"

    @property
    def calms(self) -> bool:
        """Whether it stands wherever its category is named."""
        return self.place == "calms"


@dataclass(frozen=True, slots=True)
class Level:
    """A level of match: from so many points, with so great a lead over the next, in these words."""

    id: str
    from_points: int
    lead: int | None
    text: Wording


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that tell the same thing: their points together stay between `least` and `most`."""

    id: str
    most: int
    least: int


@dataclass(frozen=True, slots=True)
class Voice:
    """When the words speak in this voice."""

    voice: str
    when: Condition


@dataclass(frozen=True)
class Questionnaire:
    """One rule file in one language: everything that decides and explains a result.

    `levels` stand highest first. `treatable_first` names categories in the order in which they stand where they look
    alike. `reviewers` names who reviewed a part, where that is not `reviewed_by`. `plain_words` need no explanation,
    and in the phrases `to_reader` "you" is whoever reads: the check goes by both.
    """

    ruleset: str
    version: str
    reviewed: str
    review_due: str
    reviewed_by: str
    strengths: Mapping[str, int]
    levels: tuple[Level, ...]
    close: int
    groups: tuple[Group, ...]
    voices: tuple[Voice, ...]
    areas: Mapping[str, Wording]
    about: About
    emergency_numbers: tuple[EmergencyNumber, ...]
    sources: tuple[Source, ...]
    questions: tuple[Question, ...]
    findings: tuple[Finding, ...]
    categories: tuple[Category, ...]
    elsewhere: tuple[Pattern, ...]
    red_flags: tuple[RedFlag, ...]
    notes: tuple[Note, ...]
    glossary: tuple[Term, ...] = ()
    promises: tuple[Promise, ...] = ()
    treatable_first: tuple[str, ...] = ()
    plain_words: tuple[str, ...] = ()
    to_reader: tuple[str, ...] = ()
    reviewers: Mapping[str, str] = field(default_factory=dict)
    retired: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""

    def question(self, id: str) -> Question | None:
        """Return the question with this id, or None."""
        return self._questions.get(id)

    def finding(self, id: str) -> Finding:
        """Return the finding with this id. Raises KeyError where there is none."""
        return self._findings[id]

    def category(self, id: str) -> Category:
        """Return the category with this id. Raises KeyError where there is none."""
        return self._categories[id]

    def source(self, id: str) -> Source:
        """Return the source with this id. Raises KeyError where there is none."""
        return self._sources[id]

    def is_close(self, best: int, points: int) -> bool:
        """Whether points come so near to the best that one cannot say which fits better."""
        return best - points <= self.close

    @cached_property
    def _questions(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def _findings(self) -> dict[str, Finding]:
        return {finding.id: finding for finding in self.findings}

    @cached_property
    def _categories(self) -> dict[str, Category]:
        return {category.id: category for category in self.categories}

    @cached_property
    def _sources(self) -> dict[str, Source]:
        return {source.id: source for source in self.sources}

    @cached_property
    def finding_conditions(self) -> Mapping[str, Condition]:
        """The condition of each finding, by its id."""
        return {finding.id: finding.when for finding in self.findings}

    @cached_property
    def ask_tests(self) -> tuple[tuple[Question, Test | None], ...]:
        """Each question with its compiled `ask_when`."""
        return tuple((q, compiled(q.ask_when) if q.ask_when else None) for q in self.questions)

    @cached_property
    def steering(self) -> frozenset[str]:
        """The questions that decide whom the words speak of, or whether more than a quarter of all are asked.

        To answer one of them otherwise is to be another person: the other answers would not fit any more.
        """
        spoken = {question for voice in self.voices for question in questions_in(voice.when)}
        waits = [question for each in self.questions if each.ask_when for question in questions_in(each.ask_when)]
        return frozenset(spoken | {question for question in waits if 4 * waits.count(question) > len(self.questions)})

    @cached_property
    def offer_tests(self) -> Mapping[str, tuple[tuple[str, Test], ...]]:
        """The options that are not offered to everybody, by question, each with its compiled `offered_when`."""
        tests = {
            question.id: tuple((o.id, compiled(o.offered_when)) for o in question.options if o.offered_when)
            for question in self.questions
        }
        return {id: each for id, each in tests.items() if each}

    @cached_property
    def name_tests(self) -> Mapping[str, Test]:
        """The compiled `named_when` of every pattern that has one, by id."""
        every = (pattern for category in self.categories for pattern in category.patterns)
        return {pattern.id: compiled(pattern.named_when) for pattern in every if pattern.named_when}

    @cached_property
    def finding_tests(self) -> tuple[tuple[str, Test], ...]:
        """Each finding's id with its compiled condition, in the order of the file."""
        return tuple((finding.id, compiled(finding.when)) for finding in self.findings)

    @cached_property
    def flag_tests(self) -> tuple[tuple[RedFlag, Test], ...]:
        """Each red flag with its compiled condition, in the order in which a result tells them."""
        return tuple((flag, compiled(flag.when)) for flag in sorted(self.red_flags, key=lambda flag: flag.place))

    @cached_property
    def emergency_tests(self) -> tuple[tuple[tuple[str, Test], ...], tuple[tuple[RedFlag, Test], ...]]:
        """The tests of the emergency red flags, after those of the findings alone that they rest on."""
        flags = tuple((flag, test) for flag, test in self.flag_tests if flag.urgency == "emergency")
        read = {finding for flag, _ in flags for finding in findings_in(flag.when)}
        for finding in reversed(self.findings):
            if finding.id in read:
                read |= findings_in(finding.when)
        return tuple((id, test) for id, test in self.finding_tests if id in read), flags

    @cached_property
    def note_tests(self) -> tuple[tuple[Note, Test], ...]:
        """Each note with its compiled condition, by id."""
        return tuple((note, compiled(note.when)) for note in sorted(self.notes, key=lambda note: note.id))

    @cached_property
    def voice_tests(self) -> tuple[tuple[str, Test], ...]:
        """Each voice with its compiled condition."""
        return tuple((voice.voice, compiled(voice.when)) for voice in self.voices)

    @cached_property
    def need_tests(self) -> dict[str, Test]:
        """The compiled `needs` of every category and elsewhere pattern that has one, by id."""
        owners: tuple[Category | Pattern, ...] = (*self.categories, *self.elsewhere)
        return {owner.id: compiled(owner.needs) for owner in owners if owner.needs is not None}

    @cached_property
    def scales(self) -> Scales:
        """What scoring needs, with the findings of each pattern in the order in which a result lists them."""
        patterns = (*self.elsewhere, *(pattern for category in self.categories for pattern in category.patterns))
        return scales(
            {pattern.id: tuple(self._weighed(weight) for weight in self._listed(pattern)) for pattern in patterns},
            {group.id: (group.least, group.most) for group in self.groups},
        )

    def _listed(self, pattern: Pattern) -> list[Weight]:
        def place(weight: Weight) -> tuple[int, int, str]:
            return ROLES.index(weight.role), -self.strengths[weight.strength], weight.finding

        return sorted(pattern.weights, key=place)

    def _weighed(self, weight: Weight) -> Weighed:
        group = self._findings[weight.finding].group
        return weighed(weight.finding, group, weight.role, weight.strength, self.strengths[weight.strength])
