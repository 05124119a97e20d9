"""A first look at the pages, before processes share the memory of the application.

What is made at first use, such as templates, is then there once for all of them, and nobody waits for it.
"""

from __future__ import annotations

from flask import Flask, Response

from triage.web.ticks import selections_of
from triage.web.visit import Site


def look_once(app: Flask) -> None:
    """Open the pages of the way to a result, as the person of the first worked case. Nothing is kept.

    No page that makes a PDF: its library starts threads, and no process may be copied while it has some.
    """
    served: Site = app.extensions["site"]
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    for case in served.cases[:1]:
        answers = Response()
        served.jar.write(answers, selections_of(served.questionnaire, case.response))
        cookie = answers.headers["Set-Cookie"].partition(";")[0]
        for path in ("/", *(f"/question/{id}" for id in case.response.answers), "/check", "/result"):
            with app.test_request_context(path, headers={"Cookie": cookie}):
                app.full_dispatch_request()
