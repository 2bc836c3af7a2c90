"""Composition: edits of an original and later edits of the result in, edits of the original out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import msgspec

from cleaner.edits import Edit, apply_edits, shift_edit


@dataclass(slots=True)
class _Group:
    """Earlier edits ``[first, last)`` and the later ones that cover or touch them."""

    first: int
    last: int
    later: list[Edit]


class _Middle(NamedTuple):
    """The earlier edits with their places in the text between the two steps."""

    edits: Sequence[Edit]
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, edits: Sequence[Edit]) -> _Middle:
        starts: list[int] = []
        ends: list[int] = []
        shift = 0
        for edit in edits:
            starts.append(edit.start + shift)
            ends.append(edit.start + shift + len(edit.text))
            shift += len(edit.text) - (edit.end - edit.start)
        return cls(edits, starts, ends)

    def shift_before(self, index: int) -> int:
        """Return what to take from a position after the edits before ``index``."""
        return self.ends[index - 1] - self.edits[index - 1].end if index else 0


def compose(original: str, earlier: Sequence[Edit], later: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return the edits of ``original`` that do what ``earlier`` and then ``later`` did.

    A later edit that covers or touches the replacement of an earlier one merges with it: the
    union of the spans in original coordinates, the final text, the rules in order. Touching edits
    that no later edit spans stay apart, and lines that went for reasons of their own stay apart
    whatever closes up behind them. Then equal ends are trimmed (the prefix first, never inside
    CRLF), and an edit that became nothing vanishes.

    >>> compose("a Lavron ,", [Edit(2, 8, "Lavrov", ("name",), ("",))], [Edit(8, 9, "", ("blank",), ("",))])
    (Edit(start=7, end=9, text='v', rules=('name', 'blank'), reasons=('', '')),)
    """
    merged = _merged(original, earlier, later) if earlier else later
    trimmed = (_trim(original, edit) for edit in merged)
    return tuple(_join_insertions(edit for edit in trimmed if edit is not None))


def _merged(original: str, earlier: Sequence[Edit], later: Sequence[Edit]) -> Iterator[Edit]:
    middle = _Middle.of(earlier)
    for group in _groups(middle, later):
        merged = _merge(original, middle, group)
        yield from _split_lines(original, merged, _deletions(middle, group))


def _groups(middle: _Middle, later: Sequence[Edit]) -> Iterator[_Group]:
    count = len(middle.edits)
    passed = 0  # earlier edits already in a group
    open_group: _Group | None = None
    for edit in later:
        first = passed if open_group is None else open_group.last
        if open_group is not None and open_group.first < open_group.last:
            touches = middle.ends[open_group.last - 1] >= edit.start
        else:
            touches = False
        if open_group is not None and not touches:
            yield open_group
            open_group = None
        if open_group is None:
            while first < count and middle.ends[first] < edit.start:
                yield _Group(first, first + 1, [])
                first += 1
            open_group = _Group(first, first, [])
        last = open_group.last
        while last < count and middle.starts[last] <= edit.end:
            last += 1
        open_group.last = last
        open_group.later.append(edit)
        passed = last
    if open_group is not None:
        yield open_group
    for index in range(passed, count):
        yield _Group(index, index + 1, [])


def _merge(original: str, middle: _Middle, group: _Group) -> Edit:
    if not group.later:
        return middle.edits[group.first]
    if group.first == group.last and len(group.later) == 1:
        shift = middle.shift_before(group.first)
        return shift_edit(group.later[0], -shift) if shift else group.later[0]
    earlier = middle.edits[group.first : group.last]
    start, end = group.later[0].start, group.later[-1].end
    if earlier:
        start = min(start, middle.starts[group.first])
        end = max(end, middle.ends[group.last - 1])
    original_start = start - middle.shift_before(group.first)
    original_end = end - middle.shift_before(group.last)
    between = apply_edits(
        original[original_start:original_end],
        (Edit(e.start - original_start, e.end - original_start, e.text) for e in earlier),
    )
    text = apply_edits(between, (Edit(e.start - start, e.end - start, e.text) for e in group.later))
    return _named(Edit(original_start, original_end, text), [*earlier, *group.later])


def _deletions(middle: _Middle, group: _Group) -> Sequence[Edit]:
    """Return what each edit of a group deleted of the original, or nothing if one did more."""
    earlier = middle.edits[group.first : group.last]
    if len(earlier) + len(group.later) < 2 or any(e.text for e in (*earlier, *group.later)):
        return ()
    found = list(earlier)
    for edit in group.later:
        for index in range(group.first, group.last + 1):
            shift = middle.shift_before(index)
            low = max(edit.start, middle.ends[index - 1]) if index > group.first else edit.start
            high = min(edit.end, middle.starts[index]) if index < group.last else edit.end
            if low < high:
                found.append(msgspec.structs.replace(edit, start=low - shift, end=high - shift))
    return found


def _split_lines(original: str, edit: Edit, deletions: Sequence[Edit]) -> Iterator[Edit]:
    """Yield a deletion of several lines in parts, where each of ``deletions`` is in one of them.

    So every line that a rule of its own took can be looked at, and kept, by itself. Blank lines
    go with the line before them.
    """
    borders = {border for deletion in deletions for border in (deletion.start, deletion.end)}
    starts = [
        at for at in sorted(borders) if edit.start < at < edit.end and original[at - 1] == "\n"
    ]
    if not starts:
        yield edit
        return
    edges = [edit.start, *starts, edit.end]
    held = [original[low:high].strip() != "" for low, high in pairwise(edges)]
    parts, full = [edit.start], False
    for at, (left, right) in zip(starts, pairwise(held), strict=True):
        full = full or left
        if full and right:
            parts.append(at)
            full = False
    waiting = sorted(enumerate(deletions), key=lambda item: item[1].end, reverse=True)
    for low, high in pairwise([*parts, edit.end]):
        its: list[tuple[int, Edit]] = []
        while waiting and waiting[-1][1].end <= high:
            its.append(waiting.pop())
        yield _named(Edit(low, high, edit.text), [deletion for _, deletion in sorted(its)])


def _named(edit: Edit, steps: Sequence[Edit]) -> Edit:
    pairs = dict.fromkeys(
        pair for step in steps for pair in zip(step.rules, step.reasons, strict=True)
    )
    rules = tuple(rule for rule, _ in pairs)
    reasons = tuple(reason for _, reason in pairs)
    return Edit(edit.start, edit.end, edit.text, rules, reasons)


def _trim(original: str, edit: Edit) -> Edit | None:
    """Cut what is equal at both ends off; None when nothing is left."""
    old, new = original[edit.start : edit.end], edit.text
    if old == new:
        return None
    if not old or not new or (old[0] != new[0] and old[-1] != new[-1]):
        return edit
    head = _common_prefix(old, new)
    if head and old[head - 1] == "\r" and "\n" in (old[head : head + 1], new[head : head + 1]):
        head -= 1
    tail = _common_prefix(old[head:][::-1], new[head:][::-1])
    if tail and old[-tail] == "\n" and "\r" in (_before(old, tail), _before(new, tail)):
        tail -= 1
    return Edit(
        edit.start + head,
        edit.end - tail,
        new[head : len(new) - tail],
        edit.rules,
        edit.reasons,
    )


def _common_prefix(one: str, two: str) -> int:
    length = 0
    for left, right in zip(one, two, strict=False):
        if left != right:
            break
        length += 1
    return length


def _before(text: str, tail: int) -> str:
    return text[-tail - 1] if len(text) > tail else ""


def _join_insertions(edits: Iterator[Edit]) -> Iterator[Edit]:
    """Make one edit of insertions that trimming brought to one point."""
    held: Edit | None = None
    for edit in edits:
        if held is not None and held.start == held.end == edit.start == edit.end:
            held = _named(Edit(held.start, held.end, held.text + edit.text), [held, edit])
            continue
        if held is not None:
            yield held
        held = edit
    if held is not None:
        yield held
