"""Benchmarks print what they compare as ratios, after one run of all: `pytest tests/benchmarks`.

They judge by ratios because machines differ. Only what does not depend on the machine can fail.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

LINES = pytest.StashKey[list[str]]()
TIMES = pytest.StashKey[dict[str, float]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LINES], config.stash[TIMES] = [], {}


@pytest.fixture
def say(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Add a line to the summary."""
    return request.config.stash[LINES].append


@pytest.fixture
def timed(request: pytest.FixtureRequest, benchmark, say) -> Callable[..., float]:
    """Time a function under a name; returns the seconds of its fastest round, divided by `each`.

    The fastest round is the one that other work on the machine disturbed least, so that ratios hold on a busy one.
    The median is printed beside it, because it is what a busy machine gives.
    """

    def time(name: str, function: Callable[[], object], each: int = 1) -> float:
        benchmark.extra_info["each"] = each
        benchmark(function)
        fastest = benchmark.stats.stats.min / each
        request.config.stash[TIMES][name] = fastest
        median = benchmark.stats.stats.median / each
        say(f"{name}: fastest round {fastest * 1e3:.3f} ms, median {median * 1e3:.3f} ms")
        return fastest

    return time


@pytest.fixture
def times(request: pytest.FixtureRequest) -> dict[str, float]:
    """What has been timed so far, by name."""
    return request.config.stash[TIMES]


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    lines = config.stash[LINES]
    if lines:
        terminalreporter.section("ratios")
        for line in lines:
            terminalreporter.write_line(line)
