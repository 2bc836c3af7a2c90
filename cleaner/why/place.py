"""Places as a user names them: ``FILE:LINE`` or ``FILE:LINE:COLUMN`` in, a ``Place`` out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from cleaner.errors import InputError

_NUMBERED = re.compile(r"(?P<rest>.+):(?P<number>[0-9]{1,12}):?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, and a column of it if one was named; both count from 1."""

    path: str
    line: int
    column: int | None = None


def parse_place(argument: str) -> Place:
    """Return the place that ``argument`` names, as ``check`` prints it. Raises ``InputError``.

    Paths may hold colons: it is read from the right, and where that leaves two readings, the one
    whose file is there is meant.

    >>> parse_place("berita.txt:14"), parse_place("berita.txt:14:3")
    (Place(path='berita.txt', line=14, column=None), Place(path='berita.txt', line=14, column=3))
    """
    last = _NUMBERED.fullmatch(argument)
    if last is None:
        what, remedy = "names no line", f"write {argument.rstrip(':') or 'FILE'}:12 for its line 12"
        raise InputError(argument, what, remedy)
    path, number = last["rest"], int(last["number"])
    before = _NUMBERED.fullmatch(path)
    if before is None or Path(path).exists():
        return _checked(argument, Place(path, number))
    return _checked(argument, Place(before["rest"], int(before["number"]), number))


def _checked(argument: str, place: Place) -> Place:
    if place.line < 1 or place.column == 0:
        raise InputError(argument, "lines and columns count from 1", "name the first as 1")
    return place
