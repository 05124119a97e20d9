"""Children: which categories a child's answers can lead to.

A file says who is a child by the condition of its voice `child`, over one question of kind `one`. A category
has a pattern for children when what a child is asked can bring that pattern to a level, and, where the file
has questions for children alone, one of these helps to.
"""

from __future__ import annotations

from collections.abc import Mapping

from triage.core.conditions import All, Any, Chosen, Condition, Found, Not, Truth, holds
from triage.core.dependencies import reads
from triage.core.questionnaire import Pattern, Question, Questionnaire

Options = Mapping[str, frozenset[str]]
"""For each question, the options that can be ticked."""


def without_children(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the categories without a pattern for children; none where the file knows no children."""
    told = next((voice.when for voice in questionnaire.voices if voice.voice == "child"), None)
    question = questionnaire.question(told.question) if isinstance(told, Chosen) else None
    if not isinstance(told, Chosen) or question is None or question.kind != "one":
        return ()
    children = frozenset(told.options)
    asked = _asked(questionnaire, question, children)
    only = asked.keys() - _asked(questionnaire, question, question.option_ids - children).keys()
    possible = _possible(questionnaire, asked)
    telling = {id for id in possible if not only or reads(questionnaire, questionnaire.finding(id).when) & only}
    return tuple(
        category.id
        for category in questionnaire.categories
        if not any(_is_for_children(questionnaire, pattern, possible, telling) for pattern in category.patterns)
    )


def _asked(questionnaire: Questionnaire, who: Question, options: frozenset[str]) -> dict[str, frozenset[str]]:
    """What can be ticked when `who` is answered with one of these options, whatever else is answered."""
    known = [{who.id: who.answer(frozenset({option}))} for option in options]
    asked = {
        question.id: question.option_ids
        for question in questionnaire.questions
        if question.ask_when is None or any(holds(question.ask_when, each, {}) is not Truth.NO for each in known)
    }
    return asked | {who.id: options}


def _possible(questionnaire: Questionnaire, options: Options) -> set[str]:
    """The findings that some answers within these options make yes."""
    possible: set[str] = set()
    for finding in questionnaire.findings:
        if _can_be_yes(finding.when, options, possible):
            possible.add(finding.id)
    return possible


def _can_be_yes(condition: Condition, options: Options, possible: set[str]) -> bool:
    match condition:
        case Chosen(question, wanted, at_least):
            return len(options.get(question, frozenset()) & frozenset(wanted)) >= at_least
        case Found(finding):
            return finding in possible
        case All(parts):
            return all(_can_be_yes(part, options, possible) for part in parts)
        case Any(parts):
            return any(_can_be_yes(part, options, possible) for part in parts)
        case Not():
            return True


def _is_for_children(questionnaire: Questionnaire, pattern: Pattern, possible: set[str], telling: set[str]) -> bool:
    """Whether the possible findings can bring a pattern to a level, with a telling one among them."""
    helping = [weight for weight in pattern.weights if weight.role == "for" and weight.finding in possible]
    joint: dict[str | None, int] = {}
    for weight in helping:
        group = questionnaire.finding(weight.finding).group
        joint[group] = joint.get(group, 0) + questionnaire.strengths[weight.strength]
    most = {group.id: group.most for group in questionnaire.groups}
    points = sum(each if group is None else min(each, most[group]) for group, each in joint.items())
    return points >= questionnaire.levels[-1].from_points and any(weight.finding in telling for weight in helping)
