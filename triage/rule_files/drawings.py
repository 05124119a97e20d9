"""Figures of questions: drawings read from `figures/NAME.svg`, and the options that name their regions.

A drawing stands beside the rule file, or with the rules that come with the guide. It is plain SVG from the corner
0, 0: groups with `data-region` are filled, other groups never are, and a rectangle with `data-spot` says where
that region can be hit. Nothing else may stand in it, so that no drawing can bring a script or a style into a page.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html import escape
from pathlib import Path

from triage.core.conditions import Condition
from triage.core.figure import EVERYWHERE, MOST_REGIONS, Drawing, Figure, Shapes, Spot
from triage.rule_files.diagnostics import suggestion
from triage.rule_files.document import Document, Place
from triage.rule_files.files_beside import files_in
from triage.rule_files.schema_questions import QuestionPart
from triage.rule_files.schema_types import said

DRAWINGS = "figures"
SHIPPED = Path(__file__).parents[2] / "rules" / DRAWINGS
MOST_BYTES = 40_000
MOST_DEPTH = 8
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = ("circle", "ellipse", "g", "path", "rect")
ATTRIBUTES = re.compile(r"d|[cr]?[xy]|r|width|height|transform|fill(-opacity)?|stroke(-width|-dasharray|-linecap)?")


class DrawingError(Exception):
    """The drawing cannot be used; the message says why."""


def figure_of(
    document: Document, place: Place, part: QuestionPart, drawn_when: Condition | None = None
) -> Figure | None:
    """Return the figure of a question, reporting a drawing or a region that is not there."""
    named = [(i, option.region) for i, option in enumerate(part.options) if option.region]
    if part.figure is None:
        for i, _ in named:
            hint = f"give question `{part.id}` a `figure`, or delete the region"
            document.report("R013", (*place, "options", i, "region"), "`region` cannot stand here", hint)
        return None
    folders = (document.beside / DRAWINGS, SHIPPED)
    files = {file.stem: file for folder in reversed(folders) for file in files_in(folder, ".svg")}
    here: Place = (*place, "figure", "drawing")
    if part.figure.drawing not in files:
        hint = suggestion(part.figure.drawing, files)
        document.report("R012", here, f"no drawing is named `{part.figure.drawing}`", hint)
        return None
    try:
        drawing = read_drawing(files[part.figure.drawing])
    except DrawingError as error:
        hint = "mend the drawing, or name another"
        document.report("R001", here, f"the drawing `{part.figure.drawing}` cannot be used: {error}", hint)
        return None
    _check(document, place, named, drawing)
    return Figure(drawing, part.figure.caption.wording(), said(part.figure.under), drawn_when)


def _check(document: Document, place: Place, named: list[tuple[int, str]], drawing: Drawing) -> None:
    first: dict[str, int] = {}
    for i, region in named:
        here: Place = (*place, "options", i, "region")
        if region not in (*drawing.regions, EVERYWHERE):
            message = f"the drawing `{drawing.name}` has no region `{region}`"
            document.report("R012", here, message, suggestion(region, (*drawing.regions, EVERYWHERE)))
        elif region in first:
            line = document.line_of((*place, "options", first[region], "region"))
            message = f"the region `{region}` stands already on line {line}"
            document.report("R015", here, message, "let one option alone name it")
        first.setdefault(region, i)


def read_drawing(path: Path) -> Drawing:
    """Read a drawing. Raises DrawingError."""
    try:
        raw = path.read_bytes()
        if len(raw) > MOST_BYTES or b"<!" in raw:
            raise DrawingError(f"it must be plain SVG of at most {MOST_BYTES:,} bytes, without comments")
        root = ET.fromstring(raw)
    except (OSError, ET.ParseError) as error:
        raise DrawingError(f"it cannot be read as SVG ({error})") from None
    box = re.fullmatch(r"0 0 (\d+) (\d+)", root.get("viewBox", ""))
    if root.tag != f"{SVG}svg" or box is None:
        raise DrawingError('it must start with <svg viewBox="0 0 WIDTH HEIGHT">')
    spots = tuple(_spot(element) for element in root if element.get("data-spot"))
    parts = tuple(_part(element) for element in root if not element.get("data-spot"))
    drawing = Drawing(path.stem, int(box[1]), int(box[2]), parts, spots)
    if len(drawing.regions) > MOST_REGIONS:
        raise DrawingError(f"it has more than {MOST_REGIONS} regions")
    if {spot.region for spot in spots} - set(drawing.regions):
        raise DrawingError("it has a `data-spot` for a region that is not drawn")
    return drawing


def _spot(element: ET.Element) -> Spot:
    try:
        x, y, width, height = (int(element.attrib[name]) for name in ("x", "y", "width", "height"))
    except (KeyError, ValueError):
        raise DrawingError("each `data-spot` needs whole numbers as x, y, width and height") from None
    return Spot(element.attrib["data-spot"], x, y, width, height)


def _part(element: ET.Element) -> Shapes:
    if element.tag != f"{SVG}g":
        raise DrawingError("beside spots it must hold groups, <g>, alone")
    return Shapes(element.get("data-region"), "".join(_written(child) for child in element))


def _written(element: ET.Element, depth: int = 1) -> str:
    if depth > MOST_DEPTH:
        raise DrawingError(f"its groups are nested more than {MOST_DEPTH} deep")
    tag = element.tag.removeprefix(SVG)
    if tag not in SHAPES:
        raise DrawingError(f"it holds <{tag}>; there may be {', '.join(f'<{shape}>' for shape in SHAPES)}")
    for name in element.attrib:
        if not ATTRIBUTES.fullmatch(name):
            raise DrawingError(f"a <{tag}> has the attribute `{name}`, which drawings do not use")
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in element.attrib.items())
    inside = "".join(_written(child, depth + 1) for child in element)
    return f"<{tag}{attributes}>{inside}</{tag}>" if inside else f"<{tag}{attributes}/>"
