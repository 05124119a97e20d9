"""Changes: what was added, retired or changed between two rule files, thing by thing, in words.

Order says nothing here, as it says nothing in a result; only the order in which questions are asked is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from triage.bench.diff import changes_in_words
from triage.bench.diff.changes_in_words import Pair
from triage.bench.diff.fields import (
    CATEGORY,
    FINDING,
    GROUP,
    HEADER,
    LEVEL,
    NOTE,
    NUMBER,
    OPTION,
    PATTERN,
    QUESTION,
    RED_FLAG,
    SOURCE,
    Field,
)
from triage.bench.diff.weights import needs_of, weights
from triage.core.questionnaire import Category, Option, Pattern, Question, Questionnaire
from triage.core.wording import Wording

ADDED, RETIRED, CHANGED = "added", "retired", "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: what it is, whether it was added, retired or changed, and how, a line each.

    `decides` tells whether a category, a level or an urgency can come out otherwise by it.
    """

    kind: str
    id: str
    how: str
    decides: bool
    details: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.id}: {self.how}"


Told = Iterator[tuple[bool, str]]
"""What differs in one thing: whether it decides, and the line that says it."""


@dataclass(frozen=True)
class Kind:
    """One kind of thing: its name, those of a rule file by id, how one is told whole, and how two are told apart."""

    name: str
    decides: bool
    of: Callable[[Questionnaire], Mapping[str, Any]]
    apart: Callable[[Pair, Any, Any], Told]
    whole: Callable[[Questionnaire, Any], Iterable[str]]


def changes(old: Questionnaire, new: Questionnaire) -> tuple[Change, ...]:
    """Return what differs between two rule files, kind by kind in the order of the file."""
    return tuple(change for kind in KINDS for change in _of_kind(kind, (old, new)))


def _of_kind(kind: Kind, pair: Pair) -> Iterator[Change]:
    was, now = kind.of(pair[0]), kind.of(pair[1])
    for id in dict.fromkeys((*now, *was)):
        if id not in was:
            yield Change(kind.name, id, ADDED, kind.decides, tuple(kind.whole(pair[1], now[id])))
        elif id not in now:
            yield Change(kind.name, id, RETIRED, kind.decides, tuple(kind.whole(pair[0], was[id])))
        elif told := list(kind.apart(pair, was[id], now[id])):
            yield Change(kind.name, id, CHANGED, any(decides for decides, _ in told), tuple(each for _, each in told))


def _told(decides: bool, lines: Iterable[str]) -> Told:
    return ((decides, line) for line in lines)


CONDITIONS = ("when", "needs", "ask_when", "offered_when", "named_when")


def _by(table: tuple[Field, ...]) -> Callable[[Pair, Any, Any], Told]:
    """Tell two things apart by a table of fields."""

    def apart(pair: Pair, was: Any, now: Any) -> Told:
        for name, label, decides in table:
            before, after = getattr(was, name), getattr(now, name)
            if before != after:
                yield from _told(decides, _field(pair, label, name, before, after))

    return apart


def _field(pair: Pair, label: str, name: str, was: Any, now: Any) -> Iterator[str]:
    if name in CONDITIONS:
        return changes_in_words.conditions(label, pair, was, now)
    return _value(label, was, now)


def _value(label: str, was: Any, now: Any) -> Iterator[str]:
    """Tell two values apart by what they are."""
    if isinstance(was, Wording) or isinstance(now, Wording):
        yield from changes_in_words.wordings(label, was, now)
    elif is_dataclass(was) and is_dataclass(now):
        for each in fields(was):
            part = each.name.strip("_").replace("_", " ")
            yield from _value(f"{label}, {part}", getattr(was, each.name), getattr(now, each.name))
    elif isinstance(was, tuple) and isinstance(now, tuple) and all(isinstance(each, Wording) for each in (*was, *now)):
        yield from changes_in_words.texts(label, was, now)
    elif isinstance(was, tuple) and isinstance(now, tuple):
        yield from changes_in_words.lists(label, tuple(map(_spelt, was)), tuple(map(_spelt, now)))
    else:
        yield from changes_in_words.values(label, _spelt(was), _spelt(now))


def _spelt(value: Any) -> Any:
    """A value inside a list, as text; a plain one stays what it is."""
    if isinstance(value, tuple):
        return " ".join(str(_spelt(each)) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return ", ".join(str(_spelt(getattr(value, each.name))) for each in fields(value) if getattr(value, each.name))
    return value


def _pattern(pair: Pair, was: Pattern, now: Pattern) -> Told:
    yield from _told(True, weights(pair, was, now))
    yield from _by(PATTERN)(pair, was, now)


def _offered(questionnaire: Questionnaire, option: Any) -> Iterator[str]:
    yield changes_in_words.quoted(option.text.self_)
    if option.offered_when is not None:
        yield f"offered when {changes_in_words.in_words(questionnaire, option.offered_when)}"
    if option.excludes:
        yield f"cannot be with {', '.join(option.excludes)}"


def _when(questionnaire: Questionnaire, thing: Any) -> Iterator[str]:
    yield changes_in_words.quoted(thing.text.self_)
    yield f"when {changes_in_words.in_words(questionnaire, thing.when)}"


def _flag(questionnaire: Questionnaire, flag: Any) -> Iterator[str]:
    yield from _when(questionnaire, flag)
    yield f"urgency: {flag.urgency}"


def _asked(questionnaire: Questionnaire, question: Question) -> Iterator[str]:
    yield changes_in_words.quoted(question.text.self_)
    if question.ask_when is not None:
        yield f"asked when {changes_in_words.in_words(questionnaire, question.ask_when)}"


def _pictured(questionnaire: Questionnaire, pattern: Pattern) -> Iterator[str]:
    yield changes_in_words.quoted(pattern.text.self_)
    if pattern.named_when is not None:
        yield f"can be named when {changes_in_words.in_words(questionnaire, pattern.named_when)}"
    yield from needs_of(questionnaire, pattern)


def _options(questionnaire: Questionnaire) -> dict[str, Option]:
    return {f"{q.id} › {option.id}": option for q in questionnaire.questions for option in q.options}


def _patterns(questionnaire: Questionnaire) -> dict[str, Pattern]:
    return {f"{c.id} › {pattern.id}": pattern for c in questionnaire.categories for pattern in c.patterns}


def _ids(things: Iterable[Any]) -> dict[str, Any]:
    return {thing.id: thing for thing in things}


def _category(questionnaire: Questionnaire, category: Category) -> Iterator[str]:
    yield changes_in_words.quoted(category.text.self_)
    yield f"needs {changes_in_words.in_words(questionnaire, category.needs)}"


def _order(pair: Pair, was: tuple[str, ...], now: tuple[str, ...]) -> Told:
    kept = [tuple(id for id in each if id in was and id in now) for each in (was, now)]
    if kept[0] != kept[1]:
        yield False, changes_in_words.arrow("asked in this order", *(", ".join(each) for each in kept))


def _plain(pair: Pair, was: Any, now: Any) -> Told:
    return _told(True, changes_in_words.values("points", was, now))


def _text(pair: Pair, was: Wording, now: Wording) -> Told:
    return _told(False, changes_in_words.wordings("text", was, now))


def _voice(pair: Pair, was: Any, now: Any) -> Told:
    return _told(False, changes_in_words.conditions("when", pair, was.when, now.when))


def _nothing(_: Questionnaire, __: Any) -> tuple[str, ...]:
    return ()


KINDS: tuple[Kind, ...] = (
    Kind("strength", True, lambda q: q.strengths, _plain, lambda q, points: [f"{points} points"]),
    Kind("level", True, lambda q: _ids(q.levels), _by(LEVEL), lambda q, each: [f"from {each.from_points} points"]),
    Kind("threshold", True, lambda q: {"close": q.close}, _plain, _nothing),
    Kind("group", True, lambda q: _ids(q.groups), _by(GROUP), lambda q, each: [f"{each.least} to {each.most} points"]),
    Kind("question", True, lambda q: _ids(q.questions), _by(QUESTION), _asked),
    Kind("option", True, _options, _by(OPTION), _offered),
    Kind("finding", True, lambda q: _ids(q.findings), _by(FINDING), _when),
    Kind("category", True, lambda q: _ids(q.categories), _by(CATEGORY), _category),
    Kind("pattern", True, _patterns, _pattern, _pictured),
    Kind("elsewhere pattern", True, lambda q: _ids(q.elsewhere), _pattern, _pictured),
    Kind("red flag", True, lambda q: _ids(q.red_flags), _by(RED_FLAG), _flag),
    Kind("note", False, lambda q: _ids(q.notes), _by(NOTE), _when),
    Kind("voice", False, lambda q: {v.voice: v for v in q.voices}, _voice, _nothing),
    Kind("order", False, lambda q: {"questions": tuple(each.id for each in q.questions)}, _order, _nothing),
    Kind("area", False, lambda q: q.areas, _text, lambda q, text: [changes_in_words.quoted(text.self_)]),
    Kind("source", False, lambda q: _ids(q.sources), _by(SOURCE), lambda q, each: [changes_in_words.quoted(each.text)]),
    Kind("emergency number", False, lambda q: {n.country: n for n in q.emergency_numbers}, _by(NUMBER), _nothing),
    Kind("text", False, lambda q: {"about": q.about}, lambda pair, was, now: _told(False, _value("about", was, now)),
         _nothing),
    Kind("retired id", False, lambda q: q.retired, _plain, lambda q, text: [changes_in_words.quoted(text)]),
    Kind("file", False, lambda q: {"header": q}, _by(HEADER), _nothing),
)  # fmt: skip
"""Every kind of thing in a rule file, in the order in which a report tells of them."""
