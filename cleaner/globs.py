"""Globs of a configuration: patterns and their folder in; whether a path is meant out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from cleaner.errors import SettingsError
from cleaner.gitignore import IgnorePattern, decide, is_closed, load_patterns


class Globs:
    """Patterns in the syntax of .gitignore, relative to ``root``.

    As in git, what is in a folder that is meant is meant too, and a later ``!pattern`` takes back
    only what is in no such folder. Raises ``SettingsError`` for a pattern that can never match.

    >>> globs = Globs(["arsip/", "*.md", "!README.md"], Path("/data"))
    >>> [globs.matches(Path("/data", name)) for name in ("arsip/a.txt", "b.md", "README.md")]
    [True, True, False]
    """

    def __init__(self, patterns: Sequence[str], root: Path) -> None:
        for pattern in patterns:
            _check(pattern)
        self._patterns: list[IgnorePattern] = load_patterns(patterns)
        self._roots = (Path(os.path.abspath(root)), Path(os.path.realpath(root)))  # noqa: PTH100
        self._folders: dict[tuple[str, ...], bool] = {(): False}
        self._places: dict[Path, tuple[str, ...] | None] = {}

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def matches(self, path: Path, *, is_folder: bool = False) -> bool:
        """Tell whether ``path`` (from the working folder, or absolute) or a folder above it is meant.

        ``is_folder`` says what ``path`` is; the disk is not asked. A symbolic link is judged by
        where it stands. The root itself, and what is outside, is never meant.
        """
        if not self._patterns:
            return False
        parts = self._parts_below_root(path)
        if not parts:
            return False
        return self._folder_matches(parts[:-1]) or self._decide(parts, is_folder=is_folder)

    def _folder_matches(self, parts: tuple[str, ...]) -> bool:
        """Tell whether one of the folders of ``parts`` is meant; from below, up to a known one."""
        known = next(n for n in range(len(parts), -1, -1) if parts[:n] in self._folders)
        for end in range(known, len(parts)):
            meant = self._folders[parts[:end]] or self._decide(parts[: end + 1], is_folder=True)
            self._folders[parts[: end + 1]] = meant
        return self._folders[parts]

    def _decide(self, parts: tuple[str, ...], *, is_folder: bool) -> bool:
        return decide(self._patterns, parts, is_folder=is_folder) is True

    def _parts_below_root(self, path: Path) -> tuple[str, ...] | None:
        if path.name in ("", ".."):
            return self._below(Path(os.path.realpath(path)))
        folder = path.parent if path.is_absolute() else Path.cwd() / path.parent
        if folder not in self._places:
            self._places[folder] = self._place(folder)
        place = self._places[folder]
        return None if place is None else (*place, path.name)

    def _place(self, folder: Path) -> tuple[str, ...] | None:
        # Behind `..` only the disk knows where a link leads; before that a link is where it stands.
        if ".." not in folder.parts:
            place = self._below(folder)
            if place is not None:
                return place
            for above in reversed(folder.parents):
                if Path(os.path.realpath(above)) == self._roots[1]:
                    return folder.relative_to(above).parts
        return self._below(Path(os.path.realpath(folder)))

    def _below(self, path: Path) -> tuple[str, ...] | None:
        for root in self._roots:
            if path.is_relative_to(root):
                return path.relative_to(root).parts
        return None


def _check(pattern: str) -> None:
    for loaded in load_patterns([pattern]):
        parts, remedy = loaded.parts, ""
        if "\n" in pattern:
            remedy = "write one pattern for each line"
        elif {".", ".."} & {*parts}:
            remedy = 'patterns are relative to their file and its folder; leave out "./" and "../"'
        elif "" in parts:
            remedy = "write one slash between two names"
        elif not all(map(is_closed, parts)):
            remedy = "close the bracket, or write a backslash before a mark that is meant as it is"
        if remedy:
            raise SettingsError("", f'pattern "{pattern}" can match nothing', remedy)
