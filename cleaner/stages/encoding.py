"""Find text that was decoded in the wrong codec: text in, edits and flags out.

Each line is repaired until nothing more is found, so that a quote whose last byte was lost can
be mended once the mojibake around it is read; what several steps did is one edit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from cleaner.composition import compose
from cleaner.edits import Edit, Flag, apply_edits, shift_edit
from cleaner.mojibake_choice import Repair
from cleaner.mojibake_controls import mend_controls
from cleaner.mojibake_quotes import Mended, mend_dagger, mend_truncated
from cleaner.mojibake_readings import read_line
from cleaner.mojibake_transcoded import read_transcoded
from cleaner.patterns import lazy_pattern
from cleaner.protected import find_fenced_lines, find_inline_code
from cleaner.stages.plain_lines import PlainLines

if TYPE_CHECKING:
    from cleaner.scan import Context

MOJIBAKE = "mojibake"
TRUNCATED = "truncated-closing-quote"
DAGGER = "dagger-closing-quote"
CONTROL = "c1-control"
UNDECIDED = "mojibake-undecided"
BUILT_INS = (MOJIBAKE, TRUNCATED, DAGGER, CONTROL, UNDECIDED)

_REPAIRING = (MOJIBAKE, TRUNCATED, DAGGER, CONTROL)
_TIMES = {2: ", twice", 3: ", three times", 4: ", four times"}
_WHY_TRUNCATED = "closing quote that lost its last byte"
_WHY_TRANSCODED = "windows-1252 read as MacRoman"
_WHY_CONTROL = "windows-1252 read as latin-1"
_WHY_DAGGER = "dagger in place of the closing quote"

# A dagger that starts a line, or its double, marks footnotes.
_FOOTNOTE = lazy_pattern(r"^[ \t>*(\[]*†|‡", re.MULTILINE)
# A line that explains mojibake is short; a longer one may be an article damaged in parts.
_SPECIMEN = 400
_BESIDE = 12  # code points between the two
_SIGNS_BEFORE = lazy_pattern(r"\W+$")
_SIGNS_AFTER = lazy_pattern(r"\W+")
_WORD = lazy_pattern(r"[^\W\d_]+")


def find_edits(text: str, context: Context) -> Iterator[Edit]:
    """Yield repairs in text order; spans lie inside one line and never hold its end."""
    if context.places.keys().isdisjoint(_REPAIRING):
        return
    active = frozenset(rule for rule in _REPAIRING if context.active(rule))
    if DAGGER in active and ("†" in text or "‡" in text) and _FOOTNOTE.search(text):
        active -= {DAGGER}
    lines = list(context.dirty_lines(*_REPAIRING))
    # Programs and code in an article show mojibake on purpose.
    if not lines or context.markup == "code":
        return
    fenced = _find_fenced(text, context)
    for line in lines:
        if fenced and fenced[line.number]:
            continue
        yield from _repair_at(text[line.start : line.end], active, line.start)


def _find_fenced(text: str, context: Context) -> Sequence[bool]:
    if "```" not in text and "~~~" not in text:
        return ()
    return find_fenced_lines([text[line.start : line.end] for line in context.lines])


def find_flags(text: str, context: Context) -> Iterator[Flag]:
    """Yield what looks like mojibake and cannot be decided, as it stands in ``text``."""
    for line in context.dirty_lines(UNDECIDED):
        for start, end, message in doubts_of_line(text[line.start : line.end]):
            yield Flag(line.start + start, line.start + end, UNDECIDED, message)


def repair_line(line: str, active: frozenset[str]) -> tuple[Edit, ...]:
    """Return the edits that the ``active`` rules make in one line, sorted, to a fixed point.

    >>> repair_line("“Ya,†kata Rani di CafÃ© Rona", frozenset((MOJIBAKE, DAGGER)))[1].text
    'é'
    """
    return tuple(_repair_at(line, active, 0))


def _repair_at(line: str, active: frozenset[str], offset: int) -> list[Edit]:
    """Return the edits of ``line`` as edits of the text in which it starts at ``offset``."""
    plain = _PLAIN.repairs_of(line) if MOJIBAKE in active else None
    if plain is None:
        edits, repaired = _repair_closely(line, active)
    elif not plain.repairs:
        edits = tuple(_transcoded_edits(line))
        repaired = apply_edits(line, edits)
    elif plain.mixed or "`" in line:
        edits = tuple(_repair_edit(repair) for repair in plain.repairs)
        repaired = apply_edits(line, edits)
    else:  # damage from end to end: nothing on the line shows it beside what it should be
        return [_repair_edit(repair, offset) for repair in plain.repairs]
    if edits and len(line) <= _SPECIMEN and _shows_both(line, repaired, edits):
        return []
    code = _find_code(line) if "`" in line else []
    kept = (e for e in edits if not any(a <= e.start < b for a, b in code))
    return [shift_edit(edit, offset) for edit in kept]


def _find_code(line: str) -> list[tuple[int, int]]:
    """Return the spans of inline code, but for those that touch a word: there it is a letter, `ain."""
    return [
        (start, end)
        for start, end in find_inline_code(line)
        if not (line[start - 1 : start].isalnum() or line[end : end + 1].isalnum())
    ]


def _repair_closely(line: str, active: frozenset[str]) -> tuple[tuple[Edit, ...], str]:
    edits: tuple[Edit, ...] = ()
    repaired = line
    # It ends: a repair leaves fewer characters, a mended mark one `â€`, `†` or control fewer.
    while step := _first_step(repaired, active):
        edits = compose(line, edits, step) if edits else tuple(step)
        repaired = apply_edits(line, edits)
    return edits, repaired


def _shows_both(line: str, repaired: str, edits: Sequence[Edit]) -> bool:
    """Tell whether ``line`` shows damage beside what it should be: `é → Ã©`, `Ã© statt é`."""
    rest = _blank_out(line, edits)
    if rest.isascii():
        return False
    good = _foreign_words(rest)
    if good and (_foreign_words(repaired) - good).keys() & good.keys():
        return True
    marks = (edit for edit in edits if len(edit.text) == 1 and not edit.text.isalnum())
    return any(edit.text > "\x7f" and _stands_beside(rest, edit) for edit in marks)


def _foreign_words(line: str) -> Counter[str]:
    return Counter(word for word in _WORD.findall(line) if not word.isascii())


def _blank_out(line: str, edits: Sequence[Edit]) -> str:
    parts = [line]
    for edit in reversed(edits):
        parts[0:1] = [parts[0][: edit.start], " " * (edit.end - edit.start) + parts[0][edit.end :]]
    return "".join(parts)


def _stands_beside(rest: str, edit: Edit) -> bool:
    """Tell whether only blanks and signs part a repaired mark from the same mark in ``rest``."""
    before = _SIGNS_BEFORE.search(rest[max(0, edit.start - _BESIDE) : edit.start])
    after = _SIGNS_AFTER.match(rest[edit.end : edit.end + _BESIDE])
    return any(edit.text in signs[0] for signs in (before, after) if signs)


def _first_step(line: str, active: frozenset[str]) -> list[Edit]:
    """Return what comes first: sequences, leftovers, daggers, controls, each on the result."""
    step: list[Edit] = []
    if MOJIBAKE in active:
        step = [_repair_edit(repair) for repair in read_line(line).repairs]
        step = step or _transcoded_edits(line)
    if not step and TRUNCATED in active:
        step = _mended_edits(mend_truncated(line), TRUNCATED, _WHY_TRUNCATED)
    if not step and DAGGER in active:
        step = _mended_edits(mend_dagger(line), DAGGER, _WHY_DAGGER)
    if not step and CONTROL in active:
        step = _mended_edits(mend_controls(line), CONTROL, _WHY_CONTROL)
    return step


def _repair_edit(repair: Repair, offset: int = 0) -> Edit:
    start, end, text, codec, layers = repair
    return Edit(start + offset, end + offset, text, (MOJIBAKE,), _reasons(codec, layers))


def _transcoded_edits(line: str) -> list[Edit]:
    found = read_transcoded(line)
    return [Edit(start, end, text, (MOJIBAKE,), (_WHY_TRANSCODED,)) for start, end, text in found]


@cache
def _reasons(codec: str, layers: int) -> tuple[str, ...]:
    return (f"UTF-8 read as {codec}{_TIMES.get(layers, '')}",)


def _mended_edits(found: Iterator[Mended], rule: str, reason: str) -> list[Edit]:
    return [Edit(m.start, m.end, m.text, (rule,), (reason,)) for m in found if m.text is not None]


def doubts_of_line(line: str) -> Iterator[tuple[int, int, str]]:
    """Yield spans of ``line`` that no rule of this stage decides, with the reason."""
    for start, end in read_line(line).undecided:
        yield start, end, "may be UTF-8 read in another codec"
    for mended in mend_truncated(line):
        if mended.text is None:
            yield mended.start, mended.end, "character that lost its last byte"
    for mended in mend_controls(line):
        if mended.text is None:
            yield mended.start, mended.end, "control that may be a byte of windows-1252"
    for mended in mend_dagger(line):
        if mended.text is None:
            yield mended.start, mended.end, "dagger behind a stop; may be a broken closing quote"


def _is_settled(line: str) -> bool:
    return not _first_step(line, frozenset(_REPAIRING)) and not any(doubts_of_line(line))


_PLAIN = PlainLines(_is_settled)
