"""Made-up people: the same questions and results under /try, with a jar and a band of their own.

Nothing that happens there touches a person's own answers, and nothing of it can be saved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Response,
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
from triage.web.navigation import open_address
from triage.web.outside import outside
from triage.web.pages import few_pages, question, result, summary
from triage.web.qr import qr_svg
from triage.web.teaching import breaking
from triage.web.teaching.answers_address import answers_in_address, told_in_address
from triage.web.teaching.worked_cases import told
from triage.web.ticks import Selections, selections_of
from triage.web.visit import Visit, any_visit, go_on, site, visit

NAME = "try"
MOST_IN_A_PICTURE = 900
"""A picture code of more letters is too fine for a phone at the back of a room."""
pages = Blueprint(NAME, __name__, url_prefix="/try")
for module in (question, few_pages, result, summary):
    pages.register_blueprint(module.pages)
pages.register_blueprint(breaking.practice)


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
    return render_template("teach/try_person.html", case=found, voice=voice, person=None)


@pages.post("/<case>")
def begin(case: str) -> ResponseReturnValue:
    """Answer for a person from the first question on, or with the answers filled in."""
    found, rules = _case(case), site().questionnaire
    if not TokenForm().validate_on_submit():
        return _not_opened()
    filled = request.form.get("go") == "filled"
    selections = selections_of(rules, found.response) if filled else Selections()
    first = url_for("questionnaire.question", id=rules.questions[0].id)
    response = make_response(redirect(url_for("questionnaire.check") if filled else first))
    site().jar.write(response, replace(selections, person=found.id))
    return response


@pages.get("/<case>/code.svg")
def person_picture(case: str) -> ResponseReturnValue:
    """The address of a person to try, as a QR code."""
    return Response(qr_svg(outside("try.person", case=_case(case).id)), mimetype="image/svg+xml")


@pages.get("/link")
def link() -> ResponseReturnValue:
    """The address that opens this made-up person elsewhere, as a link and as a picture."""
    here = visit()
    if here.path.next is not None:
        return redirect(open_address(here))
    address = _address(here)
    alike = next((case for case in here.site.cases if case.response == here.response), None)
    return render_template(
        "teach/try_link.html",
        link=address,
        has_picture=len(address) <= MOST_IN_A_PICTURE,
        case_link=outside("try.person", case=alike.id) if alike else None,
    )


@pages.get("/link.svg")
def link_picture() -> ResponseReturnValue:
    """That address as a QR code."""
    address = _address(visit())
    if len(address) > MOST_IN_A_PICTURE:
        abort(404)
    return Response(qr_svg(address), mimetype="image/svg+xml")


@pages.get("/answers/<digest>")
def answers(digest: str) -> ResponseReturnValue:
    """A made-up person whose answers the address says: what they are, and what of them means nothing any more."""
    rules = site().questionnaire
    found = answers_in_address(rules, digest, request.args)
    assessment = assess(rules, found.selections.response(rules))
    return render_template(
        "teach/try_answers.html",
        person=None,
        found=found,
        holds_none=not request.args,
        voice=assessment.voice,
        told=told(assessment),
        action=_with_answers(url_for("try.take", digest=digest), request.args.to_dict()),
    )


@pages.post("/answers/<digest>")
def take(digest: str) -> ResponseReturnValue:
    """Take over the answers that the address says, to see the match or to change them."""
    if not TokenForm().validate_on_submit():
        return _not_opened()
    found = answers_in_address(site().questionnaire, digest, request.args)
    onward = "result.result" if request.form.get("go") == "match" else "questionnaire.check"
    response = make_response(redirect(url_for(onward)))
    site().jar.write(response, found.selections)
    return response


def stands_here(endpoint: str) -> str:
    """Return the endpoint that a page leads to: while a made-up person is tried, that of the same page under /try."""
    if has_request_context() and NAME in request.blueprints:
        under = f"{NAME}.{endpoint}"
        return under if under in current_app.view_functions else endpoint
    return endpoint


def _not_opened() -> ResponseReturnValue:
    text = _("Nothing has changed. Go back and press the button once more.")
    return plain_page(_("We could not open this person"), text, 400)


def _address(here: Visit) -> str:
    """The address of the made-up person of this browser; those of one's own answers have none."""
    return _with_answers(outside("try.answers", digest=here.questionnaire.digest), told_in_address(here))


def _with_answers(address: str, told: Mapping[str, str]) -> str:
    return f"{address}?{urlencode(told)}" if told else address


def _case(id: str) -> WorkedCase:
    return site().case(id) or abort(404)
