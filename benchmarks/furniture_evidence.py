"""What rules were seen to do on a corpus, and which phrases are left of it: texts in, rows out."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from furniture_labels import DATA, read_records

from cleaner import Cleaned, Cleaner
from cleaner.edits import Edit, Flag


@dataclass(slots=True)
class Evidence:
    """Lines (cuts, or lines flagged) and documents on which one rule was seen, and wrong ones."""

    lines: int = 0
    documents: int = 0
    wrong: int = 0

    def seen(self, corpus: str) -> str:
        """Return the value that a pack's ``seen`` takes."""
        return f'seen = {{ lines = {self.lines}, wrong = {self.wrong}, corpus = "{corpus}" }}'


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern of furniture, and how often it stands in texts before and after."""

    name: str
    pattern: re.Pattern[str]

    def count(self, text: str) -> int:
        return sum(1 for _ in self.pattern.finditer(text))


def read_texts(path: Path) -> Iterator[str]:
    """Yield the texts of a file or of a folder's ``*.jsonl.gz``, ``*.jsonl`` and ``*.txt``, by name."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in files:
        if file.name.endswith((".jsonl.gz", ".jsonl")):
            yield from (record["text"] for record in read_records(file) if "text" in record)
        elif file.suffix == ".txt":
            yield file.read_text("utf-8", errors="strict")


def read_phrases() -> list[Phrase]:
    """Return the phrases whose residue is counted, in the order of their file."""
    with (DATA / "furniture_phrases.toml").open("rb") as file:
        entries = tomllib.load(file)["phrase"]
    return [
        Phrase(e["name"], re.compile(e["match"], re.IGNORECASE | re.MULTILINE)) for e in entries
    ]


def rules_seen(cleaned: Cleaned) -> Counter[str]:
    """Return for each rule how often it changed, would have changed or flagged something."""
    found: Iterable[Edit | Flag] = (*cleaned.edits, *cleaned.proposed, *cleaned.flags)
    counts: Counter[str] = Counter()
    for sight in found:
        counts.update(set(sight.rules) if isinstance(sight, Edit) else {sight.rule})
    return counts


@dataclass(slots=True)
class Survey:
    """One pass over a corpus: evidence by rule, statuses, phrases before and after."""

    evidence: dict[str, Evidence]
    statuses: Counter[str]
    before: Counter[str]
    after: Counter[str]
    documents_after: Counter[str]
    texts: int = 0


def survey(cleaner: Cleaner, texts: Iterable[str]) -> Survey:
    """Clean ``texts`` and return what was seen of every rule and of every phrase."""
    phrases = read_phrases()
    result = Survey({}, Counter(), Counter(), Counter(), Counter())
    for text in texts:
        cleaned = cleaner.clean(text)
        result.texts += 1
        result.statuses[cleaned.status] += 1
        for rule, lines in rules_seen(cleaned).items():
            row = result.evidence.setdefault(rule, Evidence())
            row.lines += lines
            row.documents += 1
        for phrase in phrases:
            left = phrase.count(cleaned.text)
            result.before[phrase.name] += phrase.count(text)
            result.after[phrase.name] += left
            result.documents_after[phrase.name] += left > 0
    return result
