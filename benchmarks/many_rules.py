"""What a pack of many rules costs: a number of rules in, CPU seconds to load and to scan with it out.

Run ``python benchmarks/many_rules.py [RULES]`` (10,000 without). The rules are made up with a fixed
seed, the text from their words; the cache is an empty folder, then one that the first run filled.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

KINDS = ("line", "inline", "prefix", "tail")
POINTS = 4_000_000  # code points that are cleaned, in documents of a thousand words

_CHILD = """
import random, sys, time
begin = time.process_time()
from cleaner import Cleaner, Settings
cleaner = Cleaner(Settings(packs=tuple(sys.argv[2:])))
cleaner.clean("x")
print(f"load and first scan {time.process_time() - begin:.2f}")
words = open(sys.argv[1], encoding="utf-8").read().split()
dice = random.Random(1)
documents, points = [], 0
while points < POINTS:
    documents.append(" ".join(dice.choice(words) for _ in range(1_000)) + ".")
    points += len(documents[-1])
begin = time.process_time()
for document in documents:
    cleaner.clean(document)
print(f"clean {points:,} code points {time.process_time() - begin:.2f}")
"""


def main(count: int) -> None:
    """Print CPU seconds without the pack, with it for the first time, and with it again."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_pack(folder, count)
        _run("no pack", folder, ())
        for run in ("first run", "again"):
            _run(f"{count:,} rules, {run}", folder, (str(folder / "many.toml"),))


def _write_pack(folder: Path, count: int) -> None:
    dice = random.Random(0)
    letters = "abcdefghijklmnoprstuvwyz"
    words = ["".join(dice.choices(letters, k=dice.randint(4, 9))) for _ in range(5_000)]
    (folder / "words.txt").write_text(" ".join(words), "utf-8")
    rules = ['[pack]\nformat = 1\nname = "many"\nsummary = "Made up."\n']
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        phrase = " ".join(dice.choices(words, k=3))
        end = r":\s*" if kind == "prefix" else r"\s?[.!]?"
        rules.append(
            f"[[rule]]\nid = 'many-{number}'\nkind = '{kind}'\nmatch = '(?i){phrase}{end}'\n"
            f"safety = 'safe'\nwhy = 'x'\nsource = 'x'\nexamples = [['x', '']]\nkeep = ['x']\n"
        )
    (folder / "many.toml").write_text("\n".join(rules), "utf-8")


def _run(told: str, folder: Path, packs: tuple[str, ...]) -> None:
    environment = os.environ | {"CLEANER_CACHE_DIR": str(folder / "cache")}
    code = _CHILD.replace("POINTS", str(POINTS))
    command = [sys.executable, "-c", code, str(folder / "words.txt"), *packs]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    print(f"{told}: CPU seconds: {', '.join(done.stdout.split(chr(10))).rstrip(', ')}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
