"""What an edit or a flag means for one line: sights and a line in, words, columns and fates out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaner.cleaned import Cleaned
from cleaner.document import LineIndex
from cleaner.edits import Edit, covers_lines
from cleaner.scan import Line
from cleaner.shapes import BLANKS
from cleaner.why.answer import Fate
from cleaner.why.facts import columns, quote, quote_change
from cleaner.why.probes import Sight, touches

ALLOWED = 24  # code points that tell a place from others, about three words
BESIDE = 16  # code points beside an edit that are told with it


def fate_of(cleaned: Cleaned, line: Line) -> tuple[Fate, str | None]:
    """Return what becomes of ``line`` of the original, and the line that then stands there.

    >>> from cleaner.scan import Lines
    >>> fate_of(Cleaned("a , b\\nc", "a, b\\nc", (Edit(1, 2, ""),)), Lines.of("a , b\\nc")[0])
    ('changed', 'a, b')
    """
    touching = [edit for edit in cleaned.edits if touches(cleaned.original, line, edit)]
    if not touching:
        return "unchanged", None
    covering = (
        e for e in touching if e.start <= line.start and line.end <= e.end and e.start < e.end
    )
    if any(not edit.text.strip(BLANKS) for edit in covering):
        return "removed", None
    start = cleaned.text.rfind("\n", 0, cleaned.to_clean(line.start, "right")) + 1
    end = cleaned.text.find("\n", max(start, cleaned.to_clean(line.end, "left")))
    becomes = cleaned.text[start : end if end >= 0 else None].removesuffix("\r")
    if becomes == cleaned.original[line.start : line.end]:
        return "unchanged", None  # an edit of a neighbour that ends where the line begins
    return "changed", becomes


def outcome(cleaned: Cleaned, line: Line) -> str:
    """Return in words what becomes of ``line``."""
    fate, becomes = fate_of(cleaned, line)
    if becomes is not None:
        return f"the line becomes {quote_change(cleaned.original[line.start : line.end], becomes)}"
    return f"the line is {fate}"


def describe(sight: Sight, text: str, line: Line) -> str:
    """Return what ``sight`` does to ``text``, told from ``line``."""
    lines = LineIndex(text)
    if not isinstance(sight, Edit):
        return _place(sight, line, lines)
    if covers_lines(text, sight):
        first, last = lines.place(sight.start)[0], lines.place(sight.end - 1)[0]
        return "removes the line" if first == last else f"removes lines {first}-{last}"
    left, right = _words_around(text, sight)
    before, after = (left + part + right for part in (text[sight.start : sight.end], sight.text))
    told = f"{quote(before)} → {quote(after)}" if after else f"cuts {quote(before)}"
    return f"{told}, {_place(sight, line, lines)}"


def _words_around(text: str, edit: Edit) -> tuple[str, str]:
    """Return what is left of the line on both sides of ``edit``, at most a word or two."""
    before = text[max(0, edit.start - BESIDE) : edit.start].rpartition("\n")[2]
    after = text[edit.end : edit.end + BESIDE].partition("\n")[0]
    if len(before) == BESIDE:
        before = before[before.find(" ") + 1 :]
    if len(after) == BESIDE:
        after = after[: after.rfind(" ") if " " in after else None]
    return before, after


def _place(sight: Sight, line: Line, lines: LineIndex) -> str:
    first, last = lines.place(sight.start)[0], lines.place(max(sight.start, sight.end - 1))[0]
    if first != last:
        return f"lines {first}-{last}"
    return columns(*columns_of(sight, line))


def columns_of(sight: Sight, line: Line) -> tuple[int, int]:
    """Return first and last column of ``line`` that ``sight`` touches, from 1."""
    first = max(sight.start, line.start) - line.start + 1
    return first, max(first, min(sight.end, line.end) - line.start)


def allowed_text(cleaned: Cleaned, sight: Sight, line: Line) -> str:
    """Return a text of ``line`` that tells the place of ``sight``, for an ``[[allow]]`` entry."""
    whole = cleaned.original[line.start : line.end].strip(BLANKS)
    if isinstance(sight, Edit) and covers_lines(cleaned.original, sight):
        return whole
    text = cleaned.original[line.start : line.end]
    start, end = (
        min(max(at, line.start), line.end) - line.start for at in (sight.start, sight.end)
    )
    end += len(text[end:]) - len(text[end:].lstrip(BLANKS))
    words = [match.span() for match in re.finditer(r"\S+", text)]
    touched = [n for n, (low, high) in enumerate(words) if low <= end and start <= high]
    if not touched:
        return whole
    first, last = touched[0], touched[-1]
    while first and words[last][1] - words[first][0] < ALLOWED:
        first -= 1
    return text[words[first][0] : words[last][1]]


def reasons_of(rule: str, sights: Iterable[Sight]) -> str:
    """Return the reasons that ``rule`` gave, each once."""
    found: dict[str, None] = {}
    for sight in sights:
        if isinstance(sight, Edit):
            said = zip(sight.rules, sight.reasons, strict=True)
            found |= {reason: None for name, reason in said if name == rule}
        else:
            found[sight.message] = None
    return "; ".join(found)
