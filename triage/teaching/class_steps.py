"""Steps of a live class: what a teacher can do next, as one table.

A case is ready, open for votes, closed for talk, its votes are shown, its answer is revealed. After talking the class
votes once more: the second round. After the last case the class is over.
"""

from __future__ import annotations

from dataclasses import dataclass

READY, OPEN, CLOSED, SHOWN, REVEALED, OVER = STAGES = ("ready", "open", "closed", "shown", "revealed", "over")
ROUNDS = 2

FROM = {
    "open": (READY,),
    "close": (OPEN,),
    "again": (CLOSED, SHOWN),
    "show": (CLOSED,),
    "reveal": (CLOSED, SHOWN),
    "next": (REVEALED, READY),
}
"""Every step, and the stages in which it can be taken; the first of a stage is the usual one."""


@dataclass(frozen=True, slots=True)
class ClassPlace:
    """How far a class is: the case, counted from 0, of so many; the round; the stage."""

    number: int
    round: int
    stage: str
    cases: int

    @property
    def last(self) -> bool:
        """Whether no case follows."""
        return self.number + 1 >= self.cases

    @property
    def steps(self) -> tuple[str, ...]:
        """What a teacher can do now, the usual step first."""
        usual = tuple(step for step, stages in FROM.items() if self.stage in stages)
        return usual if self.round < ROUNDS else tuple(step for step in usual if step != "again")

    def after(self, step: str) -> ClassPlace | None:
        """Return the place after a step, None where it cannot be taken now."""
        if step not in self.steps:
            return None
        if step == "next":
            return self._at(self.number, 1, OVER) if self.last else self._at(self.number + 1, 1, READY)
        if step == "again":
            return self._at(self.number, self.round + 1, OPEN)
        return self._at(
            self.number, self.round, {"open": OPEN, "close": CLOSED, "show": SHOWN, "reveal": REVEALED}[step]
        )

    def _at(self, number: int, round: int, stage: str) -> ClassPlace:
        return ClassPlace(number, round, stage, self.cases)
