"""Which configuration counts: a folder in, the nearest file with its bases out; each read once."""

from __future__ import annotations

import os
from pathlib import Path

from cleaner.config.files import ConfigFile, load_config
from cleaner.config.tables import OWN_NAME, SHARED_NAME, shown
from cleaner.errors import SettingsError


class ConfigSearch:
    """Looks at each folder and reads each file once."""

    def __init__(self) -> None:
        self._files: dict[Path, ConfigFile | SettingsError | None] = {}
        self._nearest: dict[str, ConfigFile | None] = {}

    def nearest(self, folder: Path) -> ConfigFile | None:
        """Return the configuration in ``folder`` or the nearest folder above, if there is one.

        A folder behind a symbolic link stands where the link stands; if nothing is found from
        there, where it leads to. Raises ``SettingsError``.
        """
        if ".." not in folder.parts:
            found = self._climb(os.path.abspath(folder))  # noqa: PTH100
            if found is not None:
                return found
        # Behind `..` only the disk knows where a link leads.
        return self._climb(os.path.realpath(folder))

    def _climb(self, folder: str) -> ConfigFile | None:
        passed = []
        found: ConfigFile | None = None
        while True:
            if folder in self._nearest:
                found = self._nearest[folder]
                break
            passed.append(folder)
            found = self._in_folder(folder)
            parent = os.path.dirname(folder)  # noqa: PTH120
            if found is not None or parent == folder:
                break
            folder = parent
        self._nearest |= dict.fromkeys(passed, found)
        return found

    def _in_folder(self, folder: str) -> ConfigFile | None:
        for name in (OWN_NAME, SHARED_NAME):
            path = os.path.join(folder, name)  # noqa: PTH118
            found = self._load(Path(path)) if _is_there(path) else None
            if found is not None:
                return found
        return None

    def users(self) -> ConfigFile | None:
        """Return the user's own configuration, if there is one. Raises ``SettingsError``."""
        path = users_path()
        return self._load(path) if path is not None and _is_there(str(path)) else None

    def named(self, path: Path) -> ConfigFile:
        """Return the configuration in ``path``, which somebody named. Raises ``SettingsError``."""
        path = Path(os.path.realpath(path.parent), path.name)
        found = self._load(path)
        if found is None:
            remedy = "add the table, or name a cleaner.toml"
            raise SettingsError(shown(path), "has no [tool.cleaner] table", remedy)
        return found

    def with_bases(self, file: ConfigFile) -> tuple[ConfigFile, ...]:
        """Return ``file`` and what it extends, nearest first. Raises ``SettingsError``."""
        chain = [file]
        while chain[-1].extend is not None:
            last, path = chain[-1], chain[-1].extend
            where = f"{last.layer.label}: extend"
            if not _is_there(str(path)):
                raise SettingsError(where, f"{shown(path)} is not there", "check the path")
            base = self.named(path)
            chain.append(base)
            if any(os.path.samefile(base.path, other.path) for other in chain[:-1]):  # noqa: PTH121
                what = "goes round: " + " -> ".join(shown(other.path) for other in chain)
                raise SettingsError(where, what, "take one extend out")
        return tuple(chain)

    def _load(self, path: Path) -> ConfigFile | None:
        if path not in self._files:
            try:
                self._files[path] = load_config(path)
            except SettingsError as error:
                self._files[path] = error
        found = self._files[path]
        if isinstance(found, SettingsError):
            raise SettingsError(found.where, found.what, found.remedy)
        return found


def users_path() -> Path | None:
    """Return where the user's own configuration is, or None where there is no home."""
    root = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    if not root.is_absolute():  # the specification says to ignore others
        try:
            root = Path.home() / ".config"
        except RuntimeError:
            return None
    return root / "cleaner" / OWN_NAME


def _is_there(path: str) -> bool:
    try:
        os.lstat(path)
    except OSError:  # also a folder that may not be looked into: its texts cannot be read either
        return False
    return True
