"""Choose between codecs that explain one line: the repairs of each in, those that stand out.

Codecs share most characters, so a line damaged in one of them often obeys the grammar in others.
What explains more of it is right; of two that explain as much, the one whose letters are those of
one language.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cleaner.letters import load_letters


class Repair(NamedTuple):
    """Put ``text`` in place of ``line[start:end]``; undoes ``layers`` misreadings in ``codec``."""

    start: int
    end: int
    text: str
    codec: str
    layers: int


def choose_repairs(readings: Sequence[list[Repair]]) -> list[Repair]:
    """Return the repairs of the best of ``readings``, one for each codec, and what others add.

    Of equals the earlier is best. The result is in text order and does not overlap.
    """
    kept: list[Repair] = []
    for repairs in sorted(readings, key=_rank):
        kept += [r for r in repairs if all(r.end <= k.start or k.end <= r.start for k in kept)]
    return sorted(kept)


def _rank(repairs: Sequence[Repair]) -> tuple[int, bool]:
    explained = sum(repair.end - repair.start for repair in repairs)
    return -explained, not _is_of_one_language("".join(repair.text for repair in repairs))


def _is_of_one_language(text: str) -> bool:
    """Tell whether a language has all letters of ``text`` beyond ASCII."""
    letters = {char for char in text if char.isalpha()}
    return any(letters <= language.letters for language in load_letters().values())
