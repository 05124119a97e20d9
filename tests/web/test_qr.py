"""The QR code: a picture that a strict CSP allows, with the quiet edge that readers need."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
import segno

from triage.web.qr import QUIET, qr_svg

LINK = "https://guide.example.org/resume#7KQ2-M9XD-4HTB-0WRA-8"


def drawn(svg):
    """The dark modules of the picture, as rows of True and False."""
    root = ElementTree.fromstring(svg)
    size = int(root.get("viewBox").split()[2])
    rows = [[False] * size for _ in range(size)]
    (path,) = [each for each in root if each.get("stroke")]
    x = y = 0.0
    for command, values in re.findall(r"([Mmh])([-\d. ]+)", path.get("d")):
        numbers = [float(value) for value in values.split()]
        if command == "M":
            x, y = numbers
        elif command == "m":
            x, y = x + numbers[0], y + numbers[1]
        else:
            for place in range(int(x), int(x + numbers[0])):
                rows[int(y)][place] = True
            x += numbers[0]
    return rows


def test_the_picture_shows_the_code():
    rows = drawn(qr_svg(LINK))
    wanted = [[bool(module) for module in row] for row in segno.make_qr(LINK, error="m").matrix_iter(border=QUIET)]
    assert rows == wanted


def test_it_has_no_style_no_script_and_nothing_from_elsewhere():
    text = qr_svg(LINK).decode()
    assert not re.search(r"style|class|script|href|url\(|on\w+=", text)
    assert {each.tag.split("}")[1] for each in ElementTree.fromstring(text).iter()} == {"svg", "path"}


def test_it_is_black_on_white_whatever_stands_behind_it():
    assert 'fill="#fff"' in qr_svg(LINK).decode() and 'stroke="#000"' in qr_svg(LINK).decode()


def test_it_does_not_hold_the_code_as_text():
    assert b"7KQ2" not in qr_svg(LINK) and len(qr_svg(LINK)) < 4000


def test_more_than_a_code_can_hold_is_refused():
    with pytest.raises(ValueError, match="too large"):
        qr_svg("x" * 5000)
