"""Labelled articles: a folder of real texts and the label files in, articles with labels out.

The texts stay where they are; the label files beside this module name articles and lines only.
``line_no`` counts from 0 over ``text.split("\\n")``. Only furniture is ``knowable`` or not: what no
reader could tell from its line and the lines around it (a headline without a label, a piece of a
broken sentence) cannot be asked of a rule.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"
LABELS = ("prose", "furniture", "metadata", "unsure")
ARTICLES = "articles_dev.jsonl.gz"
FIRST_LABELS = "furniture_dev.jsonl"


@dataclass(frozen=True, slots=True)
class Article:
    """A text, line numbers to labels, and which of its furniture lines can be known."""

    id: str
    site: str
    lang: str
    text: str
    labels: dict[int, str] = field(default_factory=dict)
    knowable: frozenset[int] = frozenset()

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @property
    def host(self) -> str:
        """The site without the name of its section."""
        parts = self.site.split(".")
        short = 3 if parts[-2:-1] in (["co"], ["com"], ["go"], ["or"]) else 2
        return ".".join(parts[-short:])


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a JSONL file, gzipped or not."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)
    else:
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def read_articles(folder: Path, last_look: bool = False) -> list[Article]:
    """Return the labelled articles of ``folder``, in order of their ids.

    Those that rule writers may look at, or only those of the last look. Raises ``KeyError`` for a
    label of an article or of a line that is not there.
    """
    records = {record["id"]: record for record in read_records(folder / ARTICLES)}
    if last_look:
        rows = list(read_records(DATA / "furniture_last_look.jsonl"))
    else:
        rows = _first_rows(folder) + list(read_records(DATA / "furniture_dev.jsonl"))
    by_article: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_article.setdefault(row["article"], []).append(row)
    return [_article(records[name], rows) for name, rows in sorted(by_article.items())]


def _first_rows(folder: Path) -> list[dict[str, Any]]:
    """Return the labels that came with the articles, with what was decided about knowing them."""
    known = {
        (row["article"], row["line_no"]): row["knowable"]
        for row in read_records(DATA / "furniture_knowable.jsonl")
    }
    rows = list(read_records(folder / FIRST_LABELS))
    for row in rows:
        if row["label"] == "furniture":
            row["knowable"] = known[row["article"], row["line_no"]]
    return rows


def _article(record: dict[str, Any], rows: list[dict[str, Any]]) -> Article:
    lines = record["text"].split("\n")
    for row in rows:
        if row["label"] not in LABELS or not 0 <= row["line_no"] < len(lines):
            raise KeyError(f"{row['article']}: line {row['line_no']}: {row['label']}")
    return Article(
        record["id"],
        record["site"],
        record["lang"],
        record["text"],
        {row["line_no"]: row["label"] for row in rows},
        frozenset(row["line_no"] for row in rows if row.get("knowable")),
    )
