"""Good text of this machine in, every line that encoding and characters would change out.

Run ``python benchmarks/catalogues.py [--rule ID] [FOLDER...]``. Folders default to where systems
keep message catalogues and manual pages, and to the installed Python packages. A catalogue, a
page or a file is one document. What is printed is to be judged by eye: published text holds real
damage too, and quotes damage on purpose.
"""

from __future__ import annotations

import argparse
import gzip
import re
import struct
import sys
import sysconfig
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cleaner import Cleaned, Cleaner, Settings

FOLDERS = ("/usr/share/locale", "/usr/share/man", sysconfig.get_paths()["purelib"])
SUFFIXES = {".py", ".md", ".rst", ".txt"}
CHARSET = re.compile(rb"charset=([\w-]+)")
KINDS = {".mo": "catalogues", ".gz": "manual pages"}
LOCALE = re.compile(r"/(?:locale|man)/([a-z]{2,3}(?:[_@][\w@]+)?)/")
SHOWN = 40  # characters on each side of a change


@dataclass(frozen=True, slots=True)
class Source:
    """One document, and the locale it was written for or else its suffix."""

    path: Path
    locale: str
    text: str

    @property
    def kind(self) -> str:
        return KINDS.get(self.path.suffix, "packages")


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


def _sources(folders: list[Path]) -> Iterator[Source]:
    paths = {path.resolve() for folder in folders for path in folder.rglob("*") if path.is_file()}
    for path in sorted(paths):
        text = _read(path)
        if text is not None:
            found = LOCALE.search(path.as_posix())
            yield Source(path, found[1] if found else path.suffix, text)


def _changes(cleaned: Cleaned) -> Iterator[tuple[int, str, str]]:
    """Yield line number, rules, and the change between a little of what surrounds it."""
    text = cleaned.original
    for edit in cleaned.edits:
        before = text[max(edit.start - SHOWN, 0) : edit.start].rpartition("\n")[2]
        after = text[edit.end : edit.end + SHOWN].partition("\n")[0]
        change = f"{before}[{text[edit.start : edit.end]}|{edit.text}]{after}"
        yield text.count("\n", 0, edit.start) + 1, ",".join(edit.rules), change


@dataclass(slots=True)
class Figures:
    """Lines, those beyond ASCII, and those that would change."""

    lines: int = 0
    foreign: int = 0
    changed: int = 0

    def add(self, text: str, changed: int) -> None:
        parts = text.split("\n")
        self.lines += len(parts)
        self.foreign += sum(not part.isascii() for part in parts)
        self.changed += changed


def _print_figures(title: str, figures: dict[str, Figures]) -> None:
    print(f"\n{title:16}{'lines':>10}{'non-ASCII':>11}{'changed':>9}")
    for name, row in sorted(figures.items()):
        print(f"{name:16}{row.lines:>10}{row.foreign:>11}{row.changed:>9}")


def main(argv: list[str]) -> int:
    """Print each change, then lines and changed lines by locale and kind, then changes by rule."""
    parser = argparse.ArgumentParser(description="Lines of good text that would change.")
    parser.add_argument("--rule", help="print only the changes of this rule")
    parser.add_argument("folders", nargs="*", type=Path, default=[Path(f) for f in FOLDERS])
    options = parser.parse_args(argv)
    cleaner = Cleaner(Settings(select=("encoding", "characters")))
    locales: dict[str, Figures] = defaultdict(Figures)
    kinds: dict[str, Figures] = defaultdict(Figures)
    rules, states = Counter[str](), Counter[str]()
    for source in _sources(options.folders):
        cleaned = cleaner.clean(source.text)
        states[cleaned.status] += 1
        found = list(_changes(cleaned))
        for figures in (locales[source.locale], kinds[source.kind]):
            figures.add(source.text, len({number for number, _, _ in found}))
        for number, names, change in found:
            rules[names] += 1
            if options.rule in (None, *names.split(",")):
                print(f"{source.path}:{number}: {names}: {change!r}")
    _print_figures("locale", locales)
    _print_figures("kind", kinds)
    print("\nlocales:", sum(not name.startswith(".") for name in locales))
    print("changes:", dict(rules.most_common()))
    print("documents:", dict(states))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
