"""Trials of rules as text: what did not hold in, a diff of what was wanted and what came out."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from cleaner.failure import Failure
from cleaner.reports.terminal import printable


def render_failure(failure: Failure) -> Iterator[str]:
    """Yield a heading, the text, and what was wanted (``-``) beside what came out (``+``), by line."""
    yield printable(f"{failure.rule}: {failure.how}")
    yield from _block("  of ", failure.text)
    if not failure.is_text:
        yield printable(f"  - {failure.wanted}")
        yield printable(f"  + {failure.got}")
        return
    wanted, got = _lines(failure.wanted), _lines(failure.got)
    whole = len(wanted) + len(got)
    for line in list(difflib.unified_diff(wanted, got, lineterm="", n=whole))[3:]:
        yield printable(f"  {line[0]} {line[1:]}")


def _lines(text: str) -> list[str]:
    """Return the lines of ``text``, each with a sign for its end where it has one."""
    return [repr(line)[1:-1] for line in text.splitlines(keepends=True)] or ["(nothing)"]


def _block(lead: str, text: str) -> Iterator[str]:
    for line in _lines(text):
        yield printable(f"{lead}  {line}")
        lead = " " * len(lead)


def render_survivor(rule: str, what: str, text: str) -> str:
    """Return one line: the rule, the caution that it lacked, the text that should be a near-miss."""
    return printable(f"{rule}: {what}: nothing notices; keep {text!r}, or an example like it")
