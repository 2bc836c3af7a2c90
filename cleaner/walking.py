"""Folders walked: a folder and what must be left out in, its files and what stands in the way out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cleaner.errors import InputError
from cleaner.formats.skips import Skip, skip_by_name
from cleaner.formats.whole_files import is_temporary
from cleaner.ignored import IgnoreFiles, find_ignore_files

SKIPPED_FOLDERS = frozenset({".git", ".hg", ".svn", ".venv", "__pycache__", "node_modules"})


def _no(path: Path, is_folder: bool = False) -> bool:  # noqa: ARG001
    return False


def _yes(path: Path) -> bool:  # noqa: ARG001
    return True


@dataclass(frozen=True, slots=True)
class Walk:
    """What is left out, asked for one path at a time, as it was named or found.

    ``exclude(path, is_folder)`` leaves out what is found, and what is named where
    ``force_exclude(path)``. ``respect_gitignore(path)`` is asked for what git ignores.
    ``in_place`` says that files will be rewritten: a link that is named is an error.
    """

    exclude: Callable[[Path, bool], bool] = _no
    force_exclude: Callable[[Path], bool] = _no
    respect_gitignore: Callable[[Path], bool] = _yes
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One file of a folder, or a place of which ``problem`` says why it could not be entered."""

    path: Path
    skip: Skip = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    is_folder: bool
    skip: Skip


class FolderWalk:
    """The files below ``root``, sorted: those of a folder before those of the folders in it.

    Links are not followed and ``without`` is not entered. What is excluded or ignored is simply
    not there; ``left_out`` tells that there was some.
    """

    def __init__(self, root: Path, rules: Walk, without: Path | None = None) -> None:
        self.left_out = False
        self._root = root
        self._rules = rules
        self._without = os.path.realpath(without) if without else None

    def __iter__(self) -> Iterator[Found]:
        waiting: list[tuple[Path, IgnoreFiles | None]] = [(self._root, None)]
        while waiting:
            folder, above = waiting.pop()
            try:
                ignore = above.entering(folder) if above else find_ignore_files(folder)
                entries = _list(folder)
            except (InputError, OSError) as error:
                yield Found(folder, problem=_problem(folder, error))
                continue
            taken = [(folder / e.name, e) for e in entries if self._takes(folder, e, ignore)]
            yield from (Found(path, entry.skip) for path, entry in taken if not entry.is_folder)
            waiting += [(path, ignore) for path, entry in reversed(taken) if entry.is_folder]

    def _takes(self, folder: Path, entry: _Entry, ignore: IgnoreFiles) -> bool:
        path = folder / entry.name
        if is_temporary(entry.name) or (entry.is_folder and self._never_enters(path)):
            return False
        if self._leaves_out(path, entry, ignore):
            self.left_out = True
            return False
        return True

    def _leaves_out(self, path: Path, entry: _Entry, ignore: IgnoreFiles) -> bool:
        ignored = ignore.ignores(entry.name, is_folder=entry.is_folder)
        if ignored and self._rules.respect_gitignore(path):
            return True
        return self._rules.exclude(path, entry.is_folder)

    def _never_enters(self, path: Path) -> bool:
        if path.name in SKIPPED_FOLDERS:
            return True
        without = self._without
        if without is None or path.name != os.path.basename(without):  # noqa: PTH119
            return False
        return os.path.realpath(path) == without


def _list(folder: Path) -> list[_Entry]:
    """Return the entries of ``folder``, files first. Raises ``OSError``."""
    with os.scandir(folder) as listed:
        entries = [_entry(each) for each in listed if not _is_link_to_folder(each)]
    return sorted(entries, key=lambda entry: (entry.is_folder, entry.name))


def _is_link_to_folder(listed: os.DirEntry[str]) -> bool:
    try:
        return listed.is_symlink() and listed.is_dir()
    except OSError:  # a link to itself
        return False


def _entry(listed: os.DirEntry[str]) -> _Entry:
    if listed.is_symlink():
        return _Entry(listed.name, False, "symbolic link")
    if listed.is_dir(follow_symlinks=False):
        return _Entry(listed.name, True, "")
    regular = listed.is_file(follow_symlinks=False)
    return _Entry(listed.name, False, skip_by_name(listed.name) if regular else "no regular file")


def _problem(folder: Path, error: InputError | OSError) -> str:
    if isinstance(error, FileNotFoundError):
        error = InputError(str(folder), "is not there any more", "run again")
    elif isinstance(error, OSError):
        what = f"cannot be read: {error.strerror}"
        error = InputError(str(folder), what, "check its permissions, or exclude it")
    return str(error)
