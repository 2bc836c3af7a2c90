"""``cleaner rules reference``: a page about every rule."""

from __future__ import annotations

import click

from cleaner.pack_search import find_packs
from cleaner.packs import load_packs, shipped_packs
from cleaner.reports.rules_page import render_page


@click.command("reference")
@click.argument("packs", nargs=-1, metavar="[FILE]...")
def command(packs: tuple[str, ...]) -> int:
    """Print a page about every rule in Markdown: of the shipped packs, or of those in FILE...

    \b
    Example:
      cleaner rules reference my-site.toml > my-rules.md
    """
    click.echo(render_page(load_packs(find_packs(packs) if packs else shipped_packs())), nl=False)
    return 0
