"""Findings: the edits and flags of a text in, each with its line and column out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from cleaner.cleaned import Cleaned
from cleaner.document import LineIndex


@dataclass(frozen=True, slots=True)
class Finding:
    """One place: ``line`` and ``column`` count from 1, columns in code points."""

    source: str
    line: int
    column: int
    rule: str
    message: str
    kind: Literal["edit", "flag"]


def find_findings(source: str, cleaned: Cleaned, *, flags: bool = False) -> Iterator[Finding]:
    """Yield the findings of ``cleaned`` in text order: one for each edit and, if asked, each flag."""
    lines = LineIndex(cleaned.original)
    places: list[tuple[int, str, str, Literal["edit", "flag"]]] = [
        (
            edit.start,
            ", ".join(dict.fromkeys(edit.rules)),
            "; ".join(dict.fromkeys(edit.reasons)),
            "edit",
        )
        for edit in cleaned.edits
    ]
    if flags:
        places += [(flag.start, flag.rule, flag.message, "flag") for flag in cleaned.flags]
    for start, rule, message, kind in sorted(places):
        line, column = lines.place(start)
        yield Finding(source, line, column, rule, message, kind)
