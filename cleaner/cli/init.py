"""``cleaner init``: a commented configuration to start from."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import click

from cleaner.config.writing import append_config, find_hidden, write_config
from cleaner.errors import SettingsError
from cleaner.reports.terminal import printable


@click.command("init")
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@click.option("--pyproject", is_flag=True, help="Append the table to the pyproject.toml there.")
@click.option("--force", is_flag=True, help="Replace a cleaner.toml that is there.")
def command(folder: Path, pyproject: bool, force: bool) -> int:
    """Write a commented cleaner.toml into FOLDER, or this folder: every key with its default.

    \b
    Examples:
      cleaner init
      cleaner init articles/
      cleaner init --pyproject
    """
    if pyproject and force:
        raise SettingsError("--force", "means nothing for a table", "edit the table that is there")
    path = append_config(folder) if pyproject else write_config(folder, force=force)
    for line in (f"written: {path}", *_render_hints(folder)):
        click.echo(printable(line), err=True)
    return 0


def _render_hints(folder: Path) -> Iterator[str]:
    hidden = find_hidden(folder)
    if hidden is not None:
        yield f'note: {hidden} no longer counts here; to build on it write extend = "{hidden}"'
    name = shlex.quote(str(folder))
    width = len(f"cleaner config {name}")
    yield "next:"
    yield f"  cleaner config {name}  the settings that hold, and where each came from"
    yield f"  {f'cleaner check {name}':<{width}}  what would change; nothing is written"
    yield '  for a hook see "pre-commit" in the README of cleaner'
