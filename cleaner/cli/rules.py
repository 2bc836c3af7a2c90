"""``cleaner rules``: list, explain, test, write and document rules."""

from __future__ import annotations

import click

from cleaner.cli import LazyCommands

COMMANDS = {
    "list": "List rules in a table: all, or those of packs, ids or id prefixes.",
    "explain": "Explain rules: what they match, why, on what evidence.",
    "test": "Run the examples and near-misses of rules.",
    "new": "Write a pack with one commented rule to start from.",
    "schema": "Print the JSON Schema of packs, for editors.",
    "reference": "Print a page about every rule, in Markdown.",
}


@click.group("rules", cls=LazyCommands, told=COMMANDS, prefix="cleaner.cli.rules_")
def command() -> None:
    """List, explain, test, write and document rules.

    \b
    Examples:
      cleaner rules explain name-lavrov
      cleaner rules new my-site.toml
    """
