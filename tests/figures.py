"""A small drawing of a plant, and the tiny rule set with it: figures know nothing of bodies either."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import HOUSEPLANT

PLANT = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">
<g><rect x="0" y="90" width="200" height="10"/></g>
<g data-region="leaf"><path d="M0 0L50 50Z"/></g>
<g data-region="stem"><g transform="translate(1 1)"><path d="M9 9v50"/></g></g>
<g data-region="leaf"><circle cx="150" cy="20" r="9"/></g>
<rect data-spot="leaf" x="0" y="0" width="60" height="60"/>
<rect data-spot="stem" x="80" y="0" width="60" height="60"/>
</svg>
"""

RULES = (
    HOUSEPLANT.read_text(encoding="utf-8")
    .replace(
        "    help: Look at both sides.\n",
        "    help: Look at both sides.\n    figure: {drawing: plant, caption: Where it ails}\n",
    )
    .replace("{id: yellow, text: they are yellow}", "{id: yellow, text: they are yellow, region: leaf}")
    .replace("{id: limp, text: they hang}", "{id: limp, text: they hang, region: stem}")
    .replace("{id: smoke, text: they smoke}", "{id: smoke, text: they smoke, region: all}")
)


def planted(folder: Path, drawing: str = PLANT, rules: str = RULES) -> Path:
    """Write the rule file with its drawing beside it; return the rule file."""
    (folder / "figures").mkdir()
    (folder / "figures" / "plant.svg").write_text(drawing, encoding="utf-8")
    file = folder / "rules.yaml"
    file.write_text(rules, encoding="utf-8")
    return file
