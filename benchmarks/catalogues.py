"""Good text of this machine in, every line that encoding and characters would change out.

Run ``python benchmarks/catalogues.py [--rule ID] [FOLDER...]``. Folders default to where systems
keep message catalogues and manual pages, and to the installed Python packages. A catalogue, a
page, a file or a record is one document. What is printed is to be judged by eye: published text
holds real damage too, and quotes damage on purpose.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpora import FOLDERS, read_sources

from cleaner import Cleaned, Cleaner, Settings

SHOWN = 40  # characters on each side of a change


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
    for source in read_sources(options.folders):
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
