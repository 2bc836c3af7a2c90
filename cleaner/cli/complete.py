"""Completion of values in a shell: what was typed so far in, what it may become out."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem


def complete_rules(
    context: click.Context,  # noqa: ARG001
    option: click.Parameter,  # noqa: ARG001
    typed: str,
) -> list[CompletionItem]:
    """Return the shipped rules and packs whose names begin with the last of the ``typed`` ones."""
    from cleaner.rule_choice import known_rules

    before, comma, begun = typed.rpartition(",")
    rules = known_rules()
    helps = {rule.pack: f"pack {rule.pack}" for rule in rules} | {r.id: r.why for r in rules}
    names = sorted(name for name in helps if name.startswith(begun))
    return [CompletionItem(before + comma + name, help=helps[name]) for name in names]


def complete_rules_or_files(
    context: click.Context, option: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Return what ``complete_rules`` does, or let the shell complete a file where nothing fits."""
    return complete_rules(context, option, typed) or [CompletionItem(typed, type="file")]
