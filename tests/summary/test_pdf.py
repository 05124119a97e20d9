"""The PDF: tagged, one page or two, the same content as the text, quick, and without traces."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest

from tests.pictures import FAST, PICTURES
from tests.rule_texts import as_one
from tests.summary.people import answered, at_random, summed_up, with_everything
from tests.summary.test_content import PEOPLE
from triage.rule_files.load import load
from triage.settings import RULES
from triage.summary import pdf
from triage.summary.pdf import pdf_of
from triage.summary.text import text_of

pytestmark = pytest.mark.slow

SHIPPED = load(RULES)
SUMMARY = summed_up(SHIPPED, answered(SHIPPED, FAST))
ACCENTS = "Žluťoučký kůň, ąęłń, ğışİ, Ünïcödé, Ñandú, Ελληνικά, Українська"


def read(made):
    return pypdf.PdfReader(io.BytesIO(made))


def text_in(made):
    return " ".join(" ".join(page.extract_text() for page in read(made).pages).split())


def tags(made):
    """The structure as (depth, tag), in reading order."""
    found = []

    def walk(element, depth):
        element = element.get_object()
        for each in element if isinstance(element, list) else [element]:
            each = each.get_object()
            if isinstance(each, dict) and "/S" in each:
                found.append((depth, each["/S"]))
                if "/K" in each:
                    walk(each["/K"], depth + 1)

    walk(read(made).trailer["/Root"]["/StructTreeRoot"]["/K"], 0)
    return found


def is_universal(made):
    return b"<pdfuaid:part>1<" in read(made).trailer["/Root"]["/Metadata"].get_data()


def test_it_says_that_it_is_universally_accessible_and_has_what_that_needs():
    made = pdf_of(SUMMARY)
    root = read(made).trailer["/Root"]
    assert is_universal(made)
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en" and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert read(made).metadata.title == SUMMARY.words.title


def test_headings_lists_and_paragraphs_are_tagged_in_order():
    found = [tag for _depth, tag in tags(pdf_of(SUMMARY))]
    headings = [int(tag[2:]) for tag in found if re.fullmatch(r"/H\d", tag)]
    assert headings[0] == 1 and headings.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(headings))
    counts = Counter(found)
    assert counts["/L"] >= 5 and counts["/LI"] == counts["/LBody"] > 15 and counts["/P"] > 5


@pytest.mark.parametrize("name", PEOPLE)
def test_everything_on_a_page_is_tagged_or_marked_as_decoration(name):
    for page in read(pdf_of(summed_up(SHIPPED, answered(SHIPPED, PEOPLE[name])))).pages:
        depth = 0
        for operands, operator in page.get_contents().operations:
            if operator in (b"BDC", b"BMC"):
                depth += 1
            elif operator == b"EMC":
                depth -= 1
            elif operator in (b"Tj", b"TJ"):
                assert depth > 0, operands
        assert depth == 0


def test_its_fonts_are_inside_it_and_can_be_read_as_text():
    for page in read(pdf_of(SUMMARY)).pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            inside = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert "NotoSans" in font["/BaseFont"] and "/ToUnicode" in font
            assert "/FontFile2" in inside or "/FontFile3" in inside


@pytest.mark.parametrize("name", PEOPLE)
def test_it_holds_every_word_of_the_text_on_one_page(name):
    summary = summed_up(SHIPPED, answered(SHIPPED, PEOPLE[name]))
    made = pdf_of(summary)
    assert len(read(made).pages) == 1
    advice = {word for flag in summary.flags if flag.urgency != summary.urgency for word in flag.say.split()}
    have = set(re.findall(r"\w+", text_in(made).lower()))
    missing = set(re.findall(r"\w+", text_of(summary).lower())) - have
    assert missing <= {word for text in advice for word in re.findall(r"\w+", text.lower())}


@pytest.mark.parametrize("who", ["me", "another_adult", "child", "small_child"])
@pytest.mark.parametrize("seed", range(3))
def test_all_that_can_be_ticked_fits_on_two_pages(who, seed):
    made = pdf_of(summed_up(SHIPPED, with_everything(SHIPPED, who, seed)))
    assert len(read(made).pages) <= 2 and is_universal(made)
    assert SHIPPED.digest in text_in(made)


@pytest.mark.parametrize("seed", range(15))
def test_whoever_ticks_at_random_gets_two_pages_at_most(seed):
    assert len(read(pdf_of(summed_up(SHIPPED, at_random(SHIPPED, seed)))).pages) <= 2


def test_accents_and_every_character_of_the_rule_file_can_be_shown():
    characters = "".join(sorted(set(as_one(RULES)) - {"\n"}))
    made = pdf_of(replace(SUMMARY, disclaimer=ACCENTS, version=characters))
    assert is_universal(made) and ACCENTS in text_in(made)


@pytest.mark.parametrize("text", ["漢字", "العربية", "→ ✓", "\N{GRINNING FACE}", "a\x00b"])
def test_a_character_that_the_fonts_lack_costs_no_page(text):
    assert SUMMARY.words.title in text_in(pdf_of(replace(SUMMARY, disclaimer=text)))


def test_no_text_is_read_as_a_command():
    text = '#panic("x") $x$ *b* @ref <l> // c \\ = h #include "OFL.txt"'
    assert text in text_in(pdf_of(replace(SUMMARY, disclaimer=text)))


def test_the_same_answers_on_the_same_day_make_the_same_file_in_every_thread():
    summaries = [summed_up(SHIPPED, answered(SHIPPED, PICTURES[name])) for name in PICTURES] * 3
    one_by_one = [pdf_of(summary) for summary in summaries]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(pdf_of, summaries)) == one_by_one


def test_it_holds_the_day_but_no_time_of_day_and_no_place():
    made = read(pdf_of(SUMMARY))
    assert made.metadata["/CreationDate"].startswith("D:20261121")
    assert str(Path(pdf.__file__).parent).encode() not in pdf_of(SUMMARY)


def test_it_is_made_without_writing_a_file(tmp_path):
    folders = {name: tmp_path / name for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME")}
    for folder in folders.values():
        folder.mkdir()
    script = """
import resource, sys
from tests.summary.test_pdf import SUMMARY, pdf_of
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
print(len(pdf_of(SUMMARY)))
"""
    environment = os.environ | {name: str(folder) for name, folder in folders.items()}
    environment |= {"PYTHONPATH": str(Path.cwd()), "PYTHONDONTWRITEBYTECODE": "1"}
    made = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert int(made.stdout) > 20_000
    assert [list(folder.iterdir()) for folder in folders.values()] == [[], [], [], []]


def test_the_template_needs_nothing_from_elsewhere():
    template = Path(pdf.__file__).with_name("summary.typ").read_text(encoding="utf-8")
    assert "@preview" not in template and "import" not in template and "read(" not in template
