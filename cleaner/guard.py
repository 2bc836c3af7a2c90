"""The removal guard: a document and its edits in, the share of its prose that line rules take out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cleaner.edits import Edit
from cleaner.rule import WHOLE_LINE_KINDS, Rule
from cleaner.shapes import is_sentence

MIN_POINTS = 400  # code points; shorter documents are not guarded


def removed_share(text: str, edits: Sequence[Edit], rules: Mapping[str, Rule]) -> float:
    """Return the sentence-shaped code points that whole-line rules remove, over all there are."""
    if len(text) < MIN_POINTS:
        return 0.0
    named = {names: _name_line_rule(names, rules) for names in {edit.rules for edit in edits}}
    removals = [edit for edit in edits if named[edit.rules]]
    if not removals:
        return 0.0
    # A removal that a later step touched has a text; that much of what it covers is still there.
    covered = [-len(edit.text) for edit in removals]
    total = start = index = 0
    for line in text.split("\n"):
        end = start + len(line)
        if is_sentence(line):
            total += end - start
            while index < len(removals) and removals[index].end < end:
                index += 1
            if index < len(removals) and removals[index].start <= start:
                covered[index] += end - start
        start = end + 1
    return sum(points for points in covered if points > 0) / total if total else 0.0


def _name_line_rule(names: tuple[str, ...], rules: Mapping[str, Rule]) -> bool:
    return any(name in rules and rules[name].kind in WHOLE_LINE_KINDS for name in names)
