"""What single rules know as furniture: a context in, spans to cut and lines hit out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleaner.edits import Edit
from cleaner.rule import WHOLE_LINE_KINDS, Rule
from cleaner.scan import Context, Line
from cleaner.shapes import BLANKS, is_headline


class Hit(NamedTuple):
    """A line that a rule matched; only its label, which ends at ``label_end``, unless ``whole``."""

    line: Line
    rule: Rule
    whole: bool
    label_end: int


def find_line_hits(context: Context) -> Iterator[Hit]:
    """Yield a hit for each whole-line rule and line, neighbours asked, position and run not."""
    for rule in context.rules(*WHOLE_LINE_KINDS):
        for line, _ in context.hit_lines(rule.id):
            hit = _match_line(context, rule, line)
            if hit is None or context.allows(line.start, line.end, (rule.id,)):
                continue
            # The gates come last: a verdict on the language costs more than a pattern.
            if _neighbours_agree(context, rule, line) and context.active(rule.id):
                yield hit


def find_spans(text: str, context: Context) -> Iterator[Edit]:
    """Yield a deletion for each match of an ``inline`` rule outside protected spans."""
    for rule in context.rules("inline"):
        for line, places in context.hit_lines(rule.id):
            ends = [min(place.end, line.end) - line.start for place in places]
            found = context.find_matches(rule, text[line.start : line.end], ends)
            for offset, match in found:
                start, end = (line.start + offset + at for at in match.span())
                stands = context.is_inside(line, start, end) or context.allows(
                    start, end, (rule.id,)
                )
                if not stands and context.active(rule.id):
                    yield Edit(start, end, "", (rule.id,), (rule.why,))


def _match_line(context: Context, rule: Rule, line: Line) -> Hit | None:
    stripped = context.stripped(line)
    match = context.match_line(rule, stripped)
    if match is None or context.is_protected(line):
        return None
    if rule.kind != "prefix":
        return Hit(line, rule, whole=True, label_end=line.end)
    text = context.text[line.start : line.end]
    indent = len(text) - len(text.lstrip(BLANKS))
    rest = stripped[match.end() :].strip(BLANKS)
    return Hit(line, rule, not rest or is_headline(rest), line.start + indent + match.end())


def _neighbours_agree(context: Context, rule: Rule, line: Line) -> bool:
    """Ask the patterns ``before`` and ``after`` of the nearest non-blank lines."""
    for key, step in (("before", -1), ("after", 1)):
        if getattr(rule, key) is None:
            continue
        number = line.number + step
        while 0 <= number < len(context.lines) and not context.stripped(context.lines[number]):
            number += step
        if not 0 <= number < len(context.lines):
            return False
        if not context.search_line(rule, key, context.stripped(context.lines[number])):
            return False
    return True
