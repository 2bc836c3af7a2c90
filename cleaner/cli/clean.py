"""``cleaner clean``: cleaned copies of files and folders, or stdin to stdout."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.cli.options import report_options, settings_options
from cleaner.cli.printers import DiffPrinter, Printer, TextPrinter
from cleaner.cli.runs import Job, clean_and_show
from cleaner.cli.screen import Screen
from cleaner.config.configuration import Configuration
from cleaner.errors import SettingsError


@click.command("clean")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder for cleaned copies.")
@settings_options
@report_options
def command(
    paths: tuple[str, ...], output: Path | None, configuration: Configuration, screen: Screen
) -> int:
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
        remedy = "give -o FOLDER, or --diff to look first; cleaner fix cleans in place"
        raise SettingsError("clean", what, remedy)
    clean_and_show(Job(paths, configuration, output=output), screen, _printer(output, screen))
    screen.close([output], verb="changed", by_rule=True)
    return screen.exit_code


def _printer(output: Path | None, screen: Screen) -> Printer:
    if screen.diff:
        return DiffPrinter(screen)
    return TextPrinter() if output is None else Printer()
