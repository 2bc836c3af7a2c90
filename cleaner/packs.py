"""Rule packs: paths in, checked packs out, or an error that names file, rule and key.

A pack is read and checked once; a cache keeps it from then on, by the hash of its file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import msgspec

from cleaner.cache import entry_name, read_entry, write_entry
from cleaner.errors import PackError
from cleaner.rule import Pack

# The code that makes a pack of a file.
# What lies beside the packs and is none.
DATA = ("languages.toml", "letters.toml")
CODE = ("pack_files", "rule", "rule_checks", "literals", "pattern_shapes", "word_lists")


@cache
def rules_folder() -> Path:
    """Return the folder of the shipped packs: in the package, or beside it in a checkout.

    Raises ``PackError`` where neither is there.
    """
    package = Path(__file__).resolve().parent
    for folder, marker in ((package / "rules", package), (package.parent / "rules", package.parent / "pyproject.toml")):  # fmt: skip
        if folder.is_dir() and marker.exists():
            return folder
    raise PackError(str(package), "no folder of rule packs", "install the package again")


def shipped_packs() -> list[Path]:
    """Return the paths of the shipped packs, sorted by name."""
    return sorted(p for p in rules_folder().glob("*.toml") if p.name not in DATA)


def load_packs(paths: Iterable[str | Path]) -> tuple[Pack, ...]:
    """Return the packs at ``paths``, in order. Raises ``PackError``, also for an id used twice."""
    packs = tuple(load_pack(Path(path)) for path in paths)
    owners: dict[str, str] = {}
    names: dict[str, str] = {}
    for pack in packs:
        _claim(names, pack.name, pack.path, "pack name")
        for rule in pack.rules:
            _claim(owners, rule.id, pack.path, "rule id")
    return packs


def _claim(owners: dict[str, str], name: str, path: str, what: str) -> None:
    if name in owners:
        raise PackError(path, f'{what} "{name}" is taken by {owners[name]}', "choose another")
    owners[name] = path


def load_pack(path: Path) -> Pack:
    """Return the pack in the TOML file ``path``. Raises ``PackError``."""
    data = _read(path)
    pack = _load(path, data, ())
    names = sorted({rule.list for rule in pack.rules if rule.list is not None})
    return _load(path, data, tuple((name, _read(path.parent / name)) for name in names))


@cache
def _load(path: Path, data: bytes, lists: tuple[tuple[str, bytes], ...]) -> Pack:
    """Return the pack that ``data`` and the word lists say, from the cache if it is known there."""
    name = entry_name("pack", CODE, data, *(part for _, part in lists))
    pack = _read_kept(name)
    if pack is None:
        pack = _load_anew(path, data, dict(lists))
        write_entry(name, msgspec.msgpack.encode(pack))
    # Whoever keeps the same file elsewhere reads the same entry.
    return msgspec.structs.replace(pack, path=str(path))


def _read_kept(name: str) -> Pack | None:
    kept = read_entry(name)
    if kept is None:
        return None
    try:
        return msgspec.msgpack.decode(kept, type=Pack)
    except msgspec.MsgspecError:
        return None


def _load_anew(path: Path, data: bytes, lists: Mapping[str, bytes]) -> Pack:
    # Half of a start, and needed once for each version of a file.
    from cleaner.pack_files import load_lists, load_pack_file

    if lists:
        return load_lists(path, _load(path, data, ()), data, lists)
    return load_pack_file(path, data)


def _read(path: Path) -> bytes:
    try:
        # A pipe or a device would be read for ever.
        if not path.is_file() and path.exists():
            raise PackError(str(path), "is no regular file", "name a file")
        return path.read_bytes()
    except OSError as error:
        raise PackError(str(path), f"cannot be read: {error.strerror}", "check the path") from error
