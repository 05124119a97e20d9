"""Matching: how well each category matches, by points and lead; which levels are reached; what a match is called."""

from __future__ import annotations

from dataclasses import dataclass

from triage.core.answers import Answers
from triage.core.conditions import NO, YES, Truth
from triage.core.questionnaire import Category, Level, Pattern, Questionnaire
from triage.core.scoring import PatternMatch, Scores

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


def matches(
    questionnaire: Questionnaire, answers: Answers, scores: Scores
) -> tuple[tuple[CategoryMatch, ...], PatternMatch | None]:
    """Return how well every category matches, best first, and the best pattern from elsewhere."""
    mimic = elsewhere_pattern(questionnaire, answers, scores)
    standings = stand(questionnaire, answers, scores, mimic)
    categories = tuple(_match(questionnaire, answers, scores, each) for each in standings)
    return categories, scores.match(mimic) if mimic else None


def _match(questionnaire: Questionnaire, answers: Answers, scores: Scores, each: Standing) -> CategoryMatch:
    best = scores.match(each.pattern)
    picture = _picture(questionnaire, answers, scores, each.category, best) if each.level else None
    return CategoryMatch(each.category, each.needs, best, each.lead, each.rank, each.level, picture)


def leads(questionnaire: Questionnaire, elsewhere: PatternMatch | None, categories: tuple[CategoryMatch, ...]) -> bool:
    """Whether the best pattern from elsewhere reaches a level and leads every category whose needs are met."""
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


def elsewhere_pattern(questionnaire: Questionnaire, answers: Answers, scores: Scores) -> Pattern | None:
    """Return the best of the patterns from elsewhere whose needs are met, or None."""
    tests = questionnaire.need_tests
    possible = [
        pattern
        for pattern in questionnaire.elsewhere
        if pattern.id not in tests or tests[pattern.id](answers, scores.findings) is YES
    ]
    return scores.top(possible) if possible else None


def _picture(
    questionnaire: Questionnaire, answers: Answers, scores: Scores, category: Category, best: PatternMatch
) -> PatternMatch | None:
    """What a matching category is said to look like. A second best picture must reach a level by itself."""
    tests, patterns = questionnaire.name_tests, category.patterns
    named = [each for each in patterns if each.id not in tests or tests[each.id](answers, scores.findings) is not NO]
    if best.pattern in named or not named:
        return best if named else None
    second = scores.top(named)
    reaches = scores.points[second.id] >= questionnaire.levels[-1].from_points
    return scores.match(second) if reaches else None
