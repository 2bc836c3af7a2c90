"""How the encoding stage and ``ftfy.fix_encoding`` differ on a line: a sample in, its kind out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import NamedTuple

import ftfy

from cleaner.edits import Edit, apply_edits
from cleaner.stages.encoding import BUILT_INS, CONTROL, DAGGER, TRUNCATED, repair_line

ALL = frozenset(BUILT_INS)
VERDICTS = ("ours", "ftfy", "neither", "open")
# A capital and the mark behind it: a broken letter, or the end of a word.
_CAPITAL = re.compile("[À-ÞĀ-žА-ЯΑ-Ω][^\\w\\s]?|[^\\w\\s]")
_HALVES = re.compile("í[\xa0-¯].í[°-¿]")  # a pair of surrogates, each in three bytes
_BEFORE_BLANK = re.compile("[À-öĂ-žА-яΑ-ω√]|[à-ï][\x80-¿Œ-ž‘-™]")


class Sample(NamedTuple):
    """A line, where it comes from, and what is right, if that is known."""

    corpus: str
    line: str
    truth: str | None = None


class Difference(NamedTuple):
    """What both make of a line, the kind of difference and who is right."""

    sample: Sample
    ours: str
    theirs: str
    kind: str
    verdict: str


class _Touched(NamedTuple):
    """Positions of a line that only ours changed, that only ftfy did, and that both did."""

    ours: set[int]
    theirs: set[int]
    both: set[int]


def compare(sample: Sample) -> Difference | None:
    """Return how the results differ, None if they are equal.

    >>> compare(Sample("made up", "Kafe CafÃ© Rona", "Kafe Café Rona")) is None
    True
    >>> compare(Sample("made up", "“MINHA IRMÃ”", "“MINHA IRMÃ”")).kind
    'capital before a mark'
    """
    edits = repair_line(sample.line, ALL)
    ours, theirs = apply_edits(sample.line, edits), ftfy.fix_encoding(sample.line)
    if ours == theirs:
        return None
    kind = _name_kind(sample.line, edits, ours, theirs)
    return Difference(sample, ours, theirs, kind, _verdict(sample.truth, ours, theirs))


def _verdict(truth: str | None, ours: str, theirs: str) -> str:
    if truth is None:
        return "open"
    return "ours" if truth == ours else "ftfy" if truth == theirs else "neither"


def _name_kind(line: str, edits: tuple[Edit, ...], ours: str, theirs: str) -> str:
    """Name the difference by what the line holds where one of both moved and the other did not."""
    rules = {rule for edit in edits for rule in edit.rules}
    touched = _find_touched(line, edits, theirs)
    if TRUNCATED in rules:
        return "closing quote that lost its last byte"
    if "\ufffd" in line or theirs.count("\ufffd") > line.count("\ufffd"):
        return "mark for a lost byte"
    if rules & {DAGGER, CONTROL}:
        return "dagger or control"
    if _HALVES.search(line):
        return "pair of surrogates"
    if ours == line and "`" in line:
        return "code"
    if _ends_before_blank(line, touched.theirs):
        return "blank for a lost byte"
    return _name_by_reach(line, ours, theirs, touched)


def _find_touched(line: str, edits: Iterable[Edit], theirs: str) -> _Touched:
    ours = {at for edit in edits for at in range(edit.start, edit.end)}
    matcher = SequenceMatcher(None, line, theirs, autojunk=False)
    other = {
        at
        for tag, start, end, _, _ in matcher.get_opcodes()
        if tag != "equal"
        for at in range(start, end)
    }
    return _Touched(ours - other, other - ours, ours & other)


def _ends_before_blank(line: str, places: set[int]) -> bool:
    """Tell whether what one of both read may take a blank, or the text's end, for a byte A0."""
    return any(
        line[at] == " " or (line[at + 1 : at + 2] in ("", " ") and _BEFORE_BLANK.match(line, at))
        for at in places
    )


def _name_by_reach(line: str, ours: str, theirs: str, touched: _Touched) -> str:
    if theirs == line:
        changed = touched.ours | touched.both
        genuine = any(char > "\x7f" for at, char in enumerate(line) if at not in changed)
        return "genuine characters beside damage" if genuine else "read by ours alone"
    if ours == line:
        changed = touched.theirs | touched.both
        marked = len(changed) <= 2 and all(_CAPITAL.fullmatch(line[at]) for at in changed)
        return "capital before a mark" if marked else "read by ftfy alone"
    if touched.ours and not touched.theirs:
        return "ours reads more of the line"
    if touched.theirs and not touched.ours:
        return "ftfy reads more of the line"
    return "read differently"


def kinds() -> tuple[str, ...]:
    """Return the name of every kind, in the order in which they are tried."""
    return (
        "closing quote that lost its last byte",
        "mark for a lost byte",
        "dagger or control",
        "pair of surrogates",
        "code",
        "blank for a lost byte",
        "genuine characters beside damage",
        "read by ours alone",
        "capital before a mark",
        "read by ftfy alone",
        "ours reads more of the line",
        "ftfy reads more of the line",
        "read differently",
    )
