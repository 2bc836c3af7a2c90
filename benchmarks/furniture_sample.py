"""Random removals to be read by eye: a folder of articles in, lines that went and cuts inside lines out.

    python benchmarks/furniture_sample.py FOLDER [--lines 300] [--cuts 100] [--seed N] [--rule ID]

Articles of the last look are left out. What is removed stands between ⟦ and ⟧, with a little of
what surrounds it.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from furniture_labels import ARTICLES, DATA, read_records
from furniture_outcomes import furniture_rules_of

from cleaner import Cleaned, Cleaner, Settings
from cleaner.edits import Edit, covers_lines

SHOWN = 70  # code points on each side


class Removal(NamedTuple):
    """Something that rules for furniture removed, whole lines or part of one."""

    article: str
    rules: tuple[str, ...]
    whole: bool
    shown: str


def main(argv: Sequence[str] | None = None) -> int:
    """Print random removals, whole lines first."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lines", type=int, default=300)
    parser.add_argument("--cuts", type=int, default=100)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--rule", help="only what this rule removed")
    parser.add_argument("--unsafe", action="store_true", help="apply unsafe rules, too")
    options = parser.parse_args(argv)
    found = list(_removals(options.folder, Cleaner(Settings(unsafe=options.unsafe))))
    found = [r for r in found if options.rule is None or options.rule in r.rules]
    random.Random(options.seed).shuffle(found)
    for title, whole, most in (("lines", True, options.lines), ("cuts", False, options.cuts)):
        chosen = [removal for removal in found if removal.whole == whole]
        print(f"{title}: {min(most, len(chosen))} of {len(chosen)}")
        for removal in sorted(chosen[:most], key=lambda r: (r.rules, r.article)):
            print(f"  {removal.article} {','.join(removal.rules)} {removal.shown}")
    return 0


def _removals(folder: Path, cleaner: Cleaner) -> Iterator[Removal]:
    hidden = {row["article"] for row in read_records(DATA / "furniture_last_look.jsonl")}
    rules = furniture_rules_of(cleaner)
    for record in read_records(folder / ARTICLES):
        if record["id"] not in hidden:
            yield from find_removals(record["id"], cleaner.clean(record["text"]), rules)


def find_removals(article: str, cleaned: Cleaned, rules: frozenset[str]) -> Iterator[Removal]:
    """Yield what edits that name one of ``rules`` removed, in text order."""
    text = cleaned.original
    for edit in cleaned.edits:
        if rules.intersection(edit.rules):
            before = text[max(edit.start - SHOWN, 0) : edit.start]
            after = text[edit.end : edit.end + SHOWN]
            cut = f"{before!r}⟦{text[edit.start : edit.end]!r}⟧{edit.text!r}{after!r}"
            yield Removal(article, edit.rules, _is_whole(text, edit), cut)


def _is_whole(text: str, edit: Edit) -> bool:
    """Tell whether the lines that ``edit`` touches went altogether; the last has no line end."""
    last = edit.end == len(text) and text[edit.start : edit.start + 1] == "\n"
    return covers_lines(text, edit) or (last and not edit.text)


if __name__ == "__main__":
    sys.exit(main())
