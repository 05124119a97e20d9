"""Words for what differs: conditions, texts and lists, each as one line that tells before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from triage.core.conditions import All, Any, Chosen, Condition, Found, Not
from triage.core.explanation import Line, line
from triage.core.questionnaire import Questionnaire
from triage.core.wording import VOICES, Wording, Wordings

NOTHING = "nothing"
Part = TypeVar("Part")
Pair = tuple[Questionnaire, Questionnaire]
"""The old and the new rule file, in this order everywhere."""


def in_words(questionnaire: Questionnaire, condition: Condition) -> str:
    """Return a condition in plain words, with the texts of its findings, options and questions."""
    return _joined(line(questionnaire, condition))


def _joined(part: Line) -> str:
    words = [quoted(word.self_) for word in part.words]
    if part.joint == "finding":
        return words[0]
    if part.joint == "chosen":
        asked = part.owner.self_ if part.owner else part.id
        some = f"at least {part.at_least} of {', '.join(words)}" if part.at_least > 1 else " or ".join(words)
        return f"{some} ({asked})"
    if part.joint == "not":
        return f"not {_joined(part.parts[0])}"
    return f"{part.joint} of [{'; '.join(_joined(each) for each in part.parts)}]"


def settled(condition: Condition | None) -> Condition | None:
    """Return a condition with its parts in an order of their own: the same for two that differ in order alone."""
    match condition:
        case Chosen(question, options, at_least):
            return Chosen(question, tuple(sorted(options)), at_least)
        case Not(part):
            inner = settled(part)
            return Not(inner) if inner is not None else None
        case All(parts):
            return All(_sorted(parts))
        case Any(parts):
            return Any(_sorted(parts))
        case Found() | None:
            return condition


def _sorted(parts: Iterable[Condition]) -> tuple[Condition, ...]:
    return tuple(sorted((each for part in parts if (each := settled(part)) is not None), key=repr))


def conditions(label: str, pair: Pair, was: Condition | None, now: Condition | None) -> Iterator[str]:
    """Yield what differs between two conditions: the parts that came or went where that tells it, else both whole."""
    if settled(was) == settled(now):
        return
    told: list[str] = []
    if isinstance(was, All) and isinstance(now, All):
        told = _parts(f"{label}, all of", pair, _sorted(was.parts), _sorted(now.parts))
    elif isinstance(was, Any) and isinstance(now, Any):
        told = _parts(f"{label}, any of", pair, _sorted(was.parts), _sorted(now.parts))
    elif isinstance(was, Not) and isinstance(now, Not):
        told = list(conditions(f"{label}, not", pair, was.part, now.part))
    elif isinstance(was, Chosen) and isinstance(now, Chosen):
        told = _chosen(label, pair, was, now)
    whole = [
        in_words(file, each) if each is not None else "always" for file, each in zip(pair, (was, now), strict=True)
    ]
    yield from told or [arrow(label, *whole)]


def _parts(label: str, pair: Pair, was: Sequence[Condition], now: Sequence[Condition]) -> list[str]:
    """What came into a list of parts and what went; nothing where they share no part, for then both are told whole."""
    came, gone = _apart(now, was)
    if len(came) == len(gone) == 1:
        return list(conditions(label, pair, gone[0], came[0]))
    if len(gone) == len(was):
        return []
    added = [f"{label}: added {in_words(pair[1], each)}" for each in came]
    return added + [f"{label}: taken out {in_words(pair[0], each)}" for each in gone]


def _chosen(label: str, pair: Pair, was: Chosen, now: Chosen) -> list[str]:
    """What options came and went where both read one question and count alike."""
    came, gone = _apart(now.options, was.options)
    if (was.question, was.at_least) != (now.question, now.at_least) or len(gone) == len(was.options):
        return []
    told = (("added", pair[1], came), ("taken out", pair[0], gone))
    return [
        f"{label}: {word} {in_words(file, Chosen(now.question, tuple(options)))}"
        for word, file, options in told
        if options
    ]


def _apart(now: Sequence[Part], was: Sequence[Part]) -> tuple[list[Part], list[Part]]:
    return [each for each in now if each not in was], [each for each in was if each not in now]


def wordings(label: str, was: Wording | None, now: Wording | None) -> Iterator[str]:
    """Yield the voices in which a text differs; one line where all three differ alike."""
    if was is None or now is None:
        if was is not now:
            yield arrow(label, *(quoted(each.self_) if each else NOTHING for each in (was, now)))
        return
    pairs = {voice: (was.for_(voice), now.for_(voice)) for voice in VOICES if was.for_(voice) != now.for_(voice)}
    if len(pairs) == len(VOICES) and len(set(pairs.values())) == 1:
        yield arrow(label, *(quoted(each) for each in pairs["self"]))
        return
    for voice, each in pairs.items():
        yield arrow(f"{label} ({voice})", *map(quoted, each))


def lists(label: str, was: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    """Yield what came into a list and what went out of it; its order says nothing."""
    came, gone = _apart(now, was)
    if came:
        yield f"{label}: added {', '.join(came)}"
    if gone:
        yield f"{label}: taken out {', '.join(gone)}"


def texts(label: str, was: Wordings, now: Wordings) -> Iterator[str]:
    """Yield the texts that came into a list of texts, and those that went."""
    yield from lists(label, [quoted(each.self_) for each in was], [quoted(each.self_) for each in now])
    if {each.self_ for each in was} == {each.self_ for each in now} and set(was) != set(now):
        yield f"{label}: other words about another adult or a child"


def values(label: str, was: object, now: object) -> Iterator[str]:
    """Yield before and after of a plain value."""
    if was != now:
        yield arrow(label, *("no" if each is False else "yes" if each is True else NOTHING if each in (None, "", ())
                             else str(each) for each in (was, now)))  # fmt: skip


def arrow(label: str, was: str, now: str) -> str:
    """Return one line of before and after."""
    return f"{label}: {was} -> {now}"


def quoted(text: str) -> str:
    """Return a text in quotation marks."""
    return f"“{text}”"
