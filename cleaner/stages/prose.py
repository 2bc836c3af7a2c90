"""Where a text is prose: a text in, whether a span of it stands in neither code, table nor address out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property

from cleaner.protected import Span, find_protected, find_protected_lines
from cleaner.scan import Line, Lines


class Prose:
    """Answers for one text, each line looked at when it is first asked about.

    >>> prose = Prose("lihat x.id/a itu")
    >>> prose.holds(0, 5), prose.holds(8, 9)
    (True, False)
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans: dict[int, Sequence[Span]] = {}

    def line_at(self, pos: int) -> Line:
        """Return the line that holds the code point at ``pos``."""
        return self._lines[bisect_right(self._lines.starts, pos) - 1]

    def holds(self, start: int, end: int) -> bool:
        """Tell whether ``[start, end)``, on one line, is prose."""
        line = self.line_at(start)
        if self._protected_lines[line.number]:
            return False
        if line.number not in self._spans:
            self._spans[line.number] = find_protected(self._text[line.start : line.end])
        spans = self._spans[line.number]
        low, high = start - line.start, end - line.start
        after = bisect_left(spans, (high, high))
        return after == 0 or spans[after - 1][1] <= low

    @cached_property
    def _lines(self) -> Lines:
        return Lines.of(self._text)

    @cached_property
    def _protected_lines(self) -> Sequence[bool]:
        return find_protected_lines([self._text[line.start : line.end] for line in self._lines])
