"""What is known of languages in old codecs: ``rules/letters.toml`` in, one entry a language out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from cleaner.packs import rules_folder
from cleaner.patterns import lazy_pattern


class Letters(NamedTuple):
    """One language: the codecs it was written in, and what its texts are made of.

    ``letters`` are those beyond a to z, both cases; none where ``common`` alone tells. ``lost``
    are those whose last byte in UTF-8 windows-1252 has no character for, ``impossible`` what no
    word of the language holds, which counts on lines whose whole words match ``proof``, if it is
    given.
    """

    codecs: tuple[str, ...]
    letters: frozenset[str]
    common: tuple[str, ...]
    least: float
    lost: frozenset[str] = frozenset()
    impossible: tuple[re.Pattern[str], ...] = ()
    proof: re.Pattern[str] | None = None

    @property
    def is_latin(self) -> bool:
        """Whether it is written in a to z besides ``letters``."""
        return any("\xc0" <= char <= "\u024f" for char in self.letters)


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
            frozenset(entry.get("lost", "")),
            tuple(map(lazy_pattern, entry.get("impossible", ()))),
            lazy_pattern(entry["proof"]) if "proof" in entry else None,
        )
        for code, entry in entries.items()
    }
