"""Where the encoding stage and ``ftfy.fix_encoding`` differ: lines in, kinds of difference out.

Run ``python benchmarks/differential.py [--list KIND] [--write] [--cases FILE] [--records FOLDER]
[FOLDER...]``. Compared are the sentences that rules are tuned on, damaged in each channel alone and
beside genuine typography; ftfy's own cases (FILE, or downloaded); lines beyond ASCII of the
catalogues and manual pages in the folders; and records that have a ``text``. For the first two the
truth is known, so that each difference has a verdict. What the kinds mean, with an example of each
and who is right, is in docs/peers.md, whose table ``--write`` makes anew from
fixtures/differences.toml and the counts.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from corpora import FOLDERS, read_sources
from differences import VERDICTS, Difference, Sample, compare
from encoding import channel_cases
from ftfy_cases import load_cases

ROOT = Path(__file__).parent.parent
FIXTURE = ROOT / "fixtures" / "differences.toml"
PAGE = ROOT / "docs" / "peers.md"
START, END = "<!-- table of benchmarks/differential.py -->\n", "<!-- end of the table -->\n"

# By corpus and kind, how often each verdict was given.
Counts = dict[str, dict[str, Counter[str]]]


def channel_samples() -> Iterator[Sample]:
    """Yield the sentences that rules are tuned on, as each channel leaves them."""
    for channel, cases in channel_cases("dev"):
        for case in cases:
            yield Sample(channel.rpartition(", ")[2], case.damaged, case.truth)


def case_samples(file: str | None) -> Iterator[Sample]:
    """Yield ftfy's own cases; the truth is what ftfy expects of its encoding step."""
    for case in load_cases(file):
        yield Sample("ftfy's cases", case["original"], case.get("fixed-encoding", case["fixed"]))


def folder_samples(name: str, folders: list[Path]) -> Iterator[Sample]:
    """Yield the distinct lines beyond ASCII of the documents in the folders."""
    seen = set()
    for source in read_sources(folders):
        for line in source.text.split("\n"):
            if not line.isascii() and line not in seen:
                seen.add(line)
                yield Sample(name, line)


def render_table(counts: Counts) -> str:
    """Return the kinds of the fixture as a Markdown table, ``counts`` in its third column."""
    rows = [
        "| kind | example; ours; ftfy | seen | right | why |",
        "| --- | --- | --- | --- | --- |",
    ]
    for entry in tomllib.loads(FIXTURE.read_text("utf-8"))["differences"]:
        texts = "; ".join(f"`{_shown(entry[key])}`" for key in ("from", "ours", "ftfy"))
        seen = "; ".join(
            f"{corpus} {_cell(by_kind[entry['kind']])}"
            for corpus, by_kind in counts.items()
            if entry["kind"] in by_kind
        )
        cells = (entry["kind"], texts, seen or "-", entry["right"], entry["why"])
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows) + "\n"


def _shown(text: str) -> str:
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text).replace("`", "´")


def _cell(verdicts: Counter[str]) -> str:
    return "/".join(str(verdicts[name]) for name in VERDICTS)


def _write_table(counts: Counts) -> None:
    head, _, rest = PAGE.read_text("utf-8").partition(START)
    tail = rest.partition(END)[2]
    PAGE.write_text(f"{head}{START}{render_table(counts)}{END}{tail}", "utf-8")


def _print_difference(found: Difference) -> None:
    print(f"{found.sample.corpus}\t{found.kind}\t{found.verdict}")
    print(f"  from {found.sample.line!r}\n  ours {found.ours!r}\n  ftfy {found.theirs!r}")


def _parse(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Where ours and ftfy.fix_encoding differ.")
    parser.add_argument("--list", metavar="KIND", help="print the lines of this kind, or of all")
    parser.add_argument("--write", action="store_true", help="write the table of docs/peers.md")
    parser.add_argument("--cases", metavar="FILE", help="tests/test_cases.json of ftfy")
    parser.add_argument("--records", type=Path, metavar="FOLDER", help="records of real text")
    parser.add_argument("folders", nargs="*", type=Path, default=[Path(f) for f in FOLDERS[:2]])
    return parser.parse_args(argv)


def main(argv: list[str]) -> int:
    """Print differences by corpus, kind and verdict, and those of the kind asked for."""
    options = _parse(argv)
    parts = [channel_samples(), case_samples(options.cases)]
    parts.append(folder_samples("catalogues", options.folders))
    if options.records:
        parts.append(folder_samples("records", [options.records]))
    lines = Counter[str]()
    counts: Counts = defaultdict(lambda: defaultdict(Counter))
    for part in parts:
        for sample in part:
            lines[sample.corpus] += 1
            if (found := compare(sample)) is None:
                continue
            counts[sample.corpus][found.kind][found.verdict] += 1
            if options.list in ("all", found.kind):
                _print_difference(found)
    for corpus, count in lines.items():
        print(f"\n{corpus}: {count} lines; differences, right is: {', '.join(VERDICTS)}")
        for kind, verdicts in sorted(counts[corpus].items()):
            print(f"  {kind:40}" + "".join(f"{verdicts[name]:>8}" for name in VERDICTS))
    if options.write:
        _write_table(counts)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
