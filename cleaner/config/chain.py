"""A configuration with its bases and the command line in, what holds for one of its files out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaner.config.files import SETTINGS_FIELDS, ConfigFile
from cleaner.config.keys import KEYS
from cleaner.config.layers import BY_SUFFIX, COMMAND_LINE, DEFAULT, Layer, merge_layers
from cleaner.config.tables import shown
from cleaner.errors import SettingsError
from cleaner.globs import Globs
from cleaner.settings import Allow, Settings

SETTINGS_KEYS = tuple(key for key in KEYS if key.field in SETTINGS_FIELDS)


@dataclass(frozen=True, slots=True)
class AllowEntry:
    """One ``[[allow]]``: ``where`` names it, ``paths`` None means all files of its configuration.

    ``folder`` is where those files are, and what the paths are relative to.
    """

    allow: Allow
    paths: Globs | None
    reason: str
    where: str
    folder: Path

    def applies_to(self, path: Path) -> bool:
        """Tell whether the entry holds for the file ``path``."""
        return self.paths is None or self.paths.matches(path)


@dataclass(frozen=True, slots=True)
class FileConfig:
    """What holds for a file; files for which the same holds share one object.

    ``sources`` are the configuration files, nearest first, from the working folder where they are
    in or above it. ``exclude`` are the patterns as they are written. ``origins`` says for each key,
    as files spell it, which places it came from, farthest first. ``allow`` are the entries that
    ``settings.allow`` came from.
    """

    settings: Settings
    allow: tuple[AllowEntry, ...]
    sources: tuple[Path, ...]
    baseline: Path | None
    exclude: tuple[str, ...]
    force_exclude: bool
    respect_gitignore: bool
    origins: Mapping[str, str]

    @property
    def source(self) -> Path | None:
        """The configuration file that counts, or None."""
        return self.sources[0] if self.sources else None

    def located(self, error: SettingsError) -> SettingsError:
        """Return ``error``, which is about a key of ``settings``, with where that key is written."""
        key = error.where.replace("_", "-")
        if key == "allow":
            for entry in self.allow:
                if f'"{entry.allow.rule}"' in error.what:
                    return SettingsError(f"{entry.where}: rule", error.what, error.remedy)
        origin = self.origins.get(key, DEFAULT)
        if origin == DEFAULT:
            return error
        where = f"--{key}" if origin == COMMAND_LINE else f"{origin}: {key}"
        return SettingsError(where, error.what, error.remedy)


class ConfigChain:
    """What ``files``, nearest first, and the command line say about files.

    ``root`` is the folder that the globs of the nearest are relative to. ``shared`` holds settings
    that were made, so that equal ones are one object.
    """

    def __init__(
        self,
        files: Sequence[ConfigFile],
        root: Path,
        given: Layer,
        shared: dict[Settings, Settings],
    ) -> None:
        self._sources = tuple(Path(shown(file.path)) for file in files)
        rooted = [_Rooted(file, base) for file, base in _with_roots(files, root)]
        self._farthest_first = rooted[::-1]
        self._given = given
        self._shared = shared
        self._made: dict[tuple[str, ...], FileConfig] = {}

    def allow_entries(self) -> Iterator[AllowEntry]:
        """Yield the ``[[allow]]`` entries of all files."""
        return (entry for rooted in self._farthest_first for entry in rooted.allow)

    def excludes(self, path: Path, *, is_folder: bool) -> bool:
        """Tell whether one of the files leaves ``path`` out."""
        return any(
            rooted.excludes.matches(path, is_folder=is_folder) for rooted in self._farthest_first
        )

    def for_file(self, path: Path) -> FileConfig:
        """Return what holds for ``path``."""
        usual = BY_SUFFIX.get(path.suffix.lower())
        layers = [] if usual is None else [usual]
        layers += (layer for rooted in self._farthest_first for layer in rooted.layers_for(path))
        allow = tuple(entry for entry in self.allow_entries() if entry.applies_to(path))
        key = tuple(layer.label for layer in layers) + tuple(entry.where for entry in allow)
        if key not in self._made:
            self._made[key] = self._make(layers, allow)
        return self._made[key]

    def _make(self, layers: Sequence[Layer], allow: tuple[AllowEntry, ...]) -> FileConfig:
        allowing = [Layer(e.where.replace(": ", " "), {"allow": (e.allow,)}) for e in allow]
        values, origins = merge_layers([*layers, *allowing, self._given])
        settings = Settings(**{key.field: values[key.name] for key in SETTINGS_KEYS})
        return FileConfig(
            self._shared.setdefault(settings, settings),
            allow,
            self._sources,
            values["baseline"],
            values["exclude"],
            values["force-exclude"],
            values["respect-gitignore"],
            origins,
        )


class _Rooted:
    """A configuration file whose globs are bound to the folder that they are relative to."""

    def __init__(self, file: ConfigFile, root: Path) -> None:
        self._layer = file.layer
        self.excludes = Globs(file.layer.values.get("exclude", ()), root)
        self._overrides = [(Globs(files, root), layer) for files, layer in file.overrides]
        self.allow = [
            AllowEntry(allow, Globs(paths, root) if paths else None, reason, where, root)
            for allow, paths, reason, where in file.allow
        ]

    def layers_for(self, path: Path) -> Iterator[Layer]:
        """Yield what the file says about ``path``: at its top, and in overrides that match."""
        yield self._layer
        yield from (layer for globs, layer in self._overrides if globs.matches(path))


def _with_roots(files: Sequence[ConfigFile], root: Path) -> Iterator[tuple[ConfigFile, Path]]:
    """Yield each file with the folder its globs are relative to: its own where that is above."""
    for file in files:
        if _is_below(root, file.path.parent):
            root = file.path.parent
        yield file, root


def _is_below(folder: Path, other: Path) -> bool:
    return Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(other))
