"""How hypothesis runs here, and packs for tests.

The suite repeats itself to the letter, ``make fuzz`` never does.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tomlkit
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
    filled = [{"id": i, **FILLED, **rule} for i, rule in rules.items()]
    path.write_text(tomlkit.dumps({"pack": head, "rule": filled}), "utf-8")
    return path


@pytest.fixture
def write_pack() -> Callable[..., Path]:
    """Return what writes a pack file: ``write_pack(path, rules)``."""
    return _write_pack
