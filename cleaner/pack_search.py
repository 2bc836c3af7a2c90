"""Where packs of users are: what a user names in, paths of pack files out.

A name is a path, a pattern of paths (``rules/*.toml``), or ``installed:NAME`` for the packs that an
installed distribution offers as the entry point NAME of the group ``cleaner.packs``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from cleaner.errors import PackError, did_you_mean

INSTALLED = "installed:"
GROUP = "cleaner.packs"
_WILD = frozenset("*?[")


def find_packs(names: Iterable[str]) -> list[Path]:
    """Return the pack files that ``names`` stand for, in order, each once.

    A pattern gives its files sorted, an entry point the TOML files in the folder of its module.
    Raises ``PackError`` for a pattern or an entry point that gives none.
    """
    return list(dict.fromkeys(path for name in names for path in _find(name)))


def _find(name: str) -> Iterable[Path]:
    if name.startswith(INSTALLED):
        return _find_installed(name.removeprefix(INSTALLED))
    path = Path(name)
    if path.exists():
        return (path,)
    # A folder above may hold the signs of patterns in its name: what is there is none.
    folder = next((parent for parent in path.parents if parent.exists()), Path())
    pattern = str(path.relative_to(folder))
    if _WILD.isdisjoint(pattern):
        return (path,)
    found = sorted(p for p in folder.glob(pattern) if p.is_file())
    if not found:
        raise PackError(name, "no file matches", "check the pattern")
    return found


def _find_installed(name: str) -> list[Path]:
    from importlib.metadata import entry_points  # costs 60 ms, and most runs name no such pack

    offered = {point.name: point.value for point in entry_points(group=GROUP)}
    where = f"{INSTALLED}{name}"
    if name not in offered:
        known = ", ".join(sorted(offered)) or "none"
        remedy = did_you_mean(name, offered) or f"installed are: {known}"
        raise PackError(where, f'no distribution offers packs as "{name}"', remedy)
    found = sorted(path for folder in _folders(offered[name]) for path in folder.glob("*.toml"))
    if not found:
        what = f"no TOML file stands in the folder of {offered[name]}"
        raise PackError(where, what, "install the distribution again")
    return found


def _folders(module: str) -> Iterator[Path]:
    """Yield the folders of ``module``; of what is in it nothing is run."""
    from importlib.util import find_spec

    try:
        spec = find_spec(module)
    except (ImportError, ValueError):
        spec = None
    if spec is not None:
        places = spec.submodule_search_locations or [str(Path(spec.origin or "").parent)]
        yield from map(Path, places)
