"""Fitted points: what the cases alone would give each strength, pulled towards the file's word, with an interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from triage.bench.weigh.coded_matrix import Floats
from triage.bench.weigh.cohort import Cohort
from triage.bench.weigh.objective import Objective, Thresholds

LEAST, MOST = 0.0, 14.0
"""Between these the points of a strength stay, so that its sign is kept."""
STEPS = 120
ROUNDS = 40
SEED = 5


@dataclass(frozen=True)
class Fitted:
    """The points of every strength, and the ends of their 90 % intervals by bootstrap over groups."""

    points: Floats
    low: Floats
    high: Floats


def fit_points(objective: Objective, thresholds: Thresholds, start: Floats | None = None) -> Floats:
    """Return the points that explain the cases best, in any fraction. Signs are kept."""
    found = minimize(
        objective.loss_and_gradient,
        objective.centre if start is None else start,
        args=(thresholds,),
        jac=True,
        method="L-BFGS-B",
        bounds=[(LEAST, MOST)] * len(objective.centre),
        options={"maxiter": STEPS},
    )
    points: Floats = np.asarray(found.x, dtype=float)
    return points


def fit_with_intervals(
    people: Cohort,
    thresholds: Thresholds,
    centre: Floats,
    progress: Callable[[int, int], None],
) -> Fitted:
    """Fit once on all cases, and once for each of ROUNDS draws of groups, telling `progress` round and rounds.

    Worked cases stand in every draw.
    """
    matrix, base = people.matrix, np.asarray(people.weights)
    points = fit_points(Objective(matrix, base, centre), thresholds)
    chance = np.random.default_rng(SEED)
    _, place_of = np.unique(np.asarray(people.group_of[: people.counted]), return_inverse=True)
    worked = np.ones(len(base) - people.counted)
    number = int(place_of.max()) + 1
    draws = np.empty((ROUNDS, len(points)))
    for round_ in range(ROUNDS):
        times = np.bincount(chance.integers(number, size=number), minlength=number)
        draws[round_] = fit_points(
            Objective(matrix, base * np.append(times[place_of], worked), centre), thresholds, points
        )
        progress(round_ + 1, ROUNDS)
    low, high = np.quantile(draws, (0.05, 0.95), axis=0)
    return Fitted(points, low, high)
