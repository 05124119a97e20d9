"""A picture of every state of the site, for a person to look at: `run.py test --screenshots DIR`."""

from __future__ import annotations

import sys
import tempfile
import threading
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from waitress import create_server

from tests.browser.conftest import CALM, chromium_program
from tests.browser.tour import TOURS
from triage.settings import Settings, new_key
from triage.web.app import create_app

WIDTHS = (320, 1280)


def main(folder: Path) -> int:
    """Take every tour at every width. Returns the exit code."""
    program = chromium_program()
    if program is None:
        print("There is no Chromium, so there are no pictures.", file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as database:
        settings = Settings((new_key(),), database_url=f"sqlite:///{database}/answers.sqlite3")
        server = create_server(create_app(settings), host="127.0.0.1", port=0, threads=4)
        threading.Thread(target=server.run, daemon=True).start()
        try:
            names = take(program, f"http://127.0.0.1:{server.effective_port}", folder)
        finally:
            server.close()
    write_index(folder, names)
    print(f"{len(names) * len(WIDTHS)} pictures: open {folder / 'index.html'}")
    return 0


def take(program: str, address: str, folder: Path) -> list[str]:
    """Take the pictures and return the names of the states."""
    names: dict[str, None] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CALM)
        for width in WIDTHS:
            for tour in TOURS:
                context = browser.new_context(viewport={"width": width, "height": 900}, base_url=address)
                page = context.new_page()
                tour(page, partial(photograph, page, folder, f"{tour.__name__}-", f"-{width}.png", names))
                context.close()
                print(f"{width} px, {tour.__name__}: done", flush=True)
        browser.close()
    return list(names)


def photograph(page: Page, folder: Path, before: str, after: str, names: dict[str, None], state: str) -> None:
    """Write a picture of the state that is open and note its name."""
    page.screenshot(path=folder / f"{before}{state}{after}", full_page=True)
    names[before + state] = None


def write_index(folder: Path, names: list[str]) -> None:
    """Write a page that shows all pictures, narrow beside wide."""
    rows = [
        f"<h2>{name}</h2>"
        + "".join(f'<img src="{name}-{width}.png" alt="{width} px" loading="lazy">' for width in WIDTHS)
        for name in names
    ]
    style = "body{font-family:sans-serif;margin:2rem}img{vertical-align:top;border:1px solid #ccc;margin:0 1rem 1rem 0}"
    page = f"<!doctype html><meta charset=utf-8><title>Every state</title><style>{style}</style>" + "\n".join(rows)
    (folder / "index.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
