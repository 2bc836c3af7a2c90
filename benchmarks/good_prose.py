"""Good prose of Debian and PyPI packages: built as plain text, and what furniture rules hit there.

    python benchmarks/good_prose.py build FOLDER [--package NAME]
    python benchmarks/good_prose.py measure FOLDER [--unsafe] [--rule ID] [--language CODE]

``build`` downloads the packages that ``data/good_prose.toml`` names (nothing is installed) and
writes ``FOLDER/texts/<package>.jsonl.gz``. ``measure`` runs the rules for furniture of the default
profile over them, the removal guard off, and prints every hit, then for each rule its hits, those
judged right in ``data/good_prose_right.toml``, and the upper 95 % bound of wrong ones in a million
lines that it could have looked at: distinct non-blank lines of texts in a language of its gate.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bounds import upper_bound
from furniture_labels import read_records
from furniture_outcomes import FURNITURE_KINDS
from good_prose_packages import DATA, download, package_name, packages, read_members
from good_prose_texts import find_language, read_text

from cleaner import Cleaned, Cleaner, Settings
from cleaner.rule import Rule

SHOWN = 60  # code points on each side of a cut


def main(argv: Sequence[str] | None = None) -> int:
    """Build the corpus, or print what is hit in it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("command", choices=("build", "measure"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--unsafe", action="store_true", help="unsafe rules, too")
    parser.add_argument("--rule", help="only this rule")
    parser.add_argument("--language", help="only texts said to be in this language")
    parser.add_argument("--package", action="append", default=[], help="only these; repeatable")
    options = parser.parse_args(argv)
    if options.command == "build":
        download(options.folder)
        build(options.folder, options.package)
    else:
        survey = Survey(_cleaner(options.unsafe, options.rule))
        for text in read_corpus(options.folder, options.language, options.package):
            survey.add(text)
        survey.print_table()
    return 0


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the corpus, where it comes from and which language its path names."""

    package: str
    path: str
    lang: str
    text: str


def build(folder: Path, only: Sequence[str] = ()) -> None:
    """Write the texts of the downloaded packages, each distinct text once; print sizes."""
    target = folder / "texts"
    target.mkdir(exist_ok=True)
    seen: set[bytes] = set()
    sizes: Counter[str] = Counter()
    for path in packages(folder):
        package = package_name(path)
        if only and package not in only:
            continue
        with gzip.open(target / f"{package}.jsonl.gz", "wt", encoding="utf-8") as out:
            for text in _texts(path, package, seen):
                sizes[text.lang] += len(text.text.encode())
                record = {"id": text.path, "lang": text.lang, "text": text.text}
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
    rich = sum(size >= 1_000_000 for size in sizes.values())
    print(f"{sum(sizes.values()) / 1e6:.0f} MB, {rich} languages with 1 MB and more")
    print(", ".join(f"{lang} {size / 1e6:.1f}" for lang, size in sizes.most_common()))


def _texts(path: Path, package: str, seen: set[bytes]) -> Iterator[Text]:
    for member in read_members(path):
        text = read_text(member.name, member.data)
        digest = hashlib.sha256((text or "").encode("utf-8", "surrogatepass")).digest()
        if text is not None and digest not in seen:
            seen.add(digest)
            yield Text(package, member.name, find_language(package, member.name), text)


def read_corpus(
    folder: Path, language: str | None = None, only: Sequence[str] = ()
) -> Iterator[Text]:
    """Yield the texts that ``build`` wrote, packages in order of name."""
    for path in sorted((folder / "texts").glob("*.jsonl.gz")):
        package = path.name.removesuffix(".jsonl.gz")
        if only and package not in only:
            continue
        for record in read_records(path):
            if language in (None, record["lang"]):
                yield Text(package, record["id"], record["lang"], record["text"])


def _cleaner(unsafe: bool, only: str | None) -> Cleaner:
    """Return a cleaner with the rules for furniture and metadata alone; no guard holds it back."""
    choice = Cleaner(Settings(unsafe=unsafe)).choice
    rules = [rule.id for rule in choice.applied if rule.kind in FURNITURE_KINDS]
    # Positions ask what is metadata, so these stay on.
    metadata = [rule.id for rule in choice.metadata]
    chosen = (*(rule for rule in rules if only in (None, rule)), *metadata)
    return Cleaner(Settings(select=chosen, unsafe=unsafe, max_removed=1.0))


def read_right() -> set[tuple[str, str]]:
    """Return the pairs of rule and package whose hits were looked at and found right."""
    with (DATA / "good_prose_right.toml").open("rb") as file:
        entries = tomllib.load(file).get("right", [])
    return {(entry["rule"], package) for entry in entries for package in entry["packages"]}


@dataclass(slots=True)
class Survey:
    """Hits by rule, and the lines that each rule could have looked at, by language."""

    cleaner: Cleaner
    hits: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    lines: dict[str | None, set[int]] = field(default_factory=dict)
    states: Counter[str] = field(default_factory=Counter)
    points: int = 0
    judged: set[tuple[str, str]] = field(default_factory=read_right)

    def add(self, text: Text) -> None:
        """Clean ``text``, print what is hit in it, and count."""
        cleaned = self.cleaner.clean(text.text)
        self.states[cleaned.status] += 1
        self.points += len(text.text)
        language = cleaned.verdicts.language if cleaned.verdicts else None
        known = self.lines.setdefault(language, set())
        known.update(hash(line) for line in map(str.strip, text.text.split("\n")) if line)
        for number, rules, change in _changes(cleaned):
            for rule in rules:
                right = (rule, text.package) in self.judged
                self.hits[rule] += 1
                self.right[rule] += right
                mark = "right" if right else "?"
                print(f"{mark} {rule} {text.package}:{text.path}:{number} [{language}] {change!r}")

    def print_table(self) -> None:
        """Print the size of the corpus, then a row for each rule."""
        total = sum(map(len, self.lines.values()))
        print(f"\n{self.points / 1e6:.0f} million code points, {total:,} distinct lines,")
        print(f"{len(self.lines)} languages by the detector; {dict(self.states)}")
        print(f"\n{'rule':36}{'lines':>11}{'hits':>7}{'right':>7}{'at most wrong per million':>27}")
        for rule in self.cleaner.choice.applied:
            if rule.kind in FURNITURE_KINDS and not rule.metadata:
                lines = self._lines_open_to(rule)
                wrong = self.hits[rule.id] - self.right[rule.id]
                bound = f"{upper_bound(wrong, lines) * 1e6:,.2f}" if lines else "no lines"
                print(
                    f"{rule.id:36}{lines:>11,}{self.hits[rule.id]:>7}{self.right[rule.id]:>7}{bound:>27}"
                )

    def _lines_open_to(self, rule: Rule) -> int:
        return sum(len(s) for lang, s in self.lines.items() if rule.admits_language(lang))


def _changes(cleaned: Cleaned) -> Iterator[tuple[int, tuple[str, ...], str]]:
    """Yield line number (from 1), rules, and the cut between a little of what surrounds it."""
    text = cleaned.original
    for edit in cleaned.edits:
        before = text[max(edit.start - SHOWN, 0) : edit.start]
        after = text[edit.end : edit.end + SHOWN]
        cut = f"{before}⟦{text[edit.start : edit.end]}⟧{edit.text}{after}"
        rules = tuple(rule for rule in edit.rules if rule != "scar")
        yield text.count("\n", 0, edit.start) + 1, rules, cut


if __name__ == "__main__":
    sys.exit(main())
