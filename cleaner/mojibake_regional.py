"""Read UTF-8 that was taken for a regional codec: a line and the codec in, repairs out.

The letters of these codecs are everyday letters somewhere: `Рі` begins Ukrainian words, `√` and
`π` stand in formulas. So each run of the line is graded for itself (``mojibake_grades``), and the
line decides: a run that is sure is believed; what proves less is believed where nothing else on the
line could be a genuine letter, and there is enough of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from cleaner.mojibake import RegionalCodec
from cleaner.mojibake_evidence import ORDINARY
from cleaner.mojibake_grades import Grade, Run, grade_run, is_letter
from cleaner.mojibake_scripts import script_of

MAX_LAYERS = 4
_MEMO_LENGTH = 40  # longer runs are read anew, so that the memo stays small
_NEIGHBOURS = 3  # code points on each side that a grade may depend on
_ENOUGH_HINTS = 2


class Reading(NamedTuple):
    """What a run says after undoing ``layers`` misreadings, and how far that is to be believed."""

    text: str
    grade: Grade
    layers: int = 1


_NOTHING = Reading("", Grade.NONE)


def read_regional(line: str, codec: RegionalCodec) -> Iterator[tuple[int, int, Reading]]:
    """Yield half-open spans of ``line`` in order, each with the reading that is believed.

    >>> from cleaner.mojibake import REGIONAL
    >>> [reading.text for _, _, reading in read_regional("cafГ© вЂ“ РґР°", REGIONAL[0])]
    ['é', '–', 'да']
    >>> list(read_regional("Місісіпі, Рівне та Ґданськ", REGIONAL[0]))
    []
    """
    if not codec.hint.search(line):
        return
    spans = [match.span() for match in codec.run.finditer(line)]
    if not spans:
        return
    readings = [_read(codec, *_around(line, start, end)) for start, end in spans]
    grades = [reading.grade for reading in readings]
    best = max(grades)
    if best is Grade.NONE:
        return
    whole = min(grades) is not Grade.SURE and is_all_damaged(line, spans)
    if best is not Grade.SURE and not (whole and _is_enough(spans, line, grades)):
        return
    believed = [r.text != "" and (r.grade is Grade.SURE or whole) for r in readings]
    for index, (start, end) in enumerate(spans):
        if believed[index] and not _is_half_a_word(line, spans, believed, index):
            yield start, end, readings[index]


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
    if depth > 1 and (deeper := _read_deeper(codec, (before, text, after), depth)):
        return deeper
    scripts = [script_of(char) for char in said]
    grade = grade_run(codec, Run(before, sequences, said, scripts, after))
    return Reading(text, grade) if grade is not None else _NOTHING


def _read_deeper(codec: RegionalCodec, around: tuple[str, str, str], depth: int) -> Reading | None:
    """Return what the text says after undoing further layers, if some of it is sure to have them."""
    before, text, after = around
    parts: list[str] = []
    done = layers = 0
    for match in codec.run.finditer(text):
        start, end = match.span()
        left, right = (before + text[:start])[-_NEIGHBOURS:], (text[end:] + after)[:_NEIGHBOURS]
        inner = _read_run(codec, left, match[0], right, depth - 1)
        # Two bytes are too few, unless two layers have gone already.
        long_enough = end >= 3 or depth < MAX_LAYERS
        full = start == 0 and end == len(text) and long_enough and inner.text != ""
        if inner.grade is Grade.SURE or full:
            parts += (text[done:start], inner.text)
            done = end
            layers = max(layers, inner.layers)
    if not layers:
        return None
    undone = "".join([*parts, text[done:]])
    if "\ufffd" in undone or any("\x80" <= char <= "\x9f" for char in undone):
        return None
    return Reading(undone, Grade.SURE, layers + 1)
