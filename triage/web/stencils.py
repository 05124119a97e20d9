"""Stencils: texts made once, with holes for what differs from one use to the next, and the drawer they lie in."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from triage.web.parcels import Parcel

MOST_CHARACTERS = 8_000_000
"""So much lies in a drawer; what was used least lately goes first."""

_HOLE = Markup("<hole {name}>")
_HOLES = re.compile("<hole ([^>]*)>")
"""A hole is no HTML, and no text can hold one, since texts are escaped."""

Own = Callable[[str], Markup]
"""Gives by its name what goes into a hole."""


def hole(name: str) -> Markup:
    """Return a hole, to be put into a text in the place of what will go there."""
    return _HOLE.format(name=name)


@dataclass(frozen=True)
class Stencil:
    """A text with holes: pieces of it, and the names of the holes between them, by turns."""

    parts: tuple[str, ...]

    @staticmethod
    def of(text: str) -> Stencil:
        """Take the holes out of a text."""
        return Stencil(tuple(_HOLES.split(text)))

    @property
    def size(self) -> int:
        """The characters in it."""
        return sum(map(len, self.parts))

    @property
    def whole(self) -> bool:
        """Whether it has no hole: then it is the same for everybody."""
        return len(self.parts) == 1

    @cached_property
    def parcel(self) -> Parcel:
        """The page that it is, where it is whole, as it goes out."""
        return Parcel.of(self.parts[0].encode(), "text/html")

    def filled(self, own: Own) -> str:
        """Return the text with what belongs into its holes."""
        parts = list(self.parts)
        parts[1::2] = [own(name) for name in parts[1::2]]
        return "".join(parts)


class Drawer:
    """Stencils by key, up to a size; several threads may take from it at once."""

    def __init__(self, most: int = MOST_CHARACTERS) -> None:
        """Keep so many characters at most."""
        self._most, self._size = most, 0
        self._kept: OrderedDict[Hashable, Stencil] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: Hashable, make: Callable[[], str]) -> Stencil:
        """Return what is kept under a key, or make it."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        made = Stencil.of(make())
        with self._lock:
            self._put(key, made)
        return made

    def _put(self, key: Hashable, made: Stencil) -> None:
        old = self._kept.pop(key, None)
        self._kept[key] = made
        self._size += made.size - (old.size if old else 0)
        while self._size > self._most:
            self._size -= self._kept.popitem(last=False)[1].size
