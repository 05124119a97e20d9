"""Metrics for Prometheus: how many answers, and how long each took, by endpoint. No address, no answer, no path.

All processes count in one piece of memory, each in a row of its own, so that none waits for another and nothing is lost
with a process. Whoever is asked adds the rows up.
"""

from __future__ import annotations

import mmap
import time
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate
from threading import Lock

from flask import Blueprint, Flask, Response, abort, current_app, g, request
from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from triage.web.door import came_from_outside
from triage.web.visit import site

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Seconds: how many answers took no longer than each."""
STATUSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
NOWHERE = "none"
"""The endpoint of an address that is none of ours."""
WIDTH = len(STATUSES) + len(BUCKETS) + 2
"""Of one endpoint: its statuses, its buckets and the one above them, and all seconds together."""

pages = Blueprint("metrics", __name__)


class EndpointCounts:
    """The counts of all processes; each counts after it has taken its place."""

    def __init__(self, endpoints: Iterable[str], places: int) -> None:
        self._columns = {endpoint: number * WIDTH for number, endpoint in enumerate(sorted({*endpoints, NOWHERE}))}
        self._row = len(self._columns) * WIDTH
        self._numbers = memoryview(mmap.mmap(-1, places * self._row * 8)).cast("d")
        self._lock = Lock()
        self._place: int | None = None

    def take(self, place: int) -> None:
        """Count from now on in the row of this place, of which there are as many as processes."""
        self._place = place

    def count(self, endpoint: str | None, status: int, seconds: float) -> None:
        """Count one answer."""
        if self._place is None:
            return
        first = self._place * self._row + self._columns[endpoint or NOWHERE]
        with self._lock:
            self._numbers[first + status // 100 - 1] += 1
            self._numbers[first + len(STATUSES) + bisect_left(BUCKETS, seconds)] += 1
            self._numbers[first + WIDTH - 1] += seconds

    def collect(self) -> Iterator[Metric]:
        """All rows added up, as Prometheus takes them."""
        answers = CounterMetricFamily("guide_answers", "Answers by endpoint and status", labels=("endpoint", "status"))
        times = HistogramMetricFamily("guide_answer_seconds", "How long each answer took", labels=("endpoint",))
        for endpoint, column in self._columns.items():
            sums = [sum(self._numbers[column + each :: self._row]) for each in range(WIDTH)]
            for status, number in zip(STATUSES, sums, strict=False):
                if number:
                    answers.add_metric((endpoint, status), number)
            within = list(accumulate(sums[len(STATUSES) : -1]))
            if within[-1]:
                heights = [*map(str, BUCKETS), "+Inf"]
                times.add_metric((endpoint,), list(zip(heights, within, strict=True)), sums[-1])
        rules = site().questionnaire
        served = GaugeMetricFamily("guide_rules", "The rules that are served", labels=("version", "digest"))
        served.add_metric((str(rules.version), rules.digest), 1)
        yield from (answers, times, served)


def install(app: Flask, places: int) -> EndpointCounts:
    """Count every answer of an application that so many processes share."""
    app.register_blueprint(pages)
    counts = EndpointCounts(app.view_functions, places)
    registry = CollectorRegistry()
    registry.register(counts)
    app.extensions["metrics"] = registry

    def begin() -> None:
        g.began = time.perf_counter()

    def end(response: Response) -> Response:
        if "began" in g:
            counts.count(request.endpoint, response.status_code, time.perf_counter() - g.began)
        return response

    app.before_request_funcs.setdefault(None, []).insert(0, begin)
    app.after_request(end)
    return counts


@pages.get("/metrics")
def all_counts() -> Response:
    """The counts, for machines beside the server."""
    if came_from_outside():
        abort(404)
    return Response(generate_latest(current_app.extensions["metrics"]), content_type=CONTENT_TYPE_PLAIN_0_0_4)
