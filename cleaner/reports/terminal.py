"""What a terminal shows: findings, a coloured diff and a summary, control characters never raw."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

import click

from cleaner.findings import Finding
from cleaner.reports.diff import MARKS

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def printable(text: str) -> str:
    """Return ``text`` with characters that a terminal acts on, or hides, written as escapes.

    >>> printable("a\\x1b[31mb\\u200b")
    'a\\\\x1b[31mb\\\\u200b'
    """
    return "".join(_escape(character) for character in text)


def _escape(character: str) -> str:
    if unicodedata.category(character) not in _HIDDEN or character == "\t":
        return character
    return character.encode("unicode_escape").decode()


def render_finding(finding: Finding) -> str:
    """Return ``path:line:col: rule: message`` on one line."""
    place = f"{printable(finding.source)}:{finding.line}:{finding.column}"
    kind = "" if finding.kind == "edit" else " [flag]"
    return f"{place}: {finding.rule}{kind}: {printable(finding.message)}"


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


def render_summary(statuses: Mapping[str, int], rules: Mapping[str, int]) -> Iterable[str]:
    """Yield the lines that close a run: documents by what became of them, edits by rule."""
    total = sum(statuses.values())
    parts = [f"{count:,} {status}" for status, count in sorted(statuses.items()) if count]
    edits = sum(rules.values())
    yield f"{_plural(total, 'document')}: {', '.join(parts) or 'none'}; {_plural(edits, 'edit')}"
    width = max(map(len, rules), default=0)
    for rule, count in sorted(rules.items(), key=lambda item: (-item[1], item[0])):
        yield f"  {rule:<{width}}  {count:>7,}"


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
