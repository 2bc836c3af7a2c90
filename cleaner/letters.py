"""What is known of languages in old codecs: ``rules/letters.toml`` in, one entry a language out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from cleaner.packs import rules_folder


class Letters(NamedTuple):
    """One language: the codecs it was written in, and what its texts are made of.

    ``letters`` are those beyond a to z, both cases; none where ``common`` alone tells.
    """

    codecs: tuple[str, ...]
    letters: frozenset[str]
    common: tuple[str, ...]
    least: float


@cache
def load_letters() -> Mapping[str, Letters]:
    """Return the entries by language code; the file is read once."""
    import tomllib  # few texts need it

    entries = tomllib.loads((rules_folder() / "letters.toml").read_text("utf-8"))["languages"]
    return {
        code: Letters(
            tuple(entry["codecs"].split()),
            frozenset(entry.get("letters", "")) | frozenset(entry.get("letters", "").upper()),
            tuple(entry.get("common", "").split()),
            entry.get("least", 0.0),
        )
        for code, entry in entries.items()
    }
