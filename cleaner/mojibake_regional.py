"""Read UTF-8 that was taken for a regional codec: a line and the codec in, repairs out.

The letters of these codecs are everyday letters somewhere: `Рі` begins Ukrainian words, `√` and
`π` stand in formulas. So each run of the line is graded for itself (``mojibake_grades``), and the
line decides: a run that is sure is believed; what proves less is believed where nothing else on the
line could be a genuine letter, and there is enough of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from cleaner.mojibake import CODECS, RegionalCodec
from cleaner.mojibake_evidence import ORDINARY
from cleaner.mojibake_grades import Grade, Run, grade_run, is_letter
from cleaner.mojibake_scripts import MARK, script_of
from cleaner.patterns import lazy_pattern

MAX_LAYERS = 4
_MEMO_LENGTH = 40  # longer runs are read anew, so that the memo stays small
_NEIGHBOURS = 3  # code points on each side that a grade may depend on
_ENOUGH_HINTS = 2
# What no text holds: it may stand between two layers, not at the end.
_UNREADABLE = lazy_pattern("[\x80-\x9f\ufffd]")


class Reading(NamedTuple):
    """What a run says when one misreading is undone, and how far that is to be believed."""

    text: str
    grade: Grade


class Believed(NamedTuple):
    """``line[start:end]`` was ``text`` before ``layers`` misreadings."""

    start: int
    end: int
    text: str
    layers: int


_NOTHING = Reading("", Grade.NONE)


def read_regional(line: str, codec: RegionalCodec) -> list[Believed]:
    """Return what is believed, in text order and not overlapping; spans are half-open.

    All of the line is read one layer deep, then the result again: that a line consists of damage
    speaks for each piece of it, and would be lost if some pieces were read to the end before others.

    >>> from cleaner.mojibake import REGIONAL
    >>> [found.text for found in read_regional("cafГ© вЂ“ РґР°", REGIONAL[0])]
    ['é', '–', 'да']
    >>> read_regional("Місісіпі, Рівне та Ґданськ", REGIONAL[0])
    []
    """
    found = _read_layer(line, codec)
    for _ in range(MAX_LAYERS - 1):
        if not found or (deeper := _read_deeper(line, found, codec)) is None:
            break
        found = deeper
    return [one for one in found if not _UNREADABLE.search(one.text)]


def can_read(codec: RegionalCodec, before: str, run: str, after: str) -> bool:
    """Tell whether ``run`` between these neighbours can be text that was read in ``codec``."""
    return _read(codec, before, run, after).text != ""


def _read_layer(line: str, codec: RegionalCodec) -> list[Believed]:
    if not codec.hint.search(line):
        return []
    spans = [match.span() for match in codec.run.finditer(line)]
    if not spans:
        return []
    readings = [_read(codec, *_around(line, start, end)) for start, end in spans]
    grades = [reading.grade for reading in readings]
    best = max(grades)
    if best is Grade.NONE:
        return []
    whole = min(grades) is not Grade.SURE and is_all_damaged(line, spans)
    if best is not Grade.SURE and not (whole and _is_enough(spans, line, grades)):
        return []
    believed = [r.text != "" and (r.grade is Grade.SURE or whole) for r in readings]
    return [
        Believed(start, end, readings[index].text, 1)
        for index, (start, end) in enumerate(spans)
        if believed[index] and not _is_half_a_word(line, spans, believed, index)
    ]


def _read_deeper(
    line: str, found: Sequence[Believed], codec: RegionalCodec
) -> list[Believed] | None:
    """Return ``found`` with one more layer undone where there is one, None if there is none."""
    if not any(codec.run.search(one.text) for one in found):
        return None
    parts: list[str] = []
    starts: list[int] = []  # of each piece in the text that has been read so far
    done = length = 0
    for one in found:
        parts += (line[done : one.start], one.text)
        starts.append(length + one.start - done)
        length = starts[-1] + len(one.text)
        done = one.end
    layer = _read_layer("".join([*parts, line[done:]]), codec)
    deeper = [
        _undo(one, start, [d for d in layer if start <= d.start and d.end <= start + len(one.text)])
        for one, start in zip(found, starts, strict=True)
    ]
    return deeper if deeper != found else None


def _undo(one: Believed, start: int, layer: Sequence[Believed]) -> Believed:
    """Return ``one``, whose text starts at ``start``, with the replacements of ``layer`` made in it."""
    text = one.text
    for inner in reversed(layer):
        text = text[: inner.start - start] + inner.text + text[inner.end - start :]
    return one._replace(text=text, layers=one.layers + bool(layer))


def _is_enough(spans: Sequence[tuple[int, int]], line: str, grades: Sequence[Grade]) -> bool:
    if Grade.ALONE in grades:
        return True
    hints = {
        line[start:end]
        for (start, end), grade in zip(spans, grades, strict=True)
        if grade is Grade.HINT
    }
    return grades.count(Grade.HINT) >= _ENOUGH_HINTS and len(hints) > 0


def _is_half_a_word(
    line: str, spans: Sequence[tuple[int, int]], believed: Sequence[bool], index: int
) -> bool:
    """Tell whether the run shares its word with one that stays: half a repair helps nobody."""
    for other in (index - 1, index + 1):
        if 0 <= other < len(spans) and not believed[other]:
            left, right = sorted((spans[index], spans[other]))
            if line[left[1] : right[0]].isalpha():
                return True
    return False


def _around(line: str, start: int, end: int) -> tuple[str, str, str]:
    return line[max(0, start - _NEIGHBOURS) : start], line[start:end], line[end : end + _NEIGHBOURS]


def is_all_damaged(line: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Tell whether the line has no letter outside ASCII and no lost byte beside its runs.

    Then it was misread as a whole, and what proves nothing by itself is damage too.
    """
    done = 0
    for start, end in [*spans, (len(line), len(line))]:
        between = line[done:start]
        if not between.isascii() and any(c > "\x7f" and c not in ORDINARY for c in between):
            return False
        done = end
    return True


def _read(codec: RegionalCodec, before: str, run: str, after: str) -> Reading:
    reader = _read_run if len(run) <= _MEMO_LENGTH else _read_run.__wrapped__
    return reader(codec, before, run, after, MAX_LAYERS)


@lru_cache(maxsize=20_000)
def _read_run(codec: RegionalCodec, before: str, run: str, after: str, depth: int) -> Reading:
    """Return what ``run`` says, or nothing if it cannot be text."""
    if is_letter(before[-1:]) or is_letter(after[:1]):
        return _NOTHING  # a genuine word, or one that has lost bytes
    sequences = codec.sequence.findall(run)
    said = [codec.decode(sequence) for sequence in sequences]
    text = "".join(said)
    if depth > 1 and _has_layers(codec, (before, text, after), depth):
        return Reading(text, Grade.SURE)
    # What no text holds may be half of a character that was misread before.
    scripts = [MARK if "\x80" <= char <= "\x9f" else script_of(char) for char in said]
    grade = grade_run(codec, Run(before, sequences, said, scripts, after))
    return Reading(text, grade) if grade is not None else _NOTHING


def _has_layers(codec: RegionalCodec, around: tuple[str, str, str], depth: int) -> bool:
    """Tell whether some of the text is sure to be damage again."""
    before, text, after = around
    if CODECS[0].run.fullmatch(text) and (len(text) > 2 or "a" <= before[-1:] <= "z"):
        return True  # windows-1252 was the first to misread it
    for match in codec.run.finditer(text):
        start, end = match.span()
        left, right = (before + text[:start])[-_NEIGHBOURS:], (text[end:] + after)[:_NEIGHBOURS]
        inner = _read_run(codec, left, match[0], right, depth - 1)
        # Two bytes are too few, unless two layers have gone already.
        long_enough = end >= 3 or depth < MAX_LAYERS
        full = start == 0 and end == len(text) and long_enough and inner.text != ""
        if inner.grade is Grade.SURE or full:
            return True
    return False
