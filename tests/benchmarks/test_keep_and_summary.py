"""How long finding a code and making the summary take."""

from __future__ import annotations

import statistics
import time
from contextlib import suppress
from datetime import date, timedelta

from tests.pictures import PICTURES
from tests.summary.people import answered, summed_up
from triage.store.codes import new_code
from triage.store.errors import StoreError
from triage.store.saved_answers import Store
from triage.summary.pdf import pdf_of

TODAY = date(2026, 11, 21)
ROUNDS = 15


def test_right_wrong_expired_and_mistyped_codes_against_each_other(tmp_path, say):
    store = Store(f"sqlite:///{tmp_path / 'kept.sqlite3'}")
    kept, expired = new_code(), new_code()
    store.save(kept, b"answers", 30, TODAY)
    store.save(expired, b"answers", 7, TODAY)
    typed = {"right": kept, "expired": expired, "wrong": new_code(), "mistyped": kept[:-1], "nothing": ""}
    times: dict[str, list[float]] = {name: [] for name in typed}
    for _ in range(ROUNDS):
        for name, code in typed.items():
            start = time.perf_counter()
            with suppress(StoreError):
                store.find(code, TODAY + timedelta(days=10))
            times[name].append(time.perf_counter() - start)
    right = statistics.median(times["right"])
    for name, each in times.items():
        median = statistics.median(each)
        say(f"a code that is {name}: {median * 1000:.0f} ms, {median / right:.2f} times the right one")


def test_the_pdf_of_the_summary(rules, say):
    times = []
    for picture in [*PICTURES.values(), *PICTURES.values()]:
        summary = summed_up(rules, answered(rules, picture))
        start = time.perf_counter()
        pdf_of(summary)
        times.append(time.perf_counter() - start)
    median, slowest = statistics.median(times) * 1000, max(times) * 1000
    say(f"the summary as PDF: median {median:.0f} ms, slowest {slowest:.0f} ms (goal: 150)")
