"""What is to be told of how a text was read: a text and its codecs in, flags out.

No rule makes these: they say what was read before any rule was asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner.document import LineIndex, Segment
from cleaner.edits import Flag

DECODED_LINE = "decoded-line"
DECODED_FILE = "decoded-file"
# By id, as the packs tell it of their rules.
WHY = {
    DECODED_LINE: "A line among others in UTF-8 was in an old codec; the file is written as UTF-8.",
    DECODED_FILE: "The file is no UTF-8; its text leaves no doubt of the codec, or that was named.",
}
_UNICODE = frozenset({"utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"})
_FOREIGN_LINE = re.compile("[^\x00-\x7f][^\n]*")


def shown_codec(name: str) -> str:
    """Return the name of a codec as people write it.

    >>> shown_codec("cp1252"), shown_codec("koi8_r")
    ('windows-1252', 'koi8-r')
    """
    plain = name.lower().replace("_", "-")
    if plain.startswith("utf-"):
        return plain.upper()
    return f"windows-{plain[2:]}" if re.fullmatch(r"cp125\d", plain) else plain


def shown_codecs(encoding: str, segments: Sequence[Segment], bom: bytes) -> str:
    """Return what a text was read as in words, nothing for UTF-8 and what a mark announced.

    >>> shown_codecs("cp1252", (), b""), shown_codecs("utf-8", (), b"")
    ('windows-1252', '')
    """
    if segments:
        names = dict.fromkeys(["utf-8", *(part.encoding for part in segments)])
        return " and ".join(map(shown_codec, names))
    return "" if bom or encoding == "utf-8" else shown_codec(encoding)


def find_notes(text: str, encoding: str, segments: Sequence[Segment], reason: str) -> list[Flag]:
    """Return the flags of a text that is not in UTF-8, or not all of it, in text order.

    Of a text in segments each line is flagged that holds a character beyond ASCII in another codec,
    from the first such character to the line's end; of others its first line, with ``reason``.
    """
    if segments:
        return list(_line_notes(text, segments))
    if encoding in _UNICODE:
        return []
    end = text.find("\n")
    told = f"read as {shown_codec(encoding)}" + (f": {reason}" if reason else "")
    return [Flag(0, end if end >= 0 else len(text), DECODED_FILE, told)]


def _line_notes(text: str, segments: Sequence[Segment]) -> Iterator[Flag]:
    lines = LineIndex(text)
    ends = [*(part.start for part in segments[1:]), len(text)]
    last = 0
    for part, end in zip(segments, ends, strict=True):
        if part.encoding in _UNICODE:
            continue
        for found in _FOREIGN_LINE.finditer(text, part.start, end):
            number, _ = lines.place(found.start())
            if number != last:
                told = f"line {number} was read as {shown_codec(part.encoding)}"
                yield Flag(found.start(), _line_end(text, found.start()), DECODED_LINE, told)
            last = number


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    end = end if end >= 0 else len(text)
    return end - (text[end - 1] == "\r" and end - 1 > start)
