"""Cells: a line of text in, what a terminal shows of each code point and how wide that is out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TypeAlias

from cleaner.reports.terminal import COMMAND, printable

Cell: TypeAlias = tuple[str, int]

TAB = " " * 4  # a tab takes as much wherever it stands, so that a cut moves nothing


def line_cells(text: str) -> list[Cell]:
    """Return for each code point of ``text`` what is shown of it, and its width in cells.

    East Asian wide characters take two cells, combining marks none, escapes what they take.

    >>> line_cells("a\\u0301世\\x1b")
    [('a', 1), ('\u0301', 0), ('世', 2), ('\\\\x1b', 4)]
    """
    cells = [_cell(character) for character in text]
    for match in COMMAND.finditer(text):
        cells[match.start()] = ("\\x23", 4)
    return cells


def shown(text: str) -> str:
    """Return ``text`` as it may reach a terminal or the log of a build host.

    >>> shown("##[error]a\\tb")
    '\\\\x23#[error]a    b'
    """
    return "".join(cell for cell, _ in line_cells(text))


def width(cells: Iterable[Cell]) -> int:
    """Return how many cells a terminal takes for ``cells``."""
    return sum(size for _, size in cells)


def fit(cells: list[Cell], room: int) -> list[Cell]:
    """Return as many of ``cells`` from the first on as there is ``room`` for, in whole characters."""
    taken = 0
    for index, (_, size) in enumerate(cells):
        taken += size
        if taken > room:
            return cells[:index]
    return cells


def _cell(character: str) -> Cell:
    if character == "\t":
        return TAB, len(TAB)
    text = printable(character)
    return text, _width(character) if text == character else len(text)


def _width(character: str) -> int:
    # The vowels and finals of decomposed Hangul are drawn into the consonant before them.
    if unicodedata.category(character) in ("Mn", "Me") or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
