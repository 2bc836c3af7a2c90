"""``cleaner rules``: list, explain and test the rules."""

from __future__ import annotations

import click

from cleaner.cli.complete import complete_rules
from cleaner.reports.rules import render_rule, render_rules
from cleaner.rule import Rule
from cleaner.rule_choice import known_rules, named_rules
from cleaner.settings import Settings

_PACK = click.option("--pack", "packs", multiple=True, metavar="FILE", help="A pack of your own.")


@click.group("rules")
def command() -> None:
    """List, explain and test the rules.

    \b
    Example:
      cleaner rules explain name-lavrov
    """


@command.command("list")
@click.argument("names", nargs=-1, metavar="[RULES]...", shell_complete=complete_rules)
@_PACK
def list_rules(names: tuple[str, ...], packs: tuple[str, ...]) -> int:
    """List rules, one a line: all, or those of packs, ids or id prefixes.

    \b
    Example:
      cleaner rules list news-id
    """
    for line in render_rules(_find(names, packs)):
        click.echo(line)
    return 0


@command.command("explain")
@click.argument("names", nargs=-1, required=True, metavar="RULES...", shell_complete=complete_rules)
@_PACK
def explain_rules(names: tuple[str, ...], packs: tuple[str, ...]) -> int:
    """Explain rules: what they match, why, with examples and near-misses.

    \b
    Example:
      cleaner rules explain name-lavrov
    """
    for rule in _find(names, packs):
        click.echo(render_rule(rule))
    return 0


@command.command("test")
@click.argument("names", nargs=-1, metavar="[RULES]...", shell_complete=complete_rules)
@_PACK
def test_rules(names: tuple[str, ...], packs: tuple[str, ...]) -> int:
    """Run the examples and near-misses of rules; exit code 1 when one does not hold.

    \b
    Example:
      cleaner rules test --pack my-rules.toml
    """
    from cleaner.trials import try_rules

    rules = _find(names, packs)
    failures = 0
    for failure in try_rules(rules, Settings(packs=packs)):
        failures += 1
        click.echo(str(failure))
    cases = sum(len(rule.examples) + len(rule.keep) for rule in rules)
    click.echo(f"{len(rules)} rules, {cases} cases, {failures} failures", err=True)
    return 1 if failures else 0


def _find(names: tuple[str, ...], packs: tuple[str, ...]) -> list[Rule]:
    rules = known_rules(packs)
    if not names:
        return rules
    ids = named_rules(names, "rules", rules)
    return [rule for rule in rules if rule.id in ids]
