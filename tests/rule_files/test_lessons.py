"""Lessons: what they name is there, their minutes add up, and a fault in one spoils that one alone."""

from __future__ import annotations

import pytest

from triage.bench.check.command import check_all
from triage.rule_files.lessons import examine_lessons, lessons_beside
from triage.rule_files.load import examine
from triage.rule_files.look_alikes import examine_look_alikes, look_alikes_beside
from triage.rule_files.whole_set import files_of_set
from triage.rule_files.worked_cases import cases_beside, load_cases
from triage.settings import RULES

LESSON = """\
  - id: watering
    title: Watering
    about: How much is enough.
    minutes: 15
    aims: [Tell dry from wet.]
    plan:
      - minutes: 5
        do: Look at the soil.
        open: [{page: groups}]
      - minutes: 10
        do: Look at the leaves.
        open: [{group: GROUP}]
        ask: [Are they limp?]
        expect: [They are.]
    source: [SOURCE]
"""


@pytest.fixture
def lesson(houseplant):
    """A lesson that is sound beside the tiny rule set."""
    return LESSON.replace("GROUP", houseplant.categories[0].id).replace("SOURCE", houseplant.sources[0].id)


@pytest.fixture
def read(houseplant, tmp_path):
    """Return a function that examines lessons beside the tiny rule set, which has no cases and no look-alikes."""

    def examined(text):
        path = tmp_path / "lessons.yaml"
        path.write_text(f"lessons:\n{text}", encoding="utf-8")
        return examine_lessons(path, houseplant, (), ())

    return examined


def test_a_lesson_is_read_with_all_that_it_says(read, lesson, houseplant):
    (found,), faults = read(lesson)
    assert faults == ()
    assert [step.minutes for step in found.steps] == [5, 10] and found.minutes == 15
    assert [(each.kind, each.id) for step in found.steps for each in step.opens] == [
        ("page", "groups"),
        ("group", houseplant.categories[0].id),
    ]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("minutes: 15", "minutes: 45", "R013"),
        ("{page: groups}", "{case: nobody}", "R012"),
        ("{page: groups}", "{person: nobody}", "R012"),
        ("{page: groups}", "{pair: nothing}", "R012"),
        ("{page: groups}", "{group: nothing}", "R012"),
        ("{page: groups}", "{page: nowhere}", "R013"),
        ("{page: groups}", "{page: groups, group: nothing}", "R013"),
        ("{page: groups}", "{}", "R013"),
        ("source: [", "source: [nothing, ", "R012"),
        ("aims: [Tell dry from wet.]", "aims: []", "R023"),
        ("aims:", "goals:", "R010"),
    ],
)
def test_each_fault_is_told_by_its_code_and_spoils_the_lesson(read, lesson, old, new, code):
    assert old in lesson
    found, faults = read(lesson.replace(old, new))
    assert found == () and code in {fault.code for fault in faults}


def test_a_fault_in_one_lesson_spoils_no_other(read, lesson):
    other = lesson.replace("id: watering", "id: feeding").replace("minutes: 15", "minutes: 16")
    found, faults = read(lesson + other)
    assert [each.id for each in found] == ["watering"] and [fault.code for fault in faults] == ["R013"]
    found, faults = read(lesson + lesson)
    assert len(found) == 1 and [fault.code for fault in faults] == ["R015"]


def test_the_check_tells_the_faults_of_lessons_and_a_published_set_takes_them_along(lesson, tmp_path):
    rules = tmp_path / "rules.yaml"
    rules.write_text((RULES.parent.parent / "tests/rules/houseplant.yaml").read_text(encoding="utf-8"))
    lessons_beside(rules).write_text("lessons:\n" + lesson.replace("minutes: 15", "minutes: 1"), encoding="utf-8")
    checked = check_all(rules, examine(rules))[str(lessons_beside(rules))]
    assert [fault.code for fault in checked] == ["R013"]
    assert "lessons.yaml" in files_of_set(rules)


def test_the_shipped_lessons_are_sound_and_take_45_minutes(rules):
    cases = load_cases(cases_beside(RULES), rules)
    pairs, _ = examine_look_alikes(look_alikes_beside(RULES), rules, cases)
    lessons, faults = examine_lessons(lessons_beside(RULES), rules, cases, pairs)
    assert faults == () and len(lessons) >= 3
    for lesson in lessons:
        assert lesson.minutes == 45 and lesson.cases and lesson.prints, lesson.id
        assert all(bool(step.ask) == bool(step.expect) for step in lesson.steps), lesson.id
