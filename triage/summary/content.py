"""The summary for the doctor: one page of what was told and what it looks like, from the one Assessment.

It never shows a chance, and never points. It knows nothing of how it will be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from triage.core.answers import NOT_SURE
from triage.core.assessment import Assessment
from triage.core.conditions import Truth
from triage.core.figure_marks import Marked, marked_on
from triage.core.matching import CategoryMatch
from triage.core.questionnaire import Question, Questionnaire
from triage.core.red_flag import said_once
from triage.core.scoring import Part
from triage.core.wording import Wordings
from triage.summary.findings import ASKED, NOT_ASKED, PARTLY, UNSURE, Sign, Signs, section_of, signs_of
from triage.summary.headings import ENGLISH, Words

MOST_SIGNS_TO_SAY = 6
MOST_ADVICE = 3
"""What the person was told to do stands with so many flags of the highest urgency, or with none."""


@dataclass(frozen=True, slots=True)
class Row:
    """The answer to one question in the person's words, and the signs that rest on it."""

    term: str
    told: tuple[str, ...]
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """A red flag: how urgent, what it is, and what the person was told to do, where that is told."""

    urgency: str
    text: str
    say: str


@dataclass(frozen=True, slots=True)
class Match:
    """A category that the answers look like: in which picture, where one can be named, how well, and why."""

    name: str
    level: str
    picture: str
    found: str
    fits: tuple[str, ...]
    against: tuple[str, ...]
    not_there: tuple[str, ...]
    not_known: tuple[str, ...]

    @property
    def named(self) -> str:
        """The category with its picture."""
        return f"{self.name} ({self.picture})" if self.picture else self.name


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything on the page, in the order of the page. `words` are its headings."""

    words: Words
    guide: str
    voice: str
    finished: bool
    patient: tuple[Row, ...]
    urgency: str | None
    flags: tuple[Flag, ...]
    course: tuple[Row, ...]
    present: tuple[Sign, ...]
    also_told: tuple[str, ...]
    history: tuple[Row, ...]
    marked: tuple[Marked, ...]
    matches: tuple[Match, ...]
    about_matches: tuple[str, ...]
    not_present: tuple[tuple[str, tuple[Sign, ...]], ...]
    say: tuple[str, ...]
    ask: tuple[str, ...]
    disclaimer: str
    version: str
    date: str


def summary_of(questionnaire: Questionnaire, assessment: Assessment, today: date, words: Words = ENGLISH) -> Summary:
    """Return the summary of an assessment."""
    voice = assessment.voice
    signs = signs_of(questionnaire, assessment)
    about = questionnaire.about
    mimic = assessment.elsewhere.pattern if assessment.elsewhere and assessment.elsewhere_leads else None
    return Summary(
        words=words,
        guide=about.title.for_(voice),
        voice=voice,
        finished=assessment.path.next is None,
        patient=_rows("patient", questionnaire, assessment, signs, words),
        urgency=assessment.urgency,
        flags=_flags(assessment),
        course=_rows("course", questionnaire, assessment, signs, words),
        present=tuple(sign for sign in signs.present if sign.section is None),
        also_told=_also_told(questionnaire, assessment, signs, words),
        history=_rows("history", questionnaire, assessment, signs, words),
        marked=marked_on(assessment.path),
        matches=tuple(_match(questionnaire, match, voice, words) for match in assessment.shown),
        about_matches=(
            words.match_note if assessment.shown else words.no_match,
            *((words.elsewhere % {"name": mimic.text.for_(voice)},) if mimic else ()),
        ),
        not_present=_not_present(signs, words),
        say=_to_say(questionnaire, assessment, signs, words),
        ask=_to_ask(assessment, mimic.ask if mimic else (), about.visit.ask),
        disclaimer=about.disclaimer.for_(voice),
        version=_version(questionnaire, today, words),
        date=today.isoformat(),
    )


def _version(questionnaire: Questionnaire, today: date, words: Words) -> str:
    facts = {
        "ruleset": questionnaire.ruleset,
        "version": questionnaire.version,
        "digest": questionnaire.digest,
        "reviewer": questionnaire.reviewed_by,
        "date": today.isoformat(),
    }
    coded = any(finding.codes for finding in questionnaire.findings)
    return f"{words.version % facts} {words.codes}" if coded else words.version % facts


def _flags(assessment: Assessment) -> tuple[Flag, ...]:
    voice = assessment.voice
    highest = [flag for flag in assessment.red_flags if flag.urgency == assessment.urgency]
    advice = said_once(highest, voice) if len(highest) <= MOST_ADVICE else {}
    return tuple(Flag(flag.urgency, flag.text.for_(voice), advice.get(flag.id, "")) for flag in assessment.red_flags)


def _rows(
    section: str, questionnaire: Questionnaire, assessment: Assessment, signs: Signs, words: Words
) -> tuple[Row, ...]:
    questions = (question for question in questionnaire.questions if section_of(question) == section)
    return tuple(
        Row(
            term=question.summary.term,
            told=_answer(question, assessment, words),
            signs=tuple(s for s in signs.present if s.section == section and s.rests_on[0] is question),
        )
        for question in questions
        if question.summary
    )


def _answer(question: Question, assessment: Assessment, words: Words) -> tuple[str, ...]:
    """What was answered to a question; not asked, unanswered, not sure and none stay apart."""
    path, voice = assessment.path, assessment.voice
    if question.id not in path:
        return (words.question_not_asked,)
    if question.id not in path.answered:
        return (words.unanswered,)
    answer = path.answers.get(question.id, NOT_SURE)
    doubtful = question.contradicted(answer.yes)
    told = tuple(option.text.for_(voice) for option in question.options if option.id in answer.yes - doubtful)
    told += (words.contradiction,) if doubtful else ()
    rest = question.open(answer)
    if not told:
        none = question.none.for_(voice) if question.none else words.none_of_these
        return (words.unsure if rest else none,)
    return (*told, words.unsure_rest) if rest else told


def _also_told(questionnaire: Questionnaire, assessment: Assessment, signs: Signs, words: Words) -> tuple[str, ...]:
    """What was ticked and stands nowhere else: no answer is lost on the way to the doctor.

    Of two that exclude each other neither is told as a fact.
    """
    told = {text for sign in signs.present for text in sign.told}
    also = []
    for question in assessment.path.asked:
        if section_of(question) is None:
            yes = assessment.path.answers.get(question.id, NOT_SURE).yes
            doubtful = question.contradicted(yes)
            texts = [option.text.for_(assessment.voice) for option in question.options if option.id in yes - doubtful]
            also += [text for text in texts if not any(text in each for each in told)]
            also += [f"{question.text.for_(assessment.voice)} {words.contradiction}"] if doubtful else []
    return tuple(also)


def _not_present(signs: Signs, words: Words) -> tuple[tuple[str, tuple[Sign, ...]], ...]:
    """The signs that are not there and those not known, each kind under its heading."""
    kinds = (
        (words.absent, signs.absent, ASKED),
        (words.taken_as_absent, signs.absent, NOT_ASKED),
        (words.not_sure, signs.unknown, UNSURE),
        (words.asked_partly, signs.unknown, PARTLY),
        (words.not_asked, signs.unknown, NOT_ASKED),
    )
    listed = ((heading, tuple(sign for sign in some if sign.how == how)) for heading, some, how in kinds)
    return tuple((heading, some) for heading, some in listed if some)


def _match(questionnaire: Questionnaire, match: CategoryMatch, voice: str, words: Words) -> Match:
    best, level = match.best, match.level
    found = {"found": len(best.present), "all": len(best.looked_for)}
    return Match(
        name=match.category.text.for_(voice),
        level=level.text.for_(voice) if level else "",
        picture=match.picture.pattern.text.for_(voice) if match.picture else "",
        found=words.found % found,
        fits=_terms(questionnaire, best.present),
        against=tuple(_against(questionnaire, part, words) for part in best.against),
        not_there=_terms(questionnaire, best.absent),
        not_known=_terms(questionnaire, best.unknown),
    )


def _terms(questionnaire: Questionnaire, parts: Iterable[Part]) -> tuple[str, ...]:
    return tuple(questionnaire.finding(part.finding).term for part in parts)


def _against(questionnaire: Questionnaire, part: Part, words: Words) -> str:
    term = questionnaire.finding(part.finding).term
    return words.missing % {"sign": term} if part.truth is Truth.NO else term


def _to_say(questionnaire: Questionnaire, assessment: Assessment, signs: Signs, words: Words) -> tuple[str, ...]:
    """The strongest signs and how they came, in plain words to read out, then what must always be said."""
    best = [part.finding for match in assessment.shown[:1] for part in match.best.present]
    found = [sign for sign in signs.present if sign.section is None]
    found = [sign for sign in found if sign.told] or found
    found.sort(key=lambda sign: _place(sign.finding.id, best))
    course = [sign for sign in signs.present if sign.section == "course"]
    course.sort(key=lambda sign: assessment.path.position(sign.rests_on[0].id))
    groups = ((words.look_at, found[:MOST_SIGNS_TO_SAY]), (words.how_it_came, course))
    voice = assessment.voice
    lines = [text % {"signs": "; ".join(s.finding.text.for_(voice) for s in some)} for text, some in groups if some]
    return (*lines, questionnaire.about.visit.say.for_(voice))


def _place(finding: str, order: Sequence[str]) -> int:
    return order.index(finding) if finding in order else len(order)


def _to_ask(assessment: Assessment, mimic: Wordings, visit: Wordings) -> tuple[str, ...]:
    """What to ask: about a look-alike that leads, about the best match or matches, and at any visit."""
    best = (match.category.ask for match in assessment.shown if match.rank == 1)
    questions = (wording.for_(assessment.voice) for wordings in (mimic, *best, visit) for wording in wordings)
    return tuple(dict.fromkeys(questions))
