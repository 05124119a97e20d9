"""The `triage preview` command: the real site on a draft of the rules, which follows its files as they are saved."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage.rule_files.diagnostics import RuleFileError
from triage.rule_files.draft_folder import near, rules_named
from triage.rule_files.rule_folder import files_of
from triage.settings import ROOT, Settings, SettingsError, new_key, settings_from

if TYPE_CHECKING:
    from flask import Flask

    from triage.preview.draft import Draft

PORT = 8001
"""Beside the real site, which takes 8000."""
KEY_FILE = ROOT / "instance" / "preview_key"
KEPT = ("TRIAGE_COUNTRY",)
"""The settings of the real site that a preview shares."""


def add_preview(commands: Any, rules: Path) -> None:
    """Add the command to the parser; `rules` is the shipped rule file."""
    parser = commands.add_parser(
        "preview",
        help="show a draft of the rules as pages",
        description="Serve the real site on a draft of the rules until Ctrl-C. Save a file and load a page again to "
        "see the change. Each page says that this is a draft, and lists its errors and warnings. While there are "
        "errors, the pages show the last version without. Links and cases are taken from beside the draft "
        "(resources.yaml and the folder cases), or else those shipped. Answers given here are kept apart from "
        "those of the real site.",
    )
    parser.add_argument("file", type=rules_named, help="the draft: its name, or a rule file or folder")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=PORT, help="port to listen on (default: %(default)s)")
    parser.set_defaults(run=partial(_preview, rules))


def preview_app(file: Path, shipped: Path, folder: Path, key_file: Path = KEY_FILE) -> tuple[Flask, Draft]:
    """Make the application that shows the draft in `file`; what is saved on its pages stays in `folder`.

    Raises RuleFileError where the draft has errors and the shipped rules, to be shown in its place, have too.
    """
    from triage.preview.draft import Draft, install
    from triage.web.app import app_on, site_of, with_store

    settings = replace(_own_settings(key_file), database_url=f"sqlite:///{folder / 'answers.sqlite3'}", preview=True)
    draft = Draft(file, shipped, partial(site_of, settings))
    app = with_store(app_on(draft.look().site, settings), settings)
    install(app, draft)
    return app, draft


def _own_settings(key_file: Path) -> Settings:
    """Settings with a key of the preview's own, the same at the next start where it can be kept."""
    shared = {name: os.environ[name] for name in KEPT if name in os.environ}
    try:
        return settings_from(shared, key_file)
    except SettingsError:
        return settings_from({**shared, "TRIAGE_SECRET_KEYS": new_key()})


def _preview(rules: Path, options: argparse.Namespace) -> int:
    from triage.server import serve
    from triage.web.headers import every_header

    try:
        for file in files_of(options.file):
            with file.open("rb"):
                pass
    except OSError as error:
        print(f"{options.file}: cannot be read: {(error.strerror or str(error)).lower()}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="preview-", ignore_cleanup_errors=True) as folder:
        try:
            app, draft = preview_app(options.file, near(rules), Path(folder))
        except RuleFileError as error:
            print(error, end="\n\n", file=sys.stderr)
            print("There is no version without errors to show yet. Mend these first.", file=sys.stderr)
            return 1
        view = draft.look()
        shown = "" if view.saved else "; the pages show the shipped rules until they are mended"
        print(f"Draft {options.file}: {len(view.errors)} errors, {len(view.warnings)} warnings{shown}")
        return serve(app, options.host, options.port, headers=every_header(production=False))
