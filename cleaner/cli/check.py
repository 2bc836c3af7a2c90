"""``cleaner check``: what would change and where; nothing is written."""

from __future__ import annotations

import click

from cleaner.cli.options import report_options, settings_options
from cleaner.cli.runs import clean_and_show
from cleaner.cli.show import Screen
from cleaner.settings import Settings


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--show-flags", is_flag=True, help="Also what is only flagged; never counts.")
@settings_options
@report_options
def command(paths: tuple[str, ...], show_flags: bool, settings: Settings, screen: Screen) -> int:
    """Say what would change in PATH... as path:line:col: rule: message; write nothing.

    Exit code 1 when something would change, 2 when something could not be cleaned.

    \b
    Examples:
      cleaner check articles/
      cleaner check article.txt --show-flags
      cleaner check - < article.txt
    """
    screen.flags = show_flags
    clean_and_show(paths, None, settings, screen, screen.show_findings)
    return screen.exit_code or int(screen.statuses["changed"] > 0)
