"""Why: what kept a category from a level, or lifted it to one, in a maintainer's words."""

from __future__ import annotations

from collections.abc import Iterator

from triage.core.assessment import Assessment
from triage.core.conditions import YES
from triage.core.explanation import Line, line
from triage.core.matching import CategoryMatch
from triage.core.questionnaire import Questionnaire


def why_levels(questionnaire: Questionnaire, assessment: Assessment) -> Iterator[str]:
    """Yield for every category with points, best first, why it reaches the level that it reaches, or none."""
    for match in sorted(assessment.categories, key=lambda match: -match.points):
        if match.points > 0:
            level = f"level `{match.level.id}`" if match.level else "no match"
            yield f"`{match.category.id}`, {match.points} points: {level}, {_reason(questionnaire, assessment, match)}"


def _reason(questionnaire: Questionnaire, assessment: Assessment, match: CategoryMatch) -> str:
    lowest = questionnaire.levels[-1]
    if match.needs is not YES:
        needs = in_words(line(questionnaire, match.category.needs))
        return f"since its `needs` are {'not known' if match.needs.value == 'unknown' else 'not met'}: {needs}"
    if match.level is None:
        return _no_level(questionnaire, assessment, match)
    if match.points < match.level.from_points:
        return f"since it is within {questionnaire.close} points (`close`) of the best"
    higher = next((each for each in reversed(questionnaire.levels) if each.from_points > match.level.from_points), None)
    reached = f"which starts at {match.level.from_points}"
    if higher is None:
        lead = f" with a lead of {match.level.lead}" if match.level.lead is not None else ""
        return f"{reached}{lead}; its lead is {match.lead}"
    if match.points < higher.from_points:
        return f"{reached}; `{higher.id}` starts at {higher.from_points}"
    return f"{reached}; `{higher.id}` needs a lead of {higher.lead} besides, and its lead is {match.lead} ({lowest.id})"


def _no_level(questionnaire: Questionnaire, assessment: Assessment, match: CategoryMatch) -> str:
    lowest, close = questionnaire.levels[-1], questionnaire.close
    top = max(each.points for each in assessment.categories if each.needs is YES)
    mimic = assessment.elsewhere
    if mimic and mimic.points >= lowest.from_points and mimic.points - top > close:
        return (
            f"since the picture `{mimic.pattern.id}` from elsewhere has {mimic.points} points, "
            f"more than {close} (`close`) above the best category"
        )
    further = f", and more than {close} points (`close`) lie between it and the best" if top > match.points else ""
    return f"since the lowest level, `{lowest.id}`, starts at {lowest.from_points}{further}"


def in_words(condition: Line) -> str:
    """Return a condition as one line of ids: `any of finding limp_leaves, finding dry_soil`."""
    if condition.joint == "finding":
        return f"finding `{condition.id}`"
    if condition.joint == "chosen":
        words = " or ".join(f'"{word.self_}"' for word in condition.words)
        least = f"at least {condition.at_least} of " if condition.at_least > 1 else ""
        return f"question `{condition.id}`: {least}{words}"
    inside = [in_words(part) for part in condition.parts]
    if condition.joint == "not":
        return f"not ({inside[0]})"
    return f"{condition.joint} of ({'; '.join(inside)})"
