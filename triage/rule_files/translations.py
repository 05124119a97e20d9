"""Translations: gettext catalogues beside a rule file, `translations/<language>.po`, and a rule file in their words.

Each entry has the id path of a text as `msgctxt` and the English text as `msgid`. Where the English text has changed
since, the translation is stale and the English text stands. Nothing but texts can change.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

from triage.core.questionnaire import Questionnaire
from triage.rule_files.diagnostics import Diagnostic, RuleFileError, suggestion
from triage.rule_files.document import Document, Mark
from triage.rule_files.files_beside import files_in
from triage.rule_files.texts import reworded, texts_of
from triage.rule_files.yaml_reader import read_text

FOLDER = "translations"
ENTRY = "an entry is `msgctxt`, `msgid` and `msgstr`, each with its text in quotes"
HEADER = "copy the header that `triage catalogue` writes"
FEW = 3
"""So many missing texts are named."""
FIGURES = re.compile(r"\d+|\{\w*\}|%\(\w+\)s|%s")
TEXT = re.compile(r'(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?) *)?"')
"""How a line of a catalogue starts that holds a text, with its keyword or going on."""
WHOLE = re.compile(TEXT.pattern + r'(?:[^"\\]|\\.)*"$')
PLURALS = re.compile(r'"Plural-Forms: *(?!nplurals=\d+; *plural=[^\\A-Z]+)', re.IGNORECASE)
"""What a header says of plurals where it says nothing that can be used, as right after the template was copied."""


@dataclass(frozen=True)
class Catalogue:
    """The texts of one language by id path: those that may be used."""

    language: str
    texts: Mapping[str, str]


def catalogues_beside(rules: Path) -> list[Path]:
    """Return the catalogues of a rule file, by name."""
    return files_in(rules.parent / FOLDER, ".po")


def translated(questionnaire: Questionnaire, catalogue: Catalogue) -> Questionnaire:
    """Return the questionnaire in the words of a catalogue, in English where it has none."""
    return reworded(questionnaire, lambda path, english: catalogue.texts.get(path, english))


def examine_catalogue(path: Path, questionnaire: Questionnaire) -> tuple[Catalogue, tuple[Diagnostic, ...]]:
    """Read a catalogue of these texts and list every fault. What is faulty is left out, and falls back to English."""
    document = Document(str(path))
    english = texts_of(questionnaire)
    good: dict[str, str] = {}
    for message in _messages(document, path):
        if message.id and _fits(document, message, english, good):
            good[str(message.context)] = str(message.string)
    missing = [place for place in english if place not in good]
    if missing and not document.has_errors:
        first = ", ".join(f"`{each}`" for each in missing[:FEW])
        text = f"{len(missing)} of {len(english)} texts have no translation that can be used: {first}"
        text += " and others" if len(missing) > FEW else ""
        document.report_at("R304", Mark(1, 1), text, "`triage catalogue` lists all texts; these stay English")
    return Catalogue(path.stem, good), document.in_order()


def template(questionnaire: Questionnaire, old: Path | None = None) -> str:
    """Return a catalogue of all texts to translate, with what an older one says; changed texts are marked `fuzzy`.

    Raises RuleFileError where the older one cannot be read.
    """
    document = Document(str(old))
    before = {message.context: message for message in _messages(document, old) if message.id} if old else {}
    if document.has_errors:
        raise RuleFileError(document.in_order())
    catalogue = Catalog(project=questionnaire.ruleset, version=questionnaire.version, fuzzy=False)
    catalogue.header_comment = f"# Texts of the rule file {questionnaire.ruleset}, version {questionnaire.version}."
    for path, text in texts_of(questionnaire).items():
        was = before.get(path)
        said = str(was.string) if was else ""
        flags = {"fuzzy"} if was and said and (was.id != text or was.fuzzy) else set()
        catalogue.add(text, said, context=path, flags=flags)
    written = io.BytesIO()
    write_po(written, catalogue, width=0, omit_header=False)
    return written.getvalue().decode("utf-8")


def _messages(document: Document, path: Path) -> list[Message]:
    text = read_text(document, path)
    if text is None:
        return []
    try:
        return list(read_po(io.StringIO(_mended(document)), abort_invalid=True))
    except PoFileError as error:
        document.report_at("R002", Mark(error.lineno + 1, 1), f"this is no gettext catalogue: {error.args[0]}", ENTRY)
    except ValueError as error:  # a header that Babel cannot make sense of
        document.report_at("R002", Mark(1, 1), f"the header of this catalogue cannot be read: {error}", HEADER)
    return []


def _mended(document: Document) -> str:
    """The text of a catalogue without what would stop its reader: that is reported, and the rest is read."""
    lines = list(document.lines)
    for number, line in enumerate(document.lines, 1):
        told = line.strip()
        if PLURALS.match(told):
            hint = "delete the line, since no text here has a plural; or write it as in `nplurals=2; plural=(n != 1);`"
            document.report_at("R002", Mark(number, 1), "this header says nothing about plurals that can be used", hint)
            lines[number - 1] = ""
        elif TEXT.match(told) and not WHOLE.match(told):
            document.report_at("R002", Mark(number, 1), "this text does not stand between two quote marks", ENTRY)
            lines[number - 1] = line + '"' if WHOLE.match(told + '"') else ""
    return "\n".join(lines) + "\n"


def _fits(document: Document, message: Message, english: Mapping[str, str], good: Mapping[str, str]) -> bool:
    """Whether a message may be used; if not, why is reported."""
    path, place = str(message.context or ""), Mark(_first_line(document, message), 1)
    if path not in english:
        hint = suggestion(path, english) if path else "give it a `msgctxt` with the id path of the text"
        document.report_at("R301", place, f"the rule file has no text at `{path}`", hint)
    elif path in good:
        document.report_at("R015", place, f"the text `{path}` stands already above", "keep one of the two")
    elif message.id != english[path] or message.fuzzy:
        hint = f"the English text is now: {english[path]}"
        document.report_at("R302", place, f"the translation of `{path}` is stale", hint)
    elif not str(message.string).strip():
        if message.string:
            document.report_at("R303", place, f"the translation of `{path}` is empty", "write it, or leave it out")
    elif sorted(FIGURES.findall(str(message.string))) != sorted(FIGURES.findall(english[path])):
        figures = ", ".join(FIGURES.findall(english[path])) or "none"
        hint = f"the English text has these: {figures}"
        document.report_at("R025", place, f"the translation of `{path}` has other numbers or placeholders", hint)
    else:
        return True
    return False


def _first_line(document: Document, message: Message) -> int:
    """The line of `msgctxt`, where the entry has one; Babel tells that of `msgid`."""
    line = message.lineno or 1
    while line > 1 and document.lines[line - 2].startswith(("msgctxt", '"')):
        line -= 1
    return line
