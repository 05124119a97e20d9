"""Seeing: what one person's result shows, by the core's own result, and the same said to the solver."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from triage.bench.prove.smt_scores import ScoreTerms
from triage.bench.prove.smt_solver import Term, either, every, opposite
from triage.core.assessment import Assessment
from triage.core.conditions import NO, All, Condition, Test, Truth
from triage.core.questionnaire import Category, Note, Pattern, Questionnaire, RedFlag
from triage.core.scoring import score

Ids = Iterable[str]


def truths(wanted: Truth) -> Callable[[Questionnaire, Assessment], Ids]:
    """The findings that are yes, or that are no."""
    return lambda file, result: (id for id, truth in result.findings.items() if truth is wanted)


def not_asked(file: Questionnaire, result: Assessment) -> Ids:
    """The questions that are skipped."""
    return (question.id for question in file.questions if question.id not in result.path)


def best_patterns(file: Questionnaire, result: Assessment) -> Ids:
    """The best pattern of each category with a level."""
    return (match.best.pattern.id for match in result.matching)


def pattern_is_best(standing: ScoreTerms, id: str) -> Term:
    """Whether this one is, said to the solver."""
    category, pattern = pattern_of(standing.questionnaire, id)
    return every([standing.matching[category.id], standing.is_best(pattern, category.patterns)])


def named_patterns(file: Questionnaire, result: Assessment) -> Ids:
    """The picture that each matching category is said to look like, where one can be named."""
    return (match.picture.pattern.id for match in result.matching if match.picture)


def pattern_is_named(standing: ScoreTerms, id: str) -> Term:
    """Whether this one is, said to the solver."""
    category, pattern = pattern_of(standing.questionnaire, id)
    return standing.is_named(pattern, category)


def patterns_for_some(file: Questionnaire) -> Ids:
    """The patterns of which the file says to whom they can be named."""
    return file.name_tests.keys()


def refused_names(file: Questionnaire, result: Assessment) -> Ids:
    """The best pattern of each matching category that is not named all the same, because of whom it is about."""
    return (m.best.pattern.id for m in result.matching if m.picture is None or m.picture.pattern != m.best.pattern)


def name_is_refused(standing: ScoreTerms, id: str) -> Term:
    """Whether this one is, said to the solver."""
    _, pattern = pattern_of(standing.questionnaire, id)
    return every([pattern_is_best(standing, id), opposite(standing.may_name(pattern))])


def pattern_of(file: Questionnaire, id: str) -> tuple[Category, Pattern]:
    """Return a pattern with its category. Raises StopIteration where there is none."""
    return next((each, pattern) for each in file.categories for pattern in each.patterns if pattern.id == id)


def rival_patterns(file: Questionnaire) -> Iterator[tuple[str, str]]:
    """Each pattern with each other one of its category."""
    for category in file.categories:
        for one in category.patterns:
            yield from ((one.id, other.id) for other in category.patterns if other is not one)


def rivals(file: Questionnaire) -> Ids:
    """The same, as ids."""
    return (f"{one} over {other}" for one, other in rival_patterns(file))


def beaten(file: Questionnaire, result: Assessment) -> Ids:
    """Those of which the first has more points."""
    points = score(file, result.findings).points
    return (f"{one} over {other}" for one, other in rival_patterns(file) if points[one] > points[other])


def beats(standing: ScoreTerms, id: str) -> Term:
    """Whether it has, said to the solver."""
    one, other = id.split(" over ")
    return standing.points[one] > standing.points[other]


def leading_elsewhere(file: Questionnaire, result: Assessment) -> Ids:
    """The elsewhere pattern that leads, if one does."""
    return (result.elsewhere.pattern.id,) if result.elsewhere and result.elsewhere_leads else ()


def leads_elsewhere(standing: ScoreTerms, id: str) -> Term:
    """Whether this one does, said to the solver."""
    (pattern,) = (each for each in standing.questionnaire.elsewhere if each.id == id)
    return standing.leads_elsewhere(pattern)


def only_match(file: Questionnaire, result: Assessment) -> Ids:
    """The category that matches, where one alone does."""
    return (match.category.id for match in result.matching) if len(result.matching) == 1 else ()


def is_only_match(standing: ScoreTerms, id: str) -> Term:
    """Whether this one does, said to the solver."""
    others = (opposite(matching) for other, matching in standing.matching.items() if other != id)
    return every([standing.matching[id], *others])


def each_level(file: Questionnaire) -> Iterator[str]:
    """Each category with each level, as ids."""
    return (f"{category.id} {level.id}" for category in file.categories for level in file.levels)


def level(standing: ScoreTerms, id: str) -> Term:
    """Whether a category has a level, said to the solver."""
    category, level = id.split()
    return standing.levels[category][level]


def questions(file: Questionnaire) -> Ids:
    """The ids of all questions."""
    return (question.id for question in file.questions)


def findings(file: Questionnaire) -> Ids:
    """The ids of all findings."""
    return (finding.id for finding in file.findings)


def categories(file: Questionnaire) -> Ids:
    """The ids of all categories."""
    return (category.id for category in file.categories)


def flags(file: Questionnaire) -> Ids:
    """The ids of all red flags."""
    return (flag.id for flag in file.red_flags)


def notes(file: Questionnaire) -> Ids:
    """The ids of all notes."""
    return (note.id for note in file.notes)


def refused(tests: Callable[[Questionnaire], Iterable[tuple[str, Test]]]) -> Callable[..., Ids]:
    """Whose condition is no: neither yes nor unknown."""

    def seen(file: Questionnaire, result: Assessment) -> Ids:
        return (id for id, test in tests(file) if test(result.path.answers, result.findings) is NO)

    return seen


def needing(file: Questionnaire) -> Ids:
    """The ids of the elsewhere patterns that need something."""
    return (pattern.id for pattern in file.elsewhere if pattern.needs is not None)


def needed(standing: ScoreTerms, id: str) -> Condition:
    """What a category or an elsewhere pattern needs."""
    file = standing.questionnaire
    needs = {owner.id: owner.needs for owner in file.categories} | {owner.id: owner.needs for owner in file.elsewhere}
    return needs[id] or All(())


def when(parts: Iterable[RedFlag | Note], id: str) -> Condition:
    """The condition of a red flag or a note."""
    return next(part.when for part in parts if part.id == id)


def only_with(standing: ScoreTerms, id: str) -> Condition:
    """What a promise names."""
    return next(promise.only_with for promise in standing.questionnaire.promises if promise.id == id)


def spoken(standing: ScoreTerms, id: str) -> Term:
    """The first voice whose condition is yes speaks."""
    spoken: list[Term] = []
    before: list[Term] = []
    for voice in standing.questionnaire.voices:
        yes = standing.model.holds(voice.when).yes
        if voice.voice == id:
            spoken.append(every([yes, *before]))
        before.append(opposite(yes))
    return either(spoken)
