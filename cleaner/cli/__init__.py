"""The command line: one small module a command, imported only when it runs."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

from cleaner import __version__

COMPLETE_VARIABLE = "_CLEANER_COMPLETE"  # set by the shell that asks for completions
COMMANDS = {
    "check": "Say what would change and where; write nothing.",
    "fix": "Clean files in place and say which rules changed what.",
    "clean": "Write cleaned copies of files and folders, or clean stdin to stdout.",
    "why": "Say why a line of a file was changed, or was not.",
    "rules": "List, explain and test the rules.",
    "init": "Write a commented configuration.",
    "config": "Show the settings for a path and where each came from.",
    "completion": "Print what completes commands in your shell.",
}


class LazyCommands(click.Group):
    """Commands that are imported when they run, so that ``--version`` costs nothing.

    ``told`` says what each does, by its name; ``prefix`` and the name make its module.
    """

    def __init__(self, *args: Any, told: dict[str, str], prefix: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._told = told
        self._prefix = prefix

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self._told)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in self._told:
            return None
        command: click.Command = import_module(f"{self._prefix}{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(self._told.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in self._told:
            from cleaner.errors import did_you_mean

            hint = did_you_mean(args[0], self._told) or "commands are " + ", ".join(self._told)
            ctx.fail(f'no command "{args[0]}"; {hint}')
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyCommands,
    told=COMMANDS,
    prefix="cleaner.cli.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="cleaner")
def _group() -> None:
    """Clean text corpora by rules; every change can be explained and undone.

    \b
    Example:
      cleaner clean articles/ -o clean/ --report clean-edits.jsonl
    """


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 done, 1 something would change, 2 error."""
    _open_missing_streams()
    # A start makes many values that stay; looking through them for garbage costs more than it finds.
    gc.set_threshold(100_000, 20, 20)
    if wish := os.environ.get(COMPLETE_VARIABLE):
        from click.shell_completion import shell_complete

        return shell_complete(_group, {}, "cleaner", COMPLETE_VARIABLE, wish)
    try:
        with _unwound_when_terminated():
            return _run(list(sys.argv[1:] if argv is None else argv))
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return 130
    except BrokenPipeError:
        # The reader has gone, as with `| head`.
        _drop_output()
        return 141


@contextmanager
def _unwound_when_terminated() -> Iterator[None]:
    """Let a polite kill end the run as an error does, so that no temporary file is left."""
    before = signal.getsignal(signal.SIGTERM)
    alone = before is signal.SIG_DFL and threading.current_thread() is threading.main_thread()
    if alone:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        yield
    finally:
        if alone:
            signal.signal(signal.SIGTERM, before)


def _run(args: list[str]) -> int:
    # Not click's own main(): it turns a closed pipe into exit code 1, which means something here.
    try:
        with _group.make_context("cleaner", args) as context:
            code = _group.invoke(context)
            sys.stdout.flush()
            return code if isinstance(code, int) else 0
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        click.echo(_usage(error), err=True)
        return 2
    except BrokenPipeError:
        raise
    except OSError as error:
        # Of stdout, the working folder or a name that no system takes; files have words of their own.
        what = error.strerror or str(error)
        place = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else "output"
        _say_error(f"{place}: {what}")
        _drop_output()
        return 2
    except Exception as error:
        if not _is_ours(error):
            raise
        _say_error(str(error))
        return 2


def _say_error(message: str) -> None:
    from cleaner.reports.terminal import printable

    click.echo(f"error: {printable(message)}", err=True)


def _drop_output() -> None:
    """Let what is still buffered for stdout go nowhere: it cannot be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _open_missing_streams() -> None:
    """Give a process that was started with stdout or stderr closed something to write to."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115


def _usage(error: click.ClickException) -> str:
    """Return what click would show for ``error``, and where to look further."""
    from cleaner.reports.terminal import printable

    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    context = getattr(error, "ctx", None)
    message = f"error: {printable(error.format_message())}"
    if context is None:
        return message
    return f"{context.get_usage()}\n{message}\nSee: {context.command_path} --help"


def _is_ours(error: Exception) -> bool:
    errors = sys.modules.get("cleaner.errors")
    return errors is not None and isinstance(error, errors.CleanerError)
