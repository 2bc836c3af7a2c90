"""Sources: the paths a user names in, the files to clean or to copy out, in a fixed order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaner.errors import InputError
from cleaner.formats.in_place import link_error
from cleaner.formats.skips import TEXT_SUFFIXES, Skip, own_file, skip_by_given_name
from cleaner.formats.text import read_head
from cleaner.walking import FolderWalk, Walk

STDIN = "-"
EVERYTHING = Walk()


@dataclass(frozen=True, slots=True)
class Source:
    """One file: ``path`` to read, ``output`` to write (None: nowhere), ``skip`` why it is no text.

    With a ``problem``, an error in one line, it is a place that cannot be read or must not be
    written; there is nothing else to do with it than to say so.
    """

    path: Path
    output: Path | None
    skip: Skip = ""
    is_stdin: bool = False
    problem: str = ""

    @property
    def name(self) -> str:
        """The path with forward slashes, as reports show it."""
        return self.path.as_posix()


def find_sources(paths: Sequence[str], out: Path | None, rules: Walk = EVERYTHING) -> list[Source]:
    """Return the files of ``paths``: named files in order, folders walked and sorted.

    Raises ``InputError`` before anything is written: a path that is not there, a folder without
    text, a data format, an output that would meet another or overwrite its own input.
    """
    if "" in paths:
        raise InputError("", "an empty path", "name a file or a folder, . for this one")
    if paths.count(STDIN) > 1:
        raise InputError(STDIN, "standard input can be read once", "name it once")
    sources: dict[str, Source] = {}
    for path in dict.fromkeys(paths):
        for source in _find(path, out, rules):
            # One file may be named in several ways; what is no text in a folder may be where named.
            key = STDIN if source.is_stdin else os.path.abspath(source.path)  # noqa: PTH100
            if key not in sources or (sources[key].skip and not source.skip):
                sources[key] = source
    _check_outputs(list(sources.values()))
    return list(sources.values())


def _find(name: str, out: Path | None, rules: Walk) -> Iterator[Source]:
    path = Path(name)
    if name == STDIN:
        yield Source(path, out / "stdin.txt" if out else None, is_stdin=True)
        return
    _check_there(path)
    is_folder = path.is_dir()
    if rules.force_exclude(path) and rules.exclude(path, is_folder):
        return
    if rules.in_place and path.is_symlink():
        yield Source(path, None, problem=str(link_error(path)))
    elif is_folder:
        yield from _find_in_folder(path, out, rules)
    else:
        yield Source(path, out / path.name if out else None, _skip_named(path))


def _check_there(path: Path) -> None:
    try:
        path.stat()
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        what = "is not there" if missing else f"cannot be read: {error.strerror}"
        if missing and path.is_symlink():
            what = "is a link to nothing"
        raise InputError(str(path), what, "check the path") from error


def _skip_named(path: Path) -> Skip:
    """Return why the file that a user names is no text. Raises ``InputError`` for data."""
    if not path.is_file():
        raise InputError(str(path), "is no regular file", "name a file or a folder")
    skip = skip_by_given_name(path.name)
    if skip not in ("data format", "source code"):
        return skip
    # A hook names whatever it is given: what the project writes itself is no mistake of its user.
    own = _own_file(path)
    if skip == "data format" and not own:
        raise data_format_error(path)
    return own or skip


def data_format_error(path: Path) -> InputError:
    """Return the error for a file that a plain text tool would break."""
    what = f"{path.suffix} is a data format that this version does not read"
    remedy = "extract its text, or clean it once the format is supported"
    return InputError(str(path), what, remedy)


def _own_file(path: Path) -> Skip:
    try:
        return own_file(read_head(path))
    except InputError:
        return ""


def _find_in_folder(root: Path, out: Path | None, rules: Walk) -> Iterator[Source]:
    walk = FolderWalk(root, rules, without=out)
    found = list(walk)
    if all(each.skip for each in found):
        raise _without_text(root, left_out=walk.left_out)
    for each in found:
        target = None if each.problem or out is None else out / each.path.relative_to(root)
        yield Source(each.path, target, each.skip, problem=each.problem)


def _without_text(root: Path, *, left_out: bool) -> InputError:
    if left_out:
        what = "folder without text that is not excluded or ignored by git"
        return InputError(str(root), what, "name the files, or see: cleaner config")
    suffixes = " ".join(sorted(suffix for suffix in TEXT_SUFFIXES if suffix))
    return InputError(str(root), "folder without text", f"text files end in {suffixes}")


def _check_outputs(sources: Sequence[Source]) -> None:
    if all(source.output is None for source in sources):
        return
    inputs = {_real(source.path): source.path for source in sources if not source.is_stdin}
    taken: dict[Path, Path] = {}
    for source in sources:
        if source.output is None:
            continue
        over = inputs.get(_real(source.output))
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
    reports = list(reports)
    if not reports:
        return
    taken = {_real(path) for s in sources for path in (s.path, s.output) if path is not None}
    for report in reports:
        if _real(report) in taken:
            what = "is an input or an output of this run"
            raise InputError(str(report), what, "give the report another place")


def _real(path: Path) -> str:
    # Not Path.resolve: for it a link to itself is an error, and it will be passed over anyhow.
    return os.path.realpath(path)
