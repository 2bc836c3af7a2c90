"""Repair plain lines, which are most: a line in, its repairs out, or None for a closer look.

A chunk is what stands between two ASCII characters. Nearly every damaged line is made of chunks
that are decided by themselves, and the same chunks come again and again: so each is judged once
and remembered with its neighbours. A line with any other chunk is the caller's, who weighs the
line as a whole; both ways give the same repairs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from cleaner.mojibake import CODECS, REGIONAL
from cleaner.mojibake_choice import Repair
from cleaner.mojibake_readings import read_line
from cleaner.mojibake_regional import can_read

_CHUNK = re.compile("[^\x00-\x7f]+")
_MEMO_LENGTH = 40  # code points; what is longer is judged each time, so that the memo stays small
_MEMO_SIZE = 50_000
# Where one of these is left, a byte beside it may have been lost: the line as a whole tells.
_SUSPECT = re.compile("[\x80-\x9f\xc2-\xc5\xce-\xd1\xd7-\xd9\xe2†‡\ufffd]")
_NEIGHBOURS = re.compile("[^\x00-\x7f]{2}")
_RIGHT = Repair(0, 0, "", "", 0)


class PlainRepairs(NamedTuple):
    """The repairs of a plain line, in order; ``mixed`` if some of its chunks are right."""

    repairs: list[Repair]
    mixed: bool


class PlainLines:
    """Repairs lines whose chunks are decided one by one.

    ``is_settled`` tells of a line that it has nothing to repair, and nothing in doubt.
    """

    def __init__(self, is_settled: Callable[[str], bool]) -> None:
        self._is_settled = is_settled
        self._known = lru_cache(_MEMO_SIZE)(self._judge)

    def forget(self) -> None:
        """Empty the memo."""
        self._known.cache_clear()

    def repairs_of(self, line: str) -> PlainRepairs | None:
        """Return the repairs of ``line``, or None if one of its chunks is not decided by itself."""
        repairs: list[Repair] = []
        layers: set[int] = set()
        mixed = False
        for match in _CHUNK.finditer(line):
            start, end = match.span()
            around = line[start - 1 : end + 1] if start else line[: end + 1]
            judge = self._known if end - start <= _MEMO_LENGTH else self._judge
            known = judge(around, start > 0)
            if known is None:
                return None
            if known is _RIGHT:
                mixed = True
                continue
            repairs.append(Repair(start, end, *known[2:]))
            layers.add(known.layers)
        # Beside what has several layers, others may be read deeper.
        return PlainRepairs(repairs, mixed) if max(layers, default=1) == 1 else None

    def _judge(self, around: str, led: bool) -> Repair | None:
        """Return the repair of the chunk in ``around``, None if it is not decided by itself.

        An ASCII character stands before the chunk if it is ``led``.
        """
        chunk = _CHUNK.match(around, int(led))
        found = read_line(around)
        if chunk is None or not found.repairs:
            return _RIGHT if self._is_right(around) else None
        repair = found.repairs[0]
        whole = (repair.start, repair.end) == chunk.span() and repair.codec == CODECS[0].name
        if not whole or _SUSPECT.search(repair.text) or _is_regional_too(around, chunk):
            return None
        repaired = around[: repair.start] + repair.text + around[repair.end :]
        if _has_run(repaired):
            return None  # another layer
        # Letters that spell no sequence are not half of one either.
        return repair if repair.text.isalpha() or self._is_settled(repaired) else None

    def _is_right(self, around: str) -> bool:
        if _SUSPECT.search(around) or _has_run(around):
            return False
        return self._is_settled(around)


def _is_short(text: str) -> bool:
    """Tell whether no two characters beyond ASCII touch: none of them can be half of another."""
    return _NEIGHBOURS.search(text) is None


def _has_run(text: str) -> bool:
    if _is_short(text):
        return False
    return any(codec.run.search(text) for codec in (*CODECS, *REGIONAL))


def _is_regional_too(around: str, chunk: re.Match[str]) -> bool:
    """Tell whether another codec explains as much of ``chunk``: then the line as a whole decides."""
    before, after = around[: chunk.start()], around[chunk.end() :]
    return any(
        codec.hint.search(chunk[0])
        and codec.run.fullmatch(chunk[0])
        and can_read(codec, before, chunk[0], after)
        for codec in REGIONAL
    )
