"""Made-up people: the same questions and results under /try, with a jar and a band of their own.

Nothing that happens there touches a person's own answers, and nothing of it can be saved.
"""

from __future__ import annotations

from dataclasses import replace

from flask import (
    Blueprint,
    abort,
    current_app,
    has_request_context,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from triage.core.assessment import assess
from triage.rule_files.worked_cases import WorkedCase
from triage.web.errors import plain_page
from triage.web.forms import TokenForm
from triage.web.made_once import nobodys_own
from triage.web.pages import few_pages, question, result, summary
from triage.web.ticks import Selections, selections_of
from triage.web.visit import Visit, any_visit, go_on, site

NAME = "try"
pages = Blueprint(NAME, __name__, url_prefix="/try")
for module in (question, few_pages, result, summary):
    pages.register_blueprint(module.pages)


@pages.before_request
def _as_made_up() -> None:
    """Let the request see the answers of the made-up person in place of one's own."""
    here = any_visit()
    go_on(Visit(here.site.practice, here.draft))


@pages.get("/<case>")
@nobodys_own
def person(case: str) -> str:
    """A person to try: the story, and the ways to answer for them."""
    found = _case(case)
    voice = assess(site().questionnaire, found.response).voice
    return render_template("teach/try_person.html", case=found, voice=voice)


@pages.post("/<case>")
def begin(case: str) -> ResponseReturnValue:
    """Answer for a person from the first question on, or with the answers filled in."""
    found, rules = _case(case), site().questionnaire
    if not TokenForm().validate_on_submit():
        text = _("Nothing has changed. Go back and press the button once more.")
        return plain_page(_("We could not open this person"), text, 400)
    filled = request.form.get("go") == "filled"
    selections = selections_of(rules, found.response) if filled else Selections()
    first = url_for("questionnaire.question", id=rules.questions[0].id)
    response = make_response(redirect(url_for("questionnaire.check") if filled else first))
    site().jar.write(response, replace(selections, person=found.id))
    return response


def stands_here(endpoint: str) -> str:
    """Return the endpoint that a page leads to: while a made-up person is tried, that of the same page under /try."""
    if has_request_context() and NAME in request.blueprints:
        under = f"{NAME}.{endpoint}"
        return under if under in current_app.view_functions else endpoint
    return endpoint


def _case(id: str) -> WorkedCase:
    return site().case(id) or abort(404)
