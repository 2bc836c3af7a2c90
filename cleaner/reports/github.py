"""Annotations for GitHub: findings and errors in, workflow commands out, one a line.

GitHub shows ten annotations of each level a step, so no more are written and the most important
come first; a last notice counts the others. The commands are those of the runner:
``::error file=a.txt,line=1::message``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cleaner.findings import KINDS, Finding, Kind
from cleaner.reports.cells import line_cells, shown
from cleaner.reports.changes import (
    removed_lines,
    render_message,
    render_rule,
    starts_with_line_end,
)
from cleaner.reports.importance import Ranking, left_out

SHOWN = 10  # annotations of one level that GitHub shows for a step
_ERRORS = 3  # errors shown; they take the place of findings
_RULES = 20  # rules that the last notice names
_LEVELS: Mapping[Kind, str] = {"edit": "error", "proposed": "warning", "flag": "notice"}
_NOTICE = _LEVELS["flag"]


class GithubReport:
    """Workflow commands, one a line; they are known when the last finding is in."""

    def __init__(self) -> None:
        self._ranking = Ranking(SHOWN)

    def add(self, finding: Finding) -> bytes:
        """Take a finding in; nothing can be written yet."""
        self._ranking.add(finding)
        return b""

    def close(self, errors: Sequence[str], rules: Mapping[str, str]) -> Iterator[bytes]:  # noqa: ARG002
        """Yield the commands; ``errors`` could not be cleaned."""
        for line in _commands(self._ranking, errors):
            yield line.encode() + b"\n"


def _commands(ranking: Ranking, errors: Sequence[str]) -> Iterator[str]:
    for error in errors[:_ERRORS]:
        yield _command("error", {"title": "cleaner"}, shown(error))
    room = dict.fromkeys(_LEVELS.values(), SHOWN)
    room["error"] -= len(errors[:_ERRORS])
    room[_NOTICE] -= 1  # the summary is one of them
    chosen = [finding for kind in KINDS for finding in ranking.first(kind, room[_LEVELS[kind]])]
    yield from map(_annotation, chosen)
    summary = _summary(left_out(ranking, chosen), len(errors[_ERRORS:]))
    if summary:
        yield _command(_NOTICE, {"title": "cleaner"}, summary)


def escape_data(text: str) -> str:
    """Return ``text`` so that the runner reads it as the message of a command.

    >>> escape_data("100%\\nsure")
    '100%25%0Asure'
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(text: str) -> str:
    """Return ``text`` so that the runner reads it as one property of a command.

    >>> escape_property("a:b,c")
    'a%3Ab%2Cc'
    """
    return escape_data(text).replace(":", "%3A").replace(",", "%2C")


def _annotation(finding: Finding) -> str:
    level = _LEVELS[finding.kind]
    place = {"file": _file(finding.source), **_span(finding), "title": render_rule(finding)}
    return _command(level, place, render_message(finding))


def _command(level: str, properties: Mapping[str, str], message: str) -> str:
    pairs = ",".join(f"{name}={escape_property(value)}" for name, value in properties.items())
    return f"::{level} {pairs}::{escape_data(message)}"


def _span(finding: Finding) -> dict[str, str]:
    """Return the span as GitHub takes it: columns only where it lies on one line."""
    kept = finding.original.removesuffix("\n").removesuffix("\r")
    first, last = finding.line, finding.line + kept.count("\n")
    if removed_lines(finding) and starts_with_line_end(finding):
        first += 1
    elif first == last:
        end_column = finding.column + len(kept)
        columns = {"col": str(finding.column), "endColumn": str(end_column)}
        return {"line": str(first), "endLine": str(last)} | columns
    return {"line": str(first), "endLine": str(max(first, last))}


def _file(source: str) -> str:
    """Return the path; line ends are escaped later on, joiners belong to names in some scripts."""
    source = source.replace("\t", "\\t")
    kept = zip(source, line_cells(source), strict=True)
    return "".join(c if c in "\r\n\u200c\u200d" else cell for c, (cell, _) in kept)


def _summary(rest: Mapping[str, int], errors: int) -> str:
    """Return how many findings and errors have no annotation of their own."""
    parts = []
    if rest:
        named = sorted(rest.items(), key=lambda item: (-item[1], item[0]))
        counts = [f"{shown(rule)} {count:,}" for rule, count in named[:_RULES]]
        counts += [f"{len(named) - _RULES} more rules"] * (len(named) > _RULES)
        parts.append(f"and {sum(rest.values()):,} more, by rule: " + ", ".join(counts))
    if errors:
        parts.append(f"{errors:,} more file{'' if errors == 1 else 's'} could not be cleaned")
    return "; ".join(parts)
