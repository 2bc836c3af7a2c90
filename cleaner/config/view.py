"""The effective settings of a file in, as lines of TOML or as JSON with the origin of each out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from cleaner.config.chain import FileConfig
from cleaner.config.keys import KEYS

SHOWN_KEYS = tuple(
    key for key in KEYS if key.name not in ("required-version", "extend", "overrides")
)
MAX_ALIGNED = 40  # a longer value pushes its own origin out, not those of all others
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def render_config(path: Path, config: FileConfig) -> Iterator[str]:
    """Yield lines of TOML: each effective setting for ``path``, and behind a # where it came from."""
    first, *bases = config.sources or (None,)
    yield f"# {path}: " + (f"configuration {first}" if first else "no configuration, the defaults")
    yield from (f"# which extends {base}" for base in bases)
    rows = [
        (name, text, config.origins[key])
        for key, value in _values(config).items()
        for name, text in _render_key(key, value)
    ]
    names = max(len(name) for name, _, _ in rows)
    texts = max(len(text) for _, text, _ in rows if len(text) <= MAX_ALIGNED)
    for name, text, origin in rows:
        yield f"{name:<{names}} = {text:<{texts}}  # {origin}"


def render_config_json(path: Path, config: FileConfig) -> str:
    """Return the same as one JSON object."""
    settings = {
        key: {"value": value, "origin": config.origins[key]}
        for key, value in _values(config).items()
    }
    sources = [str(source) for source in config.sources]
    return json.dumps({"path": str(path), "sources": sources, "settings": settings}, indent=2)


def _values(config: FileConfig) -> dict[str, Any]:
    """Return the values by key, as JSON and TOML know them."""
    values = {}
    for key in SHOWN_KEYS:
        of_settings = hasattr(config.settings, key.field)
        value = getattr(config.settings if of_settings else config, key.field)
        values[key.name] = list(value) if isinstance(value, tuple) else value
    baseline = values["baseline"]
    allow = [{"rule": entry.rule, "text": entry.text} for entry in config.settings.allow]
    return {
        **values,
        "baseline": None if baseline is None else str(baseline),
        "safety": dict(config.settings.safety),
        "allow": allow,
    }


def _render_key(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if key == "safety" and value:
        yield from ((f"safety.{_name(name)}", _toml(safety)) for name, safety in value.items())
    else:
        yield key, _toml(value)


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        pairs = [f"{_name(name)} = {_toml(item)}" for name, item in value.items()]
        return "{ " + ", ".join(pairs) + " }" if pairs else "{}"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps("" if value is None else value, ensure_ascii=False)


def _name(name: str) -> str:
    return name if _BARE.fullmatch(name) else _toml(name)
