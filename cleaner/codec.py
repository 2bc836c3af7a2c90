"""Codecs: a name in, checked; texts to bytes and back, each character by itself, to the byte."""

from __future__ import annotations

import codecs

from cleaner.errors import SettingsError

# A byte order mark is read and kept by itself, so the order has to be in the name.
_ORDERED = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}


def check_codec(name: str) -> None:
    """Raise ``SettingsError`` for a ``name`` that is no codec of texts we can write back.

    >>> check_codec("windows-1252")
    """
    try:
        found = codecs.lookup(name)
        stays = "a".encode(name).decode(name) == "a"
    except (LookupError, ValueError, TypeError, AssertionError) as error:
        remedy = 'write a name such as "windows-1252", "gb18030" or "koi8-r"'
        raise SettingsError("encoding", f'unknown codec "{name}"', remedy) from error
    if found.name in _ORDERED:
        remedy = f'write "{_ORDERED[found.name]}"; a byte order mark is kept without being asked'
        raise SettingsError("encoding", f'"{name}" puts marks of its own', remedy)
    if not stays:
        raise SettingsError("encoding", f'"{name}" is no codec of texts', "name another")


def decode_exactly(data: bytes, name: str) -> str | None:
    """Return ``data`` decoded, or None where its characters one by one do not give it back.

    Offsets and the way back need that: codecs that keep a state between characters, and bytes
    that could be written in two ways, do not have it.

    >>> decode_exactly(b"caf\\xe9", "windows-1252"), decode_exactly(b"\\x81", "windows-1252")
    ('café', None)
    """
    try:
        text = data.decode(name)
        spelt = {char: char.encode(name) for char in set(text)}
    except UnicodeError:
        return None
    if len(text) == len(data) and all(len(each) == 1 for each in spelt.values()):
        return text if text.encode(name) == data else None  # a hundred times as fast
    return text if b"".join(map(spelt.__getitem__, text)) == data else None
