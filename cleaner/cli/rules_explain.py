"""``cleaner rules explain``: all that is known of a rule."""

from __future__ import annotations

import click

from cleaner.cli.rules_choice import choose, names_argument, pack_option
from cleaner.reports.rules import render_rule


@click.command("explain")
@names_argument(required=True)
@pack_option
def command(names: tuple[str, ...], packs: tuple[str, ...]) -> int:
    """Explain rules: what they match, why, with examples, near-misses and evidence.

    Evidence comes with the upper 95 % bound of what it allows: 0 wrong of 60 still allows 5 %.

    \b
    Example:
      cleaner rules explain name-lavrov
    """
    for rule in choose(names, packs)[0]:
        click.echo(render_rule(rule))
    return 0
