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
TOOLS = STATIC.parent / "tools"
CSS = (STATIC / "guide.css").read_text(encoding="utf-8")
NAMED = re.compile(r"--([\w-]+):(#[0-9a-f]{6})")
THEMES = {
    name: dict(NAMED.findall(CSS.split(f'[data-colours="{name}"]{{')[1].split("}")[0]))
    for name in ("light", "warm", "dark")
}

GROUNDS = ("paper", "card", "sand", "tint")
TEXT = [
    *((ink, ground) for ink in ("ink", "soft", "teal", "teal-deep") for ground in GROUNDS),
    *(("card", ground) for ground in ("teal", "teal-deep", "red", "slate")),
    ("amber-ink", "amber"),
    *(("ink", ground) for ground in ("amber-tint", "red-tint", "slate-tint")),
    *(("teal", ground) for ground in ("amber-tint", "slate-tint")),
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
    *(("teal", ground) for ground in GROUNDS),
]


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(theme, one, other):
    high, low = sorted((luminance(THEMES[theme][one]), luminance(THEMES[theme][other])), reverse=True)
    return (high + 0.05) / (low + 0.05)


def build():
    spec = importlib.util.spec_from_file_location("stylesheet", TOOLS / "stylesheet.py")
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
    source = (TOOLS / "guide.source.css").read_text(encoding="utf-8")
    nodes = tinycss2.parse_stylesheet(source, skip_comments=True, skip_whitespace=True)
    ours = "".join(maker.small(maker.rules(nodes, False)))
    assert CSS.endswith(ours + "\n"), "run `python tools/stylesheet.py`"


def test_what_is_taken_is_named_and_used():
    assert [name for name in build().TAKEN if f".{name}" not in CSS] == []
    assert "MIT License" in (STATIC / "LICENSE-nhsuk-frontend.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("word", ["url(", "@import", "@font-face", "frutiger", "#005eb8", "#003087", "expression("])
def test_nothing_comes_from_elsewhere_and_nothing_passes_for_a_health_service(word):
    assert word not in CSS.lower()


def test_colours_stand_in_the_themes_and_nowhere_else():
    rest = re.sub(r"(:root,|:root:not\(\[data-colours\]\)|)(\[data-colours=\"\w+\"\])?\{color-scheme:[^}]*\}", "", CSS)
    assert len(rest) < len(CSS) and re.findall(r"#[0-9a-fA-F]{3,8}\b", rest) == []


def test_every_theme_names_the_same_colours():
    names = {name: set(colours) for name, colours in THEMES.items()}
    assert names["light"] == names["warm"] == names["dark"] and len(names["light"]) > 15


@pytest.mark.parametrize(
    ("theme", "wish"), [("warm", "(prefers-contrast:less)"), ("dark", "(prefers-color-scheme:dark)")]
)
def test_what_the_device_asks_for_is_the_theme_that_a_person_can_choose(theme, wish):
    asked = CSS.split(f"@media screen and {wish}{{:root:not([data-colours]){{")[1].split("}")[0]
    assert dict(NAMED.findall(asked)) == THEMES[theme]


def test_paper_is_never_printed_dark():
    assert all(f'@media screen{{[data-colours="{theme}"]{{' in CSS for theme in ("warm", "dark"))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(theme, text, ground):
    assert contrast(theme, text, ground) >= 7


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_edges_and_the_focus_can_be_seen(theme, mark, ground):
    assert contrast(theme, mark, ground) >= 3


def test_low_glare_has_less_glare():
    assert luminance(THEMES["warm"]["paper"]) < 0.8 * luminance(THEMES["light"]["paper"])
    assert contrast("warm", "ink", "paper") < contrast("light", "ink", "paper")


def test_the_pointer_shows_nothing_that_is_not_there_without_it():
    hovering = re.findall(r"\{?([^{}]*:hover[^{}]*)\{([^}]*)\}", CSS)
    seen = [(selector, body) for selector, body in hovering if not selector.endswith(" .nhsuk-checkboxes__input")]
    changed = {part.split(":")[0] for _, body in seen for part in body.split(";")}  # those inputs are invisible
    assert hovering and changed <= {
        "color",
        "background",
        "border-color",
        "text-decoration",
        "text-decoration-thickness",
    }


def test_the_first_page_is_light(visitor):
    parts = [visitor.get("/").html.encode(), CSS.encode(), (STATIC / "icon.svg").read_bytes()]
    sizes = [len(gzip.compress(part)) for part in parts]
    assert sizes[1] < 10_000
    assert sum(sizes) < 25_000


def test_a_file_is_kept_for_good_only_under_the_mark_of_its_content(app):
    client = app.test_client()
    with app.test_request_context():
        marked = app.jinja_env.globals["asset"]("guide.css")
    for url, kept in [(marked, True), ("/static/guide.css", False), ("/static/guide.css?v=0", False)]:
        with client.get(url) as response:
            assert response.headers["Cache-Control"].endswith("immutable") is kept


@pytest.mark.parametrize("name", ["build.py", "stylesheet.py", "guide.source.css"])
def test_what_makes_the_stylesheet_is_not_served(app, name):
    assert app.test_client().get(f"/static/{name}").status_code == 404
