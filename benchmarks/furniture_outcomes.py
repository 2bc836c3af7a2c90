"""What happened to each labelled line: an article and a way to clean it in, counts and places out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from furniture_labels import DATA, Article, read_records

from cleaner import Cleaned, Cleaner
from cleaner.edits import Edit
from cleaner.rule import WHOLE_LINE_KINDS

Drops: TypeAlias = Callable[[str], set[int]]
RIGHT_CUTS = DATA / "furniture_right_cuts.jsonl"
FURNITURE_KINDS = WHOLE_LINE_KINDS | {"inline"}


@dataclass(frozen=True, slots=True)
class Place:
    """A line of an article, the rules that touched it, and what they cut there."""

    article: str
    line_no: int
    rules: tuple[str, ...] = ()
    cut: str = ""

    @property
    def key(self) -> dict[str, object]:
        """What a judgement of this cut is filed under; it names the text by a digest alone."""
        digest = hashlib.sha256(self.cut.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return {"article": self.article, "line_no": self.line_no, "cut": digest}


@dataclass(slots=True)
class Outcome:
    """Labelled lines by what they are, and what was done to them; ``misses`` are knowable ones."""

    furniture: int = 0
    knowable: int = 0
    found: int = 0
    found_knowable: int = 0
    prose: int = 0
    metadata: int = 0
    misses: list[Place] = field(default_factory=list)
    prose_lost: list[Place] = field(default_factory=list)
    prose_cut: list[Place] = field(default_factory=list)
    metadata_touched: list[Place] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        """Add the counts and places of ``other`` to these."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def open_cuts(places: Iterable[Place]) -> list[Place]:
    """Return those of ``places`` whose cuts nobody has read and found right."""
    right = list(read_records(RIGHT_CUTS))
    return [place for place in places if place.key not in right]


def judge_drops(article: Article, dropped: set[int]) -> Outcome:
    """Return the outcome of dropping whole lines."""
    gone = {number: Place(article.id, number) for number in dropped}
    return _judge(article, gone, {})


def judge_cleaned(article: Article, cleaned: Cleaned, furniture_rules: frozenset[str]) -> Outcome:
    """Return the outcome of a clean: furniture may go by any rule, prose is touched by furniture's."""
    gone: dict[int, Place] = {}
    cut: dict[int, Place] = {}
    start = 0
    for number, line in enumerate(article.lines):
        edits = edits_within(cleaned.edits, start, start + len(line))
        if line.strip() and edits:
            cuts = [edit for edit in edits if furniture_rules.intersection(edit.rules)]
            if is_gone(line, start, edits):
                gone[number] = _place(article, number, start, edits)
            elif cuts:
                cut[number] = _place(article, number, start, cuts)
        start += len(line) + 1
    return _judge(article, gone, cut)


def furniture_rules_of(cleaner: Cleaner) -> frozenset[str]:
    """Return the ids of the rules that cut lines, labels, spans and tails."""
    choice = cleaner.choice
    rules = (*choice.applied, *choice.held, *choice.flagged)
    return frozenset(rule.id for rule in rules if rule.kind in FURNITURE_KINDS)


def edits_within(edits: Iterable[Edit], start: int, end: int) -> list[Edit]:
    """Return the edits that change something between ``start`` and ``end`` of the original."""
    return [e for e in edits if e.start < end and e.end > start]


def is_gone(line: str, start: int, edits: Iterable[Edit]) -> bool:
    """Tell whether ``edits`` leave nothing but blanks of a line that starts at ``start``."""
    kept, done = [], 0
    for edit in edits:
        kept += [line[done : max(done, edit.start - start)], edit.text]
        done = max(done, edit.end - start)
    return not "".join([*kept, line[done:]]).strip()


def _place(article: Article, number: int, start: int, edits: list[Edit]) -> Place:
    line = article.lines[number]
    rules = tuple(dict.fromkeys(rule for edit in edits for rule in edit.rules))
    cut = " | ".join(line[max(0, e.start - start) : e.end - start] for e in edits)
    return Place(article.id, number, rules, cut)


def _judge(article: Article, gone: dict[int, Place], cut: dict[int, Place]) -> Outcome:
    outcome = Outcome()
    for number, label in article.labels.items():
        if label == "furniture":
            outcome.furniture += 1
            outcome.found += number in gone
            if number in article.knowable:
                outcome.knowable += 1
                outcome.found_knowable += number in gone
                outcome.misses += [] if number in gone else [Place(article.id, number)]
        elif label == "prose":
            outcome.prose += 1
            outcome.prose_lost += [gone[number]] if number in gone else []
            outcome.prose_cut += [cut[number]] if number in cut else []
        elif label == "metadata":
            outcome.metadata += 1
            touched = gone.get(number) or cut.get(number)
            outcome.metadata_touched += [touched] if touched else []
    return outcome
