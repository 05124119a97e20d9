"""The report on stories with answers: urgency, each miss with its path, categories, and what could not be said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from triage.bench.evaluate.coded_cases import NONE
from triage.bench.evaluate.story_answers import Stories
from triage.bench.evaluate.urgency import NO_FLAG, SHOWN, JudgedStory, judged, rate, urgency_figures
from triage.core.matching import FIRST
from triage.core.questionnaire import Questionnaire

NOT_ANSWERED = "not answered"


@dataclass(frozen=True)
class StoryReport:
    """One file of stories, judged under one rule file."""

    name: str
    questionnaire: Questionnaire
    read: Stories
    judged: tuple[JudgedStory, ...]


def story_report(name: str, questionnaire: Questionnaire, read: Stories) -> StoryReport:
    """Judge every story of a file that can be judged."""
    return StoryReport(name, questionnaire, read, tuple(judged(questionnaire, story) for story in read.stories))


def story_json(report: StoryReport) -> dict[str, Any]:
    """Return a report as JSON-ready data."""
    rules = report.questionnaire
    return {
        "name": report.name,
        "ruleset": rules.ruleset,
        "version": rules.version,
        "digest": rules.digest,
        "stories": len(report.judged),
        "not_answered": list(report.read.not_answered),
        "not_judged": {id: list(faults) for id, faults in report.read.faults.items()},
        "unfinished": {each.story.case.id: list(each.open) for each in report.judged if each.open},
        "urgency": urgency_figures(report.judged),
        "misses": [_miss(each) for each in report.judged if each.direction],
        "categories": _categories(report.judged),
        "unsayable": _unsayable(report.judged),
    }


def _miss(each: JudgedStory) -> dict[str, Any]:
    story, assessment = each.story, each.result.assessment
    return {
        "id": story.case.id,
        "level": story.level,
        "shown": each.shown,
        "direction": each.direction,
        "disputable": story.disputable,
        "answers": {question.id: story.given.get(question.id) for question in assessment.path.asked},
        "red_flags": [{"id": flag.id, "urgency": flag.urgency} for flag in assessment.red_flags],
        "unsayable": [noted.what for noted in story.unsayable or ()],
    }


def _categories(stories: Sequence[JudgedStory]) -> dict[str, Any]:
    """How often the category is right where a story has one; for a story of none, how often nothing matches."""
    placed = [each.result for each in stories if each.story.case.category not in (None, NONE)]
    mimics = [each.result for each in stories if each.story.case.category == NONE]
    wrong = [result for result in (*placed, *mimics) if not result.is_right]
    return {
        "first": rate(sum(result.hit(1) for result in placed), len(placed)),
        "first_two": rate(sum(result.hit(2) for result in placed), len(placed)),
        "acceptable_first": rate(sum(result.hit(1, lenient=True) for result in placed), len(placed)),
        "acceptable_first_two": rate(sum(result.hit(2, lenient=True) for result in placed), len(placed)),
        "no_clear_match": rate(sum(not result.ranking for result in placed), len(placed)),
        "mimics_no_clear_match": rate(sum(not result.ranking for result in mimics), len(mimics)),
        "misses": [
            {"id": result.case.id, "category": result.case.category, "ranking": list(result.ranking)}
            for result in wrong
        ],
    }


def _unsayable(stories: Sequence[JudgedStory]) -> dict[str, Any]:
    noted = {each.story.case.id: each.story.unsayable for each in stories if each.story.unsayable is not None}
    important = [id for id, every in noted.items() if any(one.important for one in every)]
    return {
        "with_any": rate(sum(bool(every) for every in noted.values()), len(noted)),
        "with_important": rate(len(important), len(noted)),
        "noted": [
            {"id": id, "what": one.what, "important": one.important} for id, every in noted.items() for one in every
        ],
    }


def story_text(report: StoryReport) -> str:
    """Return a report in words."""
    return "\n".join(_lines(story_json(report)))


def story_told(each: JudgedStory) -> str:
    """Return one story in words: what was needed and shown, the path with its answers, the flags, the categories."""
    lines = list(_miss_lines(_miss(each)))
    return "\n".join([*lines, f"  categories: {', '.join(each.result.ranking) or 'no clear match'}"])


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    yield f"{found['name']}: {found['stories']} stories with answers"
    if found["not_answered"]:
        yield f"  without answers: {', '.join(found['not_answered'])}"
    for id, faults in found["not_judged"].items():
        yield f"  not judged, for the rule file does not know its answers: {id}"
        yield from (f"    {fault}" for fault in faults)
    for id, questions in found["unfinished"].items():
        yield f"  not finished: {id} is asked {', '.join(questions)} and has no answer"
    sides = ("undisputed", "disputed", "all") if found["urgency"]["disputed"]["stories"] else ("undisputed",)
    for side in sides:
        if found["urgency"][side]["stories"]:
            yield ""
            yield from _urgency_lines(side, found["urgency"][side])
    yield from _category_lines(found["categories"])
    yield from _unsayable_lines(found["unsayable"])
    for direction, title in (("under", "Shown too low"), ("over", "Shown too high")):
        missed = [miss for miss in found["misses"] if miss["direction"] == direction]
        if missed:
            yield ""
            yield f"{title}:"
        for miss in missed:
            yield from (f"  {line}" for line in _miss_lines(miss))


def _urgency_lines(side: str, found: Mapping[str, Any]) -> Iterator[str]:
    yield f"  urgency, {side}: {found['stories']} stories"
    yield "    needed      shown" + "".join(f"{_word(shown):>11}" for shown in SHOWN)
    for level, row in found["table"].items():
        if any(row.values()):
            yield f"    {_word(level):<17}" + "".join(f"{row[shown] or '.':>11}" for shown in SHOWN)
    for direction in ("under", "over"):
        for level, each in found[direction].items():
            if each["of"]:
                yield f"    {direction}-triage, {_word(level):<11} {_rated(each)}"


def _category_lines(found: Mapping[str, Any]) -> Iterator[str]:
    titles = {
        "first": "right first",
        "first_two": "right among the first two",
        "acceptable_first": "first, with acceptable",
        "acceptable_first_two": "first two, with acceptable",
        "no_clear_match": "no clear match",
        "mimics_no_clear_match": "mimics: no clear match",
    }
    rated = {title: found[key] for key, title in titles.items() if found[key]["of"]}
    if rated:
        yield ""
        yield "  categories:"
    for title, each in rated.items():
        yield f"    {title:<27} {_rated(each)}"
    for miss in found["misses"]:
        yield f"    {miss['id']}: {miss['category']}, shown {', '.join(miss['ranking'][:FIRST]) or 'no clear match'}"


def _unsayable_lines(found: Mapping[str, Any]) -> Iterator[str]:
    if not found["with_any"]["of"]:
        return
    yield ""
    yield "  could not be said:"
    yield f"    anything                    {_rated(found['with_any'])}"
    yield f"    something important         {_rated(found['with_important'])}"
    for noted in found["noted"]:
        yield f"    {noted['id']}: {noted['what']}{'' if noted['important'] else ' (not important)'}"


def _miss_lines(miss: Mapping[str, Any]) -> Iterator[str]:
    needed = f"needs {_word(miss['level'])}" if miss["level"] else "its urgency is not told"
    yield f"{miss['id']}: {needed}, shown {_word(miss['shown'])}" + (", disputed" if miss["disputable"] else "")
    for question, given in miss["answers"].items():
        yield f"  {question}: {_given(given)}"
    flags = [f"{flag['id']} ({_word(flag['urgency'])})" for flag in miss["red_flags"]]
    yield f"  red flags: {', '.join(flags) or 'none'}"
    yield from (f"  could not say: {what}" for what in miss["unsayable"])


def _given(given: Any) -> str:
    """An answer as the file has it, or that there is none."""
    if given is None:
        return NOT_ANSWERED
    if isinstance(given, list):
        return ", ".join(given)
    return "; ".join(f"{key} {', '.join(ids)}" for key, ids in given.items() if ids) or "nothing told"


def _rated(each: Mapping[str, Any]) -> str:
    low, high = each["interval"]
    return f"{each['n']:>3} of {each['of']:<3} {each['share']:.3f}  ({low:.3f} to {high:.3f})"


def _word(urgency: str) -> str:
    return "no flag" if urgency == NO_FLAG else urgency.replace("_", " ")
