"""``cleaner check``: what would change and where; nothing is written."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.batch import run
from cleaner.cli.options import report_options, settings_options
from cleaner.cli.show import Screen, with_progress
from cleaner.pipeline import Cleaner
from cleaner.report_files import check_report_paths, open_reports
from cleaner.settings import Settings
from cleaner.sources import check_reports, find_sources


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--show-flags", is_flag=True, help="Also what is only flagged; never counts.")
@settings_options
@report_options
def command(
    paths: tuple[str, ...],
    show_flags: bool,
    settings: Settings,
    reports: tuple[Path, ...],
    screen: Screen,
) -> int:
    """Say what would change in PATH... as path:line:col: rule: message; write nothing.

    Exit code 1 when something would change, 2 when something could not be cleaned.

    \b
    Examples:
      cleaner check articles/
      cleaner check article.txt --show-flags
      cleaner check - < article.txt
    """
    check_report_paths(reports)
    sources = find_sources(paths, None)
    check_reports(reports, sources)
    cleaner = Cleaner(settings)
    with open_reports(reports, settings, cleaner.choice.packs) as written:
        for outcome in with_progress(run(cleaner, sources), len(sources), quiet=screen.quiet):
            screen.count(outcome)
            written.add(outcome)
            if screen.diff:
                screen.show_diff(outcome)
            else:
                screen.show_findings(outcome, flags=show_flags)
    screen.close(outputs=reports)
    return screen.exit_code or int(screen.statuses["changed"] > 0)
