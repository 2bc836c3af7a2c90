"""``cleaner rules list``: a table of rules, with what they find in files if asked."""

from __future__ import annotations

import click

from cleaner.cli.rules_choice import choose, names_argument, pack_option
from cleaner.reports.rules import render_rules
from cleaner.reports.terminal import printable
from cleaner.settings import Settings


@click.command("list")
@names_argument()
@pack_option
@click.option(
    "--statistics",
    "paths",
    multiple=True,
    metavar="PATH",
    help="Count also what each rule finds in this file or folder; repeatable.",
)
def command(names: tuple[str, ...], packs: tuple[str, ...], paths: tuple[str, ...]) -> int:
    """List rules in a table: all, or those of packs, ids or id prefixes.

    \b
    Examples:
      cleaner rules list news-id
      cleaner rules list my-rules.toml --statistics articles/
    """
    rules, packs = choose(names, packs)
    failures: list[str] = []
    hits = None
    if paths:
        from cleaner.rule_use import count_findings

        selected = tuple(rule.id for rule in rules)
        settings = Settings(packs=packs, extend_select=selected)
        hits = count_findings(paths, settings, lambda outcome: failures.append(outcome.message))
    for line in render_rules(rules, hits):
        click.echo(line)
    for message in failures:
        click.echo(f"error: {printable(message)}", err=True)
    return 2 if failures else 0
