"""Links inside a line: a folder of articles in, how many rules of kind label cut and how many they flag out.

Run ``python benchmarks/inside_lines.py FOLDER [SHOWN]``: FOLDER holds ``*.jsonl.gz`` files whose
records have a ``text``; so many cuts at random are printed to be read, the cut in ⟦ ⟧. Articles of
one line of more than 1,000 code points are counted apart: there nothing but the text itself tells
where a headline ends.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from cleaner import Cleaner

LONG = 1_000  # code points
BESIDE = 60  # code points shown on both sides of a cut


def main(folder: Path, shown: int) -> None:
    """Print the counts, then ``shown`` of the cuts."""
    cleaner = Cleaner()
    labels = {rule.id for rule in cleaner.choice.applied if rule.kind == "label"}
    counts: Counter[str] = Counter()
    cuts: list[str] = []
    for text in _texts(folder):
        kind = "one line" if len(text) > LONG and "\n" not in text.strip() else "more lines"
        cleaned = cleaner.clean(text)
        counts[f"{kind}: articles"] += 1
        counts[f"{kind}: flagged"] += sum(flag.rule in labels for flag in cleaned.flags)
        for edit in cleaned.edits:
            if labels.intersection(edit.rules):
                counts[f"{kind}: cut"] += 1
                before = text[max(0, edit.start - BESIDE) : edit.start]
                after = text[edit.end : edit.end + BESIDE]
                cuts.append(f"{before}⟦{text[edit.start : edit.end]}⟧{after}")
    for name, count in sorted(counts.items()):
        print(f"{name} {count:,}")
    for cut in random.Random(0).sample(cuts, min(shown, len(cuts))):
        print(repr(cut))


def _texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                text = json.loads(line).get("text")
                if isinstance(text, str):
                    yield text


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
