"""Choose between codecs that explain one line: the repairs of each in, those that stand out.

Codecs share most characters, so a line damaged in one of them often obeys the grammar in others.
What explains more of it is right; of two that explain as much, the one whose letters are those of
one language, then those of the language that the other words of the line are in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cleaner.language import language_scores
from cleaner.letters import load_letters
from cleaner.mojibake import Codec

_LETTERLIKE = frozenset("ªºµ")


class Repair(NamedTuple):
    """Put ``text`` in place of ``line[start:end]``; undoes ``layers`` misreadings in ``codec``."""

    start: int
    end: int
    text: str
    codec: str
    layers: int


def choose_repairs(line: str, readings: Sequence[tuple[Codec, list[Repair]]]) -> list[Repair]:
    """Return the repairs of the best of ``readings``, one for each codec, and what others add.

    Where two are equally good and differ, neither is believed. What others add are places that
    the best codec cannot explain, or explains alike. The result is in text order and does not overlap.
    """
    equals = _best(line, readings)
    codec, best = equals[0]
    kept = [r for r in best if not any(_differs(r, other) for _, other in equals[1:])]
    taken = [match.span() for match in codec.run.finditer(line)]
    others = [reading for reading in readings if reading not in equals]
    for _, repairs in sorted(others, key=lambda reading: -_explained(line, reading[1])):
        for repair in repairs:
            if any(_overlap(repair, (k.start, k.end)) for k in kept):
                continue
            if not any(_overlap(repair, span) for span in taken) or _says(codec, line, repair):
                kept.append(repair)
    return sorted(kept)


def _best(
    line: str, readings: Sequence[tuple[Codec, list[Repair]]]
) -> Sequence[tuple[Codec, list[Repair]]]:
    """Return those of ``readings`` that nothing tells from the best one; dear questions come last."""
    equals = readings
    for merit in (_explained, _plainness, _is_of_language_of):
        if len(equals) > 1:
            merits = [merit(line, repairs) for _, repairs in equals]
            most = max(merits)
            equals = [reading for reading, m in zip(equals, merits, strict=True) if m == most]
    return equals


def _explained(line: str, repairs: Sequence[Repair]) -> int:  # noqa: ARG001
    return sum(repair.end - repair.start for repair in repairs)


def _plainness(line: str, repairs: Sequence[Repair]) -> tuple[int, int]:
    """Return how few capitals stand inside words, and whether one language has all letters."""
    capitals = sum(
        repair.text[0].isupper() and line[: repair.start][-1:].islower() for repair in repairs
    )
    letters = _letters_of(repairs)
    return -capitals, any(letters <= known.letters for known in load_letters().values())


def _is_of_language_of(line: str, repairs: Sequence[Repair]) -> bool:
    """Tell whether the language that most words of ``line`` speak for has these letters."""
    # A line is too short for a verdict; said three times it gets a ranking, which is enough here.
    language = next(iter(language_scores(f"{line} " * 3)), "")
    known = load_letters().get(language)
    return known is not None and _letters_of(repairs) <= known.letters


def _letters_of(repairs: Sequence[Repair]) -> set[str]:
    return {c for repair in repairs for c in repair.text if c.isalpha() and c not in _LETTERLIKE}


def _differs(repair: Repair, others: Sequence[Repair]) -> bool:
    return any(
        _overlap(repair, (other.start, other.end)) and repair[:3] != other[:3] for other in others
    )


def _overlap(repair: Repair, span: tuple[int, int]) -> bool:
    return repair.start < span[1] and span[0] < repair.end


def _says(codec: Codec, line: str, repair: Repair) -> bool:
    """Tell whether ``codec`` reads the place of ``repair`` as that does."""
    place = line[repair.start : repair.end]
    explained = all(ord(char) in codec.to_byte for char in place)
    return (
        explained and codec.run.fullmatch(place) is not None and codec.decode(place) == repair.text
    )
