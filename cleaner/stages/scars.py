"""Scars: blanks and blank lines that cuts of this round left behind, as edits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cleaner.edits import Edit, covers_lines
from cleaner.shapes import BLANKS
from cleaner.stages.invisible import INVISIBLE
from cleaner.stages.no_break import STRAY

RULE = "scar"
BUILT_INS: tuple[str, ...] = (RULE,)
_IN_LINE = BLANKS.replace("\n", "")
_SCARLESS = INVISIBLE | {STRAY}
_REASON = "Blanks left by a cut."


class Cut(NamedTuple):
    """Where this round deleted something, in code points of the text now; whole lines or a span."""

    at: int
    lines: bool


def carry_cuts(text: str, cuts: Iterable[Cut], edits: Sequence[Edit]) -> list[Cut]:
    """Return ``cuts`` moved over ``edits`` of ``text``, and the new ones that the edits make."""
    moved: set[Cut] = set()
    shift, index = 0, 0
    for cut in sorted(cuts, key=lambda cut: cut.at):
        while index < len(edits) and edits[index].end <= cut.at:
            shift += len(edits[index].text) - (edits[index].end - edits[index].start)
            index += 1
        inside = index < len(edits) and edits[index].start < cut.at
        moved.add(Cut((edits[index].start if inside else cut.at) + shift, cut.lines))
    shift = 0
    for edit in edits:
        # What nobody saw leaves no scar: the blanks round it were seen as they are.
        if not edit.text and not _SCARLESS.issuperset(edit.rules):
            moved.add(Cut(edit.start + shift, covers_lines(text, edit)))
        shift += len(edit.text) - (edit.end - edit.start)
    return sorted(moved, key=lambda cut: (cut.at, cut.lines))


def find_edits(text: str, cuts: Sequence[Cut]) -> Iterator[Edit]:
    """Yield deletions that close the scars at ``cuts``; nothing else is touched.

    A blank on both sides of a span cut: the right one goes. At a line's start or end all go. A
    line that a span cut left with blanks only is dropped. Blank lines on both sides of dropped
    lines become the longer of the two runs; beside a drop at the text's edge none stay.
    """
    dropped = [cut.at for cut in cuts if cut.lines]
    seams: list[tuple[int, int]] = [(at, at) for at in dropped]
    start, end, blank = -1, -1, False
    for cut in cuts:
        if cut.lines:
            continue
        if not start <= cut.at <= end:  # a long line with many cuts is looked at once
            start, end = _line_around(text, cut.at)
            blank = not text[start:end].strip(BLANKS)
        if blank:
            seams.append((start, text.find("\n", end) + 1 or len(text)))
        else:
            yield from _close_span(text, cut.at, start, end)
    for start, stop in _merge_seams(text, seams):
        yield from _close_lines(text, start, stop)


def _line_around(text: str, at: int) -> tuple[int, int]:
    """Return the line's span without its line end."""
    start = text.rfind("\n", 0, at) + 1
    stop = text.find("\n", at)
    if stop < 0:
        return start, len(text)
    return start, stop - 1 if stop > start and text[stop - 1] == "\r" else stop


def _close_span(text: str, at: int, start: int, end: int) -> Iterator[Edit]:
    left, right = at, at
    while left > start and text[left - 1] in _IN_LINE:
        left -= 1
    while right < end and text[right] in _IN_LINE:
        right += 1
    if left == start or right == end:
        if left < right:
            yield Edit(left, right, "", (RULE,), (_REASON,))
    elif left < at < right:
        yield Edit(at, at + 1, "", (RULE,), (_REASON,))


def _merge_seams(text: str, seams: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Make one seam of those that only blank lines part."""
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(set(seams)):
        if merged and not text[merged[-1][1] : start].strip(BLANKS):
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def _close_lines(text: str, start: int, stop: int) -> Iterator[Edit]:
    """Close the seam ``[start, stop)``: blank lines to drop, and blank runs on both sides."""
    above = _blank_run_above(text, start)
    below = _blank_run_below(text, stop)
    if above == 0 or below == len(text):
        low, high = above, below
    elif text.count("\n", above, start) >= text.count("\n", stop, below):
        low, high = start, below
    else:
        low, high = above, stop
    if low < high:
        yield Edit(low, high, "", (RULE,), (_REASON,))


def _blank_run_above(text: str, at: int) -> int:
    """Return where the blank lines that end at the line start ``at`` begin."""
    while at > 0:
        start = text.rfind("\n", 0, at - 1) + 1
        if text[start:at].strip(BLANKS):
            break
        at = start
    return at


def _blank_run_below(text: str, at: int) -> int:
    """Return where the blank lines that begin at the line start ``at`` end."""
    while at < len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop + 1
        if text[at:stop].strip(BLANKS):
            break
        at = stop
    return at
