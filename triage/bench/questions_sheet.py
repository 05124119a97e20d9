"""The questionnaire as a reader's sheet: every question with its options, and in words when it is asked.

It is for people who answer on paper for somebody whose story they read. It shows what the pages ask and nothing of
what the rules make of it: no category, no urgency, no code and no source.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any as Json

from triage.core.answers import Answers, Response
from triage.core.assessment import voice
from triage.core.conditions import UNKNOWN, All, Any, Chosen, Condition, Found, Not, holds
from triage.core.dependencies import voice_questions
from triage.core.path import walk
from triage.core.questionnaire import Question, Questionnaire
from triage.core.wording import VOICES
from triage.rule_files.answers_file import NONE, NOT_SURE
from triage.rule_files.diagnostics import suggestion
from triage.rule_files.draft_folder import rules_named
from triage.rule_files.load import load

NONE_TEXT, NOT_SURE_TEXT = "None of these", "I am not sure"
"""The words of the pages for the two answers that are no option."""
HOW = """\
Answer from top to bottom, with the words in [brackets]. A question that says when it is asked is answered only then.
Where you are not sure whether that is so, answer it. [not_sure] beside other ticks means: not sure about the rest."""


class UnknownReader(Exception):
    """No voice and no option that decides the voice has this name. The message says which there are."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A question on the sheet: its number, and what must hold for it to be asked; None for always."""

    number: int
    question: Question
    when: Condition | None


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """What can be ticked: the id to answer with, its words, and the heading that stands before it, if one does."""

    id: str
    text: str
    heading: str | None = None


@dataclass(frozen=True)
class QuestionsSheet:
    """The questions that one kind of reader may meet, in the voice that speaks to them."""

    questionnaire: Questionnaire
    who: str
    voice: str
    entries: tuple[Entry, ...]


def sheet_for(questionnaire: Questionnaire, who: str = VOICES[0]) -> QuestionsSheet:
    """Return the sheet for a voice, or for an option that decides the voice. Raises UnknownReader.

    For an option, what is never asked of whoever picks it is left out; for a voice every question stands there.
    """
    deciding = deciding_options(questionnaire)
    if who in deciding:
        question = deciding[who]
        path = walk(questionnaire, Response.of({question.id: question.answer(frozenset({who}))}))
        return _sheet(questionnaire, who, voice(questionnaire, path), path.asked, path.answers)
    if who in VOICES:
        return _sheet(questionnaire, who, who, questionnaire.questions, {})
    raise UnknownReader(f"nobody is named `{who}`: {suggestion(who, (*VOICES, *deciding))}")


def deciding_options(questionnaire: Questionnaire) -> dict[str, Question]:
    """Return the ids of the options that decide whom the words speak of, each with its question."""
    read = voice_questions(questionnaire)
    asked = (question for question in questionnaire.questions if question.id in read)
    return {option.id: question for question in asked for option in question.options}


def as_json(sheet: QuestionsSheet) -> dict[str, Json]:
    """Return a sheet as JSON-ready data."""
    rules = sheet.questionnaire
    return {
        "ruleset": rules.ruleset,
        "version": rules.version,
        "who": sheet.who,
        "voice": sheet.voice,
        "questions": [_question_data(sheet, entry) for entry in sheet.entries],
    }


def as_text(sheet: QuestionsSheet) -> str:
    """Return a sheet as plain text."""
    title = sheet.questionnaire.about.title.for_(sheet.voice)
    head = f"{title}: the questions, {_addressee(sheet)}\n\n{HOW}"
    return "\n\n".join([head, *(entry_text(sheet, entry) for entry in sheet.entries)])


def entry_text(sheet: QuestionsSheet, entry: Entry) -> str:
    """Return one question of a sheet as plain text."""
    question, speaks = entry.question, sheet.voice
    lines = [f"{entry.number}. {question.text.for_(speaks)} [{question.id}]", f"   {question.help.for_(speaks)}"]
    if entry.when is not None:
        lines += [f"   Asked when {line}" if n == 0 else f"     {line}" for n, line in enumerate(_when(sheet, entry))]
    lines.append("   One answer:" if question.kind == "one" else "   Any number of answers:")
    for choice in _choices(question, speaks):
        lines += [f"     {choice.heading}:"] if choice.heading else []
        lines.append(f"     [{choice.id}] {choice.text}")
    return "\n".join(lines)


def _sheet(
    questionnaire: Questionnaire, who: str, speaks: str, asked: tuple[Question, ...], known: Answers
) -> QuestionsSheet:  # fmt: skip
    entries = (Entry(n, question, _open_part(question.ask_when, known)) for n, question in enumerate(asked, 1))
    return QuestionsSheet(questionnaire, who, speaks, tuple(entries))


def _open_part(condition: Condition | None, known: Answers) -> Condition | None:
    """What of a condition the known answers leave open; None where they settle it."""
    if condition is None or holds(condition, known, {}) is not UNKNOWN:
        return None
    match condition:
        case All(parts) | Any(parts):
            left = tuple(each for part in parts if (each := _open_part(part, known)) is not None)
            return left[0] if len(left) == 1 else type(condition)(left)
        case Not(part):
            inner = _open_part(part, known)
            return None if inner is None else Not(inner)
        case Chosen() | Found():
            return condition


def _addressee(sheet: QuestionsSheet) -> str:
    question = deciding_options(sheet.questionnaire).get(sheet.who)
    texts = [option.text.for_(sheet.voice) for option in question.options if option.id == sheet.who] if question else []
    return f"for: {texts[0]}" if texts else f"in the voice “{sheet.voice}”"


def _choices(question: Question, speaks: str) -> Iterator[SheetChoice]:
    for option in question.options:
        yield SheetChoice(option.id, option.text.for_(speaks), option.heading.for_(speaks) if option.heading else None)
    if question.kind == "many":
        yield SheetChoice(NONE, question.none.for_(speaks) if question.none else NONE_TEXT)
    yield SheetChoice(NOT_SURE, NOT_SURE_TEXT)


def _question_data(sheet: QuestionsSheet, entry: Entry) -> dict[str, Json]:
    question = entry.question
    return {
        "number": entry.number,
        "id": question.id,
        "text": question.text.for_(sheet.voice),
        "help": question.help.for_(sheet.voice),
        "kind": question.kind,
        "asked_when": [line.strip() for line in _when(sheet, entry)],
        "options": [asdict(choice) for choice in _choices(question, sheet.voice)],
    }


def _when(sheet: QuestionsSheet, entry: Entry) -> Iterator[str]:
    """When a question is asked, in lines; nothing where it always is."""
    if entry.when is not None:
        yield from _told(sheet, entry.when)


def _told(sheet: QuestionsSheet, condition: Condition) -> Iterator[str]:
    match condition:
        case Chosen():
            yield _chosen(sheet, condition)
        case Found(finding):
            yield f"this is so: {sheet.questionnaire.finding(finding).text.for_(sheet.voice)}"
        case Not(part):
            yield "this is not so:"
            yield from _listed(sheet, (part,))
        case All(parts):
            yield "all of these are so:"
            yield from _listed(sheet, parts)
        case Any(parts):
            yield "one of these is so:"
            yield from _listed(sheet, parts)


def _listed(sheet: QuestionsSheet, parts: tuple[Condition, ...]) -> Iterator[str]:
    for part in parts:
        for n, line in enumerate(_told(sheet, part)):
            yield f"- {line}" if n == 0 else f"  {line}"


def _chosen(sheet: QuestionsSheet, condition: Chosen) -> str:
    number = next((entry.number for entry in sheet.entries if entry.question.id == condition.question), None)
    question = sheet.questionnaire.question(condition.question)
    assert question is not None, "the loader lets no unknown question through"
    texts = [f"“{option.text.for_(sheet.voice)}”" for option in question.options if option.id in condition.options]
    some = f"at least {condition.at_least} of " if condition.at_least > 1 else ""
    joined = " or ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else texts[0]
    return f"{number or question.text.for_(sheet.voice)} is answered with {some}{joined}"


def add_questions(commands: argparse._SubParsersAction[argparse.ArgumentParser], rules: Path) -> None:
    """Add the command to the parser; `rules` is the shipped rule file."""
    parser = commands.add_parser(
        "questions",
        help="print the whole questionnaire as a reader's sheet",
        description="Print every question with its help, its options and when it is asked, for people who answer on "
        "paper. Nothing of what the rules make of an answer is told.",
    )
    parser.add_argument(
        "--who",
        default=VOICES[0],
        metavar="VOICE_OR_OPTION",
        help=f"whom the words speak of: {', '.join(VOICES)}, or an option that decides it, which leaves out what is "
        "never asked then; a name that is both is read as the option (default: %(default)s)",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--text", action="store_true", help="print plain text (the default)")
    form.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--rules", type=rules_named, default=rules, help="the rule file (default: the shipped one)")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    try:
        sheet = sheet_for(load(options.rules), options.who)
    except UnknownReader as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(as_json(sheet), indent=1, ensure_ascii=False) if options.json else as_text(sheet))
    return 0
