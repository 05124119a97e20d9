"""The summary for the doctor: one content as a page, as a PDF and as text."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from tests.pictures import FAST, PICTURES, TIRED


@pytest.mark.parametrize("answers", [*PICTURES.values(), FAST, TIRED], ids=[*PICTURES, "fast", "tired"])
def test_the_page_shows_what_the_pdf_and_the_text_show(visitor, rules, answers):
    visitor.answer(answers)
    page = visitor.get("/summary")
    text = " ".join(page.one("textarea").text.split())
    response = visitor.client.get("/summary.pdf")
    assert response.mimetype == "application/pdf" and response.headers["Cache-Control"] == "no-store"
    pdf = PdfReader(io.BytesIO(response.data))
    assert len(pdf.pages) <= 2
    for words in (rules.version, rules.digest):
        assert words in text and words in page.main
    for item in page.all("dt"):
        assert "".join(item.itertext()) in text


def test_an_unfinished_questionnaire_has_no_summary_yet(visitor):
    assert visitor.get("/summary").url.endswith("/")
    assert visitor.client.get("/summary.pdf").status_code == 302


def test_the_result_leads_to_the_summary_and_to_saving(visitor):
    visitor.answer(PICTURES["myopathies"])
    page = visitor.get("/result")
    assert page.all("a", href="/summary") and page.all("a", href="/save")
