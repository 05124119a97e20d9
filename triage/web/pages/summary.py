"""The summary for the doctor: as a page to read and print, as a PDF, and as text to copy."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from triage.summary.content import Summary, summary_of
from triage.summary.headings import words
from triage.summary.pdf import pdf_of
from triage.summary.text import text_of
from triage.today import today
from triage.web.visit import visit

pages = Blueprint("summary", __name__)


@pages.get("/summary")
def read() -> ResponseReturnValue:
    """The summary as a page."""
    summary = _summary()
    if summary is None:
        return redirect(url_for("questionnaire.check"))
    return render_template("summary.html", summary=summary, text=text_of(summary))


@pages.get("/summary.pdf")
def pdf() -> ResponseReturnValue:
    """The summary as a tagged PDF, made in memory."""
    summary = _summary()
    if summary is None:
        return redirect(url_for("questionnaire.check"))
    name = "made-up-person" if visit().site.made_up else "summary"
    disposition = {"Content-Disposition": f'inline; filename="{name}-{summary.date}.pdf"'}
    return Response(pdf_of(summary), mimetype="application/pdf", headers=disposition)


def _summary() -> Summary | None:
    """Return the summary of the current answers, or None where questions are still open.

    That of a draft says so, and so does that of a made-up person, at its head and at the foot of each page.
    """
    here = visit()
    if here.path.next is not None:
        return None
    said = words(_, str(get_locale()))
    if here.site.made_up:
        said = replace(said, title=_("Made-up person, for teaching: %(title)s", title=said.title))
    made = summary_of(here.questionnaire, here.assessment, today(), said)
    return made if here.draft is None else replace(made, guide=_("DRAFT: %(guide)s", guide=made.guide))
