"""A live site starts without what is faulty beside its rules, and says so; only rules without a meaning stop it."""

from __future__ import annotations

import logging

import pytest

from tests.conftest import HOUSEPLANT, KEY
from tests.rule_texts import in_parts, written
from triage.rule_files.diagnostics import RuleFileError
from triage.settings import Settings
from triage.web.app import create_app

CASE = """title: Plants
cases:
  - id: thirsty
    name: Thirsty
    story: The leaves hang.
    answers: {leaves: [yellow]}
    expects: {best: [], urgency: none}
    teaches: Water.
    source: [book]
"""
LINK = """- id: pots
  title: Pots
  publisher: A garden
  url: https://garden.example/pots
  section: Care
  audience: everyone
  format: page
  categories: all
  confidence: high
  link_kind: direct
  on_topic_page: true
  address: seen
"""


@pytest.fixture(params=["file", "folder"])
def plants(request, tmp_path):
    text = HOUSEPLANT.read_text(encoding="utf-8")
    if request.param == "folder":
        return written(in_parts(text), tmp_path / "plants")
    (tmp_path / "plants.yaml").write_text(text, encoding="utf-8")
    return tmp_path / "plants.yaml"


@pytest.fixture
def site(plants, tmp_path, caplog):
    """Write a file beside the rules, start the site, and return it with the lines that it logs."""

    def started(name, content):
        file = plants.parent / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(content, encoding="utf-8")
        with caplog.at_level(logging.WARNING, "triage"):
            app = create_app(Settings((KEY,), rules=plants, database_url=f"sqlite:///{tmp_path / 'kept.sqlite3'}"))
        assert app.test_client().get("/health/ready").status_code == 200
        assert app.test_client().get("/").status_code == 200
        return app.extensions["site"], [each.getMessage() for each in caplog.records if each.name == "triage"]

    return started


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("cases/new.yaml", CASE.replace("leaves: [yellow]", "leaves: [purple]"), 6),
        ("cases/new.yaml", "cases: [", 1),
        ("resources.yaml", LINK.replace("categories: all", "categories: [no_such]"), 8),
        ("resources.yaml", "- {id: pots}", 1),
        ("measured.yaml", "nonsense", 1),
        ("translations/es.po", 'msgid "unclosed', None),
    ],
)
def test_a_fault_beside_the_rules_stops_no_site_and_is_logged_in_a_line_with_its_place(site, name, content, line):
    made, logged = site(name, content)
    assert made.cases == () and made.resources == () and made.questionnaire.ruleset == "houseplant"
    assert len(logged) == (line is not None)
    assert all(f"{name}:{line}: " in each and "\n" not in each for each in logged)


def test_what_is_sound_beside_the_rules_is_served_and_logs_nothing(site):
    made, logged = site("resources.yaml", LINK)
    assert [each.id for each in made.resources] == ["pots"] and logged == []


def test_a_faulty_file_of_cases_takes_no_other_with_it(site, plants):
    (plants.parent / "cases").mkdir()
    (plants.parent / "cases" / "bad.yaml").write_text(CASE.replace("thirsty", "odd").replace("yellow", "purple"))
    made, logged = site("cases/good.yaml", CASE)
    assert [case.id for case in made.cases] == ["thirsty"] and len(logged) == 1


def test_rules_without_a_clear_meaning_stop_the_site(plants, tmp_path):
    file = plants if plants.is_file() else plants / "findings.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("leaves:", "leafs:"), encoding="utf-8")
    with pytest.raises(RuleFileError):
        create_app(Settings((KEY,), rules=plants, database_url=f"sqlite:///{tmp_path / 'kept.sqlite3'}"))
