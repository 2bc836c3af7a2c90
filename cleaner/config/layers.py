"""Layers of settings: what each says in, farthest first, what holds and where it came from out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from cleaner.config.keys import BY_NAME, KEYS
from cleaner.settings import Settings

DEFAULT = "default"
COMMAND_LINE = "command line"
_SETTINGS = Settings()
DEFAULTS: Mapping[str, Any] = {
    **{key.name: getattr(_SETTINGS, key.field) for key in KEYS if hasattr(_SETTINGS, key.field)},
    "exclude": (),
    "force-exclude": False,
    "respect-gitignore": True,
    "baseline": None,
}


class Layer(NamedTuple):
    """What one place says: ``values`` by key as in files, lists as tuples, ``label`` its name."""

    label: str
    values: Mapping[str, Any]


# What holds where nothing else is said, by the suffix of a file. In Markdown an entity is how a
# character is written.
_MARKDOWN = Layer("default for Markdown", {"safety": (("html-entity", "unsafe"),)})
BY_SUFFIX: Mapping[str, Layer] = {".md": _MARKDOWN, ".markdown": _MARKDOWN}


class Merged(NamedTuple):
    """What holds, and for each key the places that it came from, farthest first."""

    values: dict[str, Any]
    origins: dict[str, str]


def merge_layers(layers: Iterable[Layer]) -> Merged:
    """Return what ``layers`` say together.

    A nearer value replaces a farther one, or is added to it where the key adds up. What a nearer
    layer selects is taken off the names that a farther one ignores.

    >>> far, near = Layer("a", {"ignore": ("x", "y")}), Layer("b", {"extend-select": ("x",)})
    >>> merge_layers([far, near]).values["ignore"]
    ('y',)
    """
    values = dict(DEFAULTS)
    origins = dict.fromkeys(DEFAULTS, DEFAULT)
    items: dict[str, dict[Any, str]] = {key.name: {} for key in KEYS if key.adds_up}
    for label, said in layers:
        for name in (*said.get("select", ()), *said.get("extend-select", ())):
            items["ignore"].pop(name, None)
        for key, value in said.items():
            if BY_NAME[key].adds_up:
                _add(items[key], value, label)
            else:
                values[key], origins[key] = value, label
    for key, found in items.items():
        values[key] = tuple(found)
        origins[key] = ", ".join(dict.fromkeys(found.values())) or DEFAULT
    return Merged(values, origins)


def _add(items: dict[Any, str], value: Iterable[Any], label: str) -> None:
    for item in value:
        if isinstance(item, tuple):  # of [safety]: the nearer word on a name takes its place
            for older in [older for older in items if older[0] == item[0]]:
                del items[older]
            items[item] = label
        else:
            items.setdefault(item, label)
