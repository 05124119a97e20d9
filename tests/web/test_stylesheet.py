"""The stylesheet is small, ours, current, and holds nothing that no page uses."""

from __future__ import annotations

import gzip
import importlib.util
import re
from pathlib import Path

import pytest
import tinycss2

from tests.web.test_components import TEMPLATES, samples
from triage.web.glossary import LINK

STATIC = Path(__file__).parents[2] / "static"
CSS = (STATIC / "guide.css").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", CSS))

GROUNDS = ("paper", "card", "sand", "tint")
TEXT = [
    *((ink, ground) for ink in ("ink", "soft", "teal", "teal-deep") for ground in GROUNDS),
    *(("card", ground) for ground in ("teal", "teal-deep", "red", "slate")),
    *(("ink", ground) for ground in ("amber", "amber-tint", "red-tint", "slate-tint")),
    ("error", "card"),
    ("card", "error"),
    ("error", "paper"),
    ("teal", "red-tint"),
    ("red", "card"),
    ("red", "red-tint"),
]
MARKS = [
    *(("edge", ground) for ground in GROUNDS),
    *(("focus", ground) for ground in (*GROUNDS, "red-tint", "amber-tint", "slate-tint")),
    ("red", "paper"),
    ("slate", "paper"),
    ("card", "teal-deep"),
    ("card", "error"),
]


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(COLOURS[one]), luminance(COLOURS[other])), reverse=True)
    return (high + 0.05) / (low + 0.05)


def build():
    spec = importlib.util.spec_from_file_location("build", STATIC / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def selectors(nodes):
    for node in nodes:
        if node.type == "qualified-rule":
            yield tinycss2.serialize(node.prelude)
        elif node.type == "at-rule" and node.content is not None and node.lower_at_keyword != "page":
            yield from selectors(tinycss2.parse_rule_list(node.content))
        assert node.type != "error", node


def test_every_class_in_the_stylesheet_is_used_by_a_template_or_a_component(app):
    rules = " ".join(selectors(tinycss2.parse_stylesheet(CSS)))
    named = set(re.findall(r"\.([a-z][\w-]*)", rules))
    texts = [path.read_text(encoding="utf-8") for path in TEMPLATES] + [str(sample) for sample in samples(app)] + [LINK]
    used = set(re.findall(r"[a-z][\w-]*", " ".join(texts)))
    assert len(named) > 50
    assert named - used == set()


def test_our_part_is_built_from_its_source():
    maker = build()
    source = (STATIC / "guide.source.css").read_text(encoding="utf-8")
    nodes = tinycss2.parse_stylesheet(source, skip_comments=True, skip_whitespace=True)
    ours = "".join(maker.small(maker.rules(nodes, False)))
    assert CSS.endswith(ours + "\n"), "run `python static/build.py`"


def test_what_is_taken_is_named_and_used():
    assert [name for name in build().TAKEN if f".{name}" not in CSS] == []
    assert "MIT License" in (STATIC / "LICENSE-nhsuk-frontend.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("word", ["url(", "@import", "@font-face", "frutiger", "#005eb8", "#003087", "expression("])
def test_nothing_comes_from_elsewhere_and_nothing_passes_for_a_health_service(word):
    assert word not in CSS.lower()


def test_colours_stand_in_one_place():
    root = next(part for part in CSS.split("}") if ":root{" in part)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", CSS.replace(root, "")) == []


@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(text, ground):
    assert contrast(text, ground) >= 7


@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_edges_and_the_focus_can_be_seen(mark, ground):
    assert contrast(mark, ground) >= 3


def test_the_first_page_is_light(visitor):
    parts = [visitor.get("/").html.encode(), CSS.encode(), (STATIC / "icon.svg").read_bytes()]
    sizes = [len(gzip.compress(part)) for part in parts]
    assert sizes[1] < 10_000
    assert sum(sizes) < 25_000
