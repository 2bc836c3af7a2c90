"""Options that several commands share, and the values they make of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from cleaner.cli.show import Screen
from cleaner.settings import PROFILES, STRIPPABLE, Settings

_SETTINGS = (
    click.option("--profile", type=click.Choice(PROFILES), default="default", show_default=True),
    click.option("--pack", "packs", multiple=True, metavar="FILE", help="A rule pack of your own."),
    click.option(
        "--select",
        multiple=True,
        metavar="RULES",
        help="Only these: rule ids, packs or id prefixes, comma-separated.",
    ),
    click.option("--ignore", multiple=True, metavar="RULES", help="All but these."),
    click.option("--extend-select", multiple=True, metavar="RULES", help="These as well."),
    click.option("--unsafe", is_flag=True, help="Apply what is otherwise only proposed."),
    click.option("--lang", metavar="CODE", help="The language, instead of the verdict on it."),
    click.option("--strip", multiple=True, type=click.Choice(STRIPPABLE), help="Remove it too."),
    click.option(
        "--max-removed",
        type=click.FloatRange(0, 1),
        default=0.3,
        show_default=True,
        help="Share of a document's sentences that line rules may remove.",
    ),
)
_REPORTS = (
    click.option("--diff", is_flag=True, help="Show a unified diff on stdout."),
    click.option(
        "--report",
        "reports",
        multiple=True,
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write a report; the suffix decides: .diff or .jsonl. Repeatable.",
    ),
    click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto"),
    click.option("-q", "--quiet", is_flag=True, help="No summary."),
)
_NAME_LISTS = ("select", "ignore", "extend_select")


def settings_options(command: Callable[..., int]) -> Callable[..., int]:
    """Give ``command`` the options of ``Settings``, and pass them on as ``settings``."""

    @wraps(command)
    def with_settings(*args: Any, **options: Any) -> int:
        names = {field.name for field in dataclasses.fields(Settings)} & options.keys()
        values = {name: options.pop(name) for name in names}
        values |= {name: _split(values[name]) for name in _NAME_LISTS}
        return command(*args, settings=Settings(**values), **options)

    return _with_options(with_settings, _SETTINGS)


def report_options(command: Callable[..., int]) -> Callable[..., int]:
    """Give ``command`` the options of what is shown, and pass them on as ``screen``."""

    @wraps(command)
    def with_screen(*args: Any, **options: Any) -> int:
        shown = {name: options.pop(name) for name in ("diff", "color", "quiet", "reports")}
        return command(*args, screen=Screen(**shown), **options)

    return _with_options(with_screen, _REPORTS)


def _with_options(command: Any, options: tuple[Callable[[Any], Any], ...]) -> Callable[..., int]:
    for option in reversed(options):
        command = option(command)
    result: Callable[..., int] = command
    return result


def _split(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.strip() for name in names for part in name.split(",") if part.strip())
