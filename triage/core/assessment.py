"""The assessment: urgency first, then how well each category matches, and why.

Pages, summaries and the command line explain a result from the one Assessment and from nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from triage.core.answers import Response
from triage.core.conditions import YES, Truth
from triage.core.path import Path, walk
from triage.core.questionnaire import Category, Level, Note, Questionnaire, RedFlag
from triage.core.scoring import PatternMatch, Scores, score

FIRST = 3
"""How many matching categories stand open on a result; those equal to the last of them stand with it."""


@dataclass(frozen=True, slots=True)
class CategoryMatch:
    """How well a category matches: as well as its best pattern. Equal points share a rank.

    `lead` is the distance to the best rival, category or elsewhere; `level` is None for no match.
    """

    category: Category
    needs: Truth
    best: PatternMatch
    lead: int
    rank: int
    level: Level | None

    @property
    def points(self) -> int:
        """The points of the best pattern."""
        return self.best.points


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


def assess(questionnaire: Questionnaire, response: Response) -> Assessment:
    """Assess a response: urgency, categories, elsewhere and notes, each with what it rests on."""
    path = walk(questionnaire, response)
    findings: dict[str, Truth] = {}
    for finding, test in questionnaire.finding_tests:
        findings[finding] = test(path.answers, findings)
    flags = (flag for flag, test in questionnaire.flag_tests if test(path.answers, findings) is YES)
    notes = (note for note, test in questionnaire.note_tests if test(path.answers, findings) is YES)
    scores = score(questionnaire, findings)
    elsewhere = _elsewhere(questionnaire, path, scores)
    categories = _categories(questionnaire, path, scores, elsewhere)
    return Assessment(
        path=path,
        voice=voice(questionnaire, path),
        findings=findings,
        red_flags=tuple(flags),
        categories=categories,
        elsewhere=elsewhere,
        elsewhere_leads=_leads(questionnaire, elsewhere, categories),
        notes=tuple(notes),
    )


def voice(questionnaire: Questionnaire, path: Path) -> str:
    """Return whom the words should speak of: the first voice whose condition is yes, else `self`."""
    spoken = (name for name, test in questionnaire.voice_tests if test(path.answers, {}) is YES)
    return next(spoken, "self")


def _elsewhere(questionnaire: Questionnaire, path: Path, scores: Scores) -> PatternMatch | None:
    tests = questionnaire.need_tests
    possible = [
        pattern
        for pattern in questionnaire.elsewhere
        if pattern.id not in tests or tests[pattern.id](path.answers, scores.findings) is YES
    ]
    return scores.best(possible) if possible else None


def _leads(questionnaire: Questionnaire, elsewhere: PatternMatch | None, categories: tuple[CategoryMatch, ...]) -> bool:
    if elsewhere is None or elsewhere.points < questionnaire.levels[-1].from_points:
        return False
    return all(match.points < elsewhere.points for match in categories if match.needs is YES)


def _categories(
    questionnaire: Questionnaire, path: Path, scores: Scores, elsewhere: PatternMatch | None
) -> tuple[CategoryMatch, ...]:
    standings = [
        (
            category,
            questionnaire.need_tests[category.id](path.answers, scores.findings),
            scores.best(category.patterns),
        )
        for category in questionnaire.categories
    ]
    able = {category.id: best.points for category, needs, best in standings if needs is YES}
    mimic = elsewhere.points if elsewhere else 0
    top = max(able.values(), default=0)
    matches = []
    for category, needs, best in standings:
        rivals = [points for id, points in able.items() if id != category.id]
        lead = best.points - max([mimic, *rivals])
        level = _level(questionnaire, best.points, lead, top, mimic) if category.id in able else None
        matches.append((category, needs, best, lead, level))
    matches.sort(key=lambda match: (match[4] is None, -match[2].points, match[0].id))
    order = [(match[4] is None, match[2].points) for match in matches]
    return tuple(
        CategoryMatch(category, needs, best, lead, 1 + order.index((level is None, best.points)), level)
        for category, needs, best, lead, level in matches
    )


def _level(questionnaire: Questionnaire, points: int, lead: int, top: int, mimic: int) -> Level | None:
    """The level of a category whose needs are met.

    Nothing matches when a mimic leads the best category by more than `close`. What is within `close` of
    a matching best category matches with it, at the lowest level.
    """
    lowest = questionnaire.levels[-1]
    if top < lowest.from_points or (mimic >= lowest.from_points and mimic - top > questionnaire.close):
        return None
    for level in questionnaire.levels:
        if points >= level.from_points and (level.lead is None or lead >= level.lead):
            return level
    return lowest if points > 0 and top - points <= questionnaire.close else None
