"""Good lines made dirty, as text gets dirty on the way: lines and a share in, lines out."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from encoding import CHANNELS, GENUINE

SEED = 20
# Of ten dirty lines, how many are damaged in which channel; the last beside genuine typography.
_SHARES = (
    ("windows-1252", 6),
    ("windows-1252 twice", 1),
    ("latin-1", 1),
    ("undefined bytes dropped", 1),
)
_WAYS: tuple[Callable[[str], str], ...] = (
    *(CHANNELS[name] for name, share in _SHARES for _ in range(share)),
    lambda text: CHANNELS["windows-1252"](text) + GENUINE,
)


def make_dirty(lines: Sequence[str], share: float) -> list[str]:
    """Return ``lines`` with that share of them damaged, the same ones in each run.

    A line that is ASCII has nothing that a misreading could damage, so it is given a quotation
    in curly marks first. Lines that are dirty at a small share are dirty at a larger one.
    """
    order = list(range(len(lines)))
    random.Random(SEED).shuffle(order)
    dirty = list(lines)
    for rank, index in enumerate(order[: round(share * len(lines))]):
        dirty[index] = damage_line(lines[index], _WAYS[rank % len(_WAYS)])
    return dirty


def damage_line(line: str, way: Callable[[str], str]) -> str:
    """Return ``line`` as ``way`` leaves it; an ASCII one quotes its middle words first.

    >>> damage_line("one two three", CHANNELS["windows-1252"])
    'one â€œtwoâ€\\x9d three'
    """
    if line.isascii():
        words = line.split(" ")
        third = len(words) // 3
        quoted = " ".join(words[third : max(third + 1, 2 * third)])
        line = " ".join([*words[:third], f"“{quoted}”", *words[max(third + 1, 2 * third) :]])
    return way(line)
