"""``cleaner completion``: what completes commands, options and rule names in a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from cleaner.cli import COMPLETE_VARIABLE


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> int:
    """Print what completes commands, options and rule names in SHELL.

    \b
    Examples:
      cleaner completion bash > ~/.local/share/bash-completion/completions/cleaner
      cleaner completion zsh > ~/.zfunc/_cleaner
      cleaner completion fish > ~/.config/fish/completions/cleaner.fish
    """
    kind = get_completion_class(shell)
    assert kind is not None  # the three are what click knows
    click.echo(kind(context.find_root().command, {}, "cleaner", COMPLETE_VARIABLE).source())
    return 0
