"""One journey of each kind in a second browser: Firefox, driven by node over WebDriver BiDi."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCRIPT = Path(__file__).parent / "second" / "journeys.mjs"
MODULES = Path(sys.prefix) / "second-browser"


def test_every_kind_of_journey_runs_in_firefox_too(address, rules):
    firefox, node = shutil.which("firefox-esr"), shutil.which("node")
    if not firefox or not node or not MODULES.exists():
        pytest.skip("there is no Firefox, no node or no puppeteer-core: see `run.py test`")
    command = [node, str(SCRIPT), firefox, address, str(MODULES)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    met = json.loads(done.stdout)
    assert [name for name, each in met.items() if each["errors"]] == []
    group = rules.category("neuromuscular_junction").text.self_
    one, few = met["one question at a time"], met["a few pages"]
    assert one["first"] == few["first"] == group and one["questions"] > few["questions"]
    assert met["an emergency"] == {"helped": True, "card": met["an emergency"]["card"], "errors": []}
    assert "Get help now" in met["an emergency"]["card"]
    assert met["a small child"]["heading"] == "The child’s result"
    assert met["saved and brought back"]["heading"] == "Your answers are back"
    assert met["none and the others"]["none"] is False
