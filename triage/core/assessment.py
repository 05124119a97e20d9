"""The assessment: urgency first, then how well each category matches, and why.

Pages, summaries and the command line explain a result from the one Assessment and from nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from triage.core.answers import Answers, Response
from triage.core.conditions import NO, YES, Truth
from triage.core.path import Path, walk
from triage.core.questionnaire import Category, Level, Note, Pattern, Questionnaire, RedFlag
from triage.core.scoring import PatternMatch, Scores, score

FIRST = 3
"""How many matching categories stand open on a result; those equal to the last of them stand with it."""


@dataclass(frozen=True, slots=True)
class CategoryMatch:
    """How well a category matches: as well as its best pattern. Equal points share a rank.

    `lead` is the distance to the best rival, category or elsewhere; `level` is None for no match. `picture` is what
    the person is told that it looks like: the best pattern that can be named, None where none can or nothing matches.
    """

    category: Category
    needs: Truth
    best: PatternMatch
    lead: int
    rank: int
    level: Level | None
    picture: PatternMatch | None = None

    @property
    def points(self) -> int:
        """The points of the best pattern."""
        return self.best.points


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a category stands, without the parts that its points are made of: `pattern` is its best."""

    category: Category
    needs: Truth
    pattern: Pattern
    lead: int
    rank: int
    level: Level | None


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
    mimic = elsewhere_pattern(questionnaire, path.answers, scores)
    elsewhere = scores.match(mimic) if mimic else None
    standings = stand(questionnaire, path.answers, scores, mimic)
    categories = tuple(
        CategoryMatch(
            each.category,
            each.needs,
            scores.match(each.pattern),
            each.lead,
            each.rank,
            each.level,
            _picture(questionnaire, path.answers, scores, each),
        )
        for each in standings
    )
    return Assessment(
        path=path,
        voice=voice(questionnaire, path),
        findings=findings,
        red_flags=tuple(raised(questionnaire, path.answers, findings)),
        categories=categories,
        elsewhere=elsewhere,
        elsewhere_leads=_leads(questionnaire, elsewhere, categories),
        notes=tuple(notes),
    )


def _picture(questionnaire: Questionnaire, answers: Answers, scores: Scores, standing: Standing) -> PatternMatch | None:
    """What a matching category is said to look like. A second best picture must reach a level by itself."""
    if standing.level is None:
        return None
    tests, patterns = questionnaire.name_tests, standing.category.patterns
    named = [each for each in patterns if each.id not in tests or tests[each.id](answers, scores.findings) is not NO]
    if standing.pattern in named or not named:
        return scores.match(standing.pattern) if named else None
    second = scores.top(named)
    reaches = scores.points[second.id] >= questionnaire.levels[-1].from_points
    return scores.match(second) if reaches else None


def raised(questionnaire: Questionnaire, answers: Answers, findings: Mapping[str, Truth]) -> Iterator[RedFlag]:
    """Yield the red flags that answers and findings raise, most urgent first."""
    return (flag for flag, test in questionnaire.flag_tests if test(answers, findings) is YES)


def voice(questionnaire: Questionnaire, path: Path) -> str:
    """Return whom the words should speak of: the first voice whose condition is yes, else `self`."""
    spoken = (name for name, test in questionnaire.voice_tests if test(path.answers, {}) is YES)
    return next(spoken, "self")


def elsewhere_pattern(questionnaire: Questionnaire, answers: Answers, scores: Scores) -> Pattern | None:
    """Return the best of the patterns from elsewhere whose needs are met, or None."""
    tests = questionnaire.need_tests
    possible = [
        pattern
        for pattern in questionnaire.elsewhere
        if pattern.id not in tests or tests[pattern.id](answers, scores.findings) is YES
    ]
    return scores.top(possible) if possible else None


def _leads(questionnaire: Questionnaire, elsewhere: PatternMatch | None, categories: tuple[CategoryMatch, ...]) -> bool:
    if elsewhere is None or elsewhere.points < questionnaire.levels[-1].from_points:
        return False
    return all(match.points < elsewhere.points for match in categories if match.needs is YES)


def stand(
    questionnaire: Questionnaire, answers: Answers, scores: Scores, elsewhere: Pattern | None
) -> tuple[Standing, ...]:
    """Return where every category stands, best first."""
    tops = [
        (category, questionnaire.need_tests[category.id](answers, scores.findings), scores.top(category.patterns))
        for category in questionnaire.categories
    ]
    able = {category.id: scores.points[pattern.id] for category, needs, pattern in tops if needs is YES}
    mimic = scores.points[elsewhere.id] if elsewhere else 0
    top = max(able.values(), default=0)
    standings = []
    for category, needs, pattern in tops:
        points = scores.points[pattern.id]
        rivals = [each for id, each in able.items() if id != category.id]
        lead = points - max([mimic, *rivals])
        level = _level(questionnaire, points, lead, top, mimic) if category.id in able else None
        standings.append((category, needs, pattern, points, lead, level))
    standings.sort(key=lambda each: (each[5] is None, -each[3], each[0].id))
    order = [(level is None, points) for *_, points, _, level in standings]
    return tuple(
        Standing(category, needs, pattern, lead, 1 + order.index((level is None, points)), level)
        for category, needs, pattern, points, lead, level in standings
    )


def _level(questionnaire: Questionnaire, points: int, lead: int, top: int, mimic: int) -> Level | None:
    """The level of a category whose needs are met.

    Nothing matches when a mimic leads the best category by more than `close`. What is within `close` of
    a matching best category matches with it, at the lowest level.
    """
    lowest = questionnaire.levels[-1]
    if top < lowest.from_points or (mimic >= lowest.from_points and not questionnaire.is_close(mimic, top)):
        return None
    for level in questionnaire.levels:
        if points >= level.from_points and (level.lead is None or lead >= level.lead):
            return level
    return lowest if points > 0 and questionnaire.is_close(top, points) else None
