"""Findings as JSON: findings in, one array of objects out; the keys are explained in docs/findings.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cleaner.findings import Finding
from cleaner.reports.json_text import encode_json


class JsonReport:
    """An array with one object a finding and line, each given out as soon as its finding comes."""

    def __init__(self) -> None:
        self._opening = b"[\n"

    def add(self, finding: Finding) -> bytes:
        """Take a finding in; return its object."""
        opening, self._opening = self._opening, b",\n"
        return opening + encode_json(_row(finding))

    def close(self, errors: Sequence[str], rules: Mapping[str, str]) -> Iterator[bytes]:  # noqa: ARG002
        """Yield the array's end; errors and what rules are for have no place in it."""
        yield b"[]\n" if self._opening == b"[\n" else b"\n]\n"


def _row(finding: Finding) -> dict[str, Any]:
    return {
        "path": finding.source,
        "location": {"row": finding.line, "column": finding.column},
        "end_location": {"row": finding.end_line, "column": finding.end_column},
        "kind": finding.kind,
        "rules": finding.rules,
        "message": finding.message,
        "start": finding.start,
        "end": finding.end,
        "original": finding.original,
        "replacement": finding.text,
        "fingerprint": finding.fingerprint,
    }
