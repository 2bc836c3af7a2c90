"""``cleaner check``: what would change and where; nothing is written."""

from __future__ import annotations

import click

from cleaner.cli.options import finding_options, settings_options
from cleaner.cli.printers import find_printer
from cleaner.cli.runs import Job, clean_and_show
from cleaner.cli.scope import Scope
from cleaner.cli.screen import Screen
from cleaner.config.configuration import Configuration


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@settings_options
@finding_options(checks=True)
def command(
    paths: tuple[str, ...], configuration: Configuration, screen: Screen, scope: Scope
) -> int:
    """Say what would change in PATH... as path:line:col: rule: message; write nothing.

    Exit code 1 when something would change, 2 when something could not be cleaned.

    \b
    Examples:
      cleaner check articles/
      cleaner check article.txt --show-flags
      cleaner check articles/ --statistics --sample 1%
      cleaner check . --since HEAD
      cleaner check . --baseline known.json --update-baseline
      cleaner check - --stdin-filename article.txt < article.txt
    """
    screen.counts_held = True
    printer = find_printer(screen, samples=scope.sample is not None)
    clean_and_show(Job(paths, configuration, scope), screen, printer)
    # A diff does not say which rules made it.
    screen.close((), verb="would change", by_rule=screen.diff)
    return screen.exit_code or int(screen.changed > 0 and not scope.exit_zero)
