"""Printers: outcomes of a run in, one by one; what the command is for on stdout."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import click

from cleaner.batch import Outcome, clean_outcome_bytes
from cleaner.cli.screen import Screen, write_stdout
from cleaner.decoding_notes import DECODED_LINE
from cleaner.reports.hosts import open_host_report
from cleaner.reports.terminal import count_of, printable_path


class Printer:
    """Prints what a run found or did; this one prints nothing, since the result is in files."""

    def show(self, outcome: Outcome) -> None:
        """Take one outcome in, in the order of the run."""

    def close(self, errors: Sequence[str], rules: Mapping[str, str]) -> None:
        """Print what is known at the end only; ``rules`` says what each is for, by id."""


class DiffPrinter(Printer):
    """Unified diffs; in colour, control characters made visible, where a person reads them."""

    def __init__(self, screen: Screen) -> None:
        self._colour = screen.coloured
        self._terminal = sys.stdout.isatty()

    def show(self, outcome: Outcome) -> None:
        """Print the diff of one outcome."""
        from cleaner.reports.diff import render_diff
        from cleaner.reports.diff_colours import colour_diff

        if outcome.cleaned is None:
            return
        if self._colour or self._terminal:
            for line in colour_diff(render_diff(outcome.source, outcome.cleaned, marked=True)):
                click.echo(line, color=self._colour)
        else:
            write_stdout(render_diff(outcome.source, outcome.cleaned).encode())


class TextPrinter(Printer):
    """The clean text itself."""

    def show(self, outcome: Outcome) -> None:
        """Print the clean bytes of one outcome."""
        write_stdout(clean_outcome_bytes(outcome))


class ExcerptPrinter(Printer):
    """Each finding with its line, a caret and what would stand there."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def show(self, outcome: Outcome) -> None:
        """Print the findings of one outcome."""
        from cleaner.reports.excerpt import render_finding

        coloured = self._screen.coloured
        for finding in outcome.findings(self._screen.shown):
            for line in render_finding(finding, colour=coloured):
                click.echo(line, color=coloured)


class FixedPrinter(Printer):
    """Each file that changed, with how many edits which rules made."""

    def show(self, outcome: Outcome) -> None:
        """Print the line of one outcome."""
        if outcome.status != "changed" or outcome.cleaned is None:
            return
        rules = Counter(rule for edit in outcome.cleaned.edits for rule in set(edit.rules))
        ranked = sorted(rules.items(), key=lambda item: (-item[1], item[0]))
        if outcome.cleaned.recoded:
            ranked.append((DECODED_LINE, len(outcome.cleaned.notes)))
        told = ", ".join(f"{rule} {count}" if count > 1 else rule for rule, count in ranked)
        edits = count_of(len(outcome.cleaned.edits), "edit")
        click.echo(f"{printable_path(outcome.source)}: {edits}: {told}")


class HostPrinter(Printer):
    """Findings in the form of a host or a tool: JSON, GitHub annotations or SARIF."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._report = open_host_report(screen.output_format)

    def show(self, outcome: Outcome) -> None:
        """Take the findings of one outcome in, and print what can be printed already."""
        for finding in outcome.findings(self._screen.shown):
            if ready := self._report.add(finding):
                write_stdout(ready)

    def close(self, errors: Sequence[str], rules: Mapping[str, str]) -> None:
        """Print the rest."""
        for part in self._report.close(errors, rules):
            write_stdout(part)


class StatisticsPrinter(Printer):
    """Counts by rule, and for a sample 20 findings a rule to be read."""

    def __init__(self, screen: Screen, *, samples: bool) -> None:
        from cleaner.statistics import Statistics

        self._screen = screen
        self._samples = samples
        self._statistics = Statistics()

    def show(self, outcome: Outcome) -> None:
        """Count the findings of one outcome."""
        for finding in outcome.findings(("proposed", *self._screen.shown)):
            self._statistics.add(finding)

    def close(self, errors: Sequence[str], rules: Mapping[str, str]) -> None:
        """Print the table, and the sample."""
        del errors  # they stand on stderr
        from cleaner.reports import statistics

        coloured = self._screen.coloured
        tallies = list(self._statistics.tallies())
        lines: Iterable[str] = statistics.render_statistics(tallies, rules)
        if self._screen.output_format == "json":
            lines = [statistics.render_statistics_json(tallies, rules)]
        for line in lines:
            click.echo(line)
        if self._samples and self._screen.output_format == "text":
            for line in statistics.render_samples(tallies, colour=coloured):
                click.echo(line, color=coloured)


def find_printer(screen: Screen, *, samples: bool) -> Printer:
    """Return what prints the findings of a run as the user asked for."""
    if screen.diff:
        return DiffPrinter(screen)
    if screen.statistics:
        return StatisticsPrinter(screen, samples=samples)
    return ExcerptPrinter(screen) if screen.output_format == "text" else HostPrinter(screen)
