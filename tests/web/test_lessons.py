"""A lesson's page links to all that it opens, counts its minutes, and keeps the answers folded away."""

from __future__ import annotations

import re

from tests.web.pages import Visitor, text_of


def test_every_lesson_is_listed_and_all_that_it_opens_is_there(visitor, app):
    wing = visitor.get("/teach")
    for lesson in app.extensions["site"].lessons:
        assert wing.all("a", href=f"/teach/lessons/{lesson.id}")
        page = visitor.get(f"/teach/lessons/{lesson.id}")
        opened = sum(len(step.opens) for step in lesson.steps)
        links = [
            link.get("href")
            for step in page.all("li", class_="guide-plan-step")
            for link in step.iter()
            if link.get("href")
        ]
        inside = [address for address in links if address.startswith("/")]
        assert len([each for each in inside if not each.startswith("/learn/words")]) == opened
        for address in inside:
            visitor.get(address)


def test_the_minutes_of_a_lesson_follow_each_other_to_its_end(visitor, app):
    for lesson in app.extensions["site"].lessons:
        page = visitor.get(f"/teach/lessons/{lesson.id}")
        spans = re.findall(r"Minute (\d+) to (\d+)", page.main)
        assert [start for start, _ in spans] == ["0", *(end for _, end in spans[:-1])]
        assert spans[-1][1] == str(lesson.minutes)


def test_what_a_class_may_say_is_folded_away_for_the_projector(visitor, app):
    lesson = app.extensions["site"].lessons[0]
    page = visitor.get(f"/teach/lessons/{lesson.id}")
    folded = " ".join(text_of(each) for each in page.all("details"))
    for step in lesson.steps:
        for said in step.expect:
            assert " ".join(said.split()) in folded
    assert not [each for each in page.all("details") if each.get("open") is not None]


def test_a_lesson_that_is_not_there_is_told_so_and_rules_without_lessons_prepare_none(visitor, houseplant_app):
    visitor.get("/teach/lessons/nothing", 404)
    assert not Visitor(houseplant_app.test_client()).get("/teach").all("section", id="prepare")
