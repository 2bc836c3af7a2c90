"""Bytes that are no UTF-8 in; the one text they can be, and its codec, out, or nothing.

The text decides, never a name that a detector gives: in each codec the bytes are decoded and the
text is asked whether it reads well, which language it is in, whether that language was ever written
in that codec, and whether all of its letters are that language's. One text alone must pass; where
two do, or none, nothing is decoded. Too short a text names no language: there quotation marks in
pairs alone count, which all code pages of Windows have at one place.
"""

from __future__ import annotations

import codecs
from functools import cache
from typing import NamedTuple

from cleaner.codec import decode_exactly
from cleaner.language import find_language
from cleaner.legacy_evidence import begins_well, fits, has_only_paired_marks, reads_well
from cleaner.letters import load_letters

WESTERN = "cp1252"
EAST_ASIAN = frozenset({"cp932", "euc_jp", "cp949", "gb18030", "big5"})
# One letter in an odd place says nothing against the commonest codec; others want more of them.
LEAST_BYTES = 3
# charset-normalizer's measure of disorder, from 0: it is below this in texts decoded rightly.
MOST_CHAOS = 0.2
JUDGED = 200_000  # bytes; a longer text is judged by its lines at the start, checked in whole


class Reading(NamedTuple):
    """``text`` is what ``codec`` makes of the bytes; ``reason`` says what settled it."""

    text: str
    codec: str
    reason: str = ""


def read_legacy(data: bytes) -> Reading | None:
    """Return the text of ``data`` if one alone can be meant.

    >>> read_legacy(b"Ia menjawab, \\x93halo\\x94 dan pergi.").text
    'Ia menjawab, “halo” dan pergi.'
    >>> read_legacy(b"caf\\xe9") is None
    True
    """
    readings = [reading for codec in known_codecs() if (reading := _read(data, codec)) is not None]
    texts = dict.fromkeys(reading.text for reading in readings)
    if not texts:
        return _read_marks(data)
    return readings[0] if len(texts) == 1 and _is_ordered(data, readings[0]) else None


@cache
def known_codecs() -> tuple[str, ...]:
    """Return all codecs, the commonest first."""
    found = dict.fromkeys(codec for entry in load_letters().values() for codec in entry.codecs)
    return tuple(found)


def _read(data: bytes, codec: str) -> Reading | None:
    """Return what ``codec`` makes of ``data`` if that is a text of a language it was used for."""
    if len(data) > JUDGED and _language_of(_head(data, codec), codec) is None:
        return None
    text = decode_exactly(data, codec)
    if text is None or not reads_well(text, east_asian=codec in EAST_ASIAN):
        return None
    language = _language_of(text, codec)
    high = sum(not char.isascii() for char in text[:JUDGED])
    if language is None or (codec != WESTERN and high < LEAST_BYTES):
        return None
    reason = f"in no other codec of that language ({language}) does the text read well"
    return Reading(text, codec, reason)


def _head(data: bytes, codec: str) -> str:
    """Return what ``codec`` makes of the beginning, nothing if that does not read well.

    A long text is decoded as a whole only where it may be worth it.
    """
    try:
        head = codecs.getincrementaldecoder(codec)().decode(data[:JUDGED])
    except UnicodeDecodeError:
        return ""
    return head if begins_well(head, east_asian=codec in EAST_ASIAN) else ""


def _language_of(text: str, codec: str) -> str | None:
    """Return the language of ``text`` if it was written in ``codec``, with these letters."""
    language = find_language(text)
    letters = load_letters().get(language or "")
    if letters is None or codec not in letters.codecs or not fits(text, letters):
        return None
    return language


def _read_marks(data: bytes) -> Reading | None:
    """Return ``data`` read as windows-1252 if quotation marks in pairs settle it."""
    if len(data) > JUDGED and not _head(data, WESTERN):
        return None
    text = decode_exactly(data, WESTERN)
    if text is None or not reads_well(text) or not has_only_paired_marks(text):
        return None
    return Reading(text, WESTERN, "its quotation marks stand in pairs")


def _is_ordered(data: bytes, reading: Reading) -> bool:
    """Tell whether charset-normalizer finds no disorder in the text, whatever it would call it."""
    if reading.codec == WESTERN:
        return True
    from charset_normalizer import from_bytes  # for the few files that need it

    found = from_bytes(data[:JUDGED], cp_isolation=[reading.codec], threshold=MOST_CHAOS).best()
    return found is not None
