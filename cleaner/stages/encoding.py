"""Find text that was decoded in the wrong codec: text in, edits and flags out.

Each line is repaired until nothing more is found, so that a quote whose last byte was lost can
be mended once the mojibake around it is read; what several steps did is one edit.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from cleaner.composition import compose
from cleaner.edits import Edit, Flag, apply_edits
from cleaner.mojibake_quotes import Mended, mend_dagger, mend_truncated
from cleaner.mojibake_readings import Repair, read_line

if TYPE_CHECKING:
    from cleaner.scan import Context, Line

MOJIBAKE = "mojibake"
TRUNCATED = "truncated-closing-quote"
DAGGER = "dagger-closing-quote"
UNDECIDED = "mojibake-undecided"
BUILT_INS = (MOJIBAKE, TRUNCATED, DAGGER, UNDECIDED)

_REPAIRING = (MOJIBAKE, TRUNCATED, DAGGER)
_TIMES = {2: ", twice", 3: ", three times", 4: ", four times"}
_WHY_TRUNCATED = "closing quote that lost its last byte"
_WHY_DAGGER = "dagger in place of the closing quote"


def find_edits(text: str, context: Context) -> Iterator[Edit]:
    """Yield repairs in text order; spans lie inside one line and never hold its end."""
    active = frozenset(rule for rule in _REPAIRING if context.active(rule))
    for line in _dirty_lines(context, _REPAIRING):
        for edit in repair_line(text[line.start : line.end], active):
            yield Edit(
                line.start + edit.start, line.start + edit.end, edit.text, edit.rules, edit.reasons
            )


def find_flags(text: str, context: Context) -> Iterator[Flag]:
    """Yield what looks like mojibake and cannot be decided, as it stands in ``text``."""
    for line in _dirty_lines(context, (UNDECIDED,)):
        for start, end, message in doubts_of_line(text[line.start : line.end]):
            yield Flag(line.start + start, line.start + end, UNDECIDED, message)


def _dirty_lines(context: Context, rules: tuple[str, ...]) -> Iterator[Line]:
    found = heapq.merge(*(context.dirty_lines(rule) for rule in rules), key=attrgetter("start"))
    for _, same in groupby(found, key=attrgetter("start")):
        yield next(same)


def repair_line(line: str, active: frozenset[str]) -> tuple[Edit, ...]:
    """Return the edits that the ``active`` rules make in one line, sorted, to a fixed point.

    >>> repair_line("“Ya,†kata Rani di CafÃ© Rona", frozenset((MOJIBAKE, DAGGER)))[1].text
    'é'
    """
    edits: tuple[Edit, ...] = ()
    repaired = line
    # It ends: a repair leaves fewer characters, a mended quote one `â€` or `†` fewer.
    while step := _first_step(repaired, active):
        edits = compose(line, edits, step) if edits else tuple(step)
        repaired = apply_edits(line, edits)
    return edits


def _first_step(line: str, active: frozenset[str]) -> list[Edit]:
    """Return what comes first: sequences, then leftovers, then daggers, each on the result."""
    step: list[Edit] = []
    if MOJIBAKE in active:
        step = [_repair_edit(repair) for repair in read_line(line).repairs]
    if not step and TRUNCATED in active:
        step = _mended_edits(mend_truncated(line), TRUNCATED, _WHY_TRUNCATED)
    if not step and DAGGER in active:
        step = _mended_edits(mend_dagger(line), DAGGER, _WHY_DAGGER)
    return step


def _repair_edit(repair: Repair) -> Edit:
    reason = f"UTF-8 read as {repair.codec}{_TIMES.get(repair.layers, '')}"
    return Edit(repair.start, repair.end, repair.text, (MOJIBAKE,), (reason,))


def _mended_edits(found: Iterator[Mended], rule: str, reason: str) -> list[Edit]:
    return [Edit(m.start, m.end, m.text, (rule,), (reason,)) for m in found if m.text is not None]


def doubts_of_line(line: str) -> Iterator[tuple[int, int, str]]:
    """Yield spans of ``line`` that no rule of this stage decides, with the reason."""
    for start, end in read_line(line).undecided:
        yield start, end, "may be UTF-8 read in another codec"
    for mended in mend_truncated(line):
        if mended.text is None:
            yield mended.start, mended.end, "character that lost its last byte"
    for mended in mend_dagger(line):
        if mended.text is None:
            yield mended.start, mended.end, "dagger behind a stop; may be a broken closing quote"
