"""Damaged sentences: breaks, lost and surplus blanks in, edits out; marks without a partner in, flags out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

from cleaner.edits import Edit, Flag
from cleaner.scan import Context, Line
from cleaner.shapes import BLANKS
from cleaner.stages import balance, joins, spacing

BROKEN = "sentence-broken-over-lines"
AFTER_STOP = "missing-space-after-stop"
AFTER_QUOTE = "missing-space-after-closing-quote"
BEFORE_MARK = "space-before-punctuation"
IN_BRACKETS = "space-inside-brackets"
SPACED_STYLE = "spaced-punctuation"
BRACKET = "unbalanced-bracket"
QUOTE = "unbalanced-quote"

BUILT_INS: tuple[str, ...] = (
    BROKEN,
    AFTER_STOP,
    AFTER_QUOTE,
    BEFORE_MARK,
    IN_BRACKETS,
    SPACED_STYLE,
    BRACKET,
    QUOTE,
)

# A bracket that closes within so many lines was broken over them, not forgotten.
NEAR = 3


def find_edits(text: str, context: Context) -> Iterator[Edit]:
    """Yield joins of lines and blanks added or deleted in lines, outside protected spans."""
    for find in (_joins, _after_stops, _after_quotes, _before_marks, _in_brackets):
        yield from find(text, context)


def find_flags(text: str, context: Context) -> Iterator[Flag]:
    """Yield marks without a partner, and the first blank of a text that spaces every comma."""
    if context.markup != "prose":
        return
    if context.active(BRACKET):
        yield from _lone_brackets(text, context)
    if context.active(QUOTE):
        yield from _lone_quotes(text, context)
    if context.active(SPACED_STYLE):
        start = spacing.spaced_style(text)
        if start is not None:
            message = "most commas have a blank before them; left as they are"
            yield Flag(start, start + 1, SPACED_STYLE, message)


def _joins(text: str, context: Context) -> Iterator[Edit]:
    # The trigger sees the line that goes on; the one before it is where the sentence broke off.
    words, widest = context.words(BROKEN), 0
    for following in context.dirty_lines(BROKEN):
        if following.number == 0:
            continue
        line = context.lines[following.number - 1]
        widest = widest or max(other.end - other.start for other in context.lines)
        around = _around(text, context, line, widest)
        if joins.starts_with_closer(around):
            blank = ""
        elif joins.ends_in(around.line, words) and joins.continues(around, words):
            blank = " "
        else:
            continue
        start = line.start + len(around.line.rstrip(BLANKS))
        end = following.end - len(around.following.lstrip(" \t"))
        if _may_join(context, line, following) and not _touches(
            context, line, following, start, end
        ):
            yield Edit(start, end, blank, (BROKEN,), ("the sentence goes on in the next line",))


def _around(text: str, context: Context, line: Line, widest: int) -> joins.Around:
    parts = [text[near.start : near.end] for near in context.lines[line.number : line.number + 3]]
    return joins.Around(parts[0], parts[1], parts[2] if len(parts) > 2 else "", widest)


def _may_join(context: Context, *lines: Line) -> bool:
    return not any(context.is_furniture(line) or context.is_metadata(line) for line in lines)


def _touches(context: Context, line: Line, following: Line, start: int, end: int) -> bool:
    """Tell whether an address or the like stands at the break: it may have a line of its own."""
    spans = (*context.protected(line), *context.protected(following))
    return any(a <= end and start <= b for a, b in spans)


def _after_stops(text: str, context: Context) -> Iterator[Edit]:
    abbreviations = context.words(AFTER_STOP)
    lines = list(context.dirty_lines(AFTER_STOP))
    if lines and spacing.holds_code(text):
        return
    for line in lines:
        missing = spacing.missing_after_stops(text[line.start : line.end], abbreviations)
        found = (at for at in missing if not spacing.is_brand(text, line.start + at))
        yield from _insertions(context, line, found, AFTER_STOP, "two sentences are glued together")


def _after_quotes(text: str, context: Context) -> Iterator[Edit]:
    endings = context.words(AFTER_QUOTE)
    for line in context.dirty_lines(AFTER_QUOTE):
        found = spacing.missing_after_quotes(text[line.start : line.end], endings)
        yield from _insertions(context, line, found, AFTER_QUOTE, "the quotation ends here")


def _insertions(
    context: Context, line: Line, offsets: Iterator[int], rule: str, reason: str
) -> Iterator[Edit]:
    # The mark before the blank is part of the place: an address that ends there stays whole.
    places = ((line.start + offset - 1, line.start + offset) for offset in offsets)
    for _, at in _free(context, line, places):
        yield Edit(at, at, " ", (rule,), (reason,))


def _before_marks(text: str, context: Context) -> Iterator[Edit]:
    lines = list(context.dirty_lines(BEFORE_MARK))
    if not lines or spacing.lost_words(text) or spacing.spaced_style(text) is not None:
        return
    openers = context.words(BEFORE_MARK)
    for line in lines:
        found = spacing.blanks_before_marks(text[line.start : line.end], openers)
        if spacing.starts_with_dots(text, line.next):
            found = (span for span in found if line.start + span[1] < line.end - 1)
        yield from _deletions(context, line, found, BEFORE_MARK)


def _in_brackets(text: str, context: Context) -> Iterator[Edit]:
    lines = list(context.dirty_lines(IN_BRACKETS))
    if not lines or spacing.spaced_brackets(text) or spacing.spaced_style(text) is not None:
        return
    for line in lines:
        found = spacing.blanks_inside_brackets(text[line.start : line.end])
        yield from _deletions(context, line, found, IN_BRACKETS)


def _deletions(
    context: Context, line: Line, spans: Iterator[tuple[int, int]], rule: str
) -> Iterator[Edit]:
    places = ((line.start + start, line.start + end) for start, end in spans)
    for start, end in _free(context, line, places):
        yield Edit(start, end, "", (rule,), ("a blank on the wrong side of a mark",))


def _free(
    context: Context, line: Line, places: Iterator[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield those of ``places`` on ``line`` (sorted) that touch no protected span."""
    found = list(places)
    spans = deque(sorted(context.protected(line)) if found else ())
    for start, end in found:
        while spans and spans[0][1] < start:
            spans.popleft()
        if not spans or spans[0][0] > end:
            yield start, end


def _lone_brackets(text: str, context: Context) -> Iterator[Flag]:
    waiting: list[tuple[Line, int]] = []
    for line, at in _lone_marks(text, context, balance.unmatched_bracket):
        opened = waiting[-1] if waiting and text[waiting[-1][1]] in "([" else None
        if opened and text[at] in ")]" and line.number - opened[0].number <= NEAR:
            waiting.pop()
        else:
            waiting.append((line, at))
    for _, at in waiting:
        yield Flag(at, at + 1, BRACKET, "this bracket has no partner on its line")


def _lone_quotes(text: str, context: Context) -> Iterator[Flag]:
    for line, at in _lone_marks(text, context, balance.unmatched_quote):
        # A quotation of several paragraphs opens each of them and closes only the last.
        if text[at] == "”" or not _next_prose(text, context, line).startswith(("“", '"')):
            yield Flag(at, at + 1, QUOTE, "this quotation mark has no partner on its line")


def _lone_marks(
    text: str, context: Context, find: Callable[[str, balance.Spans], int | None]
) -> Iterator[tuple[Line, int]]:
    for line in context.lines:
        part = text[line.start : line.end]
        if find(part, ()) is None:
            continue
        at = find(part, [(a - line.start, b - line.start) for a, b in context.protected(line)])
        if at is not None:
            yield line, line.start + at


def _next_prose(text: str, context: Context, line: Line) -> str:
    """Return the next line that is not blank, without the blanks around it."""
    for other in context.lines[line.number + 1 :]:
        if text[other.start : other.end].strip(BLANKS):
            return context.stripped(other)
    return ""
