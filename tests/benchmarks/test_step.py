"""A step of the whole journey, check and result with it, against that of the floor; and a result against a question."""

from __future__ import annotations

from collections import defaultdict
from statistics import median

from tests.benchmarks.floor import QUESTIONS, floor
from tests.benchmarks.walking import Walk, walks

GOAL = 1.5
ROUNDS = 40


def test_a_step_of_the_whole_journey(app, tmp_path, say):
    steps, pages = defaultdict(list), defaultdict(list)
    apps = {"floor": (floor(tmp_path), "/"), "guide": (app, "/question/who")}
    for name, walk, text in walks(apps, ROUNDS):
        assert f"{QUESTIONS} answers" in text if name == "floor" else "<h1>Your result</h1>" in text
        steps[name].append(walk.seconds / walk.steps)
        for method, path, seconds in walk.took if name == "guide" else ():
            pages[method, path.split("/")[1].split("?")[0]].append(seconds)
    ours, least = median(steps["guide"]) * 1000, median(steps["floor"]) * 1000
    say(f"a step of the whole journey: {ours:.2f} ms of a core, floor {least:.2f} ms")
    say(f"a step, as many times the floor: {ours / least:.2f} (goal: at most {GOAL})")
    question, result = (median(pages["GET", name]) * 1000 for name in ("question", "result"))
    say(f"a result: {result:.2f} ms, {result / question:.1f} times a question page (goal: at most {GOAL})")
    for (method, name), seconds in pages.items():
        say(f"  {method} {name}: {median(seconds) * 1000:.2f} ms")


def test_pages_that_are_nobodys_own(app, say):
    for url in ("/learn", "/rules/groups", "/teach", "/static/guide.css"):
        took = [walk_of(app, url) for _ in range(20)]
        say(f"{url}: {median(took) * 1000:.2f} ms, made at first use in {took[0] * 1000:.0f} ms")


def walk_of(app, url: str) -> float:
    """What one request for a page takes."""
    walk = Walk(app)
    walk.opens(url)
    return walk.seconds
