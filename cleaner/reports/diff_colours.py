"""A unified diff in colour: a marked diff in, lines for a terminal out."""

from __future__ import annotations

from collections.abc import Iterator

import click

from cleaner.reports.diff import MARKS
from cleaner.reports.terminal import printable

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def colour_diff(diff: str) -> Iterator[str]:
    """Yield the lines of a marked unified diff in colour, hidden characters made visible."""
    for line in diff.split("\n")[:-1]:
        if line.startswith(("diff ", "+++ ", "--- ")):
            yield click.style(printable(line), bold=True)
        else:
            yield "".join(_colour_parts(line, _COLOURS.get(line[:1])))


def _colour_parts(line: str, colour: str | None) -> Iterator[str]:
    start, end = MARKS
    for index, part in enumerate(line.replace(end, start).split(start)):
        # Every second part stood between marks: what was deleted or inserted.
        if part:
            yield click.style(printable(part), fg=colour, reverse=True if index % 2 else None)
