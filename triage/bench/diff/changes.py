"""Changes: what was added, retired or changed between two rule files, thing by thing, in words.

Order says nothing here, as it says nothing in a result; only the order in which questions are asked is told. What a
field is called, and whether it decides, stands with its key in `rule_files.schema`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, get_args

from triage.bench.diff import changes_in_words
from triage.bench.diff.changes_in_words import Pair
from triage.bench.diff.weights import needs_of, weights
from triage.core.conditions import Condition
from triage.core.figure import Drawing
from triage.core.questionnaire import Category, Option, Pattern, Question, Questionnaire
from triage.core.wording import Wording
from triage.rule_files.schema import key_of

ADDED, RETIRED, CHANGED = "added", "retired", "changed"
PROMISE = "promise"


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
class ThingKind:
    """One kind of thing: its name, the field of a rule file that holds it, how to find each by its id, how two are told
    apart, and how one is told whole."""

    name: str
    field: str
    of: Callable[[Any], Mapping[str, Any]]
    apart: Callable[[Pair, Any, Any], Told]
    whole: Callable[[Questionnaire, Any], Iterable[str]]

    @property
    def decides(self) -> bool:
        """Whether such a thing can decide a result; what has no key may."""
        known = key_of(Questionnaire, self.field)
        return known is None or known.decides


def changes(old: Questionnaire, new: Questionnaire) -> tuple[Change, ...]:
    """Return what differs between two rule files, kind by kind in the order of the file."""
    return tuple(change for kind in KINDS for change in _of_kind(kind, (old, new)))


def _of_kind(kind: ThingKind, pair: Pair) -> Iterator[Change]:
    was, now = (kind.of(getattr(file, kind.field, file)) for file in pair)
    for id in dict.fromkeys((*now, *was)):
        if id not in was:
            yield Change(kind.name, id, ADDED, kind.decides, tuple(kind.whole(pair[1], now[id])))
        elif id not in now:
            yield Change(kind.name, id, RETIRED, kind.decides, tuple(kind.whole(pair[0], was[id])))
        elif told := list(kind.apart(pair, was[id], now[id])):
            decides = kind.decides and any(decides for decides, _ in told)
            yield Change(kind.name, id, CHANGED, decides, tuple(line for _, line in told))


def _told(decides: bool, lines: Iterable[str]) -> Told:
    return ((decides, line) for line in lines)


TELLING_APART = ("id", "voice", "country")
TOLD_APART = ("options", "patterns", "weights")
"""Fields that are no part of what a thing says: they name it, or hold things that are told by themselves."""


def _by_field(pair: Pair, was: Any, now: Any) -> Told:
    """Tell two nouns apart field by field."""
    return _fields(pair, was, now, (*TELLING_APART, *TOLD_APART))


def _fields(pair: Pair, was: Any, now: Any, without: Iterable[str]) -> Told:
    for name in (field.name for field in fields(was) if field.name not in without):
        before, after = getattr(was, name), getattr(now, name)
        known = key_of(type(was), name)
        label = known.label if known and known.label else name.strip("_").replace("_", " ")
        if before != after:
            in_order = known is not None and known.ordered
            told = _row(label, before, after) if in_order else _value(pair, label, before, after)
            yield from _told(known is None or known.decides, told)


def _row(label: str, was: tuple[str, ...], now: tuple[str, ...]) -> Iterator[str]:
    """Tell two lists apart of which the order says something."""
    return changes_in_words.values(label, *(", ".join(each) for each in (was, now)))


def _value(pair: Pair, label: str, was: Any, now: Any) -> Iterator[str]:
    """Tell two values apart by what they are."""
    both = (was, now)
    if any(isinstance(each, get_args(Condition)) for each in both):
        yield from changes_in_words.conditions(label, pair, was, now)
    elif any(isinstance(each, Wording) for each in both):
        yield from changes_in_words.wordings(label, was, now)
    elif all(isinstance(each, Drawing) for each in both) and was.name == now.name:
        yield f"{label}: drawn otherwise"
    elif all(is_dataclass(each) and not isinstance(each, Drawing) for each in both):
        for _, line in _fields(pair, was, now, ()):
            yield f"{label}, {line}"
    elif all(isinstance(each, Mapping) for each in both):
        for key in dict.fromkeys((*now, *was)):
            yield from _value(pair, f"{label}, {key}", was.get(key), now.get(key))
    elif all(isinstance(each, tuple) for each in both) and all(isinstance(each, Wording) for each in (*was, *now)):
        yield from changes_in_words.texts(label, was, now)
    elif all(isinstance(each, tuple) for each in both) and not any(isinstance(each, int) for each in (*was, *now)):
        yield from changes_in_words.lists(label, tuple(map(_spelt, was)), tuple(map(_spelt, now)))
    else:
        yield from changes_in_words.values(label, *(each if isinstance(each, bool) else _spelt(each) for each in both))


def _spelt(value: Any) -> str:
    """A value inside a list or by itself, as text; empty for what is not there."""
    if isinstance(value, Wording):
        return changes_in_words.quoted(value.self_)
    if isinstance(value, Drawing):
        return value.name
    if isinstance(value, tuple):
        return " ".join(map(_spelt, value))
    if is_dataclass(value) and not isinstance(value, type):
        return ", ".join(spelt for each in fields(value) if (spelt := _spelt(getattr(value, each.name))))
    return "" if value is None else str(value)


def _pattern(pair: Pair, was: Pattern, now: Pattern) -> Told:
    yield from _told(True, weights(pair, was, now))
    yield from _by_field(pair, was, now)


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
    if flag.within_days is not None:
        yield f"within days: {flag.within_days}"


def _asked(questionnaire: Questionnaire, question: Question) -> Iterator[str]:
    yield changes_in_words.quoted(question.text.self_)
    if question.ask_when is not None:
        yield f"asked when {changes_in_words.in_words(questionnaire, question.ask_when)}"


def _pictured(questionnaire: Questionnaire, pattern: Pattern) -> Iterator[str]:
    yield changes_in_words.quoted(pattern.text.self_)
    if pattern.named_when is not None:
        yield f"can be named when {changes_in_words.in_words(questionnaire, pattern.named_when)}"
    yield from needs_of(questionnaire, pattern)


def _options(questions: Iterable[Question]) -> dict[str, Option]:
    return {f"{question.id} › {option.id}": option for question in questions for option in question.options}


def _patterns(categories: Iterable[Category]) -> dict[str, Pattern]:
    return {f"{category.id} › {pattern.id}": pattern for category in categories for pattern in category.patterns}


def _ids(things: Iterable[Any]) -> dict[str, Any]:
    return {thing.id: thing for thing in things}


def _category(questionnaire: Questionnaire, category: Category) -> Iterator[str]:
    yield changes_in_words.quoted(category.text.self_)
    yield f"needs {changes_in_words.in_words(questionnaire, category.needs)}"


def _promise(questionnaire: Questionnaire, promise: Any) -> Iterator[str]:
    yield changes_in_words.quoted(promise.text.self_)
    only = changes_in_words.in_words(questionnaire, promise.only_with)
    yield f"{promise.category} reaches no level without {only}"


def _order(pair: Pair, was: tuple[str, ...], now: tuple[str, ...]) -> Told:
    kept = [tuple(id for id in each if id in was and id in now) for each in (was, now)]
    if kept[0] != kept[1]:
        yield False, changes_in_words.arrow("asked in this order", *(", ".join(each) for each in kept))


def _as(label: str) -> Callable[[Pair, Any, Any], Told]:
    """Tell two values apart under a label."""
    return lambda pair, was, now: _told(True, _value(pair, label, was, now) if was != now else ())


def _words(_: Questionnaire, text: Any) -> tuple[str, ...]:
    return (changes_in_words.quoted(text.self_),)


def _nothing(_: Questionnaire, __: Any) -> tuple[str, ...]:
    return ()


def _rest(pair: Pair, was: Questionnaire, now: Questionnaire) -> Told:
    """Tell apart whatever of two rule files is no thing of a kind; the digest differs by itself."""
    return _fields(pair, was, now, {"digest", *(kind.field for kind in KINDS)})


KINDS: tuple[ThingKind, ...] = (
    ThingKind("strength", "strengths", dict, _as("points"), lambda q, points: [f"{points} points"]),
    ThingKind("level", "levels", _ids, _by_field, lambda q, each: [f"from {each.from_points} points"]),
    ThingKind("threshold", "close", lambda close: {"close": close}, _as("points"), _nothing),
    ThingKind("group", "groups", _ids, _by_field, lambda q, each: [f"{each.least} to {each.most} points"]),
    ThingKind("question", "questions", _ids, _by_field, _asked),
    ThingKind("option", "questions", _options, _by_field, _offered),
    ThingKind("finding", "findings", _ids, _by_field, _when),
    ThingKind("category", "categories", _ids, _by_field, _category),
    ThingKind("pattern", "categories", _patterns, _pattern, _pictured),
    ThingKind("elsewhere pattern", "elsewhere", _ids, _pattern, _pictured),
    ThingKind("red flag", "red_flags", _ids, _by_field, _flag),
    ThingKind(PROMISE, "promises", _ids, _by_field, _promise),
    ThingKind("note", "notes", _ids, _by_field, _when),
    ThingKind("voice", "voices", lambda voices: {each.voice: each for each in voices}, _by_field, _nothing),
    ThingKind("order", "questions", lambda each: {"questions": tuple(_ids(each))}, _order, _nothing),
    ThingKind("area", "areas", dict, _as("text"), _words),
    ThingKind("word", "glossary", _ids, _by_field, lambda q, word: _words(q, word.means)),
    ThingKind("source", "sources", _ids, _by_field, lambda q, each: [changes_in_words.quoted(each.text)]),
    ThingKind("emergency number", "emergency_numbers", lambda each: {n.country: n for n in each}, _by_field, _nothing),
    ThingKind("text", "about", lambda about: {"about": about}, _as("about"), _nothing),
    ThingKind("retired id", "retired", dict, _as("text"), lambda q, text: [changes_in_words.quoted(text)]),
    ThingKind("file", "", lambda file: {"header": file}, _rest, _nothing),
)
"""Every kind of thing in a rule file, in the order in which a report tells of them."""
