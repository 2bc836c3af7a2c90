"""Speed of the encoding and characters stages beside its peers: text of this machine in, ratios out.

Run ``python benchmarks/throughput.py [--quick] [--write] [FOLDER...]``. Lines of catalogues, manual
pages and packages of this machine, and of records in the folders, are drawn with a fixed seed, as
many of each kind; a line that this project or ``ftfy.fix_text`` would change is left out, and one
that names an encoding, since a text that does keeps its mojibake. They are
made dirty at 0 to 100 % (``benchmarks/dirt.py``) and joined to documents of a few KB of one kind
and locale, and all to one. Profile ``minimal`` runs over them, edits recorded, and ``ftfy.fix_text``,
``ftfy.fix_encoding`` line by line, plsfix, clean-text, a strict decoding of UTF-8 and a copy.

Each measurement is CPU time in a fresh child of a process that has compiled the rules and cleaned
their examples, nothing else: memos are cold. Tools take turns in each of several rounds; a ratio
is made inside a round, printed are median, least and greatest. The slow ones get the first quarter
of the documents. ``--write`` writes benchmarks/RESULTS.md and benchmarks/throughput.svg.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import importlib.metadata
import os
import platform
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import ftfy
from corpora import FOLDERS, Source, read_sources
from dirt import SEED, make_dirty
from plot import draw_plot

from cleaner import Cleaner, Settings
from cleaner.rule_choice import known_rules

HERE = Path(__file__).parent
SHARES = (0.0, 0.01, 0.05, 0.3, 1.0)
LENGTHS = range(60, 600)  # code points of a line
OF_ONE_SOURCE = 12  # lines drawn from a document, so that no catalogue outweighs the others
DOCUMENT = 4_000  # code points
OURS, LARGE, WARM = "cleaner", "cleaner, one document", "cleaner, memos filled"
FTFY, PLSFIX = "ftfy.fix_text", "plsfix"
DECODING, COPY = "decoding", "copy"
CLEANER = Cleaner(Settings(profile="minimal"))
# What switches rules off in a text that holds it; see `unless` in rules/encoding.toml.
_SPEAKS = re.compile(
    "|".join(sorted({re.escape(w) for r in known_rules() for w in r.unless})), re.IGNORECASE
)

Run = Callable[[Sequence[str]], object]


class Way(NamedTuple):
    """What runs over documents; ``slow`` ones get a quarter, ``again`` runs once before."""

    run: Run
    slow: bool = False
    again: bool = False


def _each(function: Callable[[str], object]) -> Run:
    return lambda documents: [function(document) for document in documents]


def _fix_encoding_by_line(document: str) -> list[str]:
    return [str(ftfy.fix_encoding(line)) for line in document.split("\n")]


def find_ways() -> dict[str, Way]:
    """Return ours, the peers that are installed, and two bounds that do no cleaning."""
    ours = _each(CLEANER.clean)
    ways = {
        OURS: Way(ours),
        WARM: Way(ours, again=True),
        LARGE: Way(lambda documents: CLEANER.clean("\n".join(documents))),
        FTFY: Way(_each(ftfy.fix_text), slow=True),
        "ftfy.fix_encoding": Way(_each(_fix_encoding_by_line), slow=True),
    }
    with contextlib.suppress(ImportError):
        ways[PLSFIX] = Way(_each(importlib.import_module("plsfix").fix_text), slow=True)
    with contextlib.suppress(ImportError):
        clean = importlib.import_module("cleantext").clean
        kept = {"fix_unicode": True, "to_ascii": False, "lower": False}
        ways["clean-text"] = Way(_each(lambda text: clean(text, **kept)), slow=True)
    return ways


class Drawn(NamedTuple):
    """A good line, and what it shares with the lines of its document."""

    group: tuple[str, str]
    text: str


def draw_lines(folders: Sequence[Path], size: int) -> list[Drawn]:
    """Return lines of ``size`` code points together that neither we nor ftfy change, by group."""
    rng = random.Random(SEED)
    kinds: dict[str, list[Drawn]] = {}
    for source in read_sources(folders):
        kinds.setdefault(source.kind, []).extend(_draw(source, rng))
    lines: list[Drawn] = []
    for kind, drawn in sorted(kinds.items()):
        rng.shuffle(drawn)
        wanted = size // len(kinds)
        for line in drawn:
            if _is_good(line.text):
                lines.append(line)
                wanted -= len(line.text)
            if wanted <= 0:
                break
        print(f"{kind}: {len(drawn)} lines drawn, {max(wanted, 0)} short", file=sys.stderr)
    return sorted(lines, key=lambda line: line.group)


def _is_good(line: str) -> bool:
    if _SPEAKS.search(line):
        return False
    return bool(CLEANER.clean(line).text == line == ftfy.fix_text(line))


def _draw(source: Source, rng: random.Random) -> list[Drawn]:
    lines = [line for line in source.text.split("\n") if len(line) in LENGTHS]
    drawn = rng.sample(lines, min(OF_ONE_SOURCE, len(lines)))
    return [Drawn((source.kind, source.locale), line) for line in drawn]


def make_documents(lines: Sequence[Drawn], share: float) -> list[str]:
    """Return documents of about ``DOCUMENT`` code points, each of one kind and locale, shuffled.

    That share of all lines is dirty.
    """
    texts = make_dirty([line.text for line in lines], share)
    documents: list[str] = []
    held: list[str] = []
    length = 0
    for index, (line, text) in enumerate(zip(lines, texts, strict=True)):
        held.append(text)
        length += len(line.text)
        last = index + 1 == len(lines) or lines[index + 1].group != line.group
        if last or length >= DOCUMENT:
            documents.append("\n".join(held))
            held, length = [], 0
    random.Random(SEED).shuffle(documents)
    return documents


def measure(way: Way, documents: Sequence[str]) -> float:
    """Return bytes of UTF-8 a second of CPU time, measured in a fresh child."""
    part = documents[: max(1, len(documents) // 4)] if way.slow else documents

    def run() -> float:
        if way.again:
            way.run(part)
        start = time.process_time()
        way.run(part)
        return time.process_time() - start

    return sum(len(document.encode()) for document in part) / _in_child(run)


def _in_child(function: Callable[[], float]) -> float:
    """Return what ``function`` gives in a forked process, whose memos end with it."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, repr(function()).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        figure = float(answer.read())
    os.waitpid(child, 0)
    return figure


def _measure_bounds(documents: Sequence[str]) -> dict[str, float]:
    """Return what it costs to decode strictly, and to copy: bounds, not cleaners."""
    data = [document.encode() for document in documents] * 20
    speeds = {}
    bounds: dict[str, Callable[[bytes], object]] = {DECODING: bytes.decode, COPY: bytearray}
    for name, function in bounds.items():
        start = time.process_time()
        for part in data:
            function(part)
        speeds[name] = sum(map(len, data)) / (time.process_time() - start)
    return speeds


def warm_up() -> None:
    """Compile what is compiled when first used, on the examples of the rules alone."""
    for rule in known_rules():
        for before, after in rule.examples:
            CLEANER.clean(before)
            ftfy.fix_text(f"{before}\n{after}")
    for way in find_ways().values():
        way.run(["Kafe CafÃ© Rona"])
    gc.collect()
    gc.freeze()


class Spread(NamedTuple):
    """Median, least and greatest of one figure over the rounds."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        return cls(statistics.median(values), min(values), max(values))

    def __str__(self) -> str:
        digits = next(d for d, least in enumerate((20, 3, 0.1, 0)) if self.median >= least)
        return f"{self.median:.{digits}f} ({self.least:.{digits}f}–{self.most:.{digits}f})"


Ratios = dict[tuple[str, str], Spread]


def compare(documents: Sequence[str], rounds: int) -> Ratios:
    """Return how many times as fast as each other way ours is, by pair of ways."""
    ways = find_ways()
    found: dict[tuple[str, str], list[float]] = {}
    for _ in range(rounds):
        speeds = {name: measure(way, documents) for name, way in ways.items()}
        speeds |= _measure_bounds(documents)
        for mine in (OURS, WARM, LARGE):
            for other in speeds.keys() - {OURS, WARM, LARGE}:
                found.setdefault((mine, other), []).append(speeds[mine] / speeds[other])
        copies = speeds[COPY] / speeds[DECODING]
        found.setdefault((DECODING, COPY), []).append(copies)
    return {pair: Spread.of(values) for pair, values in found.items()}


def _pairs(ratios: Ratios) -> Iterator[tuple[str, str]]:
    peers = [FTFY, "ftfy.fix_encoding", PLSFIX, "clean-text", DECODING]
    yield from ((OURS, peer) for peer in peers if (OURS, peer) in ratios)
    for mine in (WARM, LARGE):
        yield from ((mine, peer) for peer in (FTFY, PLSFIX) if (mine, peer) in ratios)


def render_results(facts: str, results: dict[float, Ratios]) -> str:
    """Return a Markdown page: what was measured, and a table of ratios, one row a pair."""
    head = "| this project against | " + " | ".join(f"{s:.0%} dirty" for s in results) + " |"
    rows = [head, "| --- |" + " ---: |" * len(results)]
    for mine, peer in _pairs(next(iter(results.values()))):
        name = peer if mine == OURS else f"{peer} ({mine.removeprefix('cleaner, ')})"
        cells = [str(ratios[mine, peer]) for ratios in results.values()]
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    first = next(iter(results.values()))
    tail = TAIL.format(copies=first[DECODING, COPY])
    return f"{HEAD}\n{facts}\n\n" + "\n".join(rows) + f"\n\n{tail}"


HEAD = """# Results

How many times as fast as its peers the encoding and characters stages are (`--profile minimal`,
edits recorded): median of the rounds, least and greatest in brackets; above 1 this project is
faster. Written by `python benchmarks/throughput.py --write`, whose docstring says how it measures.
"""
TAIL = """![Ratios by share of dirty lines](throughput.svg)

- Memos are cold but for the rows *memos filled*, where the same documents were cleaned before.
- Rows *one document* hold all lines in one text, the others documents of about 4 KB.
- Of ten dirty lines six are windows-1252, one each windows-1252 twice, latin-1, windows-1252 with
  undefined bytes dropped, and windows-1252 beside genuine typography. Lines that this project or
  `ftfy.fix_text` would change are not among the good ones, so 0 % is the best case of both.
- `ftfy.fix_encoding` repairs encodings alone, as our encoding stage does; the other peers also
  straighten quotes, and none of them keeps edits. clean-text runs ftfy and more. *decoding* is
  strict decoding of UTF-8, which cleans nothing; a plain copy is faster still ({copies} times).
"""


def _facts(lines: Sequence[Drawn], rounds: int) -> str:
    cpu = next((x for x in _cpu_lines() if x.startswith("model name")), "").partition(": ")[2]
    foreign = sum(not line.text.isascii() for line in lines) / len(lines)
    size = sum(len(line.text.encode()) for line in lines) / 1e6
    count = len(make_documents(lines, 0))
    versions = ", ".join(f"{n} {v}" for n in ("ftfy", "plsfix", "clean-text") if (v := _version(n)))
    return (
        f"{size:.1f} MB in {len(lines):,} lines and {count:,} documents, {foreign:.0%} of the "
        f"lines beyond ASCII; {rounds} rounds on one core of {cpu or platform.machine()}, "
        f"Python {platform.python_version()}; {versions}."
    )


def _version(name: str) -> str | None:
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        return importlib.metadata.version(name)
    return None


def _cpu_lines() -> list[str]:
    with contextlib.suppress(OSError):
        return [" ".join(line.split()) for line in Path("/proc/cpuinfo").read_text().split("\n")]
    return []


def _count_edits(texts: Sequence[str]) -> float:
    return float(sum(len(CLEANER.clean(text).edits) for text in texts))


def _check_work(documents: Sequence[str], dirty: int) -> None:
    """Raise ``RuntimeError`` if ours leaves dirty lines alone: its speed would mean nothing."""
    together = ["\n".join(documents)]
    for texts in (documents, together):
        edits = _in_child(partial(_count_edits, texts))
        if edits < dirty:
            raise RuntimeError(f"{edits:.0f} edits in {len(texts)} texts with {dirty} dirty lines")


def main(argv: list[str]) -> int:
    """Print the page of results; write it and the plot if asked to."""
    parser = argparse.ArgumentParser(description="Speed beside peers.")
    parser.add_argument("--quick", action="store_true", help="little text and two rounds")
    parser.add_argument("--write", action="store_true", help="write RESULTS.md and throughput.svg")
    parser.add_argument("folders", nargs="*", type=Path, help="records to draw from besides")
    options = parser.parse_args(argv)
    folders = [Path(f) for f in FOLDERS] + options.folders
    if options.quick:
        folders = [*Path(FOLDERS[0]).glob("[f-l]*"), *options.folders]
    rounds, size = (2, 400_000) if options.quick else (7, 4_000_000)
    lines = draw_lines(folders, size)
    warm_up()
    results: dict[float, Ratios] = {}
    for share in SHARES:
        documents = make_documents(lines, share)
        _check_work(documents, round(share * len(lines)))
        results[share] = compare(documents, rounds)
        ratios = results[share]
        print(f"{share:.0%}: {ratios[OURS, FTFY]} times {FTFY}", file=sys.stderr)
    page = render_results(_facts(lines, rounds), results)
    print(page)
    if options.write:
        (HERE / "RESULTS.md").write_text(page, "utf-8")
        curves = {
            peer: [ratios[OURS, peer] for ratios in results.values()]
            for peer in (FTFY, "ftfy.fix_encoding", PLSFIX)
            if (OURS, peer) in results[0.0]
        }
        (HERE / "throughput.svg").write_text(draw_plot(list(SHARES), curves), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
