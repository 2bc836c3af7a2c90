"""What the commands print: results to stdout, everything else to stderr."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click

from cleaner.batch import Outcome
from cleaner.cleaned import Cleaned, Sight
from cleaner.decoding_notes import shown_codecs
from cleaner.errors import SettingsError
from cleaner.reports.terminal import (
    count_of,
    printable,
    printable_path,
    render_counts,
    render_summary,
)

PROGRESS_SECONDS = 30  # between progress lines where stderr is no terminal
# Skips that a name explains: where a folder holds such files they are only counted.
UNTOLD = frozenset({"data format", "source code", "no text suffix", "hidden file", "configuration"})
HELD: tuple[Sight, ...] = ("proposed",)
MIN_BAR = 20  # sources; fewer need no bar


@dataclass(slots=True)
class Screen:
    """What the user asked to see, and the counts that the summary and the exit code need."""

    diff: bool = False
    color: str = "auto"
    quiet: bool = False
    verbose: bool = False
    reports: tuple[Path, ...] = ()
    output_format: str = "text"
    statistics: bool = False
    show_flags: bool = False
    show_unsafe: bool = False
    counts_held: bool = field(default=False, init=False)
    named: frozenset[str] = field(default=frozenset(), init=False)
    statuses: Counter[str] = field(default_factory=Counter, init=False)
    errors: list[str] = field(default_factory=list, init=False)
    _rules: Counter[str] = field(default_factory=Counter, init=False)
    _skips: Counter[str] = field(default_factory=Counter, init=False)
    _codecs: Counter[str] = field(default_factory=Counter, init=False)
    _edits: int = field(default=0, init=False)
    _held: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        other = "--statistics" if self.statistics else f"--output-format {self.output_format}"
        if self.diff and (self.statistics or self.output_format != "text"):
            raise SettingsError("--diff", f"cannot be combined with {other}", "give one of them")
        if self.statistics and self.output_format in ("github", "sarif"):
            what = f"cannot be combined with --output-format {self.output_format}"
            raise SettingsError("--statistics", what, "take text or json")

    @property
    def shown(self) -> tuple[Sight, ...]:
        """What is printed beside the edits."""
        flags: tuple[Sight, ...] = ("flags",) if self.show_flags else ()
        return (*flags, *(HELD if self.show_unsafe else ()))

    @property
    def sights(self) -> frozenset[Sight]:
        """What is taken beside the edits: all that is printed, reported or counted."""
        suffixes = {path.suffix.lower() for path in self.reports}
        flags: tuple[Sight, ...] = ("flags",) if suffixes & {".jsonl", ".sarif"} else ()
        held = HELD if self.counts_held or ".sarif" in suffixes else ()
        return frozenset((*self.shown, *flags, *held))

    @property
    def coloured(self) -> bool:
        """Whether stdout gets colour: ``--color``, else NO_COLOR, FORCE_COLOR, else a terminal."""
        if self.color != "auto":
            return self.color == "always"
        if os.environ.get("NO_COLOR"):
            return False
        return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()

    @property
    def exit_code(self) -> int:
        """2 when something could not be cleaned, else 0."""
        return 2 if self.statuses["error"] else 0

    @property
    def changed(self) -> int:
        """How many sources changed or would change."""
        return self.statuses["changed"]

    def count(self, outcome: Outcome) -> None:
        """Count one outcome, and say on stderr what a user must know about it."""
        self.statuses[outcome.status] += 1
        if outcome.status == "error":
            self.errors.append(outcome.message)
            click.echo(f"error: {printable(outcome.message)}", err=True)
        elif outcome.message and not self._is_untold(outcome):
            skipped = "skipped: " if outcome.status == "skipped" else ""
            if not self.quiet:
                told = printable(skipped + outcome.message)
                click.echo(f"{printable_path(outcome.source)}: {told}", err=True)
        if outcome.cleaned is not None:
            self._count_cleaned(outcome.cleaned)
        if self.counts_held:
            self._held += sum(f.kind == "proposed" for f in outcome.findings(HELD))

    def _count_cleaned(self, cleaned: Cleaned) -> None:
        for edit in cleaned.edits:
            self._edits += 1
            self._rules.update(set(edit.rules))
        if codecs := shown_codecs(cleaned.encoding, cleaned.segments, cleaned.bom):
            self._codecs[codecs] += 1

    def _is_untold(self, outcome: Outcome) -> bool:
        if outcome.status != "skipped":
            return False
        self._skips[outcome.message] += 1
        told = self.verbose or outcome.source in self.named
        return outcome.message in UNTOLD and not told

    def say(self, message: str) -> None:
        """Say on stderr what is no result, unless the user wants quiet."""
        if not self.quiet:
            click.echo(printable(message), err=True)

    def warn(self, message: str) -> None:
        """Say on stderr what may be a mistake of the user's."""
        click.echo(f"warning: {printable(message)}", err=True)

    def close(self, outputs: Iterable[Path | None], *, verb: str, by_rule: bool = False) -> None:
        """Print the summary, hints, and where the outputs are, on stderr.

        ``verb`` says what was done to the sources, or would be.
        """
        self.say(render_summary(self.statuses, self._edits, verb))
        for line in render_counts(self._rules if by_rule else {}):
            self.say(line)
        if self._skips:
            counts = (f"{word} {count:,}" for word, count in sorted(self._skips.items()))
            self.say("  skipped: " + ", ".join(counts))
        if self._codecs:
            counts = (f"{names} {count:,}" for names, count in sorted(self._codecs.items()))
            self.say("  read as: " + ", ".join(counts))
        if self._held:
            held = count_of(self._held, "unsafe edit")
            them = "it" if self._held == 1 else "them"
            self.say(f"{held} held back; --show-unsafe lists {them}, --unsafe makes {them}")
        for path in (*outputs, *self.reports):
            if path is not None and path.exists():
                self.say(f"written: {path}")


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
