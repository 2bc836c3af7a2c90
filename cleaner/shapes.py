"""Shapes of lines: a line in, whether it is a sentence, a headline or prose out (docs/rules.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.patterns import lazy_regex

if TYPE_CHECKING:
    import regex

# Blanks are Unicode White_Space, which differs from str.isspace in U+001C to U+001F.
BLANKS = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"  # fmt: skip
MAX_HEADLINE = 120  # code points
_REACH = 80  # code points before a place that tell whether a sentence ends there

_CLOSERS = r"[\p{Pe}\p{Pf}\p{Pi}\"'”’»]*"
_STOP = lazy_regex(
    r"(?P<stop>\p{Sentence_Terminal}+)" + _CLOSERS + r"(?P<end>$|(?=\p{White_Space}))?"
)
_CJK_STOPS = frozenset("。！？｡．")
_ELLIPSES = ("..", "…")
_LIST_NUMBER = lazy_regex(r"^\p{White_Space}*[\p{Pi}\p{Ps}\"']*(?:\d{1,3}|[ivxIVX]{1,4}|\p{L})$")
_INITIAL = lazy_regex(r"(?:^|[\p{White_Space}.\p{Ps}\p{Pi}\"'-])\p{Lu}\p{M}*$")
_GLUED = lazy_regex(r"\p{Ll}{3}[.!?]\p{Lu}\p{Ll}*(?:\p{White_Space}|$)")
_LETTER = lazy_regex(r"\p{L}")


def is_sentence(line: str) -> bool:
    """Tell whether ``line`` is sentence-shaped.

    It holds a Unicode Sentence_Terminal that, closing quotes and brackets skipped, ends the line
    or is followed by a blank (in CJK by anything), and that is no ellipsis, list number or
    one-letter initial.

    >>> is_sentence("Ia pulang."), is_sentence("Harga naik..."), is_sentence("1. Harga")
    (True, False, False)
    """
    return any(_ends_sentence(line, match) for match in _STOP.finditer(line))


def ends_sentence(text: str) -> bool:
    """Tell whether ``text``, blanks at its end aside, ends with a sentence; of a line, its part so far.

    >>> ends_sentence('Ia pulang." '), ends_sentence("Ia pulang. Lalu"), ends_sentence("Pasal 1.")
    (True, False, True)
    """
    near = text.rstrip(BLANKS)[-_REACH:]
    return any(
        match.end() == len(near) and _ends_sentence(near, match) for match in _STOP.finditer(near)
    )


def _ends_sentence(line: str, match: regex.Match[str]) -> bool:
    stop = match["stop"]
    if match["end"] is None and not _CJK_STOPS.intersection(stop):
        return False
    if stop.startswith(_ELLIPSES) or line[match.start() - 1 : match.start()] == "…":
        return False
    if stop != ".":
        return True
    before = line[max(0, match.start() - 40) : match.start()]
    return not _INITIAL.search(before) and not _is_list_number(line, match.start())


def _is_list_number(line: str, stop: int) -> bool:
    return stop < 40 and _LIST_NUMBER.match(line[:stop]) is not None


def is_headline(line: str) -> bool:
    """Tell whether ``line`` is headline-shaped: no sentence, 1 to 120 code points, a letter.

    A sentence that lost the blank behind its stop is one as well.

    >>> is_headline("Harga Naik"), is_headline("Harga naik."), is_headline("Harga naik.Ia pergi")
    (True, False, False)
    """
    stripped = line.strip(BLANKS)
    return (
        0 < len(stripped) <= MAX_HEADLINE
        and _LETTER.search(stripped) is not None
        and not is_sentence(stripped)
        and not _GLUED.search(stripped)
    )
