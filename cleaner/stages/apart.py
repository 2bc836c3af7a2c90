"""What stands apart: a line and a span in, whether it stands between sentences, not in or among them.

A fixed phrase of a page (``ADVERTISEMENT``) that stands so is furniture; inside a sentence or a
quotation somebody speaks of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from cleaner.shapes import BLANKS, ends_sentence

REACH = 1_000  # code points on both sides in which a quotation mark is looked for
_MARKS = re.compile('["“”„‟«»「」『』]')
_OPENING = frozenset("“„‟«「『")
# What may begin a sentence besides a letter: brackets, quotes, list marks.
_STARTERS = frozenset("\"'•*-–—¿¡[(")


def stands_apart(line: str, start: int, end: int, ends: Container[int] = ()) -> bool:
    """Tell whether ``[start, end)`` of ``line`` stands between sentences and in no quotation.

    What is cut as well ends at ``ends``: behind it one need not see the end of a sentence.

    >>> stands_apart("Ia pergi. IKLAN Besok ia pulang.", 10, 15)
    True
    >>> stands_apart("Ia membaca IKLAN itu.", 11, 16)
    False
    """
    return (
        follows_sentence(line, start, ends)
        and _comes_before_sentence(line, end)
        and not is_quoted(line, start, end)
    )


def follows_sentence(line: str, start: int, ends: Container[int] = ()) -> bool:
    """Tell whether ``start`` is the line's start, or the end of a sentence, blanks passed over."""
    end = end_before(line, start)
    return end == 0 or end in ends or ends_sentence(line[max(0, end - REACH) : end])


def end_before(line: str, at: int) -> int:
    """Return where what stands before ``at`` ends, blanks passed over.

    >>> end_before("Ia pergi.  IKLAN", 11)
    9
    """
    while at > 0 and line[at - 1] in BLANKS:
        at -= 1
    return at


def _comes_before_sentence(line: str, end: int) -> bool:
    rest = line[end : end + REACH]
    after = rest.lstrip(BLANKS)
    if not after:
        return True
    if len(after) == len(rest) and not _is_glued_capital(line[end - 1], after):
        return False
    first = after[0]
    category = unicodedata.category(first)
    return category in ("Lu", "Lt", "Lo", "Nd", "Ps", "Pi") or first in _STARTERS


def _is_glued_capital(last: str, after: str) -> bool:
    """Tell whether a sentence may begin right behind ``last``: ``]Warga``, ``CONTENTWarga``."""
    if last in "-–—*":
        return True
    if not last.isalnum():
        return after[0].isupper() or after[0] in '"“[' or not last.isascii()
    return last.isupper() and after[0].isupper() and after[1:2].islower()


def is_quoted(line: str, start: int, end: int) -> bool:
    """Tell whether a quotation is open before ``start``, or is closed behind ``end``.

    What stands between two marks tells which of them opens; a mark that does not tell counts
    against the span.
    """
    low = max(0, start - REACH)
    before = list(_MARKS.finditer(line, low, start))
    if before and _opens(line, before[-1].start()) is not False:
        return True
    after = _MARKS.search(line, end, end + REACH)
    return after is not None and _opens(line, after.start()) is not True


def _opens(line: str, at: int) -> bool | None:
    """Tell whether the mark at ``at`` opens a quotation; None where nothing tells."""
    blank_before = at == 0 or line[at - 1] in BLANKS or line[at - 1] in "([{-–—"
    blank_after = at + 1 == len(line) or line[at + 1] in BLANKS or line[at + 1] in ".,;:!?)]}"
    if blank_before != blank_after:
        return blank_before
    return None if line[at] == '"' else line[at] in _OPENING
