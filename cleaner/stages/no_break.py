"""No-break spaces that hold nothing together: a text in, edits that make blanks of them out.

A single no-break space is good typography in over fifty locales: in French before ``:;!?»``, between
a figure and its unit, after the one-letter words of Polish and Czech. Damage is what no writer sets.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from cleaner.edits import Edit
from cleaner.patterns import lazy_pattern
from cleaner.stages.prose import Prose

STRAY = "stray-no-break-space"
OVERUSE = "no-break-space-overuse"

_NBSP = "\xa0"
_RUN = lazy_pattern("\xa0[ \\t\xa0]*")
_NBSPS = lazy_pattern("\xa0+")
_BLANKS = " \t\xa0"
# French sets it inside these and Khmer before its stops, with another blank too in columns.
_OPENING = frozenset("«‹")
_CLOSING = frozenset("»›:;!?%។៕៖")
_QUOTES = frozenset("\"'“”„‘’‚«»‹›`()[]{}<>")
# Lines that begin so mean something by it, in Markdown and its kin; blanks before them too.
_BLOCK_MARKS = frozenset("`~-+=#*>|:0123456789")
_COLUMN = 3  # blanks that part the words of an option from what it does
_INDENTATION = 4  # blanks that make code of a paragraph in Markdown

# The last byte of UTF-8 that was read as latin-1 or windows-1252: the encoding stage's, or nobody's.
_MOJIBAKE = lazy_pattern("[\x80-\xaa\xac-\xba\xbc-\xff]\\Z|[\xc2-\xf4].\\Z")

# At the end of the text only after these: the rule's trigger sees ends of lines before others, and
# a single no-break space anywhere would make all of French dirty.
_STOPS = frozenset('.?!…”"')
_TEXT_ENDS = ("", "\n", "\r\n")

# Letters of scripts that set a blank between words, and whose typography is known here.
_LETTER = "[A-Za-zÀ-ÖØ-öø-ʯͰ-ϿЀ-ԯḀ-ỿἀ-῾]"
# Between words of three letters and more no language asks for one; shorter words are prepositions
# and abbreviations, which may want it.
_IDLE = lazy_pattern(
    f'(?:(?<={_LETTER}{{3}})|(?<={_LETTER}{{2}}[,)”"]))(?<![Â-ô])\xa0(?={_LETTER}{{3}})'
)
_NEEDLESS = lazy_pattern(
    f'(?:(?<={_LETTER}{{2}})|(?<={_LETTER}{{2}}[.,;:!?)”"]))(?<![Â-ô])\xa0(?=[(“"]?{_LETTER}{{2}})'
)
# An editor leaves words with one on each side; the rule's trigger is a wider form of this.
_CHAIN = lazy_pattern(f"{_LETTER}\xa0{_LETTER}{{3,20}}\xa0{_LETTER}")
# So many, and over a fifth of all blanks, no writer sets by hand: an editor made them.
_LEAST = 10
_SHARE = 5


def find_stray(text: str) -> Iterator[Edit]:
    """Yield edits of no-break spaces beside another blank or at an edge of their line.

    They become spaces; at a line's end, where a space more could break the line in Markdown, they
    go. What stands before ``:``, in quotes, between figures or under an accent is kept, and so are
    an indentation of four blanks and more, columns, and what stands beside a tab: it may be a cell.

    >>> [(e.start, e.end, e.text) for e in find_stray("Harga \\xa0beras\\xa0\\nnaik 5\\xa0%")]
    [(6, 7, ' '), (12, 13, '')]
    """
    if not text.strip():
        return
    prose = Prose(text)
    for match in _RUN.finditer(text):
        start, end = match.span()
        while start and text[start - 1] in " \t":
            start -= 1
        first = not start or text[start - 1] == "\n"
        last = end == len(text) or text[end] == "\n" or text.startswith("\r\n", end)
        if not (first or last or end - start > 1) or _is_meant(text, start, end):
            continue
        line = prose.line_at(start)
        if "\t" in text[start : end + 1] or (
            not first and _sets_columns(text, line.start, end - start)
        ):
            continue
        shown = text[line.start : line.end].strip(_BLANKS)
        if (first and not last and not _may_indent(text[start:end], shown)) or (
            last and shown and (shown[0] in _BLOCK_MARKS or "|" in shown or "\t" in shown)
        ):
            continue
        if prose.holds(start, end):
            yield from _edits_of(text, match.start(), end, "" if last else " ")


def find_overuse(text: str) -> list[Edit]:
    """Return edits of the no-break spaces between words of a text that has them nearly everywhere.

    >>> [e.text for e in find_overuse("satu dua tiga\\xa0empat")]
    []
    """
    held = text.count(_NBSP)
    if held < _LEAST:
        return []
    blanks = held + text.count(" ")
    if held * _SHARE <= blanks:
        return []
    idle = sum(1 for _ in _IDLE.finditer(text))
    if idle < _LEAST or idle * _SHARE <= blanks or not _CHAIN.search(text):
        return []
    prose = Prose(text)
    reason = f"{idle} of {blanks} blanks are no-break spaces between words"
    return [
        Edit(*match.span(), " ", (OVERUSE,), (reason,))
        for match in _NEEDLESS.finditer(text)
        if prose.holds(*match.span())
    ]


def _is_meant(text: str, start: int, end: int) -> bool:
    """Tell whether the blanks ``text[start:end]`` stand where a no-break space belongs."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if end - start == 1 and text[end : end + 3] in _TEXT_ENDS and before not in {*_STOPS, "", "\n"}:
        return True
    if before in _OPENING or after in _CLOSING:
        return True
    if (before in _QUOTES and after in _QUOTES) or (before.isdigit() and after.isdigit()):
        return True
    if _MOJIBAKE.search(text[max(0, start - 2) : start]):
        return True
    # An accent that is shown by itself stands on one.
    return bool(after) and unicodedata.category(after)[0] == "M"


def _sets_columns(text: str, line_start: int, width: int) -> bool:
    """Tell whether ``width`` blanks inside the line part columns: of an indented line, such as help."""
    return width >= _COLUMN and text[line_start : line_start + 1] in _BLANKS


def _may_indent(blanks: str, shown: str) -> bool:
    """Tell whether a line of text may begin with ``blanks`` as spaces and be the same line."""
    return len(blanks) < _INDENTATION and "\t" not in blanks and shown[0] not in _BLOCK_MARKS


def _edits_of(text: str, start: int, end: int, new: str) -> Iterator[Edit]:
    where = "beside another blank or at a line's edge"
    for match in _NBSPS.finditer(text, start, end):
        count = len(match[0])
        name = "no-break space" if count == 1 else f"{count} no-break spaces"
        yield Edit(*match.span(), new * count, (STRAY,), (f"{name} {where}",))
