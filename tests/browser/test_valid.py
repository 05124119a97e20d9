"""Every page that a tour meets is valid HTML, by Vnu, the checker of the W3C."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.tour import TOURS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

JAR = Path(sys.prefix) / "vnu.jar"
"""Put there by run.py."""


@pytest.fixture(scope="module")
def vnu():
    """Return a function that gives Vnu's messages about the HTML files in a folder."""
    if not JAR.exists() or shutil.which("java") is None:
        pytest.skip("there is no Vnu: run.py test fetches it")

    def messages(folder):
        command = [
            "java",
            "-Xss2m",
            "-jar",
            str(JAR),
            "--format",
            "json",
            "--stdout",
            "--exit-zero-always",
            str(folder),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
        return [
            (Path(each["url"]).stem, each["type"], each["message"], each.get("extract", ""))
            for each in json.loads(done.stdout)["messages"]
        ]

    return messages


def test_vnu_sees_a_fault(vnu, tmp_path):
    (tmp_path / "bad.html").write_text("<!doctype html><html lang=en><title>x</title><p><div></p>", encoding="utf-8")
    assert vnu(tmp_path)


def test_every_page_is_valid_html(vnu, open_page, tmp_path):
    page = open_page(1280, javascript=True)
    sent = []
    page.on("response", lambda response: sent.append(response) if response.request.is_navigation_request() else None)
    for tour in TOURS:

        def seen(name, tour=tour):
            last = next(each for each in reversed(sent) if not 300 <= each.status < 400)
            (tmp_path / f"{tour.__name__}-{name}.html").write_bytes(last.body())

        tour(page, seen)
        page.context.clear_cookies()
    assert len(list(tmp_path.iterdir())) > 80
    assert vnu(tmp_path) == []
