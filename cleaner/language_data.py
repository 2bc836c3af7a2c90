"""What is known of languages: the data file in, tables ready for look-ups out.

A cache keeps the tables, by the hash of the file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from cleaner.cache import entry_name, read_entry, write_entry

# The code that makes tables of a file.
CODE = ("language_data",)


class Vocabulary(NamedTuple):
    """What tells the languages of one script apart."""

    names: tuple[str, ...]  # in the order of the file
    words: Mapping[str, frozenset[str]]  # the languages that have a function word
    affixes: Mapping[str, frozenset[str]]  # `mem-` at a word's start, `-nya` at its end
    longest_affix: int


class Languages(NamedTuple):
    """The data file, ready for look-ups."""

    starts: tuple[int, ...]  # first code points of the ranges of all scripts, sorted
    ranges: tuple[tuple[int, str], ...]  # for each, its last code point and its script
    admits: Mapping[str, tuple[str, ...]]
    word: re.Pattern[str]
    vocabularies: Mapping[str, Vocabulary]  # by script
    friends: Mapping[str, frozenset[str]]  # a language, its other scripts and its siblings


class _Lists(NamedTuple):
    """The languages of one script; words and affixes by the languages that have them.

    Keys and values are rows of words with blanks between them: few and long strings load fast.
    """

    names: tuple[str, ...]
    words: dict[str, str]
    affixes: dict[str, str]


class _Kept(NamedTuple):
    """The data file as a cache keeps it."""

    ranges: list[tuple[int, int, str]]
    admits: dict[str, tuple[str, ...]]
    lists: dict[str, _Lists]
    friends: dict[str, frozenset[str]]


@cache
def load_languages(path: Path) -> Languages:
    """Return what the TOML file ``path`` says about languages; each file is read once."""
    data = path.read_bytes()
    name = entry_name("languages", CODE, data)
    kept = _read_kept(name)
    if kept is None:
        kept = _parse(data)
        write_entry(name, msgspec.msgpack.encode(kept))
    letters = "".join(f"{chr(first)}-{chr(last)}" for first, last, _ in kept.ranges)
    return Languages(
        starts=tuple(first for first, _, _ in kept.ranges),
        ranges=tuple((last, script) for _, last, script in kept.ranges),
        admits=kept.admits,
        word=re.compile(f"[{letters}\u0300-\u036f]+"),
        vocabularies={script: _vocabulary(lists) for script, lists in kept.lists.items()},
        friends=kept.friends,
    )


def _read_kept(name: str) -> _Kept | None:
    entry = read_entry(name)
    if entry is None:
        return None
    try:
        return msgspec.msgpack.decode(entry, type=_Kept)
    except msgspec.MsgspecError:
        return None


def _parse(data: bytes) -> _Kept:
    import tomllib  # for a file that no cache knows

    table = tomllib.loads(data.decode())
    entries = table["languages"]
    scripts = {script: _of_script(entries, script) for script in table["scripts"]}
    return _Kept(
        ranges=sorted(
            (int(span.split("-")[0], 16), int(span.split("-")[-1], 16), script)
            for script, spans in table["scripts"].items()
            for span in spans.split()
        ),
        admits={script: tuple(others) for script, others in table["admits"].items()},
        lists={script: _lists(its) for script, its in scripts.items() if its},
        friends={
            name: frozenset(
                other
                for other in entries
                if code_of(other) == code_of(name) or other in entry.get("siblings", ())
            )
            for name, entry in entries.items()
        },
    )


def _of_script(entries: Mapping[str, Any], script: str) -> dict[str, Any]:
    return {name: entry for name, entry in entries.items() if entry["script"] == script}


def _lists(entries: Mapping[str, Any]) -> _Lists:
    return _Lists(tuple(entries), _by_owners(entries, "words"), _by_owners(entries, "affixes"))


def _by_owners(entries: Mapping[str, Any], key: str) -> dict[str, str]:
    """Return the items that the lists under ``key`` hold, by the languages that have them."""
    owners: dict[str, dict[str, None]] = {}
    for name, entry in entries.items():
        for item in fold(entry.get(key, "")).split():
            owners.setdefault(item, {})[name] = None
    groups: dict[str, list[str]] = {}
    for item, names in owners.items():
        groups.setdefault(" ".join(names), []).append(item)
    return {names: " ".join(items) for names, items in groups.items()}


def _vocabulary(lists: _Lists) -> Vocabulary:
    affixes = _by_item(lists.affixes)
    longest = max(map(len, affixes), default=1) - 1
    return Vocabulary(lists.names, _by_item(lists.words), affixes, longest)


def _by_item(groups: Mapping[str, str]) -> dict[str, frozenset[str]]:
    owners: dict[str, frozenset[str]] = {}
    for names, items in groups.items():
        owners.update(dict.fromkeys(items.split(), frozenset(names.split())))
    return owners


def fold(text: str) -> str:
    """Return ``text`` composed and in lower case; the dot that ``İ`` leaves on its ``i`` goes."""
    return unicodedata.normalize("NFC", text.lower().replace("i\u0307", "i"))


def code_of(name: str) -> str:
    """Return the language code of an entry's name, which may say the script too.

    >>> code_of("sr-Latn")
    'sr'
    """
    return name.partition("-")[0]
