"""A catalogue beside a rule file gives the same rule file in other words, and every fault of it is named."""

from __future__ import annotations

import dataclasses
import io

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import HOUSEPLANT
from triage.cli import main
from triage.core.answers import Response
from triage.core.assessment import assess
from triage.rule_files.load import load
from triage.rule_files.texts import reworded, texts_of
from triage.rule_files.translations import Catalogue, examine_catalogue, template, translated

PLANTS = load(HOUSEPLANT)
TEXTS = texts_of(PLANTS)
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
TITLE = 'msgctxt "about/title"\nmsgid "Houseplant guide"\nmsgstr "{}"\n'


def examined(tmp_path, content):
    file = tmp_path / "de.po"
    file.write_bytes(content if isinstance(content, bytes) else (HEAD + content).encode())
    catalogue, found = examine_catalogue(file, PLANTS)
    return catalogue, [each for each in found if each.code != "R304"]


def test_an_id_path_carries_the_voice_only_where_the_voices_differ():
    assert TEXTS["questions/leaves/text/child"] == "What is on the small leaves?"
    assert TEXTS["questions/leaves/help"] == "Look at both sides."
    assert TEXTS["categories/too_dry/patterns/thirst/typical_of/1"] == "drought"
    assert "questions/leaves/text" not in TEXTS and "questions/leaves/help/child" not in TEXTS


def test_every_text_of_the_shipped_file_has_a_path_of_its_own_and_no_id_or_code_is_a_text(rules):
    texts = texts_of(rules)
    ids = {option.id for question in rules.questions for option in question.options if "_" in option.id}
    assert len(texts) > 1000 and not ids & set(texts.values())
    assert not any(text.startswith(("HP:", "http")) for text in texts.values())


def test_a_byte_order_mark_is_taken_off(tmp_path):
    catalogue, found = examined(tmp_path, b"\xef\xbb\xbf" + (HEAD + TITLE.format("Zimmerpflanzen")).encode())
    assert found == [] and catalogue.texts["about/title"] == "Zimmerpflanzen"


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ('"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"', 4),
        ('"Plural-Forms: nplurals=two;\\n"', 4),
        ('"POT-Creation-Date: some day\\n"', 1),
        ('"Content-Type: text/plain; charset=no-such-thing\\n"', None),
    ],
)
def test_a_header_that_means_nothing_is_named_and_the_rest_is_read(tmp_path, header, line):
    catalogue, found = examined(tmp_path, (HEAD.rstrip("\n") + f"\n{header}\n\n" + TITLE.format("Pflanzen")).encode())
    assert [(each.code, each.line) for each in found] == ([("R002", line)] if line else [])
    assert line == 1 or catalogue.texts["about/title"] == "Pflanzen"


@pytest.mark.parametrize("broken", ['msgstr "Zimmer', 'msgstr "Zimmer"" ', 'msgstr "Zim"mer"'])
def test_a_text_without_both_its_quote_marks_is_named_and_loses_nothing_unsaid(tmp_path, broken):
    text = TITLE.format("x").replace('msgstr "x"', broken)
    _, found = examined(tmp_path, (HEAD + text + "\n").encode())
    assert ("R002", 7) in [(each.code, each.line) for each in found]


def test_a_catalogue_changes_its_texts_and_nothing_else(tmp_path):
    catalogue, found = examined(tmp_path, TITLE.format("Zimmerpflanzen"))
    made = translated(PLANTS, catalogue)
    assert found == [] and catalogue.language == "de"
    assert made.about.title.child == "Zimmerpflanzen" and made.about.purpose == PLANTS.about.purpose
    assert dataclasses.replace(made, about=PLANTS.about) == PLANTS


def test_one_voice_can_be_translated_by_itself():
    made = translated(PLANTS, Catalogue("de", {"questions/leaves/text/child": "Und die kleinen?"}))
    leaves = next(question for question in made.questions if question.id == "leaves")
    assert leaves.text.child == "Und die kleinen?" and leaves.text.self_ == TEXTS["questions/leaves/text/self"]


def test_a_translation_into_the_same_words_is_the_same_questionnaire(rules):
    assert reworded(rules, lambda _, english: english) == rules


@given(ticks=st.sets(st.sampled_from(["yellow", "limp", "smoke"])))
def test_the_same_answers_have_the_same_result_in_every_language(ticks):
    shouted = reworded(PLANTS, lambda _, english: english.upper())
    response = Response().with_answer("leaves", PLANTS.question("leaves").answer(frozenset(ticks)))
    ours, theirs = assess(PLANTS, response), assess(shouted, response)
    assert [(each.category.id, each.points, each.rank) for each in ours.categories] == [
        (each.category.id, each.points, each.rank) for each in theirs.categories
    ]
    assert ours.urgency == theirs.urgency and dict(ours.findings) == dict(theirs.findings)


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b'msgid "\xe4"\n', "R001", "not UTF-8"),
        ('msgctxt "about/title"\nmsgidd "x"\n', "R002", "no gettext catalogue"),
        (TITLE.format("Eins") + "\n" + TITLE.format("Eins").replace("guide", "book"), "R015", "stands already"),
        (TITLE.format("3 Pflanzen"), "R025", "other numbers"),
        (TITLE.format("Pflanzen").replace("title", "tilte"), "R301", "no text at `about/tilte`"),
        (TITLE.format("Pflanzen").replace("Houseplant", "House plant"), "R302", "stale"),
        ("#, fuzzy\n" + TITLE.format("Pflanzen"), "R302", "stale"),
        (TITLE.format(" "), "R303", "empty"),
    ],
    ids=["bytes", "syntax", "twice", "numbers", "unknown", "older", "fuzzy", "empty"],
)
def test_a_faulty_entry_is_named_and_the_english_text_stands(tmp_path, content, code, words):
    catalogue, found = examined(tmp_path, content)
    assert [each.code for each in found] == [code]
    assert words in found[0].message and found[0].hint
    assert catalogue.texts.get("about/title", "Eins") == "Eins"


def test_what_has_no_translation_is_one_warning_with_the_count(tmp_path):
    file = tmp_path / "de.po"
    file.write_text(HEAD + TITLE.format("Zimmerpflanzen"))
    (warning,) = examine_catalogue(file, PLANTS)[1]
    assert warning.code == "R304" and f"{len(TEXTS) - 1} of {len(TEXTS)} texts" in warning.message


def test_the_template_lists_every_text_and_a_filled_one_has_no_fault(tmp_path):
    empty = read_po(io.StringIO(template(PLANTS)))
    assert {message.context: message.id for message in empty if message.id} == TEXTS
    for message in empty:
        message.string = message.id
    file = tmp_path / "en.po"
    filled = template(PLANTS)
    for english in sorted(set(TEXTS.values()), key=len, reverse=True):
        quoted = english.replace('"', '\\"')
        filled = filled.replace(f'msgid "{quoted}"\nmsgstr ""', f'msgid "{quoted}"\nmsgstr "{quoted}"')
    file.write_text(filled)
    assert examine_catalogue(file, PLANTS)[1] == ()


def test_the_command_keeps_an_older_catalogue_and_marks_what_changed(tmp_path, capsys):
    old = tmp_path / "de.po"
    changed = 'msgctxt "areas/leaf"\nmsgid "Its leafs"\nmsgstr "Die Blätter"\n'
    old.write_text(HEAD + TITLE.format("Zimmerpflanzen") + "\n" + changed, encoding="utf-8")
    assert main(["catalogue", "--rules", str(HOUSEPLANT), "--old", str(old)]) == 0
    printed = capsys.readouterr().out
    assert TITLE.format("Zimmerpflanzen") in printed
    assert '#, fuzzy\nmsgctxt "areas/leaf"\nmsgid "Its leaves"\nmsgstr "Die Blätter"' in printed


@given(content=st.binary(max_size=300) | st.text(alphabet='msgidctxtr "\\n#,[]0', max_size=200).map(str.encode))
def test_no_bytes_make_the_reader_of_catalogues_fail(tmp_path_factory, content):
    file = tmp_path_factory.getbasetemp() / "fuzz.po"
    file.write_bytes(content)
    assert examine_catalogue(file, PLANTS)[1]
