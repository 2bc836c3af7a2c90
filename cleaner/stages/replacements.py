"""Pattern replacements of packs: rules of kind ``replace`` in, their edits out."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.edits import Edit
from cleaner.scan import Context


def find_edits(text: str, context: Context, stage: str) -> Iterator[Edit]:
    """Yield the replacements of rules that name ``stage``, outside protected spans."""
    for rule in context.rules("replace", stage=stage):
        for line, places in context.hit_lines(rule.id):
            ends = [min(place.end, line.end) - line.start for place in places]
            for offset, match in context.find_matches(rule, text[line.start : line.end], ends):
                start, end = (line.start + offset + at for at in match.span())
                if context.is_free(line, start, end):
                    new = match.expand(rule.with_ or "")
                    yield Edit(start, end, new, (rule.id,), (rule.why,))
