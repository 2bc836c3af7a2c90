"""What git ignores in a tree: the files of patterns that hold in a folder in, verdicts on names out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cleaner.errors import InputError
from cleaner.formats.text import open_regular
from cleaner.gitignore import IgnorePattern, decide, load_patterns

_NAME = ".gitignore"
MAX_BYTES = 1 << 20  # of one file of patterns; real ones hold a few thousand


@dataclass(frozen=True, slots=True)
class IgnoreFiles:
    """The patterns that hold in one folder: each list with the way from its folder, nearest last.

    A list of the machine (``core.excludesFile``) is left out: a result must be the same everywhere.
    """

    lists: tuple[tuple[list[IgnorePattern], tuple[str, ...]], ...] = ()

    def ignores(self, name: str, *, is_folder: bool) -> bool:
        """Tell whether git would leave ``name`` in this folder out, unless the index holds it."""
        for patterns, way in reversed(self.lists):
            verdict = decide(patterns, (*way, name), is_folder=is_folder)
            if verdict is not None:
                return verdict
        return False

    def entering(self, folder: Path) -> IgnoreFiles:
        """Return what holds in ``folder``, which stands in the folder of ``self``.

        A repository in a repository is judged by its own files alone. Raises ``InputError``.
        """
        if os.path.lexists(folder / ".git"):
            return _of_repository(folder)
        below = tuple((patterns, (*way, folder.name)) for patterns, way in self.lists)
        return IgnoreFiles(below + _lists(folder / _NAME))


def find_ignore_files(folder: Path) -> IgnoreFiles:
    """Return what holds in ``folder``: its own patterns, and those above it up to the repository's.

    Outside a repository its own count all the same. Raises ``InputError``.
    """
    real = Path(os.path.realpath(folder))
    top = next((f for f in (real, *real.parents) if os.path.lexists(f / ".git")), None)
    if top is None:
        return IgnoreFiles(_lists(folder / _NAME))
    files = _of_repository(top)
    for name in real.relative_to(top).parts:
        top /= name
        files = files.entering(top)
    return files


def _of_repository(top: Path) -> IgnoreFiles:
    own = _lists(_git_folder(top / ".git") / "info" / "exclude")
    return IgnoreFiles(own + _lists(top / _NAME))


def _git_folder(git: Path) -> Path:
    """Return the folder that a repository shares with its work trees; a file points to it."""
    if not os.path.isfile(git):  # noqa: PTH113
        return git
    own = git.parent / _read(git).removeprefix("gitdir:").strip()
    return own / _read(own / "commondir").strip()


def _lists(path: Path) -> tuple[tuple[list[IgnorePattern], tuple[str, ...]], ...]:
    lines = _read(path).removeprefix("\ufeff").split("\n")
    patterns = load_patterns(line.removesuffix("\r") for line in lines)
    return ((patterns, ()),) if patterns else ()


def _read(path: Path) -> str:
    """Return what ``path`` holds; nothing where there is no such file.

    Like git, a link or what is no file counts for nothing. Raises ``InputError`` for a file that
    cannot be read: nobody knows then what must be left alone.
    """
    if path.is_symlink() or not os.path.isfile(path):  # noqa: PTH113 (what cannot be looked at is none)
        return ""
    with open_regular(path, follow=False) as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError(str(path), "is too large for a list of patterns", "keep it below 1 MiB")
    return os.fsdecode(data)
