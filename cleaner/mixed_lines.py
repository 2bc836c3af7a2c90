"""Bytes in which lines of UTF-8 and of windows-1252 stand together in; their text in segments out.

Such files come of joining: a page in an old codec pasted into a file of UTF-8, line by line. What
is no UTF-8 is read as windows-1252 if the text leaves no doubt, judged as ``legacy`` does, or else
nothing is read. The rival is not another codec alone but damage: UTF-8 that lost a byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from cleaner.document import ByteMap, Segment
from cleaner.language import find_language
from cleaner.legacy import EAST_ASIAN, JUDGED, WESTERN, known_codecs
from cleaner.legacy_evidence import MARKS, begins_well, fits, has_only_paired_marks, reads_well
from cleaner.letters import Letters, load_letters
from cleaner.patterns import lazy_regex

# Bytes that are no UTF-8 are decoded as these first: U+DC80 and on, each its byte and U+DC00.
_STRAYS = re.compile("[\udc80-\udcff]+")
_OWN = re.compile("[^\x00-\x7f\udc80-\udcff]")
_STRAY_LINE = re.compile("(?m)^[^\n\udc80-\udcff]*+[\udc80-\udcff][^\n]*")
# No character of windows-1252, an encoded surrogate, and what is left of a quotation mark or dash
# in UTF-8 that lost its first byte.
_IMPOSSIBLE = re.compile(
    "[\udc81\udc8d\udc8f\udc90\udc9d]|\udced[\udca0-\udcbf][\udc80-\udcbf]|\udc80[\udc80-\udcbf]"
)
# Bytes that may be what damage left of a character: the leads of Latin letters and marks in UTF-8,
# and the bytes that follow a lead, which are the marks of windows-1252. Those are certain where they
# stand as marks do: in pairs, as an apostrophe, as a dash between words, at a figure.
_LATIN = "A-Za-zÀ-ɏ\udcc0-\udcff"
_PAIR = re.compile("\udc93([^\udc93\udc94]*)\udc94|\udcab\udca0?([^\udcab\udcbb]*?)\udca0?\udcbb")
_CERTAIN = re.compile(
    f"[\udcc0\udcc1\udcc6-\udce1\udce3-\udcff]|(?<=[{_LATIN}])(?:\udc92(?=[{_LATIN}])|\udc85(?!\\S))"
    f"|(?<=[{_LATIN},.] )[\udc96\udc97](?= [{_LATIN}])|(?<=[0-9])[\udcb0\udc80]|(?<=[0-9] )[\udcb0\udc80]"
)
_LEAD = re.compile("[\udcc2-\udcc5\udce2]")
_SYMBOL = lazy_regex(rf"(?V1)[^\x00-\x7f\p{{L}}\p{{M}}\udc80-\udcff{MARKS}]")
_LETTER = lazy_regex(r"(?V1)[[\p{L}\p{M}]--[A-Za-z]]")


class Mixed(NamedTuple):
    """``segments`` begin at code point 0; their codecs take turns."""

    text: str
    segments: tuple[Segment, ...]


def read_mixed(data: bytes, start: int = 0) -> Mixed | None:
    """Return the text of ``data[start:]`` if its bytes that are no UTF-8 must be windows-1252.

    Byte offsets of the segments count from the beginning of ``data``. Nothing is returned for what
    holds no character of UTF-8 beyond ASCII: that is a file of one codec.

    >>> read_mixed("Tempat ini café.\\n".encode() + b"Ia berkata, \\x93ya\\x94.").text
    'Tempat ini café.\\nIa berkata, “ya”.'
    >>> read_mixed("café dan ".encode() + b"caf\\xc3 di sana") is None
    True
    """
    escaped = data[start:].decode("utf-8", "surrogateescape")
    if not _OWN.search(escaped) or _IMPOSSIBLE.search(escaped):
        return None
    escaped = _STRAY_LINE.sub(lambda found: _unjoin(found[0]), escaped)
    lines = _STRAY_LINE.findall(escaped)
    if not lines or _may_be_damage(escaped, lines):
        return None
    parts = list(_parts(escaped))
    text = "".join(part for part, _ in parts)
    if not _must_be_western(text, lines):
        return None
    segments = tuple(_segments(parts, start))
    whole = b"".join(ByteMap(segments).encode(text))
    return Mixed(text, segments) if whole == data[start:] else None


def _unjoin(line: str) -> str:
    """Return ``line`` with no character of UTF-8 where those are windows-1252 by chance: ``groß“``.

    Two bytes of it make a letter of a far script, and only without that letter the line reads well.
    """
    if _OWN.search(line) and _reads_as_one(line) and not reads_well(_neutral(line, WESTERN)):
        return line.encode("utf-8", "surrogateescape").decode("ascii", "surrogateescape")
    return line


def _may_be_damage(escaped: str, lines: Sequence[str]) -> bool:
    """Tell whether the bytes that are no UTF-8 may be what is left of characters in UTF-8.

    A file of windows-1252 has many others beside those; a line of both codecs may have none.
    """
    strays = doubtful = 0
    for line in lines:
        left = _CERTAIN.sub("", _PAIR.sub(r"x\1\2x", line))
        found = sum(map(len, _STRAYS.findall(left)))
        if found and _OWN.search(line):
            return True
        doubtful += found
        strays += sum(map(len, _STRAYS.findall(line)))
    return doubtful * 2 > strays or bool(_LEAD.match(escaped[-1:]))


def _parts(escaped: str) -> Iterator[tuple[str, str]]:
    """Yield the text in parts with the codec of each; ASCII goes with what stands before it."""
    at = 0
    while at < len(escaped):
        stray = _STRAYS.search(escaped, at)
        end = stray.start() if stray else len(escaped)
        if end > at:
            yield escaped[at:end], "utf-8"
        if stray is None:
            return
        own = _OWN.search(escaped, end)
        at = own.start() if own else len(escaped)
        yield _decode(escaped[end:at], WESTERN), WESTERN


def _segments(parts: Sequence[tuple[str, str]], byte: int) -> Iterator[Segment]:
    start = 0
    for text, codec in parts:
        yield Segment(start, byte, codec)
        start, byte = start + len(text), byte + len(text.encode(codec))


def _decode(escaped: str, codec: str) -> str:
    return escaped.encode("utf-8", "surrogateescape").decode(codec)


def _must_be_western(text: str, lines: Sequence[str]) -> bool:
    """Tell whether ``lines``, their strays read as windows-1252, can be nothing else.

    ``text`` is the whole that they are of; in a short one quotation marks in pairs alone count.
    """
    if any(_OWN.search(line) and _reads_as_one(line) for line in lines):
        return False
    seen = [_neutral(line, WESTERN) for line in lines]
    if not all(map(reads_well, seen)):
        return False
    language = find_language("\n".join(seen)) or find_language(text)
    letters = load_letters().get(language or "")
    if letters is not None and WESTERN in letters.codecs:
        return fits(_read_strays(lines, WESTERN), letters) and not any(
            _is_rival(lines, codec, letters) for codec in known_codecs() if codec != WESTERN
        )
    if letters is not None and EAST_ASIAN.issuperset(letters.codecs):
        return False
    return all(has_only_paired_marks(_neutral(line, WESTERN, "x")) for line in lines)


def _reads_as_one(line: str) -> bool:
    """Tell whether a line of both codecs may be windows-1252 as a whole: ``ELDAÐ”``."""
    try:
        if len(line) > JUDGED and not begins_well(_whole(line[:JUDGED])):
            return False
        return reads_well(_whole(line))
    except UnicodeDecodeError:
        return False


def _whole(line: str) -> str:
    return line.encode("utf-8", "surrogateescape").decode(WESTERN)


def _neutral(line: str, codec: str, letter: str = "") -> str:
    """Return ``line`` with its strays in ``codec`` and what else is no letter or mark as blanks.

    ``letter`` stands for the letters that are UTF-8, if given.
    """
    own = _SYMBOL.sub(" ", line)
    if letter:
        own = _LETTER.sub(letter, own)
    return _STRAYS.sub(lambda found: _decode(found[0], codec), own)


def _read_strays(lines: Sequence[str], codec: str) -> str:
    return " ".join(_decode(run, codec) for line in lines for run in _STRAYS.findall(line))


def _is_rival(lines: Sequence[str], codec: str, letters: Letters) -> bool:
    """Tell whether the strays make another good text in ``codec``.

    The language is that of the lines in this codec, or where they do not say it, of the whole.
    """
    lines = _first(lines)
    read: Callable[[str], str] = (
        (lambda line: _decode(line, codec))
        if codec in EAST_ASIAN
        else (lambda line: _neutral(line, codec))
    )
    try:
        texts = [read(line) for line in lines]
        strays = "" if codec in EAST_ASIAN else _read_strays(lines, codec)
    except UnicodeDecodeError:
        return False
    if texts == [_neutral(line, WESTERN) for line in lines]:
        return False
    if not all(reads_well(text, east_asian=codec in EAST_ASIAN) for text in texts):
        return False
    own = load_letters().get(find_language("\n".join(texts)) or "", letters)
    return codec in own.codecs and fits(strays or "\n".join(texts), own)


def _first(lines: Sequence[str]) -> Sequence[str]:
    """Return the beginning of the lines, enough to be refuted by."""
    found: list[str] = []
    left = JUDGED
    for line in lines:
        if left <= 0:
            break
        found.append(line[:left])
        left -= len(line)
    return found
