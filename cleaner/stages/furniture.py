"""What single rules know as furniture: a context in, spans to cut and lines hit out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.edits import Edit
from cleaner.rule import WHOLE_LINE_KINDS, Rule
from cleaner.scan import Context, Line
from cleaner.shapes import BLANKS, is_headline
from cleaner.stages.apart import end_before, stands_apart


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


def find_spans(context: Context) -> Iterator[Edit]:
    """Yield a deletion for each match of an ``inline`` rule outside protected spans."""
    matches: dict[Line, list[tuple[int, int, Rule]]] = {}
    for rule in context.rules("inline"):
        for line, places in context.hit_lines(rule.id):
            ends = [min(place.end, line.end) - line.start for place in places]
            text = context.text[line.start : line.end]
            for offset, match in context.find_matches(rule, text, ends):
                span = (offset + match.start(), offset + match.end(), rule)
                matches.setdefault(line, []).append(span)
    for line, found in matches.items():
        yield from _cut_spans(context, line, sorted(found, key=lambda span: span[:2]))


def _cut_spans(
    context: Context, line: Line, spans: Sequence[tuple[int, int, Rule]]
) -> Iterator[Edit]:
    text = context.text[line.start : line.end]
    cut: set[int] = set()  # where a span ends that goes: what comes next stands apart all the same
    for low, high, rule in spans:
        start, end = line.start + low, line.start + high
        stands = context.is_inside(line, start, end) or context.allows(start, end, (rule.id,))
        if stands or (rule.apart and not stands_apart(text, low, high, cut)):
            continue
        # The gates come last: a verdict on the language costs more than a pattern.
        if context.active(rule.id):
            cut.add(end_before(text, high))
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
