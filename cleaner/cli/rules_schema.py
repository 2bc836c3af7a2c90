"""``cleaner rules schema``: what a pack may hold, for editors."""

from __future__ import annotations

import json

import click

from cleaner.pack_schema import pack_schema


@click.command("schema")
def command() -> int:
    """Print the JSON Schema of packs; editors check TOML and explain keys with it.

    \b
    Example:
      cleaner rules schema > pack.schema.json
    Then begin a pack with: #:schema ./pack.schema.json
    """
    click.echo(json.dumps(pack_schema(), indent=2, ensure_ascii=False))
    return 0
