"""A lecture in real browsers at once: a teacher, a projector and five phones, with scripts and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PATIENCE = 30_000


def fits(page):
    """Hold that nothing stands beside the page; it may be loading itself anew meanwhile."""
    width = page.viewport_size["width"]
    expect(page.locator("html")).to_have_js_property("scrollWidth", width, timeout=PATIENCE)


class Lecture:
    """Everybody in the room."""

    CASES = ("boy_who_climbs_up_his_legs", "arms_and_neck_that_tire")

    def __init__(self, open_page, javascript):
        self.teacher, self.screen = (open_page(1280, javascript) for _ in range(2))
        self.phones = [open_page(320, javascript) for _ in range(5)]

    @property
    def pages(self):
        return [self.teacher, self.screen, *self.phones]

    def begin(self):
        """Open a class, show it, and let everybody join: the first by the code, the others by the picture."""
        self.teacher.goto(f"/class/new?case={self.CASES[0]}&case={self.CASES[1]}")
        self.teacher.get_by_role("button", name="Open this class").click()
        self.heading(self.teacher, "Leading class")
        code = self.teacher.url.split("/")[-2]
        self.screen.goto(f"/class/{code}/screen")
        self.phones[0].goto("/class")
        self.phones[0].get_by_label("Code of the class").fill(code.lower())
        self.phones[0].get_by_role("button", name="Join").click()
        for phone in self.phones[1:]:
            phone.goto(f"/class/{code}")
        for phone in self.phones:
            self.heading(phone, f"Join class {code}")
            phone.get_by_role("button", name="Join").click()
            self.heading(phone, "You are in")
        expect(self.screen.get_by_text("5 are here")).to_be_visible(timeout=PATIENCE)

    def step(self, name, then):
        """Press a button of the teacher; the projector follows by itself."""
        self.teacher.get_by_role("button", name=name, exact=True).click()
        self.heading(self.screen, then)

    def vote(self, *groups):
        """Everybody waits for the question, presses a group, and says how sure."""
        for phone, group in zip(self.phones, groups, strict=True):
            self.heading(phone, "Which group fits best?")
            fits(phone)
            phone.get_by_role("button", name=group, exact=True).click()
            self.heading(phone, "Thank you, your vote is in")
            phone.get_by_role("button", name="Fairly sure").click()
            expect(phone.get_by_text("Fairly sure.")).to_be_visible(timeout=PATIENCE)
        expect(self.screen.get_by_text("5 of 5 have voted")).to_be_visible(timeout=PATIENCE)

    def sees_the_answer(self):
        """The answer comes to the projector and to every phone, and fits each of them."""
        self.step("Reveal the answer", "What fits best")
        expect(self.screen.locator(".guide-bars-right")).to_have_count(1)
        for phone in self.phones:
            self.heading(phone, "What fits best")
        for page in self.pages:
            fits(page)

    def tells(self, group, *votes):
        """Hold that the projector tells so many votes for a group, one number for each round."""
        row = self.screen.get_by_role("row").filter(has_text=group)
        expect(row.get_by_role("cell")).to_have_text([str(each) for each in votes])

    @staticmethod
    def heading(page, words):
        expect(page.get_by_role("heading", name=words)).to_be_visible(timeout=PATIENCE)


def test_a_lecture_votes_talks_votes_again_and_sees_the_answer(open_page, address):
    here = Lecture(open_page, javascript=True)
    here.begin()
    here.step("Open the voting", "Which group fits best?")
    expect(here.phones[0].get_by_role("status")).to_have_text("Which group fits best?", timeout=PATIENCE)
    here.vote(*["Myopathies"] * 4, "Muscular dystrophies")
    here.phones[0].get_by_role("link", name="Change my vote").focus()
    here.step("Close the voting", "Talk with your neighbour")
    for phone in here.phones:
        here.heading(phone, "Now talk with your neighbour")
    expect(here.phones[0].get_by_role("heading", level=1)).to_be_focused()  # what had the focus is gone
    here.step("Vote again after talking", "Which group fits best?")
    here.vote(*["Muscular dystrophies"] * 5)
    here.step("Close the voting", "Talk with your neighbour")
    here.step("Show the votes", "What you voted")
    here.sees_the_answer()
    here.tells("Myopathies", 4, 0)
    here.tells("Muscular dystrophies", 1, 5)
    here.step("Next case", "The next case")
    here.teacher.get_by_role("link", name="Read the report").click()
    expect(here.teacher.get_by_text("5 of 5 right")).to_be_visible()
    assert {host for page in here.pages for host in page.hosts} == {address.split("/")[2]}


def test_a_lecture_goes_well_without_scripts(open_page):
    here = Lecture(open_page, javascript=False)
    here.begin()
    here.step("Open the voting", "Which group fits best?")
    here.vote(*["Myopathies"] * 4, "Muscular dystrophies")
    here.step("Close the voting", "Talk with your neighbour")
    here.sees_the_answer()
    here.tells("Myopathies", 4)
