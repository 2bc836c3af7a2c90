"""Findings for people: a finding in, lines out that show its place, the text there and the change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import click

from cleaner.findings import CONTEXT, Finding
from cleaner.reports.cells import Cell, fit, line_cells, shown, width
from cleaner.reports.changes import (
    is_join,
    removed_lines,
    render_change,
    render_rule,
    starts_with_line_end,
)
from cleaner.reports.terminal import printable_path

WIDTH = 100  # cells of a line that are shown
MARKED = 70  # of them at most what a finding covers
_TO_BLANK = 15  # code points that a cut moves in, so as to stand at a blank
_COLOURS = {"edit": "red", "proposed": "yellow", "flag": "blue"}
_CUT: Cell = ("…", 1)


@dataclass(frozen=True, slots=True)
class _Extract:
    """One line of the source around a finding, in cells."""

    before: list[Cell]
    marked: list[Cell]
    after: list[Cell]


def render_finding(finding: Finding, *, colour: bool) -> Iterator[str]:
    """Yield ``path:line:col: rule: message``, then an excerpt with carets and the proposed text.

    Lines have no line end and hold nothing that a terminal or a build host acts on.
    """
    paint = _Paint(_COLOURS[finding.kind], colour)
    place = paint.bold(printable_path(finding.source)) + f":{finding.line}:{finding.column}"
    head = f"{place}: {paint.kind(render_rule(finding))}"
    yield f"{head}: {shown(finding.message)}" if finding.message else head
    yield from _excerpt(finding, paint)


class _Paint:
    """Colours strings, or leaves them as they are."""

    def __init__(self, colour: str, active: bool) -> None:
        self._colour = colour
        self._active = active

    def bold(self, text: str) -> str:
        return click.style(text, bold=True) if self._active else text

    def dim(self, text: str) -> str:
        return click.style(text, dim=True) if self._active else text

    def kind(self, text: str) -> str:
        return click.style(text, fg=self._colour, bold=True) if self._active else text


def _excerpt(finding: Finding, paint: _Paint) -> Iterator[str]:
    lines = _lines(finding.original)
    first, before = _first_shown(finding, lines)
    number = finding.line + first
    gutter = len(str(finding.line + len(lines) - 1)) + 2
    after = finding.after if len(lines) == 1 else ""
    extract = _fit(finding, _extract(before, lines[first], after))
    text = extract.before + extract.marked + extract.after
    yield _row(paint, f"{number:>{gutter}}", _text(text))
    carets, at = _carets(finding, extract)
    label = render_change(finding)
    yield _row(paint, " " * gutter, paint.kind(f"{carets} {label}".rstrip()), at)
    if is_join(finding):
        yield from _joined(finding, paint, lines, gutter)
    else:
        held = len(lines) - (len(lines) > 1 and not lines[-1])
        more = (removed_lines(finding) or held) - 1
        if more:
            yield _row(paint, " " * gutter, _more(more))


def _first_shown(finding: Finding, lines: list[str]) -> tuple[int, str]:
    """Return which of the finding's lines is shown, and what stands before the finding on it.

    Of lines that go it is the first that holds something.
    """
    if not removed_lines(finding):
        return 0, finding.before
    candidates = range(int(starts_with_line_end(finding)), len(lines))
    return next((i for i in candidates if lines[i].strip()), candidates[0]), ""


def _lines(original: str) -> list[str]:
    *ended, last = original.split("\n")
    return [*(line.removesuffix("\r") for line in ended), last]


def _text(cells: list[Cell]) -> str:
    return "".join(cell for cell, _ in cells)


def _more(count: int) -> str:
    return f"… {count:,} more line" + ("" if count == 1 else "s")


def _row(paint: _Paint, gutter: str, text: str, at: int = 0) -> str:
    """Return a line of the excerpt, ``text`` at cell ``at``; -1 is in the gutter's blank."""
    return (paint.dim(f"{gutter} |") + " " * (at + 1) + text).rstrip()


def _joined(finding: Finding, paint: _Paint, lines: list[str], gutter: int) -> Iterator[str]:
    """Yield the line that is joined on, and how many blank ones go in between."""
    if len(lines) > 2:
        yield _row(paint, " " * gutter, _more(len(lines) - 2))
    number = finding.line + len(lines) - 1
    extract = _fit(finding, _extract("", lines[-1], finding.after))
    yield _row(paint, f"{number:>{gutter}}", _text(extract.marked + extract.after))


def _extract(before: str, marked: str, after: str) -> _Extract:
    cells = line_cells(before + marked + after)  # in one piece: a command may lie across
    start, end = len(before), len(before) + len(marked)
    return _Extract(cells[:start], cells[start:end], cells[end:])


def _fit(finding: Finding, extract: _Extract) -> _Extract:
    """Cut the extract to ``WIDTH`` around what the finding covers."""
    before, marked, after = extract.before, extract.marked, extract.after
    if width(marked) > MARKED:
        marked, after = [*fit(marked, MARKED - 1), _CUT], []
    more_before = bool(before) and finding.column - 1 > len(before)
    # With as much as there can be, there may be more: what is cut off surely is.
    more_after = len(after) >= CONTEXT
    after = after[:-1] if more_after else after
    room = WIDTH - width(marked)
    right = min(width(after) + more_after, max(room // 2, room - width(before) - more_before))
    left = room - right
    if more_before or width(before) > left:
        before = [_CUT, *reversed(_to_blank(fit(before[::-1], left - 1)))]
        before = before[:1] + _without_marks(before[1:])
    if more_after or width(after) > right:
        after = [*_to_blank(fit(after, right - 1)), _CUT]
    return _Extract(before, marked, after)


def _to_blank(cells: list[Cell]) -> list[Cell]:
    """Shorten ``cells`` to its last blank, if that is near."""
    for back in range(1, min(_TO_BLANK, len(cells) - 1) + 1):
        if cells[-back][0] == " ":
            return cells[: len(cells) - back + 1]
    return cells


def _without_marks(cells: list[Cell]) -> list[Cell]:
    """Drop combining marks whose letter was cut off."""
    first = next((index for index, (_, size) in enumerate(cells) if size), len(cells))
    return cells[first:]


def _carets(finding: Finding, extract: _Extract) -> tuple[str, int]:
    """Return the carets, and the cell where they start."""
    start, size = width(extract.before), width(extract.marked)
    if not finding.original:
        return "/\\", start - 1  # its tip is between two cells
    if size:
        return "^" * size, start
    # A line end stands behind the line; a combining mark in the cell of its letter.
    return "^", start - 1 if extract.marked and start else start
