"""Benchmarks print what they compare as ratios, after one run of all: `pytest tests/benchmarks`.

They judge by ratios because machines differ. Only what does not depend on the machine can fail.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

LINES = pytest.StashKey[list[str]]()
MEDIANS = pytest.StashKey[dict[str, float]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LINES], config.stash[MEDIANS] = [], {}


@pytest.fixture
def say(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Add a line to the summary."""
    return request.config.stash[LINES].append


@pytest.fixture
def timed(request: pytest.FixtureRequest, benchmark) -> Callable[..., float]:
    """Time a function under a name; returns the seconds of the median run, divided by `each`."""

    def time(name: str, function: Callable[[], object], each: int = 1) -> float:
        benchmark.extra_info["each"] = each
        benchmark(function)
        median = benchmark.stats.stats.median / each
        request.config.stash[MEDIANS][name] = median
        return median

    return time


@pytest.fixture
def medians(request: pytest.FixtureRequest) -> dict[str, float]:
    """What has been timed so far, by name."""
    return request.config.stash[MEDIANS]


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    lines = config.stash[LINES]
    if lines:
        terminalreporter.section("ratios")
        for line in lines:
            terminalreporter.write_line(line)
