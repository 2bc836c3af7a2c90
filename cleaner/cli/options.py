"""Options that several commands share, and the values they make of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click

from cleaner.cli.complete import complete_rules
from cleaner.cli.scope import Scope, parse_sample
from cleaner.cli.screen import Screen
from cleaner.config.configuration import Configuration
from cleaner.settings import PROFILES, STRIPPABLE, Settings

_FILE = click.Path(dir_okay=False, path_type=Path)
_RULES: dict[str, Any] = {"multiple": True, "metavar": "RULES", "shell_complete": complete_rules}

_CONFIGURATION = (
    click.option("--config", "file", type=_FILE, help="This configuration, for all files."),
    click.option("--no-config", "isolated", is_flag=True, help="Read no configuration file."),
)
_SETTINGS = (
    click.option(
        "--profile", type=click.Choice(PROFILES), help="Which stages run.  [default: default]"
    ),
    click.option(
        "--pack",
        "packs",
        multiple=True,
        metavar="FILE",
        help="Rule packs of your own: a file, a pattern, or installed:NAME.",
    ),
    click.option(
        "--select", **_RULES, help="Only these: rule ids, packs or id prefixes, comma-separated."
    ),
    click.option("--ignore", **_RULES, help="All but these."),
    click.option("--extend-select", **_RULES, help="These as well."),
    click.option(
        "--unsafe/--no-unsafe", default=None, help="Apply what is otherwise only proposed."
    ),
    click.option("--lang", metavar="CODE", help="The language, instead of the verdict on it."),
    click.option("--encoding", metavar="NAME", help="The codec, instead of what the bytes tell."),
    click.option(
        "--keep-encoding/--no-keep-encoding",
        default=None,
        help="Write what was read; otherwise what changes becomes UTF-8.",
    ),
    click.option("--strip", multiple=True, type=click.Choice(STRIPPABLE), help="Remove it too."),
    click.option(
        "--max-removed",
        type=click.FloatRange(0, 1),
        help="Share of a document's sentences that line rules may remove.  [default: 0.3]",
    ),
    *_CONFIGURATION,
)
_REPORTS = (
    click.option("--diff", is_flag=True, help="Show a unified diff on stdout."),
    click.option(
        "--report",
        "reports",
        multiple=True,
        type=_FILE,
        help="Write a report; the suffix decides: .diff, .jsonl or .sarif. Repeatable.",
    ),
    click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        help="NO_COLOR and FORCE_COLOR are honoured.  [default: auto]",
    ),
    click.option("-q", "--quiet", is_flag=True, help="No summary."),
    click.option("-v", "--verbose", is_flag=True, help="Also each file that is skipped."),
)
_FINDINGS = (
    click.option(
        "--output-format",
        type=click.Choice(["text", "json", "github", "sarif"]),
        default="text",
        help="How findings are printed.  [default: text]",
    ),
    click.option("--statistics", is_flag=True, help="Counts by rule instead of findings."),
    click.option("--show-flags", is_flag=True, help="Also what is only flagged; never counts."),
    click.option("--show-unsafe", is_flag=True, help="Also what is held back; never counts."),
    click.option("--exit-zero", is_flag=True, help="Exit code 0 also when there are findings."),
    click.option(
        "--exclude", multiple=True, metavar="GLOB", help="Leave these out, as in .gitignore."
    ),
    click.option("--respect-gitignore/--no-respect-gitignore", default=None, help="For folders."),
    click.option(
        "--force-exclude", is_flag=True, help="Leave out what is excluded also where it is named."
    ),
    click.option("--stdin-filename", metavar="NAME", help="The name of what comes from stdin."),
    click.option("--since", metavar="REV", help="Only lines that git says changed since then."),
    click.option(
        "--baseline", type=_FILE, help="Only findings that this file does not hold already."
    ),
)
_CHECKS = (
    click.option("--update-baseline", is_flag=True, help="Record the findings in the baseline."),
    click.option(
        "--sample",
        metavar="N|N%",
        callback=lambda _context, _option, value: None if value is None else parse_sample(value),
        help="So many files, chosen at random; with --statistics 20 edits a rule to read.",
    ),
)
_NAME_LISTS = ("select", "ignore", "extend_select")


def configuration_options(command: Callable[..., int]) -> Callable[..., int]:
    """Give ``command`` the options that find the configuration, passed on as ``configuration``."""
    return _with_options(_with_configuration(command), _CONFIGURATION)


def settings_options(command: Callable[..., int]) -> Callable[..., int]:
    """Give ``command`` those and the options of ``Settings``, passed on as ``configuration``."""
    return _with_options(_with_configuration(command), _SETTINGS)


def report_options(command: Callable[..., int]) -> Callable[..., int]:
    """Give ``command`` the options of what is shown, and pass them on as ``screen``."""
    return _with_options(_with_screen(command), _REPORTS)


def finding_options(*, checks: bool) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a command the options of findings, passed on as ``screen`` and ``scope``."""

    def decorate(command: Callable[..., int]) -> Callable[..., int]:
        options = (*_FINDINGS, *_CHECKS) if checks else _FINDINGS
        return _with_options(_with_screen(_with_scope(command)), (*_REPORTS, *options))

    return decorate


def _with_configuration(command: Callable[..., int]) -> Callable[..., int]:
    names = {field.name for field in dataclasses.fields(Settings)}

    @wraps(command)
    def wrapped(*args: Any, **options: Any) -> int:
        values = {name: options.pop(name) for name in names & options.keys()}
        given = {name: value for name, value in values.items() if value not in (None, ())}
        given |= {name: _split(given[name]) for name in _NAME_LISTS if name in given}
        file, isolated = options.pop("file"), options.pop("isolated")
        found = Configuration(given, file=file, isolated=isolated)
        return command(*args, configuration=found, **options)

    return wrapped


def _with_screen(command: Callable[..., int]) -> Callable[..., int]:
    names = {field.name for field in dataclasses.fields(Screen) if field.init}

    @wraps(command)
    def wrapped(*args: Any, **options: Any) -> int:
        shown = {name: options.pop(name) for name in names & options.keys()}
        return command(*args, screen=Screen(**shown), **options)

    return wrapped


def _with_scope(command: Callable[..., int]) -> Callable[..., int]:
    names = {field.name for field in dataclasses.fields(Scope)}

    @wraps(command)
    def wrapped(*args: Any, **options: Any) -> int:
        scope = {name: options.pop(name) for name in names & options.keys()}
        return command(*args, scope=Scope(**scope), **options)

    return wrapped


def _with_options(command: Any, options: Sequence[Callable[[Any], Any]]) -> Callable[..., int]:
    for option in reversed(options):
        command = option(command)
    result: Callable[..., int] = command
    return result


def _split(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(part.strip() for name in names for part in name.split(",") if part.strip())
