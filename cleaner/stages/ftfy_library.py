"""The ftfy library as a stage of its own: a text in, what ``ftfy.fix_text`` changes as edits out.

It runs in profile ``ftfy`` alone, once: what a second pass would change is ftfy's.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from cleaner.edits import Edit

if TYPE_CHECKING:
    from cleaner.scan import Context

RULE = "ftfy"
BUILT_INS = (RULE,)
_REASON = "ftfy.fix_text"
_SEGMENT = 1_000_000  # code points; ftfy breaks longer lines there too
_ALIGNED = 2_000  # code points on either side; what is longer is one edit


def find_edits(text: str, context: Context) -> Iterator[Edit]:
    """Yield the edits that make of each line what ``ftfy.fix_text`` makes of it.

    ftfy stops resolving entities from the first line that holds ``<`` on; here that line alone is
    left, so that a line does not depend on those before it.
    """
    if not context.active(RULE):
        return
    from ftfy import TextFixerConfig, fix_text  # a tenth of a second, for this profile alone

    config = TextFixerConfig(explain=False)
    for start, segment in _segments(text):
        fixed = fix_text(segment, config)
        for low, high, new in align(segment, fixed):
            yield Edit(start + low, start + high, new, (RULE,), (_REASON,))


def _segments(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start, start + _SEGMENT) + 1 or min(len(text), start + _SEGMENT)
        yield start, text[start:end]
        start = end


def align(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """Yield ``(start, end, text)``: the spans of ``old`` that differ in ``new``, in order.

    >>> list(align("schÃ¶n , “ja”", 'schön , "ja"'))
    [(3, 5, 'ö'), (9, 10, '"'), (12, 13, '"')]
    """
    if old == new:
        return
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    old, new = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(old) > _ALIGNED or len(new) > _ALIGNED:
        yield head, head + len(old), new
        return
    for kind, low, high, first, last in SequenceMatcher(None, old, new, False).get_opcodes():
        if kind != "equal":
            yield head + low, head + high, new[first:last]


def _common(one: str, two: str) -> int:
    """Return how many code points ``one`` and ``two`` begin with alike."""
    length = next(
        (n for n, pair in enumerate(zip(one, two, strict=False)) if pair[0] != pair[1]), None
    )
    return min(len(one), len(two)) if length is None else length
