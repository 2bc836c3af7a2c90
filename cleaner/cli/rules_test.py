"""``cleaner rules test``: examples and near-misses run, and put to the test themselves."""

from __future__ import annotations

from collections.abc import Sequence

import click

from cleaner.cli.rules_choice import choose, names_argument, pack_option
from cleaner.reports.trials import render_failure, render_survivor
from cleaner.rule import Rule
from cleaner.settings import Settings


@click.command("test")
@names_argument()
@pack_option
@click.option(
    "--mutate",
    is_flag=True,
    help="Test the near-misses: take one caution after the other from each rule.",
)
def command(names: tuple[str, ...], packs: tuple[str, ...], mutate: bool) -> int:
    """Run the examples and near-misses of rules, alone and with all rules; pump their patterns.

    RULES are ids, packs, id prefixes or pack files; without any, all rules are tested. Exit code 1
    when something does not hold.

    With --mutate each rule is run without one of its anchors, bounds, classes or guards. Where that
    changes what it does to some text, an example or a near-miss has to notice: 95 % of such mutants
    must be noticed, and for each other one the text is shown that should become a near-miss.

    \b
    Examples:
      cleaner rules test news-id
      cleaner rules test my-rules.toml
      cleaner rules test my-rules.toml --mutate
    """
    rules, packs = choose(names, packs)
    return _mutate(rules) if mutate else _try(rules, packs)


def _try(rules: Sequence[Rule], packs: tuple[str, ...]) -> int:
    from cleaner.trials import try_rules

    failures = 0
    for failure in try_rules(rules, Settings(packs=packs)):
        failures += 1
        for line in render_failure(failure):
            click.echo(line)
    cases = sum(len(rule.examples) + len(rule.keep) for rule in rules)
    click.echo(f"{len(rules)} rules, {cases} cases, {failures} failures", err=True)
    return 1 if failures else 0


def _mutate(rules: Sequence[Rule]) -> int:
    from cleaner.mutation import WANTED, judge_rule

    changed = killed = 0
    for rule in rules:
        verdict = judge_rule(rule)
        changed += verdict.changed
        killed += verdict.killed
        for survivor in verdict.survivors:
            click.echo(render_survivor(survivor.rule, survivor.what, survivor.text))
    share = killed / changed if changed else 1.0
    told = f"{len(rules)} rules, {changed} mutants that change something, {killed} noticed"
    click.echo(f"{told} ({share:.1%}; {WANTED:.0%} are wanted)", err=True)
    return 1 if share < WANTED else 0
