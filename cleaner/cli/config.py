"""``cleaner config``: the effective settings for a path, and where each came from."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.cli.options import configuration_options
from cleaner.config.configuration import Configuration
from cleaner.config.view import render_config, render_config_json
from cleaner.errors import InputError
from cleaner.reports.terminal import printable


@click.command("config")
@click.argument("path", default=".", type=click.Path(path_type=Path))
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text")
@configuration_options
def command(path: Path, output_format: str, configuration: Configuration) -> int:
    """Show the effective settings for the files in PATH, and where each came from.

    PATH is this folder if it is left out. Name a file to see what [[overrides]] and [[allow]]
    say about it.

    \b
    Examples:
      cleaner config
      cleaner config articles/a.txt --output-format json
    """
    if not path.exists():
        raise InputError(str(path), "is not there", "check the path")
    config = configuration.for_file(path / "-" if path.is_dir() else path)
    if output_format == "json":
        click.echo(render_config_json(path, config))
    else:
        for line in render_config(path, config):
            click.echo(printable(line))
    return 0
