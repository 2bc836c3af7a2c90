"""Mend closing quotes that lost a byte: a repaired line in, spans with their replacement out.

The bytes of `”` are E2 80 9D, and windows-1252 has no character for the last one. Where it was
dropped, `â€` is left; where a repair took the blank behind it for the lost byte, `†` is left and
the blank is gone (`“... lainnya,†kata`). Both are mended only where a closing quote is due: a
footnote dagger (`Total†`, `† 1945`) and the hyphen U+2010, whose bytes look the same, stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.patterns import lazy_pattern

# â€ in windows-1252 or latin-1, not followed by a byte that would complete the character.
_LEFTOVER = "â[€\x80](?![\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ])\ufffd?"
_EVENT = lazy_pattern(f"[“”„]|{_LEFTOVER}")
# What may be the start of another damaged character.
_DAMAGE = lazy_pattern("[\xc2-\xf4][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_STOPS = ",.!?…"
_ENDS = ",.;:!?)]}…—–-\"'”’\xa0 \t\r"


class Mended(NamedTuple):
    """Put ``text`` in place of ``line[start:end]``; ``text`` is None where it cannot be decided."""

    start: int
    end: int
    text: str | None


def mend_truncated(line: str) -> Iterator[Mended]:
    """Yield the leftovers `â€` of ``line`` in order, judged from left to right.

    >>> [m.text for m in mend_truncated("“Kami siap,â€ kata Rani. “Ya.â€Ia pergi.")]
    ['”', '” ']
    >>> [m.text for m in mend_truncated("Set" + "â€" + "User dan â€ 1945")]
    [None, None]
    """
    open_quotes = 0
    twice = len(re.findall("â[€\x80]\\?", line)) > 1
    for match in _EVENT.finditer(line):
        if match[0] in "“„":
            # Behind a letter it is a byte of damage, as in `Ù„`, or the mate of „.
            open_quotes += not line[: match.start()][-1:].isalpha()
        elif match[0] == "”":
            open_quotes = max(0, open_quotes - 1)
        else:
            mended = _mend(line, match, open_quotes, question_marks=twice)
            open_quotes = max(0, open_quotes - (mended.text is not None))
            yield mended


def _mend(line: str, match: re.Match[str], open_quotes: int, *, question_marks: bool) -> Mended:
    start, end = match.span()
    before, after = line[max(0, start - 1) : start], line[end : end + 1]
    lost = match[0][-1] == "\ufffd"
    if _DAMAGE.match(line, end):
        return Mended(start, end, None)
    due = before in tuple(_STOPS) or (open_quotes > 0 and _ends_words(before))
    if not due or (not open_quotes and not _sentence_goes_on(line, end)):
        return Mended(start, end, None)
    if after == "?" and not lost:
        # The lost byte itself may have become the question mark.
        if question_marks or re.match(r"\? [a-z]", line[end : end + 3]):
            return Mended(start, end + 1, "”")
        return Mended(start, end, None)
    if after == "" or after in _ENDS:
        return Mended(start, end, "”")
    if before in tuple(_STOPS) and after.isalpha():
        return Mended(start, end, "” ")
    return Mended(start, end, None)


def _ends_words(before: str) -> bool:
    return before.isalnum() or before in tuple(_STOPS + ")]%’'\"")


def _sentence_goes_on(line: str, end: int) -> bool:
    """Tell whether ``line[end:]`` is what follows a quote: nothing, or a word (after a blank)."""
    return re.match(r"[\s?]*$|[ \xa0]?[^\W\d_]|\? ", line[end:]) is not None


# One blank at most, then a small letter or the end; a blank that ends the line stays.
_DAGGER_AFTER = lazy_pattern(r"(?P<blank>[ \xa0]?)(?:(?P<letter>[^\W\d_])|[ \t\r]*$)")


def mend_dagger(line: str) -> Iterator[Mended]:
    """Yield `†` behind a stop: the closing quote that the line lacks, or in doubt.

    Exactly one more `“` than `”`, no `”` and no other `†` on the line, and a sentence that goes
    on in small letters or ends.

    >>> [m.text for m in mend_dagger("“Kami menunggu yang lainnya,†kata Rani.")]
    ['” ']
    >>> [m.text for m in mend_dagger("Total 12,† angka sementara")]
    [None]
    """
    for match in re.finditer(f"(?<=[{_STOPS}])†", line):
        yield Mended(match.start(), match.end(), _closing_quote(line, match.end()))


def _closing_quote(line: str, end: int) -> str | None:
    if line.count("†") != 1 or line.count("“") != line.count("”") + 1 or "”" in line[end:]:
        return None
    if _EVENT.search(line, end) or re.search("â[€\x80]", line):
        return None
    follows = _DAGGER_AFTER.match(line, end)
    if follows is None:
        return None
    letter = follows["letter"]
    if letter is None:
        return "”"
    if not letter.islower():
        return None
    return "”" if follows["blank"] else "” "
