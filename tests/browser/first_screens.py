"""What people see first, for a person to read aloud: `python -m tests.browser.first_screens` renews docs/first-screens.

Two screens of a small phone for each of the six groups, an emergency, a toddler and somebody who is tired; and, with a
folder named, the same and more at every width, to look at.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from flask import Flask
from playwright.sync_api import BrowserContext, sync_playwright
from waitress import create_server

from tests.browser.conftest import CALM, chromium_program
from tests.pictures import BREATHLESS, PICTURES, TIRED
from triage.settings import ROOT, Settings, new_key
from triage.web.app import create_app
from triage.web.ticks import NONE, NOT_SURE, Selections

Answers = Mapping[str, Sequence[str] | str]

PHONE = {"width": 320, "height": 640}
TODDLER = {
    "who": "small_child",
    "main": ["weak"],
    "where": ["hips", "same_both"],
    "moves": ["rises", "climbs"],
    "speed": "years",
    "lately": "about_same",
    "age": "from_1",
    "day": "slowly_worse",
    "look": ["big_calves"],
    "childhood": ["walked_late"],
}
THIN_HAND = {
    "who": "me",
    "main": ["weak", "thin"],
    "where": ["hands", "one_side"],
    "tasks": ["fine_hands"],
    "speed": "years",
    "lately": "about_same",
    "age": "from_41",
    "day": "slowly_worse",
    "look": ["thin_hands"],
}
PEOPLE: Mapping[str, Answers] = {**PICTURES, "emergency": BREATHLESS, "toddler": TODDLER, "tired": TIRED}
"""Whose first two screens stand in docs/."""
SHOTS = ROOT / "docs" / "first-screens"


def told(app: Flask, answers: Answers) -> tuple[str, str]:
    """Return the name and value of the cookie of somebody who has answered everything, the rest with none."""
    rules, jar = app.extensions["site"].questionnaire, app.extensions["site"].jar
    ticks: dict[str, tuple[str, ...]] = {
        question.id: (NONE,) if question.kind == "many" else (NOT_SURE,) for question in rules.questions
    }
    ticks |= {id: (chosen,) if isinstance(chosen, str) else tuple(chosen) for id, chosen in answers.items()}
    response = app.response_class()
    jar.write(response, Selections(MappingProxyType(ticks)))
    name, _, rest = response.headers["Set-Cookie"].partition("=")
    return name, rest.split(";")[0]


def answer_as(context: BrowserContext, app: Flask, address: str, answers: Answers) -> None:
    """Give a browser these answers."""
    name, value = told(app, answers)
    context.add_cookies([{"name": name, "value": value, "url": address}])


def main(folder: Path | None) -> int:
    """Take the pictures. Returns the exit code."""
    program = chromium_program()
    if program is None:
        print("There is no Chromium, so there are no pictures.", file=sys.stderr)
        return 1
    (folder or SHOTS).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as database, sync_playwright() as playwright:
        app = create_app(Settings((new_key(),), database_url=f"sqlite:///{database}/answers.sqlite3"))
        server = create_server(app, host="127.0.0.1", port=0, threads=4)
        threading.Thread(target=server.run, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=program, args=CALM)
        address = f"http://127.0.0.1:{server.effective_port}"
        for name, answers in (PEOPLE | {"thin-hand": THIN_HAND} if folder else PEOPLE).items():
            for width in (320, 1280) if folder else (320,):
                context = browser.new_context(viewport={"width": width, "height": 640}, base_url=address)
                answer_as(context, app, address, answers)
                page = context.new_page()
                for path in ("/result", "/question/danger", "/help-now", "/summary", "/") if folder else ("/result",):
                    page.goto(path)
                    shot = (folder or SHOTS) / f"{name}{path.replace('/', '-') if folder else ''}-{width}.png"
                    clip = {"x": 0, "y": 0, "width": width, "height": 2 * PHONE["height"]}
                    page.screenshot(path=shot, full_page=True, clip=None if folder else clip)
                context.close()
        browser.close()
        server.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
