"""The assessment: urgency first, then how well each category matches, and why.

Pages, summaries and the command line explain a result from the one Assessment and from nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from triage.core.answers import Answers, Response
from triage.core.conditions import YES, Truth
from triage.core.matching import FIRST, CategoryMatch, leads, matches
from triage.core.path import Path, walk
from triage.core.questionnaire import Note, Questionnaire, RedFlag
from triage.core.scoring import PatternMatch, score


@dataclass(frozen=True)
class Assessment:
    """The whole result of one response."""

    path: Path
    voice: str
    findings: Mapping[str, Truth]
    red_flags: tuple[RedFlag, ...]
    categories: tuple[CategoryMatch, ...]
    elsewhere: PatternMatch | None
    elsewhere_leads: bool
    notes: tuple[Note, ...]

    @property
    def urgency(self) -> str | None:
        """The highest urgency of all red flags, or None where there is no flag."""
        return self.red_flags[0].urgency if self.red_flags else None

    @property
    def most_urgent(self) -> tuple[RedFlag, ...]:
        """The red flags of the highest urgency."""
        return tuple(flag for flag in self.red_flags if flag.urgency == self.urgency)

    @property
    def less_urgent(self) -> tuple[RedFlag, ...]:
        """The red flags of every lower urgency."""
        return self.red_flags[len(self.most_urgent) :]

    @property
    def emergencies(self) -> tuple[RedFlag, ...]:
        """The red flags that call for help now."""
        return tuple(flag for flag in self.red_flags if flag.urgency == "emergency")

    @property
    def matching(self) -> tuple[CategoryMatch, ...]:
        """The categories that reach a level, best first."""
        return tuple(match for match in self.categories if match.level is not None)

    @property
    def shown(self) -> tuple[CategoryMatch, ...]:
        """The matching categories that stand open."""
        return tuple(match for match in self.matching if match.rank <= FIRST)

    def alike(self, questionnaire: Questionnaire) -> tuple[CategoryMatch, ...]:
        """The open categories that fit about as well as the best, in the neutral order of the file."""
        near = [each for each in self.shown if questionnaire.is_close(self.shown[0].points, each.points)]
        order = questionnaire.treatable_first
        places = {id: place for place, id in enumerate(order)}
        return tuple(sorted(near, key=lambda each: (places.get(each.category.id, len(order)), each.rank)))


def assess(questionnaire: Questionnaire, response: Response) -> Assessment:
    """Assess a response: urgency, categories, elsewhere and notes, each with what it rests on."""
    return assess_path(questionnaire, walk(questionnaire, response))


def assess_path(questionnaire: Questionnaire, path: Path) -> Assessment:
    """Assess the answers on a path that was found already."""
    findings: dict[str, Truth] = {}
    for finding, test in questionnaire.finding_tests:
        findings[finding] = test(path.answers, findings)
    notes = (note for note, test in questionnaire.note_tests if test(path.answers, findings) is YES)
    scores = score(questionnaire, findings)
    categories, elsewhere = matches(questionnaire, path.answers, scores)
    return Assessment(
        path=path,
        voice=voice(questionnaire, path),
        findings=findings,
        red_flags=tuple(raised(questionnaire, path.answers, findings)),
        categories=categories,
        elsewhere=elsewhere,
        elsewhere_leads=leads(questionnaire, elsewhere, categories),
        notes=tuple(notes),
    )


def raised(questionnaire: Questionnaire, answers: Answers, findings: Mapping[str, Truth]) -> Iterator[RedFlag]:
    """Yield the red flags that answers and findings raise, most urgent first."""
    return (flag for flag, test in questionnaire.flag_tests if test(answers, findings) is YES)


def emergencies(questionnaire: Questionnaire, path: Path) -> tuple[RedFlag, ...]:
    """Return the red flags that call for help now, as an assessment of the path has them, by reading these alone."""
    finding_tests, flag_tests = questionnaire.emergency_tests
    findings: dict[str, Truth] = {}
    for finding, test in finding_tests:
        findings[finding] = test(path.answers, findings)
    return tuple(flag for flag, test in flag_tests if test(path.answers, findings) is YES)


def voice(questionnaire: Questionnaire, path: Path) -> str:
    """Return whom the words should speak of: the first voice whose condition is yes, else `self`."""
    spoken = (name for name, test in questionnaire.voice_tests if test(path.answers, {}) is YES)
    return next(spoken, "self")
