"""``cleaner fix``: files cleaned where they stand, each the old one or the whole new one."""

from __future__ import annotations

import click

from cleaner.cli.options import finding_options, settings_options
from cleaner.cli.printers import FixedPrinter, Printer, TextPrinter, find_printer
from cleaner.cli.runs import Job, clean_and_show
from cleaner.cli.scope import Scope
from cleaner.cli.screen import Screen
from cleaner.config.configuration import Configuration
from cleaner.errors import SettingsError
from cleaner.sources import STDIN


@click.command("fix")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@settings_options
@finding_options(checks=False)
def command(
    paths: tuple[str, ...], configuration: Configuration, screen: Screen, scope: Scope
) -> int:
    """Clean PATH... in place and say which rules changed what; --diff shows it and writes nothing.

    A file is the old one or the whole new one. Exit code 1 when something changed, 2 when
    something could not be cleaned. '-' cleans stdin to stdout.

    \b
    Examples:
      cleaner fix articles/ --diff
      cleaner fix articles/
      cleaner fix . --since HEAD
    """
    if STDIN in paths and len(paths) > 1:
        raise SettingsError(
            "fix", "'-' goes to stdout and cannot stand beside files", "fix it alone"
        )
    screen.counts_held = True
    job = Job(paths, configuration, scope, in_place=not screen.diff)
    clean_and_show(job, screen, _printer(paths, screen))
    screen.close((), verb="would change" if screen.diff else "changed", by_rule=True)
    return screen.exit_code or int(screen.changed > 0 and not scope.exit_zero)


def _printer(paths: tuple[str, ...], screen: Screen) -> Printer:
    if screen.diff or screen.statistics or screen.output_format != "text":
        return find_printer(screen, samples=False)
    return TextPrinter() if STDIN in paths else FixedPrinter()
