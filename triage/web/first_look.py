"""A first look at the pages, before processes share the memory of the application.

What is made at first use, such as templates, is then there once for all of them, and nobody waits for it.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response

from triage.web.pages.rulebook import PARTS
from triage.web.ticks import selections_of
from triage.web.visit import Site


def look_once(app: Flask, folder: str = "") -> None:
    """Open what many people open: the rules, and the way to a result as the first worked case of each file.

    `folder` stands before the addresses of the guide, empty or with a slash at its front. No page that makes a PDF: its
    library starts threads, and no process may be copied while it has some.
    """
    served: Site = app.extensions["site"]
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    static = (f"/static/{path.name}" for path in Path(app.static_folder or "").iterdir() if path.is_file())
    for path in ("/", "/learn", "/rules", *(f"/rules/{part}" for part in PARTS), *static):
        _open(app, folder, path)
    for case in {each.file: each for each in reversed(served.cases)}.values():
        answers = Response()
        served.jar.write(answers, selections_of(served.questionnaire, case.response))
        cookie = answers.headers["Set-Cookie"].partition(";")[0]
        for path in ("/", *(f"/question/{id}" for id in case.response.answers), "/check", "/result"):
            _open(app, folder, path, cookie)


def _open(app: Flask, folder: str, path: str, cookie: str = "") -> None:
    with app.test_request_context(path, environ_overrides={"SCRIPT_NAME": folder}, headers={"Cookie": cookie}):
        app.full_dispatch_request()
