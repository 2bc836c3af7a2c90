"""Tell which script a character belongs to: a code point in, a short name or None out.

The table names blocks that web pages are written in. It is written down, not taken from
``unicodedata``, because a verdict must not change with the Unicode version of a Python.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal

Script = str
MARK: Literal["mark"] = "mark"
LATIN: Literal["latin"] = "latin"
PHONETIC: Literal["phonetic"] = "phonetic"

# First and last code point, script. Han, kana, hangul and their full-width forms share a name
# because they share a line; marks are what any script uses.
_BLOCKS: tuple[tuple[int, int, Script], ...] = (
    (0x00A0, 0x00BF, MARK),
    (0x00C0, 0x00D6, LATIN),
    (0x00D7, 0x00D7, MARK),
    (0x00D8, 0x00F6, LATIN),
    (0x00F7, 0x00F7, MARK),
    (0x00F8, 0x024F, LATIN),
    (0x0250, 0x02FF, PHONETIC),
    (0x0300, 0x036F, "combining"),
    (0x0370, 0x03FF, "greek"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0531, 0x058F, "armenian"),
    (0x0591, 0x05F4, "hebrew"),
    (0x0600, 0x06FF, "arabic"),
    (0x0750, 0x077F, "arabic"),
    (0x08A0, 0x08FF, "arabic"),
    (0x0900, 0x0963, "devanagari"),
    (0x0964, 0x0965, MARK),  # the full stops of all scripts of India
    (0x0966, 0x097F, "devanagari"),
    (0x0980, 0x09FE, "bengali"),
    (0x0A01, 0x0A76, "gurmukhi"),
    (0x0A81, 0x0AFF, "gujarati"),
    (0x0B01, 0x0B77, "oriya"),
    (0x0B82, 0x0BFA, "tamil"),
    (0x0C00, 0x0C7F, "telugu"),
    (0x0C80, 0x0CF3, "kannada"),
    (0x0D00, 0x0D7F, "malayalam"),
    (0x0D81, 0x0DF4, "sinhala"),
    (0x0E01, 0x0E5B, "thai"),
    (0x0E81, 0x0EDF, "lao"),
    (0x0F00, 0x0FDA, "tibetan"),
    (0x1000, 0x109F, "myanmar"),
    (0x10A0, 0x10FF, "georgian"),
    (0x1100, 0x11FF, "east-asian"),
    (0x1200, 0x139F, "ethiopic"),
    (0x1780, 0x17F9, "khmer"),
    (0x1800, 0x18AA, "mongolian"),
    (0x1E00, 0x1EFF, LATIN),
    (0x1F00, 0x1FFE, "greek"),
    (0x2000, 0x2064, MARK),
    (0x2066, 0x206F, MARK),
    (0x2070, 0x209C, MARK),
    (0x20A0, 0x20C0, MARK),
    (0x20D0, 0x20F0, "combining"),
    (0x2100, 0x218B, MARK),
    # Left out are pictures of controls, Braille and rare arrows: damage of another kind seems to say them.
    (0x2190, 0x23FF, MARK),
    (0x2460, 0x27FF, MARK),
    (0x2B00, 0x2BFF, MARK),
    (0x2E00, 0x2E5D, MARK),
    (0x3000, 0x33FF, "east-asian"),
    (0x3400, 0x4DBF, "east-asian"),
    (0x4E00, 0x9FFF, "east-asian"),
    (0xA960, 0xA97C, "east-asian"),
    (0xAC00, 0xD7A3, "east-asian"),
    (0xF900, 0xFAD9, "east-asian"),
    (0xFB00, 0xFB06, LATIN),
    (0xFB1D, 0xFB4F, "hebrew"),
    (0xFB50, 0xFDCF, "arabic"),
    (0xFDF0, 0xFDFF, "arabic"),
    (0xFE0E, 0xFE0F, MARK),
    (0xFE30, 0xFE6B, "east-asian"),
    (0xFE70, 0xFEFC, "arabic"),
    (0xFEFF, 0xFEFF, MARK),
    (0xFF01, 0xFFEE, "east-asian"),
    (0x1F000, 0x1FAFF, "picture"),
    (0x20000, 0x2A6DF, "east-asian"),
)
_STARTS = [first for first, _, _ in _BLOCKS]


def script_of(char: str) -> Script | None:
    """Return the script of ``char``, or None for ASCII and for blocks outside the table.

    >>> [script_of(char) for char in ("é", "Ж", "”", "\\ufffd", "a")]
    ['latin', 'cyrillic', 'mark', None, None]
    """
    place = bisect_right(_STARTS, ord(char)) - 1
    if place < 0:
        return None
    _, last, script = _BLOCKS[place]
    return script if ord(char) <= last else None


def is_latin(char: str) -> bool:
    """Tell whether ``char`` is a letter of the Latin script, ASCII included."""
    return char.isalpha() and (char.isascii() or script_of(char) in (LATIN, PHONETIC))


def is_lower(char: str) -> bool:
    """Tell whether ``char`` is a small Latin letter."""
    return is_latin(char) and char.islower()


def is_upper(char: str) -> bool:
    """Tell whether ``char`` is a capital Latin letter."""
    return is_latin(char) and char.isupper()
