"""Lines that the encoding stage would edit and its native scan would never show it; aim: none.

Run ``python benchmarks/trigger_misses.py [--fuzzed N] [FOLDER...]``. Looked at are the catalogues,
manual pages and packages of this machine (or the folders given), the sentences that rules are
tuned on, damaged in each channel, and fuzzed lines: real ones read in a random codec, cut, spliced,
with characters lost, beside characters that codecs have for the bytes of UTF-8. A miss is a line
that a rule alone, or all rules together, edit although none of their triggers fires. Misses are
printed; the exit code is 1 if there are any.
"""

from __future__ import annotations

import argparse
import random
import sys
import tomllib
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from corpora import FOLDERS, read_sources
from encoding import CHANNELS, FIXTURE, GENUINE, read_as

from cleaner.matching import Matcher
from cleaner.rule import Rule
from cleaner.rule_choice import known_rules
from cleaner.scan import Lines
from cleaner.stages.encoding import BUILT_INS, repair_line

BATCH = 20_000  # lines scanned in one call
SHOWN = 20  # misses printed by rule
SEED = 5
POOL = 50_000  # real lines to be fuzzed
CODECS = """
cp1252 latin-1 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 iso8859_2 iso8859_15
mac_roman mac_latin2 mac_cyrillic cp437 cp850 koi8_r
"""
_SOILED = ("\ufffd", " ", "", "?", "\xa0", "\xad")


def repairing_rules() -> list[Rule]:
    """Return the rules of the encoding stage that edit, in pack order."""
    return [r for r in known_rules() if r.id in BUILT_INS and r.safety != "flag" and r.trigger]


class Misses:
    """Counts the lines looked at, those edited, and by rule those that the scan left out."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.names = frozenset(rule.id for rule in rules)
        self._matcher = Matcher(rules)
        self.lines = self.selected = 0
        self.found: dict[str, list[str]] = {}

    def look(self, lines: Iterable[str]) -> None:
        """Look at ``lines``, which hold no line feed."""
        waiting = iter(lines)
        while batch := list(islice(waiting, BATCH)):
            self._look_at_batch(batch)

    def _look_at_batch(self, batch: list[str]) -> None:
        text = "\n".join(batch)
        starts = Lines.of(text).starts
        fired: dict[int, set[str]] = {}
        for rule, places in self._matcher.find_places(text).items():
            for place in places:
                # A trigger's place is the start of the next line, or the end of the text.
                number = bisect_right(starts, max(0, place.end - 1)) - 1
                fired.setdefault(number, set()).add(rule)
        self.lines += len(batch)
        self.selected += len(fired)
        for number, line in enumerate(batch):
            if not line.isascii():
                self._look_at_line(line, fired.get(number, set()))

    def _look_at_line(self, line: str, fired: set[str]) -> None:
        silent = self.names - fired
        if not fired and not repair_line(line, self.names):
            # Rules edit alone what they edit together, apart from what needs an earlier repair.
            return
        for rule in silent:
            if repair_line(line, frozenset((rule,))):
                self.found.setdefault(rule, []).append(line)
        if not fired:
            self.found.setdefault("together", []).append(line)


def tuned_sentences() -> list[str]:
    """Return the sentences that rules are tuned on, as they were."""
    entries = tomllib.loads(FIXTURE.read_text("utf-8"))["sentences"]
    return [sentence for entry in entries for sentence in entry["dev"]]


def damaged_sentences() -> Iterator[str]:
    """Yield these sentences damaged in each channel, alone and mixed."""
    for sentence in tuned_sentences():
        for damage in CHANNELS.values():
            yield damage(sentence)
            yield damage(sentence) + GENUINE


def fuzz_lines(pool: Sequence[str], count: int, codecs: str = CODECS) -> Iterator[str]:
    """Yield ``count`` lines made from those of ``pool``, the same in each run."""
    fuzz = _Fuzz(pool, codecs.split())
    for _ in range(count):
        yield fuzz.make_line().replace("\n", " ")


class _Fuzz:
    """Makes lines that are damaged in any way, out of real ones."""

    def __init__(self, pool: Sequence[str], codecs: Sequence[str]) -> None:
        self._rng = random.Random(SEED)
        self._pool = pool
        self._codecs = codecs

    def make_line(self) -> str:
        ways = (self._misread, self._misread, self._misread, self._splice, self._lose, self._mark)
        return self._rng.choice(ways)()

    def _piece(self) -> str:
        line = self._rng.choice(self._pool)
        start = self._rng.randrange(max(1, len(line) - 20))
        return line[start : start + self._rng.randint(5, 60)]

    def _misread(self) -> str:
        text = read_as(self._rng.choice(self._codecs), self._piece())
        if self._rng.random() < 0.2:
            text = read_as(self._rng.choice(self._codecs), text[:60])
        return self._soil(text) if self._rng.random() < 0.5 else text

    def _splice(self) -> str:
        return self._misread() + self._rng.choice(("", " ", "“", "”", "’")) + self._piece()

    def _lose(self) -> str:
        return self._soil(self._piece())

    def _soil(self, text: str) -> str:
        """Lose some of the characters beyond ASCII, as bytes are lost on the way."""
        rng = self._rng
        share = rng.choice((0.02, 0.1, 0.4))
        return "".join(
            rng.choice(_SOILED) if char > "\x7f" and rng.random() < share else char for char in text
        )

    def _mark(self) -> str:
        """Put characters of one codec, as they come, between pieces of a line."""
        rng = self._rng
        codec = rng.choice(self._codecs)
        parts = []
        for word in self._piece().split(" ")[:4]:
            data = bytes(rng.randrange(0x80, 0x100) for _ in range(rng.randint(1, 4)))
            mark = data.decode(codec, "replace").replace("\ufffd", chr(data[0]))
            at = rng.randint(0, len(word))
            parts.append(word[:at] + mark + word[at:])
        return rng.choice((" ", "")).join(parts)


def collect_pool(lines: Iterable[str]) -> list[str]:
    """Return up to ``POOL`` of the lines that hold more than ASCII, drawn evenly."""
    rng = random.Random(SEED)
    pool: list[str] = []
    for seen, line in enumerate(line for line in lines if not line.isascii()):
        if len(pool) < POOL:
            pool.append(line)
        elif (at := rng.randrange(seen + 1)) < POOL:
            pool[at] = line
    return pool


def _real_lines(folders: Sequence[Path]) -> Iterator[str]:
    for source in read_sources(folders):
        yield from source.text.split("\n")


def main(argv: list[str]) -> int:
    """Print lines, selected lines and misses by corpus, then the misses; return the exit code."""
    parser = argparse.ArgumentParser(description="Lines that the scan leaves out wrongly.")
    parser.add_argument("--fuzzed", type=int, default=1_000_000, help="how many fuzzed lines")
    parser.add_argument("folders", nargs="*", type=Path, default=[Path(f) for f in FOLDERS])
    options = parser.parse_args(argv)
    pool = collect_pool(_real_lines(options.folders)) + list(damaged_sentences())
    corpora: dict[str, Callable[[], Iterator[str]]] = {
        "real": lambda: _real_lines(options.folders),
        "channels": damaged_sentences,
        "fuzzed": lambda: fuzz_lines(pool, options.fuzzed),
    }
    missed = 0
    print(f"{'corpus':12}{'lines':>11}{'selected':>11}{'missed':>9}")
    for name, lines in corpora.items():
        misses = Misses(repairing_rules())
        misses.look(lines())
        counts = Counter({rule: len(found) for rule, found in misses.found.items()})
        print(f"{name:12}{misses.lines:>11}{misses.selected:>11}{counts.total():>9}")
        for rule, found in sorted(misses.found.items()):
            missed += len(found)
            for line in sorted(set(found), key=len)[:SHOWN]:
                print(f"  {rule}: {line[:200]!r}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
