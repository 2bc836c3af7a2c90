"""``cleaner why``: which rules have to do with a line, and what withheld those that did not act."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.cli.complete import complete_rules
from cleaner.cli.options import settings_options
from cleaner.config.configuration import Configuration
from cleaner.errors import InputError, SettingsError
from cleaner.formats.text import read_file
from cleaner.reports.why import render_answer, render_answer_json
from cleaner.sources import find_sources
from cleaner.why.explain import explain_line
from cleaner.why.place import parse_place


@click.command("why")
@click.argument("place", metavar="FILE:LINE")
@click.option(
    "--rule",
    "rules",
    multiple=True,
    metavar="RULES",
    shell_complete=complete_rules,
    help="Only these, also where nothing that they look for stands on the line.",
)
@click.option("--all", "everything", is_flag=True, help="All that nearly matched, not ten.")
@click.option(
    "--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@settings_options
def command(
    place: str,
    rules: tuple[str, ...],
    everything: bool,
    output_format: str,
    configuration: Configuration,
) -> int:
    """Say why the line at FILE:LINE was, or was not, changed; write nothing.

    Shown are the rules that act there, those that would but are withheld, by what, and what would
    flip it, and those of which a word stands there although they do not match. FILE:LINE:COLUMN,
    as check prints it, asks about one place of the line.

    \b
    Examples:
      cleaner why article.txt:14
      cleaner why article.txt:14 --rule id-comment-count
      cleaner why article.txt:14 --output-format json
    """
    where = parse_place(place)
    found = configuration.for_file(Path(where.path))
    try:
        answer = explain_line(found.settings, _read(where.path), where, rules)
    except SettingsError as error:
        raise found.located(error) from error
    if output_format == "json":
        click.echo(render_answer_json(answer), nl=False)
    else:
        click.echo(render_answer(answer, everything=everything or bool(rules)), nl=False)
    return 0


def _read(name: str) -> bytes:
    """Return the bytes of the file that runs call ``name``; what they skip has nothing to explain."""
    path = Path(name)
    if path.is_dir():
        raise InputError(name, "is a folder", "name one of its files and a line")
    skips = [source.skip for source in find_sources([name], None)]
    data = read_file(path)
    for skip in (*skips, data.skip):
        if skip:
            raise InputError(name, f"is skipped by every run: {skip}", "name a text file")
    return data.data
