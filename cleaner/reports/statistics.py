"""Statistics as text: tallies by rule in, a table and the edits to read out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from cleaner.reports.changes import SUFFIXES
from cleaner.reports.excerpt import render_finding
from cleaner.reports.terminal import printable
from cleaner.statistics import Tally


def render_statistics(tallies: Sequence[Tally], rules: Mapping[str, str]) -> Iterator[str]:
    """Yield one line a tally: how many, which rule, why (``rules`` says so by id)."""
    counts = [f"{tally.count:,}" for tally in tallies]
    names = [tally.rule + SUFFIXES[tally.kind] for tally in tallies]
    wide, long = max(map(len, counts), default=0), max(map(len, names), default=0)
    for count, name, tally in zip(counts, names, tallies, strict=True):
        yield f"{count:>{wide}}  {name:<{long}}  {printable(rules.get(tally.rule, ''))}".rstrip()


def render_samples(tallies: Sequence[Tally], *, colour: bool) -> Iterator[str]:
    """Yield for each tally a heading and its sample of findings, to be read by a person."""
    for tally in tallies:
        shown = len(tally.sample)
        yield ""
        yield f"== {tally.rule}{SUFFIXES[tally.kind]}: {shown} of {tally.count:,}"
        for finding in tally.sample:
            yield from render_finding(finding, colour=colour)


def render_statistics_json(tallies: Sequence[Tally], rules: Mapping[str, str]) -> str:
    """Return the tallies as a JSON array of objects with ``rule``, ``kind``, ``count``, ``why``."""
    rows = [
        {"rule": t.rule, "kind": t.kind, "count": t.count, "why": rules.get(t.rule, "")}
        for t in tallies
    ]
    return json.dumps(rows, indent=2).replace("##", "\\u0023#")
