"""The report of a difference, as plain text or as Markdown for a pull request, both from the same sections."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from triage.bench.diff.changes import PROMISE, Change
from triage.bench.diff.moved_cases import Effect, Effects
from triage.bench.diff.outcomes import difference
from triage.bench.diff.tick_sheet import NOTHING, Desk, in_words
from triage.bench.diff.verdict import DiffVerdict
from triage.core.questionnaire import Questionnaire

Item = tuple[str, tuple[str, ...]]
"""A line, and the lines under it."""


@dataclass(frozen=True)
class ReportSection:
    """A heading with items under it."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Report:
    """All that `triage diff` has to say."""

    title: str
    summary: tuple[str, ...]
    sections: tuple[ReportSection, ...]


def report(
    names: tuple[str, str], desk: Desk, changes: Sequence[Change], effects: Sequence[Effects], verdict: DiffVerdict
) -> Report:
    """Return the report of what was changed, what it does to cases, and the smallest response that it moves."""
    deciding = [change for change in changes if change.decides]
    promises = [change for change in changes if change.kind == PROMISE]
    telling = [change for change in changes if not change.decides and change.kind != PROMISE]
    sections = [
        ReportSection("What decides a result", tuple(_changed(deciding))),
        ReportSection("What is promised", tuple(_changed(promises))),
        ReportSection("Texts, notes and sources", tuple(_changed(telling))),
    ]
    for each in effects:
        sections += [
            ReportSection(f"Another result: {_capital(each.title)}", tuple(map(_effect, each.moved))),
            ReportSection(f"The same result, told otherwise: {_capital(each.title)}", tuple(map(_effect, each.told))),
        ]
    if verdict.sheet is not None:
        sections.append(ReportSection(_size(verdict), tuple(_smallest(desk, verdict))))
    return Report(
        title=f"{_file(names[0], desk.old)} -> {_file(names[1], desk.new)}",
        summary=tuple(_summary(deciding, promises, telling, effects, verdict)),
        sections=tuple(section for section in sections if section.items),
    )


def as_text(made: Report) -> str:
    """Return a report as plain text."""
    blocks = ["\n".join([made.title, "", *made.summary])]
    for section in made.sections:
        lines = [section.title]
        for head, under in section.items:
            lines += [f"  {head}", *(f"    {line}" for line in under)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def as_markdown(made: Report) -> str:
    """Return a report as Markdown."""
    blocks = [f"## {_plain(made.title)}", "\n".join(f"- {_plain(line)}" for line in made.summary)]
    for section in made.sections:
        blocks.append(f"### {_plain(section.title)}")
        lines = []
        for head, under in section.items:
            lines += [f"- **{_plain(head)}**", *(f"  - {_plain(line.strip())}" for line in under)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _plain(text: str) -> str:
    """A text that Markdown leaves as it is."""
    for mark in "\\`*_[]<>":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("-\\>", "→")


def _file(name: str, questionnaire: Questionnaire) -> str:
    return f"{name} ({questionnaire.version}, {questionnaire.digest})"


def _summary(
    deciding: Sequence[Change],
    promises: Sequence[Change],
    telling: Sequence[Change],
    effects: Iterable[Effects],
    verdict: DiffVerdict,
) -> Iterator[str]:
    if promises:
        yield f"{_count(len(promises), 'change')} to what the proofs hold the file to."
    if not deciding and not promises and not telling:
        yield "Nothing was changed."
    else:
        yield f"{_count(len(deciding), 'change')} to what decides a result, {len(telling)} to texts, notes and sources."
    for each in effects:
        moved, told = len(each.moved), len(each.told)
        otherwise = f"; {told} told otherwise" if told else ""
        if each.cases:
            yield f"{_capital(each.title)}: {moved} of {each.cases} with another result{otherwise}."
        yield from each.remarks
    if verdict.sheet is not None:
        yield f"{_size(verdict)}: {verdict.reason}."
    elif verdict.decided:
        yield f"No response changes: {verdict.reason}."
    else:
        yield f"Not decided whether any response changes, and none found: {verdict.reason}."


def _size(verdict: DiffVerdict) -> str:
    ticks = _count(verdict.sheet.size if verdict.sheet else 0, "tick")
    if verdict.decided:
        return f"The smallest response that changes has {ticks}"
    return f"Not decided; the smallest response found that changes has {ticks}"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _changed(changes: Iterable[Change]) -> Iterator[Item]:
    return ((str(change), change.details) for change in changes)


def _effect(effect: Effect) -> Item:
    found = effect.difference
    return f"{effect.id}: {effect.name}", (*found.lines, *(f"why: {reason.strip()}" for reason in found.why))


def _smallest(desk: Desk, verdict: DiffVerdict) -> Iterator[Item]:
    """Who it is, in words and as a file of answers, and what changes for them."""
    sheet = verdict.sheet
    if sheet is None:
        return
    asked = desk.asked(sheet)
    told = [(question, sheet.entries.get(question.id, NOTHING)) for question in asked]
    ticked = [f"{question.text.self_} {in_words(question, entry)}" for question, entry in told if entry != NOTHING]
    rest = "every other question: none of these, or not sure where that is not offered"
    yield "what is answered", (*ticked, rest)
    found = difference(*desk.assessments(sheet))
    if found is not None:
        yield "what changes", found.lines
        if found.why:
            yield "why", tuple(reason.strip() for reason in found.why)
    yield "as a file of answers", (json.dumps(desk.answers(sheet), ensure_ascii=False),)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
