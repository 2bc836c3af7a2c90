"""``cleaner rules``: list, explain, test, write and document rules."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "list": "List rules in a table: all, or those of packs, ids or id prefixes.",
    "explain": "Explain rules: what they match, why, on what evidence.",
    "test": "Run the examples and near-misses of rules.",
    "new": "Write a pack with one commented rule to start from.",
    "schema": "Print the JSON Schema of packs, for editors.",
    "reference": "Print a page about every rule, in Markdown.",
}


class _RulesCommands(click.Group):
    """Commands that are imported when they run or are listed with their help."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"cleaner.cli.rules_{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group("rules", cls=_RulesCommands)
def command() -> None:
    """List, explain, test, write and document rules.

    \b
    Examples:
      cleaner rules explain name-lavrov
      cleaner rules new my-site.toml
    """
