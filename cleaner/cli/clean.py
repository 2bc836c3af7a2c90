"""``cleaner clean``: cleaned copies of files and folders, or stdin to stdout."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.batch import Outcome, clean_outcome_bytes
from cleaner.cli.options import report_options, settings_options
from cleaner.cli.runs import clean_and_show
from cleaner.cli.show import Screen, write_stdout
from cleaner.errors import SettingsError
from cleaner.settings import Settings


@click.command("clean")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder for cleaned copies.")
@settings_options
@report_options
def command(paths: tuple[str, ...], output: Path | None, settings: Settings, screen: Screen) -> int:
    """Write cleaned copies of PATH... into a folder; '-' cleans stdin to stdout.

    One file without -o goes to stdout. Files that do not change, and those that are no text, are
    copied as they are. Exit code 2 when something could not be cleaned.

    \b
    Examples:
      cleaner clean articles/ -o clean/ --report clean-edits.jsonl
      cleaner clean article.txt --diff
    """
    if output is None and not screen.diff and (len(paths) > 1 or Path(paths[0]).is_dir()):
        what = "a folder, or more than one path, needs a place to go"
        raise SettingsError("clean", what, "give -o FOLDER, or --diff to look first")

    def show(outcome: Outcome) -> None:
        if output is None:
            write_stdout(clean_outcome_bytes(outcome))

    clean_and_show(paths, output, settings, screen, show)
    return screen.exit_code
