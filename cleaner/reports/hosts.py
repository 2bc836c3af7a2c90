"""Reports of findings for tools and hosts: findings one by one in, JSON, annotations or SARIF out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from cleaner.findings import Finding


class HostReport(Protocol):
    """Takes findings source by source, in text order, and gives bytes in UTF-8."""

    def add(self, finding: Finding) -> bytes:
        """Take a finding in; return what can be written already."""

    def close(self, errors: Sequence[str], rules: Mapping[str, str]) -> Iterator[bytes]:
        """Yield the rest; ``errors`` could not be cleaned, ``rules`` says what each is for."""


def open_host_report(name: str) -> HostReport:
    """Return the report of the output format ``name``: json, github or sarif."""
    if name == "json":
        from cleaner.reports.findings_json import JsonReport

        return JsonReport()
    if name == "github":
        from cleaner.reports.github import GithubReport

        return GithubReport()
    from cleaner.reports.sarif import SarifReport

    return SarifReport(Path.cwd().as_posix())
