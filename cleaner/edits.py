"""Edits: half-open spans in code points with their replacements, and what holds for a list of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

import msgspec


class Edit(msgspec.Struct, frozen=True, order=True):
    """Replaces ``original[start:end]`` by ``text``.

    ``rules`` and ``reasons`` are parallel, in the order of the steps that touched the place.
    Edits of a document are sorted, never overlap and never replace a text by itself; two
    insertions at one point are one edit.
    """

    start: int
    end: int
    text: str
    rules: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


class Flag(msgspec.Struct, frozen=True, order=True):
    """Something seen and not changed at ``[start, end)``, in code points of the original."""

    start: int
    end: int
    rule: str
    message: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return ``text`` with sorted, non-overlapping ``edits`` applied.

    >>> apply_edits("militer , sebuah", [Edit(7, 8, "")])
    'militer, sebuah'
    """
    parts: list[str] = []
    done = 0
    for edit in edits:
        parts += (text[done : edit.start], edit.text)
        done = edit.end
    parts.append(text[done:])
    return "".join(parts)


def shift_edit(edit: Edit, offset: int) -> Edit:
    """Return ``edit`` of a part of a text that starts at ``offset`` as an edit of the text."""
    return Edit(edit.start + offset, edit.end + offset, edit.text, edit.rules, edit.reasons)


def invert_edits(text: str, edits: Iterable[Edit]) -> list[Edit]:
    """Return the edits that turn ``apply_edits(text, edits)`` back into ``text``."""
    inverse: list[Edit] = []
    shift = 0
    for edit in edits:
        start = edit.start + shift
        inverse.append(
            Edit(
                start, start + len(edit.text), text[edit.start : edit.end], edit.rules, edit.reasons
            )
        )
        shift += len(edit.text) - (edit.end - edit.start)
    return inverse


def covers_lines(text: str, edit: Edit) -> bool:
    """Tell whether ``edit`` deletes whole lines: from a line's start to a line's start or the end."""
    return (
        not edit.text
        and edit.start < edit.end
        and (edit.start == 0 or text[edit.start - 1] == "\n")
        and (edit.end == len(text) or text[edit.end - 1] == "\n")
    )


def resolve_overlaps(text: str, edits: Iterable[Edit]) -> list[Edit]:
    """Keep of the edits that one stage proposes those that can stand together, sorted.

    Whole-line edits beat span edits, then earlier start, then longer, then rule id; the loser
    waits for the next round. The same span and text is one edit that names all its rules. Edits
    that replace a text by itself are dropped.
    """
    found = list(edits)
    if _are_apart(text, found):
        return found
    merged = sorted(_merge_equals(text, found))
    if not any(map(_clash, merged, merged[1:])):
        return merged
    kept: list[Edit] = []
    for knot in _knots(merged):
        kept += _resolve_knot(text, knot) if len(knot) > 1 else knot
    return kept


def _are_apart(text: str, edits: Sequence[Edit]) -> bool:
    """Tell whether ``edits`` are sorted, apart, and each of them changes ``text``."""
    reach = -1
    for edit in edits:
        if edit.start <= reach or text[edit.start : edit.end] == edit.text:
            return False
        reach = edit.end
    return True


def _knots(edits: Iterable[Edit]) -> Iterator[list[Edit]]:
    """Yield sorted edits in lists; edits of different lists do not overlap.

    A list is what has to be searched for room, so a long text stays cheap.
    """
    knot: list[Edit] = []
    reach = 0
    for edit in edits:
        if knot and edit.start >= reach and not _clash(knot[-1], edit):
            yield knot
            knot = []
        knot.append(edit)
        reach = max(reach, edit.end)
    if knot:
        yield knot


def _resolve_knot(text: str, knot: Iterable[Edit]) -> list[Edit]:
    kept: list[Edit] = []
    for edit in sorted(knot, key=lambda e: _precedence(text, e)):
        place = bisect_left(kept, edit)
        # Kept edits do not overlap, so only those around the place can clash: the one before,
        # an insertion at its end, and likewise behind.
        if not any(_clash(edit, other) for other in kept[max(0, place - 2) : place + 2]):
            kept.insert(place, edit)
    return kept


def _merge_equals(text: str, edits: Iterable[Edit]) -> list[Edit]:
    merged: dict[tuple[int, int, str], Edit] = {}
    for edit in sorted(edits):
        key = (edit.start, edit.end, edit.text)
        if text[edit.start : edit.end] == edit.text:
            continue
        other = merged.get(key)
        if other is None:
            merged[key] = edit
        elif not set(edit.rules) <= set(other.rules):
            merged[key] = Edit(*key, other.rules + edit.rules, other.reasons + edit.reasons)
    return list(merged.values())


def _precedence(text: str, edit: Edit) -> tuple[bool, int, int, tuple[str, ...], str]:
    return (not covers_lines(text, edit), edit.start, -edit.end, edit.rules, edit.text)


def _clash(one: Edit, two: Edit) -> bool:
    if one.start == one.end and two.start == two.end:
        return one.start == two.start
    return one.start < two.end and two.start < one.end
