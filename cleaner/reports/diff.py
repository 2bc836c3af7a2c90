"""Unified diff: a source and its edits in, text that ``git apply`` and ``patch`` take out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cleaner.cleaned import Cleaned
from cleaner.edits import Edit, apply_edits

CONTEXT = 3  # lines around a change, as everywhere
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


# Around what an edit deletes and inserts where a diff is drawn in colour: noncharacters, which
# Unicode keeps for such use inside a program.
MARKS = ("\ufdd0", "\ufdd1")


@dataclass(frozen=True, slots=True)
class _Block:
    """Old lines ``[first, last)``, the edits on them, and how many lines take their place."""

    first: int
    last: int
    edits: tuple[Edit, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    """The original in lines, and where each starts; the last start is the text's end."""

    text: str
    lines: Sequence[str]
    starts: Sequence[int]
    marked: bool


def render_diff(source: str, cleaned: Cleaned, *, marked: bool = False) -> str:
    """Return the unified diff of one document, or an empty string where nothing changed.

    Hunks come from the edits, so that the cost is that of the changed lines. Text is never
    reformatted; the caller writes it as UTF-8. ``marked`` puts what an edit deletes and inserts
    between ``MARKS``, for colour.
    """
    if not cleaned.edits:
        return ""
    mark = "\ufeff" if cleaned.bom else ""
    text = mark + cleaned.original
    edits = [Edit(e.start + len(mark), e.end + len(mark), e.text) for e in cleaned.edits]
    lines = _split(text)
    page = _Page(text, lines, _starts(lines), marked)
    source = source.lstrip("/")  # `git -C / apply` takes a diff of absolute paths
    head = f"diff --git {_quote('a/', source)} {_quote('b/', source)}\n"
    head += f"--- {_quote('a/', source)}{_tab(source)}\n+++ {_quote('b/', source)}{_tab(source)}\n"
    return head + "".join(_hunks(page, list(_blocks(page, edits))))


def _split(text: str) -> list[str]:
    parts = text.split("\n")
    lines = [part + "\n" for part in parts[:-1]]
    return [*lines, parts[-1]] if parts[-1] else lines


def _starts(lines: Sequence[str]) -> list[int]:
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line)
    starts.append(at)
    return starts


def _blocks(page: _Page, edits: Sequence[Edit]) -> Iterator[_Block]:
    """Widen edits to whole lines; those that meet on a line are one block."""
    held: list[Edit] = []
    first = last = 0
    count = len(page.lines)
    # What is added at the end belongs to the last line unless that one is finished.
    last_line = count if not page.text or page.text.endswith("\n") else count - 1
    for edit in edits:
        low = min(bisect_right(page.starts, edit.start) - 1, last_line)
        high = _last_line(page, edit)
        if held and low >= last:
            block = _block(page, held, first, last)
            last = block.last
            if low >= last and (last < count or not _is_open(block.new)):
                yield block
                held = []
        if not held:
            first, last = low, high
        last = max(last, high)
        held.append(edit)
    yield _block(page, held, first, last)


def _block(page: _Page, edits: Sequence[Edit], first: int, last: int) -> _Block:
    """Return the block of ``edits``, grown by the line that its last one runs into."""
    new = _split(_apply(page, edits, first, last))
    if _is_open(new) and last < len(page.lines):
        last += 1
        new = _split(_apply(page, edits, first, last))
    return _Block(first, last, tuple(edits), tuple(new))


def _apply(page: _Page, edits: Sequence[Edit], first: int, last: int) -> str:
    low, high = page.starts[first], page.starts[last]
    moved = (Edit(edit.start - low, edit.end - low, edit.text) for edit in edits)
    return apply_edits(page.text[low:high], moved)


def _is_open(lines: Sequence[str]) -> bool:
    return bool(lines) and not lines[-1].endswith("\n")


def _last_line(page: _Page, edit: Edit) -> int:
    """Return the line after the last one that ``edit`` touches."""
    starts, count = page.starts, len(page.lines)
    at = bisect_left(starts, edit.end)
    ends_line = at <= count and starts[at] == edit.end
    whole = ends_line and starts[bisect_right(starts, edit.start) - 1] == edit.start
    if whole and edit.start < edit.end and (not edit.text or edit.text.endswith("\n")):
        return at
    return min(bisect_right(starts, edit.end), count) if edit.end < len(page.text) else count


def _hunks(page: _Page, blocks: Sequence[_Block]) -> Iterator[str]:
    shift, index = 0, 0
    while index < len(blocks):
        group = [blocks[index]]
        while index + 1 < len(blocks) and blocks[index + 1].first - group[-1].last <= 2 * CONTEXT:
            index += 1
            group.append(blocks[index])
        index += 1
        yield _hunk(page, group, shift)
        shift += sum(len(block.new) - (block.last - block.first) for block in group)


def _hunk(page: _Page, group: Sequence[_Block], shift: int) -> str:
    low = max(0, group[0].first - CONTEXT)
    high = min(len(page.lines), group[-1].last + CONTEXT)
    body: list[str] = []
    at = low
    for block in group:
        body += [_line(" ", line) for line in page.lines[at : block.first]]
        body += _changed(page, block)
        at = block.last
    body += [_line(" ", line) for line in page.lines[at:high]]
    old = high - low
    new = old + sum(len(block.new) - (block.last - block.first) for block in group)
    return f"@@ -{_range(low, old)} +{_range(low + shift, new)} @@\n" + "".join(body)


def _rewritten(edit: Edit, text: str) -> Edit:
    return Edit(edit.start, edit.end, text)


def _changed(page: _Page, block: _Block) -> list[str]:
    """Return the old lines of ``block`` and the new ones, what changed between marks if asked."""
    old: Sequence[str] = page.lines[block.first : block.last]
    new: Sequence[str] = block.new
    if page.marked:
        kept = [_rewritten(e, _mark(page.text[e.start : e.end])) for e in block.edits]
        told = [_rewritten(e, _mark(e.text)) for e in block.edits]
        old = _split(_apply(page, kept, block.first, block.last))
        new = _split(_apply(page, told, block.first, block.last))
    return [_line("-", line) for line in old] + [_line("+", line) for line in new]


def _mark(text: str) -> str:
    return "\n".join(part and part.join(MARKS) for part in text.split("\n"))


def _range(start: int, count: int) -> str:
    begin = start + 1 if count else start
    return str(begin) if count == 1 else f"{begin},{count}"


def _line(sign: str, line: str) -> str:
    return sign + line if line.endswith("\n") else f"{sign}{line}\n\\ No newline at end of file\n"


def _quote(side: str, path: str) -> str:
    """Return ``path`` as git writes it in a header."""
    quoted = "".join(map(_quote_character, path))
    return side + path if quoted == path else f'"{side}{quoted}"'


def _quote_character(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a name that is no UTF-8
        return f"\\{code - 0xDC00:03o}"
    return _ESCAPES.get(character) or (f"\\{code:03o}" if code < 32 or code == 127 else character)


def _tab(path: str) -> str:
    # git ends the name with a tab where it holds a blank.
    return "\t" if " " in path else ""
