"""Read a line's mojibake: a line in, what to put in place of which spans, and what stays open, out.

A run of sequences is read once for all its layers. Weak readings count only beside a strong one
of the same codec on the line, and never where a genuine quotation mark on the line makes the
sequence look like a capital before a closing quote.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from cleaner.mojibake import CODECS, REGIONAL, Codec
from cleaner.mojibake_choice import Repair, choose_repairs
from cleaner.mojibake_evidence import Place, Strength, judge_run
from cleaner.mojibake_regional import is_all_damaged, read_regional
from cleaner.mojibake_scripts import LATIN, is_upper
from cleaner.patterns import lazy_pattern

MAX_LAYERS = 4
_FOREIGN = lazy_pattern("[^\x00-\x7f]")
# Longer runs are read anew each time, so that the memo holds at most a few megabytes.
_MEMO_LENGTH = 40
_MEMO_SIZE = 20_000


class Reading(NamedTuple):
    """What a run says: ``text`` after undoing ``layers`` misreadings, and how sure that is.

    ``deeper`` is what it says when its doubtful further layers are undone too: it holds beside
    another run of several layers.
    """

    text: str
    layers: int
    strength: Strength
    script: str
    deeper: Reading | None = None


class Found(NamedTuple):
    """A line's repairs, and the spans that look like mojibake and stay, both in text order."""

    repairs: list[Repair]
    undecided: list[tuple[int, int]]


def read_line(line: str) -> Found:
    """Find what to repair in ``line``.

    >>> [(r.text, r.layers) for r in read_line("â€œCafÃƒÂ© itu").repairs]
    [('“', 1), ('é', 2)]
    >>> read_line("“MINHA IRMÃ”, disse").repairs
    []
    """
    read = [(codec, _read_codec(line, codec)) for codec in CODECS]
    undecided = [span for _, found in read for span in found.undecided]
    readings: list[tuple[Codec, list[Repair]]] = [
        (codec, found.repairs) for codec, found in read if found.repairs
    ]
    foreign = frozenset(_FOREIGN.findall(line))
    for codec in REGIONAL:
        leads, followers = codec.ends
        if foreign.isdisjoint(leads) or foreign.isdisjoint(followers):
            continue
        repairs = [
            Repair(found.start, found.end, found.text, codec.name, found.layers)
            for found in read_regional(line, codec)
        ]
        if repairs:
            readings.append((codec, repairs))
    if len(readings) < 2:
        return Found(readings[0][1] if readings else [], undecided)
    kept = choose_repairs(line, readings)
    return Found(kept, [span for span in undecided if not _is_covered(span, kept)])


def _is_covered(span: tuple[int, int], repairs: Sequence[Repair]) -> bool:
    return any(repair.start < span[1] and span[0] < repair.end for repair in repairs)


def _read_codec(line: str, codec: Codec) -> Found:
    spans = [match.span() for match in codec.run.finditer(line)]
    readings = [_read(codec, *_around(line, start, end)) for start, end in spans]
    strong = [reading for reading in readings if reading.strength is Strength.STRONG]
    if any(reading.layers > 1 for reading in strong):
        readings = [reading.deeper or reading for reading in readings]
    scripts = {LATIN, *(reading.script for reading in strong)} if strong else set()
    # Genuine letters beside the runs: then weak ones may be genuine as well.
    whole = bool(strong) and is_all_damaged(line, spans)
    genuine = _genuine_quotes(line, spans) if whole else frozenset()
    repairs: list[Repair] = []
    undecided: list[tuple[int, int]] = []
    for (start, end), reading in zip(spans, readings, strict=True):
        weak = reading.strength is Strength.WEAK
        promoted = weak and whole and reading.script in scripts
        if promoted and _looks_quoted(line, start, end, genuine):
            promoted = False
        if reading.strength is Strength.STRONG or promoted:
            repairs.append(Repair(start, end, reading.text, codec.name, reading.layers))
        elif weak or "\ufffd" in reading.text:
            undecided.append((start, end))
    return Found(repairs, undecided)


def _around(line: str, start: int, end: int) -> tuple[str, str, str]:
    return line[max(0, start - 1) : start], line[start:end], line[end : end + 1]


def _genuine_quotes(line: str, spans: list[tuple[int, int]]) -> frozenset[str]:
    seen: set[str] = set()
    done = 0
    for start, end in [*spans, (len(line), len(line))]:
        seen |= set(line[done:start]) & set(_MATES)
        done = end
    return frozenset(seen)


_MATES = {"“": "“”„", "”": "“”„", "„": "“”", "«": "«»", "»": "«»", "‘": "‘’‚", "’": "‘’‚"}


def _looks_quoted(line: str, start: int, end: int, genuine: frozenset[str]) -> bool:
    """Tell whether the run can be a capital before the mate of a genuine quotation mark."""
    if end - start > 2:
        return False
    before, after = line[:start][-1:], line[end : end + 1]
    if after.isalpha() and not before.isalpha() and before not in _MATES:
        return False  # `Ã”ng`: no quotation ends in a lone capital
    is_open = line.count("“", 0, start) > line.count("”", 0, start)
    if is_upper(before) and is_upper(after) and not is_open:
        return False  # `THÃ”NG`
    last = line[end - 1]
    if last == "’" and not line[end : end + 1].isalpha():
        return True
    return not genuine.isdisjoint(_MATES.get(last, ""))


def _read(codec: Codec, before: str, run: str, after: str) -> Reading:
    if len(run) <= _MEMO_LENGTH:
        return _read_short(codec, before, run, after)
    return _read_run(codec, before, run, after, MAX_LAYERS)


@lru_cache(maxsize=_MEMO_SIZE)
def _read_short(codec: Codec, before: str, run: str, after: str) -> Reading:
    return _read_run(codec, before, run, after, MAX_LAYERS)


def _read_run(codec: Codec, before: str, run: str, after: str, depth: int) -> Reading:
    sequences = codec.sequence.findall(run)
    said = [codec.decode(sequence) for sequence in sequences]
    text = "".join(said)
    doubtful: Reading | None = None
    if depth > 1:
        inner = list(_inner_readings(codec, (before, text, after), depth - 1))
        sure = _undo(text, inner, Strength.STRONG)
        doubtful = _undo(text, inner, Strength.WEAK)
        if sure is not None:
            return sure._replace(deeper=doubtful)
    places = [
        Place(left, codec.spell(sequence), char, right)
        for left, sequence, char, right in zip(
            [before, *said[:-1]], sequences, said, [*said[1:], after], strict=True
        )
    ]
    return Reading(text, 1, *judge_run(places), deeper=doubtful)


def _undo(text: str, inner: list[tuple[int, int, Reading]], least: Strength) -> Reading | None:
    """Undo those ``inner`` readings of ``text`` that are believed, None if there are none.

    A weak one is believed too if it is all that ``text`` says and takes three bytes: that a text
    obeys the grammar twice in full is evidence of its own. (Two bytes are too few: `Ã”`.)
    """
    layers = 0
    parts: list[str] = []
    done = 0
    for start, end, reading in inner:
        full = start == 0 and end == len(text) and end >= 3
        if reading.strength >= (Strength.WEAK if full else least):
            parts += (text[done:start], reading.text)
            done = end
            layers = max(layers, reading.layers)
    if not layers:
        return None
    undone = "".join([*parts, text[done:]])
    hopeless = any("\x80" <= char <= "\x9f" for char in undone) or "\ufffd" in undone
    return Reading(undone, layers + 1, Strength.NONE if hopeless else Strength.STRONG, LATIN)


def _inner_readings(
    codec: Codec, around: tuple[str, str, str], depth: int
) -> Iterator[tuple[int, int, Reading]]:
    before, text, after = around
    for match in codec.run.finditer(text):
        start, end = match.span()
        left = text[start - 1] if start else before
        right = text[end] if end < len(text) else after
        yield start, end, _read_run(codec, left, match[0], right, depth)
