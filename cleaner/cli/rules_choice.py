"""What the commands about rules share: names of rules and packs in, the rules out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from cleaner.cli.complete import complete_rules_or_files
from cleaner.pack_search import INSTALLED
from cleaner.packs import shipped_packs
from cleaner.rule import Rule
from cleaner.rule_choice import known_rules, named_rules

pack_option = click.option(
    "--pack",
    "packs",
    multiple=True,
    metavar="FILE",
    help="Packs of your own: a file, a pattern, or installed:NAME.",
)


def names_argument(*, required: bool = False) -> Callable[[Any], Any]:
    """Return the argument that names rules; packs of one's own may be named by their file."""
    metavar = "RULES..." if required else "[RULES]..."
    return click.argument(
        "names",
        nargs=-1,
        required=required,
        metavar=metavar,
        shell_complete=complete_rules_or_files,
    )


def choose(names: Sequence[str], packs: Sequence[str]) -> tuple[list[Rule], tuple[str, ...]]:
    """Return the rules that ``names`` mean (all without names), and ``packs`` with those among them.

    A name may be a rule id, a pack, an id prefix, or stand for pack files as ``--pack`` does.
    Raises ``PackError`` and ``SettingsError``.
    """
    names = [_shipped_name(name) for name in names]
    files = [name for name in names if _is_file(name)]
    everything = (*packs, *(file for file in files if file not in packs))
    rules = known_rules(everything)
    if not names:
        return rules, everything
    shipped = {rule.id for rule in known_rules()}
    ids = named_rules([name for name in names if name not in files], "rules", rules)
    for file in files:
        ids |= {rule.id for rule in known_rules([file])} - shipped
    return [rule for rule in rules if rule.id in ids], everything


def _shipped_name(name: str) -> str:
    """Return the pack's name where ``name`` is the file of a shipped one, which is loaded anyway."""
    path = Path(name).resolve() if name.endswith(".toml") else None
    return next((pack.stem for pack in shipped_packs() if pack.resolve() == path), name)


def _is_file(name: str) -> bool:
    return name.startswith(INSTALLED) or name.endswith(".toml") or Path(name).is_file()
