"""Configuration: a path and what was given on the command line in, the settings for it out.

The nearest cleaner.toml or pyproject.toml upwards from a file counts, else the user's.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cleaner.config.chain import AllowEntry, ConfigChain, FileConfig
from cleaner.config.files import ConfigFile
from cleaner.config.layers import COMMAND_LINE, Layer
from cleaner.config.search import ConfigSearch
from cleaner.errors import SettingsError
from cleaner.settings import Settings

__all__ = ["AllowEntry", "Configuration", "FileConfig"]


class Configuration:
    """Finds what holds for each file of a run; folders are looked at and files read once.

    ``given`` are values from the command line, by field of ``Settings``. ``file`` is a
    configuration that counts for all files; ``isolated`` says that none counts. All methods raise
    ``SettingsError``, for the first mistake in a configuration that they need.
    """

    def __init__(
        self,
        given: Mapping[str, Any] = MappingProxyType({}),
        *,
        file: Path | None = None,
        isolated: bool = False,
    ) -> None:
        if file is not None and isolated:
            raise SettingsError("--config", "means nothing beside --no-config", "drop one of them")
        Settings(**given)  # a wrong value is an error before any file is looked at
        values = {name.replace("_", "-"): value for name, value in given.items()}
        self._given = Layer(COMMAND_LINE, values)
        self._file = file
        self._isolated = isolated
        self._search = ConfigSearch()
        self._folders: dict[Path, ConfigChain] = {}
        self._chains: dict[tuple[Path | None, Path], ConfigChain] = {}
        self._settings: dict[Settings, Settings] = {}

    def for_file(self, path: Path) -> FileConfig:
        """Return what holds for the file ``path``, named from the working folder; ``-`` is stdin."""
        return self._chain(path.parent).for_file(path)

    def excludes(self, path: Path, *, is_folder: bool = False) -> bool:
        """Tell whether the configuration nearest to ``path`` leaves it out."""
        return self._chain(path.parent).excludes(path, is_folder=is_folder)

    def allow_entries(self) -> list[AllowEntry]:
        """Return the ``[[allow]]`` entries of all configurations that were needed so far."""
        entries = {e.where: e for chain in self._chains.values() for e in chain.allow_entries()}
        return list(entries.values())

    def _chain(self, folder: Path) -> ConfigChain:
        if folder not in self._folders:
            self._folders[folder] = self._find_chain(folder)
        return self._folders[folder]

    def _find_chain(self, folder: Path) -> ConfigChain:
        near = None if self._file or self._isolated else self._search.nearest(folder)
        if near is not None:
            return self._share_chain(near, near.path.parent)
        if self._isolated:
            return self._share_chain(None, Path.cwd())
        far = self._search.named(self._file) if self._file else self._search.users()
        return self._share_chain(far, Path.cwd())

    def _share_chain(self, file: ConfigFile | None, root: Path) -> ConfigChain:
        key = (file.path if file else None, root)
        if key not in self._chains:
            files = self._search.with_bases(file) if file else ()
            self._chains[key] = ConfigChain(files, root, self._given, self._settings)
        return self._chains[key]
