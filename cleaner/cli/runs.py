"""One run as a command makes it: paths and settings in, outcomes shown and reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from cleaner.batch import Outcome, run
from cleaner.cli.show import Screen, with_progress
from cleaner.pipeline import Cleaner
from cleaner.report_files import check_report_paths, open_reports
from cleaner.settings import Settings
from cleaner.sources import check_reports, find_sources


def clean_and_show(
    paths: Sequence[str],
    output: Path | None,
    settings: Settings,
    screen: Screen,
    show: Callable[[Outcome], None],
) -> None:
    """Clean ``paths`` into ``output``, if any; ``show`` prints an outcome unless a diff is asked for.

    Raises ``CleanerError`` for what is wrong with paths, reports and settings before anything is
    written; what is wrong with one file is counted by ``screen``.
    """
    check_report_paths(screen.reports)
    sources = find_sources(paths, output)
    check_reports(screen.reports, sources)
    cleaner = Cleaner(settings)
    outcomes = run(cleaner, sources, observe=screen.asks_flags)
    with open_reports(screen.reports, settings, cleaner.choice.packs) as reports:
        for outcome in with_progress(outcomes, len(sources), quiet=screen.quiet):
            screen.count(outcome)
            reports.add(outcome)
            (screen.show_diff if screen.diff else show)(outcome)
    screen.close(outputs=[output, *screen.reports])
