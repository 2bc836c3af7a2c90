"""How hypothesis runs here, and packs for tests.

The suite repeats itself to the letter, ``make fuzz`` never does.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# No deadline: tests assert behaviour, benchmarks measure time.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.register_profile("fuzz", deadline=None, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

FILLED = {
    "safety": "safe",
    "why": "Made for the suite.",
    "source": "the suite",
    "examples": [["satu", "satu"]],
    "keep": ["dua"],
}


def _write_pack(path: Path, rules: dict[str, dict[str, Any]], name: str = "uji") -> Path:
    """Write the pack ``name`` with ``rules`` (keys are ids, what is missing is filled in)."""
    head = {"format": 1, "name": name, "summary": "For a test."}
    tables = [("[pack]", head), *(("[[rule]]", {"id": i, **FILLED, **r}) for i, r in rules.items())]
    lines = [[head, *(f"{key} = {_toml(table[key])}" for key in table)] for head, table in tables]
    path.write_text("\n".join(line for table in lines for line in table) + "\n", "utf-8")
    return path


@pytest.fixture
def write_pack() -> Callable[..., Path]:
    """Return what writes a pack file: ``write_pack(path, rules)``."""
    return _write_pack


def _toml(value: Any) -> str:
    """Return ``value`` as TOML; strings, numbers and booleans are written as in JSON."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {_toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
