"""``cleaner clean``: cleaned copies of files and folders, or stdin to stdout."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.batch import clean_outcome_bytes, run
from cleaner.cli.options import report_options, settings_options
from cleaner.cli.show import Screen, with_progress, write_stdout
from cleaner.errors import SettingsError
from cleaner.pipeline import Cleaner
from cleaner.report_files import check_report_paths, open_reports
from cleaner.settings import Settings
from cleaner.sources import check_reports, find_sources


@click.command("clean")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder for cleaned copies.")
@settings_options
@report_options
def command(
    paths: tuple[str, ...],
    output: Path | None,
    settings: Settings,
    reports: tuple[Path, ...],
    screen: Screen,
) -> int:
    """Write cleaned copies of PATH... into a folder; '-' cleans stdin to stdout.

    One file without -o goes to stdout. Files that do not change, and those that are no text, are
    copied as they are. Exit code 2 when something could not be cleaned.

    \b
    Examples:
      cleaner clean articles/ -o clean/ --report clean/edits.jsonl
      cleaner clean article.txt --diff
    """
    check_report_paths(reports)
    sources = find_sources(paths, output)
    if output is None and (len(paths) > 1 or Path(paths[0]).is_dir()) and not screen.diff:
        what = "a folder, or more than one path, needs a place to go"
        raise SettingsError("clean", what, "give -o FOLDER, or --diff to look first")
    check_reports(reports, sources)
    cleaner = Cleaner(settings)
    with open_reports(reports, settings, cleaner.choice.packs) as written:
        for outcome in with_progress(run(cleaner, sources), len(sources), quiet=screen.quiet):
            screen.count(outcome)
            written.add(outcome)
            if screen.diff:
                screen.show_diff(outcome)
            elif output is None:
                write_stdout(clean_outcome_bytes(outcome))
    screen.close(outputs=[output, *reports])
    return screen.exit_code
