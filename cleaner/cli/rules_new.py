"""``cleaner rules new``: a pack with one commented rule to start from."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.formats.whole_files import write_bytes
from cleaner.pack_template import check_free, render_template


@click.command("new")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--lang", default="en", metavar="CODE", help="Its language.  [default: en]")
def command(file: Path, lang: str) -> int:
    """Write a pack with one commented rule to FILE, which must not be there yet.

    The pack is named after the file. It works as it is: change the rule and test it.

    \b
    Example:
      cleaner rules new my-site.toml --lang id
      cleaner rules test my-site.toml
    """
    check_free(file)
    write_bytes(file, render_template(file, lang).encode())
    click.echo(f"written: {file}; next: cleaner rules test {file}", err=True)
    return 0
