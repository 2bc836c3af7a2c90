"""What the commands print: results to stdout, everything else to stderr."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from cleaner.batch import Outcome
from cleaner.findings import find_findings
from cleaner.reports.diff import render_diff
from cleaner.reports.terminal import colour_diff, printable, render_finding, render_summary

PROGRESS_SECONDS = 30  # between progress lines where stderr is no terminal
MIN_BAR = 20  # sources; fewer need no bar


class Screen:
    """Prints outcomes as they come and counts them for the summary and the exit code."""

    def __init__(self, *, diff: bool, color: str, quiet: bool, reports: tuple[Path, ...]) -> None:
        self.diff = diff
        self.reports = reports
        self.quiet = quiet
        self.flags = False  # findings show them
        self.statuses: Counter[str] = Counter()
        self._rules: Counter[str] = Counter()
        self._color = sys.stdout.isatty() if color == "auto" else color == "always"

    @property
    def asks_flags(self) -> bool:
        """Whether something that is shown or reported holds flags."""
        return self.flags or any(path.suffix.lower() == ".jsonl" for path in self.reports)

    @property
    def exit_code(self) -> int:
        """2 when something could not be cleaned, else 0."""
        return 2 if self.statuses["error"] else 0

    def count(self, outcome: Outcome) -> None:
        """Count one outcome, and say on stderr what a user must know about it."""
        self.statuses[outcome.status] += 1
        if outcome.status == "error":
            click.echo(f"error: {printable(outcome.message)}", err=True)
        elif outcome.message and not self.quiet:
            click.echo(f"{printable(outcome.source)}: {printable(outcome.message)}", err=True)
        for edit in outcome.cleaned.edits if outcome.cleaned else ():
            self._rules.update(set(edit.rules))

    def show_diff(self, outcome: Outcome) -> None:
        """Print the unified diff of one outcome, in colour where stdout shows it."""
        if outcome.cleaned is None:
            return
        if self._color or sys.stdout.isatty():
            for line in colour_diff(render_diff(outcome.source, outcome.cleaned, marked=True)):
                click.echo(line, color=self._color)
        else:
            write_stdout(render_diff(outcome.source, outcome.cleaned).encode())

    def show_findings(self, outcome: Outcome) -> None:
        """Print one line for each edit and, if asked, each flag."""
        if outcome.cleaned is not None:
            for finding in find_findings(outcome.source, outcome.cleaned, flags=self.flags):
                click.echo(render_finding(finding))

    def close(self, outputs: Iterable[Path | None]) -> None:
        """Print the summary, and where the outputs are, on stderr."""
        if self.quiet:
            return
        for line in render_summary(self.statuses, self._rules):
            click.echo(line, err=True)
        for path in outputs:
            if path is not None and path.exists():
                click.echo(f"written: {printable(str(path))}", err=True)


def write_stdout(data: bytes) -> None:
    """Write bytes to stdout as they are."""
    sys.stdout.flush()
    left = memoryview(data)
    while left:  # an unbuffered stdout (PYTHONUNBUFFERED) takes only what the pipe has room for
        left = left[sys.stdout.buffer.write(left) :]
    sys.stdout.buffer.flush()


def with_progress(outcomes: Iterable[Outcome], total: int, *, quiet: bool) -> Iterator[Outcome]:
    """Pass outcomes on and show how far the run is: a bar on a terminal, else a line at times."""
    if quiet or total < MIN_BAR:
        yield from outcomes
    elif sys.stderr.isatty():
        with click.progressbar(outcomes, length=total, label="cleaning", file=sys.stderr) as bar:
            yield from bar
    else:
        last = time.monotonic()
        for done, outcome in enumerate(outcomes, 1):
            if time.monotonic() - last > PROGRESS_SECONDS:
                last = time.monotonic()
                click.echo(f"{done:,} of {total:,} documents", err=True)
            yield outcome
