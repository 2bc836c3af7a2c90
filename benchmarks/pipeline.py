"""The whole pipeline over a corpus: speed beside ftfy in one run, edits by rule, the fixed point.

Usage: python benchmarks/pipeline.py FOLDER [--sample N]

FOLDER holds ``*.jsonl.gz`` files whose records have a ``text``. Figures are ratios of CPU seconds
on one core, rounds interleaved; nothing is written.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import ftfy

from cleaner import Cleaner, Settings

ROUNDS = 3


def main() -> None:
    """Print what a run over the corpus costs and does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, default=0, help="every Nth text only")
    options = parser.parse_args()
    texts = list(read_texts(options.folder))[:: options.sample or 1]
    size = sum(len(text.encode()) for text in texts) / 1e6
    print(f"{len(texts):,} texts, {size:.1f} MB")
    cleaner, minimal = Cleaner(), Cleaner(Settings(profile="minimal"))
    clean = [text for text in texts if cleaner.clean(text).status == "clean"]
    print(f"{len(clean):,} of them need no edit")
    for name, corpus in (("all texts", texts), ("clean texts", clean)):
        compare(
            name,
            corpus,
            {"cleaner": cleaner.clean, "minimal": minimal.clean, "ftfy": ftfy.fix_text},
        )
    count_edits(cleaner, texts)


def read_texts(folder: Path) -> Iterator[str]:
    """Yield the text of each record of each file of ``folder``, files in order of name."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines)


def compare(name: str, texts: Sequence[str], ways: dict[str, Callable[[str], object]]) -> None:
    """Print MB/s of each way over ``texts``, and the ratio of the first to each other."""
    size = sum(len(text.encode()) for text in texts) / 1e6
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(ROUNDS):
        for way, function in ways.items():
            start = time.process_time()
            for text in texts:
                function(text)
            best[way] = min(best[way], time.process_time() - start)
    speeds = {way: size / seconds for way, seconds in best.items()}
    shown = ", ".join(f"{way} {speed:.1f} MB/s" for way, speed in speeds.items())
    first = next(iter(speeds.values()))
    ratios = ", ".join(f"{first / speed:.1f}x {way}" for way, speed in list(speeds.items())[1:])
    print(f"{name}: {shown}; {ratios}")


def count_edits(cleaner: Cleaner, texts: Sequence[str]) -> None:
    """Print edits by rule, texts by status, and how many texts a second pass changes."""
    statuses: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    moving = removed = 0
    for text in texts:
        cleaned = cleaner.clean(text)
        statuses[cleaned.status] += 1
        for edit in cleaned.edits:
            rules.update(set(edit.rules))
            removed += max(0, edit.end - edit.start - len(edit.text))
        moving += cleaner.clean(cleaned.text).text != cleaned.text
    total = sum(map(len, texts))
    print(f"status {dict(statuses)}; a second pass changes {moving}; {removed / total:.2%} removed")
    for rule, count in rules.most_common():
        print(f"  {rule:<36}{count:>7,}")


if __name__ == "__main__":
    main()
