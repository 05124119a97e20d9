"""Refusal: what keeps a command of the bench from starting, in words that say what to do."""

from __future__ import annotations

from collections.abc import Sequence

MOST = 20


class EvaluationError(Exception):
    """The evaluation cannot start. The message lists every fault, a line each."""


def refuse(faults: Sequence[str]) -> None:
    """Raise EvaluationError when there are faults; beyond MOST of them say only how many more there are."""
    if faults:
        more = [f"and {len(faults) - MOST} more"] if len(faults) > MOST else []
        raise EvaluationError("\n".join([*faults[:MOST], *more]))
