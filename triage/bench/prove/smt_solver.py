"""The solver behind the proofs, loaded only when something is to be proved."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import cache
from typing import Any

Term = Any
"""A formula or a number of the solver, which comes without types."""

MISSING = (
    "the proofs need the solver z3, which is not installed here: start the command as "
    "`python3 run.py triage ...`, which installs what it needs"
)
STEPS = ("simplify", "propagate-values", "solve-eqs", "elim-uncnstr", "card2bv", "bit-blast", "sat")
"""How the solver goes about it: by far the fastest of those measured for sums with limits."""


class Missing(Exception):
    """The solver is not installed. The message says how to install it."""


@cache
def z3() -> Any:
    """Return the solver's module. Raises Missing where it is not installed."""
    try:
        import z3 as module
    except ImportError:
        raise Missing(MISSING) from None
    return module


def solved(rules: Iterable[Term], seconds: float) -> tuple[str, Term | None]:
    """Look for a way to keep all rules: `sat` with what was found, `unsat`, or `unknown` when time runs out."""
    solver = z3().Then(*STEPS).solver()
    solver.add(*rules)
    bell = threading.Timer(max(seconds, 0.0), z3().main_ctx().interrupt)
    bell.start()
    try:
        answer = str(solver.check())
    except z3().Z3Exception:
        answer = "unknown"
    finally:
        bell.cancel()
    return answer, solver.model() if answer == "sat" else None


def plainly_never(formula: Term) -> bool:
    """Whether a formula is false for all to see, without a search."""
    return bool(z3().is_false(z3().simplify(formula)))


def every(parts: Iterable[Term]) -> Term:
    """All of the parts; true for none."""
    listed = list(parts)
    return listed[0] if len(listed) == 1 else z3().And(*listed)


def either(parts: Iterable[Term]) -> Term:
    """One of the parts or more; false for none."""
    listed = list(parts)
    return listed[0] if len(listed) == 1 else z3().Or(*listed)


def opposite(part: Term) -> Term:
    """That the part is false."""
    return z3().Not(part)


def follows(first: Term, second: Term) -> Term:
    """That the second is true wherever the first is."""
    return z3().Implies(first, second)


def constant(value: bool) -> Term:
    """A formula that is always true, or never."""
    return z3().BoolVal(value)


def at_least(parts: Iterable[Term], least: int) -> Term:
    """At least so many of the parts."""
    listed = list(parts)
    if not 0 < least <= len(listed):
        return constant(least <= 0)
    return either(listed) if least == 1 else z3().AtLeast(*listed, least)


def at_most(parts: Iterable[Term], most: int) -> Term:
    """At most so many of the parts."""
    listed = list(parts)
    if not 0 <= most < len(listed):
        return constant(most >= 0)
    return z3().AtMost(*listed, most)
