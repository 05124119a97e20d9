"""The picture on paper: the drawing of the page, with exactly the marked regions dark, told in words too."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET

import pypdf

from tests.pictures import FAST, TIRED
from tests.summary.people import answered, summed_up
from triage.rule_files.load import load
from triage.settings import RULES
from triage.summary.pdf import pdf_of
from triage.summary.picture import FILLED, svg_of

SHIPPED = load(RULES)
DARK = FILLED.split('"')[1]


def figures_in(made):
    """The words that stand for each figure."""
    found = []

    def walk(element):
        element = element.get_object()
        for each in element if isinstance(element, list) else [element]:
            each = each.get_object()
            if isinstance(each, dict):
                if each.get("/S") == "/Figure":
                    found.append(each["/Alt"])
                if "/K" in each:
                    walk(each["/K"])

    walk(pypdf.PdfReader(io.BytesIO(made)).trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def test_exactly_the_marked_regions_are_dark():
    (marked,) = summed_up(SHIPPED, answered(SHIPPED, FAST)).marked
    assert marked.regions == {"hips", "lower_legs"}
    groups = list(ET.fromstring(svg_of(marked)))
    parts = marked.figure.drawing.parts
    assert len(groups) == len(parts)
    for group, part in zip(groups, parts, strict=True):
        assert (group.get("fill") == DARK) == (part.region in marked.regions), part.region


def test_the_pdf_says_in_words_what_the_picture_shows():
    summary = summed_up(SHIPPED, answered(SHIPPED, FAST))
    made = pdf_of(summary)
    words = "Marked on the figure: hips or thighs; lower legs or feet"
    assert figures_in(made) == [words]
    text = " ".join(pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text().split())
    assert words in text and "front back" in text


def test_who_marked_nothing_has_no_picture():
    summary = summed_up(SHIPPED, answered(SHIPPED, TIRED))
    assert summary.marked == () and figures_in(pdf_of(summary)) == []
