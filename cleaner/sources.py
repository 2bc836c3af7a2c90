"""Sources: the paths a user names in, the files to clean or to copy out, in a fixed order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from cleaner.errors import InputError
from cleaner.formats.text import DATA_SUFFIXES, TEXT_SUFFIXES

STDIN = "-"
SKIPPED_FOLDERS = frozenset({".git", ".hg", ".svn", ".venv", "__pycache__", "node_modules"})
Skip: TypeAlias = Literal[
    "", "symbolic link", "data format", "no text suffix", "hidden file", "no regular file"
]


@dataclass(frozen=True, slots=True)
class Source:
    """One file: ``path`` to read, ``output`` to write (None: nowhere), ``skip`` why it is no text."""

    path: Path
    output: Path | None
    skip: Skip = ""
    is_stdin: bool = False

    @property
    def name(self) -> str:
        """The path with forward slashes, as reports show it."""
        return self.path.as_posix()


def find_sources(paths: Sequence[str], out: Path | None) -> list[Source]:
    """Return the files of ``paths``: named files in order, folders walked and sorted.

    Raises ``InputError`` before anything is written: a path that is not there, a folder without
    text, a data format, an output that would meet another or overwrite its own input.
    """
    if "" in paths:
        raise InputError("", "an empty path", "name a file or a folder, . for this one")
    if paths.count(STDIN) > 1:
        raise InputError(STDIN, "standard input can be read once", "name it once")
    sources: dict[Path, Source] = {}
    for path in dict.fromkeys(paths):
        for source in _find(path, out):
            sources.setdefault(source.path, source)
    _check_outputs(list(sources.values()))
    return list(sources.values())


def _find(name: str, out: Path | None) -> Iterator[Source]:
    path = Path(name)
    if name == STDIN:
        yield Source(path, out / "stdin.txt" if out else None, is_stdin=True)
        return
    _check_there(path)
    if path.is_dir():
        found = list(_walk(path, out))
        if not any(source.skip == "" for source in found):
            suffixes = " ".join(sorted(s for s in TEXT_SUFFIXES if s))
            raise InputError(str(path), "folder without text", f"text files end in {suffixes}")
        yield from found
        return
    if not path.is_file():
        raise InputError(str(path), "is no regular file", "name a file or a folder")
    if path.suffix.lower() in DATA_SUFFIXES:
        what = f"{path.suffix} is a data format that this version does not read"
        raise InputError(
            str(path), what, "extract its text, or clean it once the format is supported"
        )
    yield Source(path, out / path.name if out else None)


def _check_there(path: Path) -> None:
    try:
        path.stat()
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        what = "is not there" if missing else f"cannot be read: {error.strerror}"
        if missing and path.is_symlink():
            what = "is a link to nothing"
        raise InputError(str(path), what, "check the path") from error


def _walk(root: Path, out: Path | None) -> Iterator[Source]:
    excluded = out.resolve() if out else None
    for folder, names, files in os.walk(root, onerror=_refuse):
        base = Path(folder)
        names[:] = sorted(
            name
            for name in names
            if name not in SKIPPED_FOLDERS
            and not (base / name).is_symlink()
            and (excluded is None or (base / name).resolve() != excluded)
        )
        for name in sorted(files):
            path = base / name
            target = out / path.relative_to(root) if out else None
            yield Source(path, target, _skip(path))


def _refuse(error: OSError) -> None:
    what = f"cannot be read: {error.strerror}"
    raise InputError(str(error.filename), what, "check its permissions") from error


def _skip(path: Path) -> Skip:
    if path.is_symlink():
        return "symbolic link"
    if not path.is_file():
        return "no regular file"
    suffix = path.suffix.lower()
    if path.name.startswith("."):
        return "hidden file"
    if suffix in TEXT_SUFFIXES:
        return ""
    return "data format" if suffix in DATA_SUFFIXES else "no text suffix"


def _check_outputs(sources: Sequence[Source]) -> None:
    inputs = {source.path.resolve(): source.path for source in sources if not source.is_stdin}
    taken: dict[Path, Path] = {}
    for source in sources:
        if source.output is None:
            continue
        over = inputs.get(source.output.resolve())
        if over is not None:
            its = "its input" if over == source.path else f"the input {over}"
            what = f"output would overwrite {its}"
            raise InputError(str(source.path), what, "give -o another folder")
        other = taken.setdefault(source.output, source.path)
        if other != source.path:
            what = f"would be written to the same place as {other}: {source.output}"
            raise InputError(str(source.path), what, "clean them in two runs")


def check_reports(reports: Iterable[Path], sources: Sequence[Source]) -> None:
    """Raise ``InputError`` for a report that would overwrite an input or an output of the run."""
    taken = {path.resolve() for s in sources for path in (s.path, s.output) if path is not None}
    for report in reports:
        if report.resolve() in taken:
            what = "is an input or an output of this run"
            raise InputError(str(report), what, "give the report another place")
