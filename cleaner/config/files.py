"""One configuration file: its table of keys in, checked values, overrides and allow entries out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cleaner import __version__
from cleaner.config.keys import BY_NAME, KEYS, check_keys, check_list, check_value, describe, quoted
from cleaner.config.layers import Layer
from cleaner.config.tables import SHARED_NAME, read_table, shown
from cleaner.errors import CleanerError, SettingsError
from cleaner.globs import Globs
from cleaner.pack_search import INSTALLED
from cleaner.settings import Allow, Settings

OVERRIDE_KEYS = ("files", *(key.name for key in KEYS if key.in_overrides))
ALLOW_KEYS = ("rule", "text", "path", "reason")
SETTINGS_FIELDS = frozenset(Settings.__slots__)


class Override(NamedTuple):
    """Settings for the files that ``files`` mean."""

    files: tuple[str, ...]
    layer: Layer


class AllowTable(NamedTuple):
    """One ``[[allow]]``: ``paths`` are globs, none for all files; ``where`` names it."""

    allow: Allow
    paths: tuple[str, ...]
    reason: str
    where: str


class ConfigFile(NamedTuple):
    """A configuration as it is written, paths resolved; its globs are relative to its folder."""

    path: Path
    layer: Layer
    overrides: tuple[Override, ...]
    allow: tuple[AllowTable, ...]
    extend: Path | None


class _Names(NamedTuple):
    """How the places of a file are called: ``prefix`` is "tool.cleaner." in a pyproject.toml."""

    file: str
    prefix: str

    @property
    def label(self) -> str:
        return f"{self.file} [tool.cleaner]" if self.prefix else self.file

    @property
    def top(self) -> str:
        return f"{self.file}: [tool.cleaner]" if self.prefix else self.file

    def key(self, key: str) -> str:
        return f"{self.file}: {self.prefix}{key}"


def load_config(path: Path) -> ConfigFile | None:
    """Return the configuration in the file ``path``, an absolute path.

    None for a pyproject.toml that has no ``[tool.cleaner]``. Raises ``SettingsError``.
    """
    names = _Names(shown(path), "tool.cleaner." if path.name == SHARED_NAME else "")
    table = read_table(path, names.file)
    if table is None:
        return None
    # First: a newer version may know more keys.
    _check_version(table.get("required-version", ""), names.key("required-version"))
    check_keys(table, tuple(BY_NAME), names.top)
    values = {
        key: _load_value(key, value, path.parent, names.key(key)) for key, value in table.items()
    }
    overrides = tuple(_load_overrides(values.pop("overrides", ()), path.parent, names))
    allow = tuple(_load_allow(values.pop("allow", ()), path.parent, names))
    values.pop("required-version", None)
    extend = values.pop("extend", None)
    return ConfigFile(path, Layer(names.label, values), overrides, allow, extend)


def _check_version(wanted: object, where: str) -> None:
    check_value(BY_NAME["required-version"], wanted, where)
    if not wanted:
        return
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # costs 20 ms, rarely needed

    try:
        fits = SpecifierSet(str(wanted)).contains(__version__, prereleases=True)
    except InvalidSpecifier as error:
        what = f"{quoted(str(wanted))} says no versions"
        raise SettingsError(where, what, 'write ">=0.1" or "==0.1.*"') from error
    if not fits:
        what = f"wants cleaner {wanted}, this is {__version__}"
        raise SettingsError(where, what, "install a version that fits")


def _load_value(key: str, value: object, folder: Path, where: str) -> Any:
    checked = check_value(BY_NAME[key], value, where)
    if key == "exclude":
        return _check_globs(checked, folder, where)
    if key == "packs" and isinstance(checked, tuple):
        return tuple(
            pack if pack.startswith(INSTALLED) else shown(_resolve(pack, folder, where))
            for pack in checked
        )
    if key in ("baseline", "extend"):
        path = _resolve(str(checked), folder, where) if checked else None
        return Path(shown(path)) if path and key == "baseline" else path
    if key == "safety" and isinstance(checked, dict):
        return tuple(_load_safety(name, safety, where) for name, safety in checked.items())
    if BY_NAME[key].field not in SETTINGS_FIELDS or key == "allow":
        return checked
    return _check_setting(key, checked or None if key in ("lang", "encoding") else checked, where)


def _check_setting(key: str, value: Any, where: str) -> Any:
    """Return ``value`` if ``Settings`` take it; raise their error with its place otherwise."""
    try:
        Settings(**{BY_NAME[key].field: value})
    except SettingsError as error:
        raise SettingsError(where, error.what, error.remedy) from error
    return value


def _load_safety(name: str, safety: object, where: str) -> tuple[str, str]:
    place = f"{where}.{name}"
    if not isinstance(safety, str):
        what = f"wants a string, found {describe(safety)}"
        raise SettingsError(place, what, 'write "safe", "unsafe" or "flag"')
    _check_setting("safety", ((name, safety),), place)
    return name, safety


def _resolve(path: str, folder: Path, where: str) -> Path:
    if "\0" in path:
        raise SettingsError(where, f"{quoted(path)} is no path", "take the null character out")
    try:
        resolved = folder / Path(path).expanduser()
    except RuntimeError as error:
        raise SettingsError(where, f"no home for {quoted(path)}", "write the whole path") from error
    # Behind `..` only the disk knows where a link leads.
    return resolved.resolve() if ".." in resolved.parts else resolved


def _check_globs(patterns: Any, folder: Path, where: str) -> tuple[str, ...]:
    try:
        Globs(patterns, folder)
    except CleanerError as error:
        raise SettingsError(where, error.what, error.remedy) from error
    return tuple(patterns)


def _load_overrides(
    tables: Sequence[Mapping[str, Any]], folder: Path, names: _Names
) -> Iterator[Override]:
    for number, table in enumerate(tables, 1):
        place = f"[[{names.prefix}overrides]] {number}"
        where = f"{names.file}: {place}"
        for key in table:
            if key in BY_NAME and key not in OVERRIDE_KEYS:
                what = f'key "{key}" cannot differ from file to file'
                raise SettingsError(where, what, "write it at the top, before the first table")
        check_keys(table, OVERRIDE_KEYS, where)
        files = _load_paths(table, "files", folder, where)
        if not files:
            raise SettingsError(where, 'key "files" is missing', 'write files = ["en/", "*.md"]')
        values = {
            key: _load_value(key, value, folder, f"{where}: {key}")
            for key, value in table.items()
            if key != "files"
        }
        yield Override(files, Layer(f"{names.file} {place}", values))


def _load_allow(
    tables: Sequence[Mapping[str, Any]], folder: Path, names: _Names
) -> Iterator[AllowTable]:
    for number, table in enumerate(tables, 1):
        where = f"{names.file}: [[{names.prefix}allow]] {number}"
        check_keys(table, ALLOW_KEYS, where)
        rule, text, reason = (_text(table, key, where) for key in ("rule", "text", "reason"))
        paths = _load_paths(table, "path", folder, where)
        if not rule:
            raise SettingsError(where, 'key "rule" is missing', "name the rule of the finding")
        if not text and not paths:
            what = "neither text nor path"
            remedy = f"say where {rule} is right as it is, or ignore it everywhere"
            raise SettingsError(where, what, remedy)
        yield AllowTable(Allow(rule, text), paths, reason, where)


def _text(table: Mapping[str, Any], key: str, where: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        what = f"wants a string, found {describe(value)}"
        raise SettingsError(f"{where}: {key}", what, "write it between quotes")
    return value


def _load_paths(table: Mapping[str, Any], key: str, folder: Path, where: str) -> tuple[str, ...]:
    """Return the globs under ``key``, one or a list of them; none if it is not there."""
    value = table.get(key, [])
    place = f"{where}: {key}"
    if not isinstance(value, str | list):
        what = f"wants a string or a list of strings, found {describe(value)}"
        raise SettingsError(place, what, f'write {key} = ["en/", "*.md"]')
    patterns = check_list([value] if isinstance(value, str) else value, place)
    return _check_globs(patterns, folder, place)
