"""Names: what a rule file declares, where each name is used, and which of the two is misspelt.

Nothing unknown is reported until all uses are noted. A misspelt use is reported where it stands. Where a declaration
is misspelt, every use of the name seems at fault; one report at the declaration then says more than all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from triage.rule_files.diagnostics import suggestion
from triage.rule_files.did_you_mean import more_familiar, near, words_in
from triage.rule_files.document import Document, Mark, Place
from triage.rule_files.schema_types import ID, RETIRED

NO_IDS = frozenset(
    ("yes", "no", "true", "false", "on", "off", "null", "none", "not_sure", "all", "any", "not", "finding", "at_least")
)
"""Words that editors, answers in files and conditions read in their own way."""
KEPT = ("question", "option", "finding", "category", "pattern", "red flag", "note")
"""Answers that somebody saved, or worked cases, name these."""
RENAMED = ("question", "finding", "category")
"""Of these each is there to be named; one that nothing names may have another name elsewhere."""
FEW = 5
"""So many lines are named."""
Kind = tuple[str, str]
"""What a name stands for: `finding` and the like with "", or `option` with the question that it belongs to."""


@dataclass(frozen=True, slots=True)
class NameSpot:
    """One place that declares or uses a name."""

    place: Place
    is_key: bool


@dataclass
class Names:
    """The names of one file. `settle` reports what does not fit, once everything is declared and used."""

    document: Document
    declared: dict[Kind, dict[str, NameSpot]] = field(default_factory=dict)
    used: dict[Kind, dict[str, list[NameSpot]]] = field(default_factory=dict)
    doubles: dict[Kind, dict[str, list[NameSpot]]] = field(default_factory=dict)

    def declare(self, kind: str, names: Iterable[tuple[str, Place]], of: str = "", is_key: bool = False) -> None:
        """Declare names of a kind, each at its place, and note those that stand already.

        What stands inside of something that was copied whole is not noted as well.
        """
        into = self.declared.setdefault((kind, of), {})
        copied = {spot.place for doubles in self.doubles.values() for spots in doubles.values() for spot in spots}
        for name, place in names:
            if name in into and not any((*place[:length], "id") in copied for length in range(1, len(place) - 1)):
                self.doubles.setdefault((kind, of), {}).setdefault(name, []).append(NameSpot(place, is_key))
            into.setdefault(name, NameSpot(place, is_key))

    def use(self, kind: str, name: str, place: Place, of: str = "", is_key: bool = False) -> bool:
        """Note that a place uses a name. Returns whether it is declared."""
        self.used.setdefault((kind, of), {}).setdefault(name, []).append(NameSpot(place, is_key))
        return name in self.declared.get((kind, of), {})

    def report_retired(self, retired: Mapping[str, str]) -> None:
        """Report what has a retired id, and a retired id of another form."""
        for id, text in retired.items():
            if not re.match(RETIRED, id):
                hint = "write an id, or that of an option behind its question, as in `eyes.droopy_lid`"
                self.document.report("R014", ("retired", id), f"`{id}` is no id", hint, key=True)
            for (kind, of), spot in self._called(id):
                owner = f" of question `{of}`" if of else ""
                message = f"the {kind}{owner} has the retired id `{id}`, which meant: {text}"
                hint = "choose a new id; or, if it means the same again, delete it under `retired`"
                self.document.report("R026", spot.place, message, hint)

    def _called(self, id: str) -> Iterator[tuple[Kind, NameSpot]]:
        """Yield what has an id that people's answers or worked cases may hold; `question.option` is an option alone."""
        question, dot, option = id.partition(".")
        for (kind, of), into in self.declared.items():
            name = option if dot else id
            if kind in KEPT and name in into and (not dot or (kind, of) == ("option", question)):
                yield (kind, of), into[name]

    def unused(self, kind: str) -> list[str]:
        """Return the names that nothing uses, without those that a misspelt use may mean."""
        used, declared = self.used.get((kind, ""), {}), self.declared.get((kind, ""), {})
        unknown = [name for name in used if name not in declared]
        return [name for name in declared if name not in used and not near(name, unknown)]

    def settle(self, words: Mapping[str, Sequence[str]]) -> None:
        """Report every use of a name that nothing has. `words` may stand where a name of their kind stands."""
        self._report_doubles()
        reported: set[tuple[Kind, str]] = set()
        for kind, used in self.used.items():
            declared = self.declared.get(kind, {})
            unused = [name for name in declared if name not in used]
            for name, spots in used.items():
                if name in declared or self.document.is_full:
                    continue
                misspelt = self._misspelt(name, len(spots), unused)
                if misspelt is not None:
                    self._report_declaration(kind, declared[misspelt], misspelt, name)
                    reported.add((kind, misspelt))
                else:
                    hint = self._elsewhere(kind, name, spots[0]) or suggestion(
                        name, [*declared, *words.get(kind[0], ())]
                    )
                    if len(spots) == 1 and (close := near(name, unused)):
                        spot = declared[close[0]]
                        line = self.document.line_named(self._mark(spot), self._mark(spots[0]))
                        hint += f" Or is it misspelt on {line}? Nothing else uses `{close[0]}`"
                    elif len(unused) == 1 and kind[0] in RENAMED:
                        line = self.document.line_named(self._mark(declared[unused[0]]), self._mark(spots[0]))
                        hint += f". Nothing uses the {kind[0]} `{unused[0]}`, on {line}: was it renamed?"
                    self._report_once(kind, name, spots, hint)

        self._report_forms(reported)

    def _report_doubles(self) -> None:
        for kind, doubles in self.doubles.items():
            for name, (here, *others) in doubles.items():
                where = f"on {self.document.line_named(self._mark(self.declared[kind][name]), self._mark(here))}"
                if others:
                    where += f", and again on {self._lines(self._mark(here), map(self._mark, others))}"
                self.document.report_double(kind[0], name, here.place, where)

    def _report_once(self, kind: Kind, name: str, spots: Sequence[NameSpot], hint: str) -> None:
        """Report an unknown name where it is used first, with the lines of the others."""
        first, *others = sorted(spots, key=lambda spot: (self._mark(spot).number, self._mark(spot)))
        code, place, message = _unknown(kind, name, first.place)
        if others:
            message += f"; it is also named on {self._lines(self._mark(first), map(self._mark, others))}"
        self.document.report(code, place, message, hint, key=first.is_key)

    def _elsewhere(self, kind: Kind, name: str, spot: NameSpot) -> str | None:
        """Say what has a name, where it is something of another kind or an option of another question."""
        for (other, of), into in self.declared.items():
            if other in KEPT and name in into and (other, of) != kind and (other != "option" or kind[0] == "option"):
                owner = f"question `{of}` has that option" if of else f"`{name}` is a {other}"
                return f"{owner}, on {self.document.line_named(self._mark(into[name]), self._mark(spot))}"
        return None

    def _report_forms(self, reported: AbstractSet[tuple[Kind, str]]) -> None:
        for kind, names in self.declared.items():
            for name, spot in names.items():
                if name in NO_IDS:
                    hint = "choose another id; the text that people see may stay"
                    message = f"`{name}` cannot be an id: it means something else in a file"
                    self.document.report("R014", spot.place, message, hint, key=spot.is_key)
                elif not re.match(ID, name) and (kind, name) not in reported:
                    hint = "ids are lower-case words: letters, digits and _, a letter first"
                    self.document.report("R014", spot.place, f"`{name}` is no id", hint, key=spot.is_key)

    def _misspelt(self, name: str, uses: int, unused: list[str]) -> str | None:
        """The unused declaration that was meant to be `name`. One use alone must be the more familiar spelling."""
        close = near(name, unused)
        if close and (uses > 1 or not re.match(ID, close[0]) or more_familiar(name, close[0], self._words)):
            return close[0]
        return None

    def _report_declaration(self, kind: Kind, spot: NameSpot, misspelt: str, name: str) -> None:
        where = self._lines(self._mark(spot), [self._mark(use) for use in self.used[kind][name]])
        message = (
            f"nothing uses the {kind[0]} `{misspelt}`, and no {kind[0]} is named `{name}`, which is used on {where}"
        )
        code = "R016" if kind[0] == "option" else "R012"
        if not re.match(ID, misspelt):
            code = "R014"
        self.document.report(code, spot.place, message, f"did you mean `{name}` here?", key=spot.is_key)

    def _lines(self, here: Mark, marks: Iterable[Mark]) -> str:
        """Name the lines of marks to whoever looks at `here`, without the columns, a few of many."""
        every = sorted({(mark.number, mark.line) for mark in marks})
        if any(number != here.number for number, _ in every):
            named = [self.document.line_named(Mark(line, 1, number), here) for number, line in every]
        else:
            named = [str(line) for _, line in every]
            named[0] = f"line {named[0]}" if len(every) == 1 else named[0]
        count = f"{len(every)} lines: " if len(every) > 1 else ""
        return count + ", ".join(named[:FEW]) + (f" and {len(named) - FEW} more" if len(named) > FEW else "")

    def _mark(self, spot: NameSpot) -> Mark:
        return self.document.mark_of(spot.place, spot.is_key)

    @cached_property
    def _words(self) -> Mapping[str, int]:
        return words_in(self.document.all_lines)


def _unknown(kind: Kind, name: str, place: Place) -> tuple[str, Place, str]:
    if kind[0] == "option":
        return "R016", place, f"question `{kind[1]}` has no option `{name}`"
    return "R012", place, f"no {kind[0]} is named `{name}`"
