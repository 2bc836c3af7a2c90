"""Mend C1 controls that are bytes of windows-1252: a repaired line in, spans with their mark out.

A file in windows-1252 that was read as latin-1 has invisible controls where its quotation marks,
dashes, ellipses and euro signs were. The same bytes are letters in MacRoman and other codecs, so
each mark is believed only where such a mark can stand; between letters it may be either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.mojibake_quotes import Mended
from cleaner.mojibake_readings import read_line
from cleaner.patterns import lazy_pattern

_CONTROLS = lazy_pattern("[\x80-\x9f]+")
_MARKS = {
    "\x80": "€",
    "\x84": "„",
    "\x85": "…",
    "\x91": "‘",
    "\x92": "’",
    "\x93": "“",
    "\x94": "”",
    "\x95": "•",
    "\x96": "–",
    "\x97": "—",
    "\x99": "™",
}
_BLANK = " \t\r\xa0"
_OPENS = _BLANK + "([{«„“‘\"'–—-/"
_CLOSES = _BLANK + ".,;:!?)]}»”’\"'–—-/…"


def mend_controls(line: str) -> Iterator[Mended]:
    """Yield each run of C1 controls of ``line`` in order, without a text where it stays open.

    >>> [m.text for m in mend_controls("Kata dia, \\x93ya\\x94 \\x96 lalu pergi\\x85")]
    ['“', '”', '–', '…']
    >>> [m.text for m in mend_controls("pa\\x92s dan l\\x92ouest")]
    [None, None]
    """
    found = list(_CONTROLS.finditer(line))
    # Marks are never touched while other damage on their line is unrepaired.
    settled = bool(found) and not read_line(line).undecided
    low_open = False
    for match in found:
        text = _mark(line, match, low_open=low_open) if settled else None
        low_open = text == "„" or (low_open and text != "“")
        yield Mended(match.start(), match.end(), text)


def _mark(line: str, match: re.Match[str], *, low_open: bool) -> str | None:
    mark = _MARKS.get(match[0])
    before, after = line[: match.start()][-1:], line[match.end() : match.end() + 1]
    if mark is None or _is_foreign(before) or _is_foreign(after):
        return None
    # These are letters that begin or end words in MacRoman (Ñ, ë, í); a pair of marks is no word.
    mates = {"„": ("\x93", "\x94"), "‘": ("\x92",)}.get(mark)
    if mates and not any(mate in line[match.end() :] for mate in mates):
        return None
    if mark == "’" and "\x91" not in line[: match.start()]:
        return _contraction(line, match)
    return mark if _can_stand(mark, before, after, low_open=low_open) else _contraction(line, match)


def _can_stand(mark: str, before: str, after: str, *, low_open: bool) -> bool:
    starts = (not before or before in _OPENS) and after.isalnum()
    ends = bool(before) and before not in _BLANK and (not after or after in _CLOSES)
    if mark in "„‘":
        return starts
    if mark == "“":  # it closes what „ opened
        return starts or (low_open and ends)
    if mark in "”’…":
        return ends
    if mark in "–—":
        return _both(before, after, _BLANK) or (before.isdigit() and after.isdigit())
    if mark == "•":
        return not before and after in _BLANK and bool(after)
    if mark == "™":
        return ends and (before.isupper() or before.isdigit())  # behind a small letter it may be ô
    return (not before or before in _OPENS) and (after.isdigit() or after == "\xa0")


def _both(before: str, after: str, characters: str) -> bool:
    return bool(before and after) and before in characters and after in characters


def _contraction(line: str, match: re.Match[str]) -> str | None:
    """Return the apostrophe of ``don't``: no language writes another letter between its n and t."""
    parts = line[: match.start()][-1:], line[match.end() : match.end() + 1]
    behind = line[match.end() + 1 : match.end() + 2]
    is_one = match[0] == "\x92" and parts == ("n", "t") and not behind.isalpha()
    return "’" if is_one else None


def _is_foreign(character: str) -> bool:
    """Tell whether ``character`` is a letter of another script than Latin."""
    return character.isalpha() and character > "\u024f" and not "\u1e00" <= character <= "\u1eff"
