"""The standing of patterns and categories in the model: points, levels and what leads, as the core scores them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from triage.bench.prove.smt_model import Model
from triage.bench.prove.smt_solver import Term, at_most, constant, either, every, follows, opposite, z3
from triage.core.matching import FIRST
from triage.core.questionnaire import Category, Level, Pattern
from triage.core.scales import Pool


class ScoreTerms:
    """The points of every pattern, and what each category makes of them, as numbers of a fixed width."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.questionnaire = model.questionnaire
        self._width = self._bits()
        self.points = {pattern: self._wide(points) for pattern, points in self._sums.items()}

    @cached_property
    def _sums(self) -> Mapping[str, Term]:
        """The points of each pattern, no wider than they need to be."""
        scales = self.questionnaire.scales
        parts: list[dict[str, Term]] = [{} for _ in scales.pools]
        for finding, truth in self.model.findings.items():
            for moves, formula in ((scales.when_yes, truth.yes), (scales.when_no, truth.no)):
                for place, points in moves.get(finding, ()):
                    otherwise = parts[place].get(finding, self._narrow(0))
                    parts[place][finding] = z3().If(formula, self._narrow(points), otherwise)
        pools = [_capped(pool, _added(each.values())) for pool, each in zip(scales.pools, parts, strict=True)]
        return {pattern: _added(pools[place] for place in scales.places[pattern]) for pattern in scales.patterns}

    @cached_property
    def best(self) -> Mapping[str, Term]:
        """The points of each category: those of its best pattern."""
        return {
            category.id: self._highest(self.points[pattern.id] for pattern in category.patterns)
            for category in self.questionnaire.categories
        }

    @cached_property
    def able(self) -> Mapping[str, Term]:
        """Whether the needs of each category are met."""
        return {category.id: self.model.holds(category.needs).yes for category in self.questionnaire.categories}

    @cached_property
    def possible(self) -> Mapping[str, Term]:
        """Whether the needs of each elsewhere pattern are met."""
        always = constant(True)
        return {
            pattern.id: always if pattern.needs is None else self.model.holds(pattern.needs).yes
            for pattern in self.questionnaire.elsewhere
        }

    @cached_property
    def mimic(self) -> Term:
        """The points of the best elsewhere pattern; 0 without one."""
        return self._highest_where((self.possible[id], self.points[id]) for id in self.possible)

    @cached_property
    def elsewhere_leads(self) -> Term:
        """Whether the best elsewhere pattern leads over every category whose needs are met."""
        behind = [follows(self.able[category], self.best[category] < self.mimic) for category in self.able]
        enough = self.mimic >= self.number(self.questionnaire.levels[-1].from_points)
        return every([either(self.possible.values()), enough, *behind])

    @cached_property
    def levels(self) -> Mapping[str, Mapping[str, Term]]:
        """Whether each category has each level."""
        return {category.id: self._levels(category) for category in self.questionnaire.categories}

    @cached_property
    def matching(self) -> Mapping[str, Term]:
        """Whether each category has a level."""
        return {category: either(levels.values()) for category, levels in self.levels.items()}

    def within(self, category: str, rank: int) -> Term:
        """Whether a category has a level and this rank or a better one."""
        ahead = [
            every([self.matching[other], self.best[other] > self.best[category]])
            for other in self.best
            if other != category
        ]
        return every([self.matching[category], at_most(ahead, rank - 1)])

    def shown(self, category: str) -> Term:
        """Whether a category stands open on the result."""
        return self.within(category, FIRST)

    def is_best(self, pattern: Pattern, patterns: Iterable[Pattern]) -> Term:
        """Whether a pattern is the best of some; equal patterns break by id."""
        mine = self.points[pattern.id]
        return every(
            mine >= self.points[each.id] if pattern.id < each.id else mine > self.points[each.id]
            for each in patterns
            if each.id != pattern.id
        )

    def may_name(self, pattern: Pattern) -> Term:
        """Whether a pattern can be named."""
        return constant(True) if pattern.named_when is None else opposite(self.model.holds(pattern.named_when).no)

    def is_named(self, pattern: Pattern, category: Category) -> Term:
        """Whether a pattern is the picture that a category is said to look like."""
        ahead = [
            follows(self.may_name(each), self.is_best(pattern, [each]))
            for each in category.patterns
            if each.id != pattern.id
        ]
        reaches = self.points[pattern.id] >= self.number(self.questionnaire.levels[-1].from_points)
        enough = either([reaches, self.is_best(pattern, category.patterns)])
        return every([self.matching[category.id], self.may_name(pattern), enough, *ahead])

    def leads_elsewhere(self, pattern: Pattern) -> Term:
        """Whether an elsewhere pattern is the one that leads."""
        ahead = [
            follows(self.possible[each.id], self.is_best(pattern, [each]))
            for each in self.questionnaire.elsewhere
            if each.id != pattern.id
        ]
        return every([self.possible[pattern.id], self.elsewhere_leads, *ahead])

    def number(self, value: int) -> Term:
        """A number of the file."""
        return z3().BitVecVal(value, self._width)

    @cached_property
    def _top(self) -> Term:
        return self._highest_where((self.able[id], self.best[id]) for id in self.best)

    @cached_property
    def _nothing(self) -> Term:
        """That nothing matches: too few points, or a mimic that leads by more than `close`."""
        lowest = self.number(self.questionnaire.levels[-1].from_points)
        far = self.mimic - self._top > self.number(self.questionnaire.close)
        return either([self._top < lowest, every([self.mimic >= lowest, far])])

    def _levels(self, category: Category) -> Mapping[str, Term]:
        points = self.best[category.id]
        rivals = [(self.able[other], self.best[other]) for other in self.best if other != category.id]
        lead = points - self._highest_where(rivals, self.mimic)
        can = every([self.able[category.id], opposite(self._nothing)])
        levels: dict[str, Term] = {}
        higher: list[Term] = []
        for level in self.questionnaire.levels:
            reached = self._reached(level, points, lead)
            levels[level.id] = every([can, reached, *(opposite(each) for each in higher)])
            higher.append(reached)
        lowest = self.questionnaire.levels[-1]
        near = self._top - points <= self.number(self.questionnaire.close)
        closely = every([can, points > self.number(0), near, *(opposite(each) for each in higher)])
        return levels | {lowest.id: either([levels[lowest.id], closely])}

    def _reached(self, level: Level, points: Term, lead: Term) -> Term:
        enough = points >= self.number(level.from_points)
        return enough if level.lead is None else every([enough, lead >= self.number(level.lead)])

    def _highest(self, numbers: Iterable[Term]) -> Term:
        best, *rest = numbers
        for each in rest:
            best = z3().If(each > best, each, best)
        return best

    def _highest_where(self, numbers: Iterable[tuple[Term, Term]], least: Term | None = None) -> Term:
        """The highest of the numbers that count, and of `least`; without `least`, 0 where none counts."""
        listed = list(numbers)
        floor = self.number(-(1 << (self._width - 2))) if least is None else least
        best = self._highest([floor, *(z3().If(counts, each, floor) for counts, each in listed)])
        if least is not None:
            return best
        return z3().If(either(counts for counts, _ in listed), best, self.number(0))

    def _narrow(self, points: int) -> Term:
        return z3().BitVecVal(points, max(self.questionnaire.strengths.values(), default=0).bit_length() + 1)

    def _wide(self, number: Term) -> Term:
        return z3().SignExt(self._width - number.size(), number)

    def _bits(self) -> int:
        """A width in which no number of this file overflows, nor the sum or difference of two."""
        questionnaire = self.questionnaire
        levels = [number for level in questionnaire.levels for number in (level.from_points, level.lead or 0)]
        numbers = [abs(number).bit_length() + 1 for number in (questionnaire.close, *levels)]
        sums: list[int] = [points.size() for points in self._sums.values()]
        return max([*numbers, *sums]) + 2


def _added(numbers: Iterable[Term]) -> Term:
    """Add pair by pair, each sum one bit wider than its parts, so that none overflows."""
    listed = list(numbers) or [z3().BitVecVal(0, 2)]
    while len(listed) > 1:
        width = max(each.size() for each in listed) + 1
        wider = [z3().SignExt(width - each.size(), each) for each in listed]
        listed = [sum(wider[place + 1 : place + 2], wider[place]) for place in range(0, len(wider), 2)]
    return listed[0]


def _capped(pool: Pool, total: Term) -> Term:
    """A total kept between the limits of its pool, where it can pass them at all."""
    reach = 1 << (total.size() - 1)
    if pool.most < reach - 1:
        total = z3().If(total > pool.most, z3().BitVecVal(pool.most, total.size()), total)
    if pool.least > -reach:
        total = z3().If(total < pool.least, z3().BitVecVal(pool.least, total.size()), total)
    return total
