"""Text of this machine for the benchmarks: folders in, documents with their locale out.

Read are compiled message catalogues, manual pages, the text and sources of Python packages, and
``*.jsonl`` and ``*.jsonl.gz`` whose records have a ``text``. Nothing is written or copied.
"""

from __future__ import annotations

import gzip
import json
import re
import struct
import sysconfig
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDERS = ("/usr/share/locale", "/usr/share/man", sysconfig.get_paths()["purelib"])
SUFFIXES = {".py", ".md", ".rst", ".txt"}
CHARSET = re.compile(rb"charset=([\w-]+)")
KINDS = {".mo": "catalogues", ".gz": "manual pages"}
LOCALE = re.compile(r"/(?:locale|man)/([a-z]{2,3}(?:[_@][\w@]+)?)/")
RECORDS = (".jsonl", ".jsonl.gz")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Source:
    """One document, and the locale it was written for or else its suffix."""

    path: Path
    locale: str
    text: str

    @property
    def kind(self) -> str:
        if self.path.name.endswith(RECORDS):
            return "records"
        return KINDS.get(self.path.suffix, "packages")


def read_sources(folders: Iterable[Path]) -> Iterator[Source]:
    """Yield the documents below ``folders``, in order of path, each file once."""
    paths = {path.resolve() for folder in folders for path in folder.rglob("*") if path.is_file()}
    for path in sorted(paths):
        if path.name.endswith(RECORDS):
            yield from (Source(path, path.suffix, text) for text in read_records(path))
            continue
        text = _read(path)
        if text is not None:
            found = LOCALE.search(path.as_posix())
            yield Source(path, found[1] if found else path.suffix, text)


def read_records(path: Path) -> Iterator[str]:
    """Yield the ``text`` of each record that has one."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if isinstance(record, dict) and isinstance(record.get("text"), str):
                yield record["text"]


def read_catalogue(data: bytes) -> str:
    """Return the translations in a compiled catalogue, its header left out, one after another.

    Raises ``UnicodeDecodeError``, ``LookupError`` and ``struct.error`` for what is no catalogue.
    """
    order = "<" if data[:4] == b"\xde\x12\x04\x95" else ">"
    count, _, table = struct.unpack_from(f"{order}3I", data, 8)
    places = [struct.unpack_from(f"{order}2I", data, table + 8 * row) for row in range(count)]
    messages = [data[start : start + length] for length, start in places]
    header = messages[0] if messages and b"Content-Type:" in messages[0] else b""
    charset = found[1].decode() if (found := CHARSET.search(header)) else "utf-8"
    body = b"\n".join(messages[1:] if header else messages)
    return body.replace(b"\0", b"\n").decode(charset)


def _read(path: Path) -> str | None:
    """Return the text of a file of a kind that is measured, or None."""
    try:
        if path.suffix == ".mo":
            return read_catalogue(path.read_bytes())
        if path.suffix == ".gz" and "/man/" in path.as_posix():
            return gzip.decompress(path.read_bytes()).decode()
        return path.read_bytes().decode() if path.suffix in SUFFIXES else None
    except (OSError, UnicodeDecodeError, LookupError, struct.error, EOFError):
        return None


def count_words(folders: Iterable[Path], languages: Iterable[str]) -> dict[str, Counter[str]]:
    """Return how often each small-letter word stands in the catalogues of each language."""
    wanted = set(languages)
    words: dict[str, Counter[str]] = defaultdict(Counter)
    for folder in folders:
        for path in sorted(folder.glob("*/LC_MESSAGES/*.mo")):
            locale = path.parts[-3]
            if locale in wanted and (text := _read(path)) is not None:
                words[locale].update(word for word in _WORD.findall(text) if word.islower())
    return words
