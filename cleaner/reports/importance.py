"""Importance: findings in, those that a reader with little room should see out, first things first.

A host shows ten findings, or five thousand, of however many there are. So edits come before
proposals and those before flags: what fails a run explains it. Among equals each rule speaks once
before any speaks twice, the rarest first, since a rule with a million findings is understood from
one and would hide the rule with three. What is still equal goes by path and place, so that the
same findings come in the same order whatever order they were found in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from cleaner.findings import KINDS, Finding, Kind

_SLACK = 1_000  # findings held beyond need, so that clearing up is rare
_Place: TypeAlias = tuple[str, int, int, tuple[str, ...], str]


class Ranking:
    """Takes findings one by one and keeps of each kind the ``limit`` most important.

    Memory is that of about twice as many, and a thousand, however many are added.
    """

    def __init__(self, limit: int) -> None:
        self._shelves = {kind: _Shelf(limit) for kind in KINDS}

    def add(self, finding: Finding) -> None:
        """Take ``finding`` into account."""
        self._shelves[finding.kind].add(finding)

    def counts(self, kind: Kind) -> Mapping[str, int]:
        """Return how many findings of ``kind`` were added, by first rule."""
        return self._shelves[kind].counts

    def first(self, kind: Kind, count: int) -> list[Finding]:
        """Return the ``count`` most important findings of ``kind``, or all; at most ``limit``."""
        return list(self._shelves[kind].ranked())[:count]


def left_out(ranking: Ranking, chosen: list[Finding]) -> Counter[str]:
    """Return how many findings are in ``ranking`` and not among ``chosen``, by first rule."""
    rest: Counter[str] = Counter()
    for kind in KINDS:
        rest.update(ranking.counts(kind))
    rest.subtract(finding.rules[0] for finding in chosen)
    return +rest


class _Shelf:
    """The findings of one kind, by rule."""

    def __init__(self, limit: int) -> None:
        self.counts: Counter[str] = Counter()
        self._limit = limit
        self._held: defaultdict[str, list[Finding]] = defaultdict(list)
        self._size = 0

    def add(self, finding: Finding) -> None:
        rule = finding.rules[0]
        self.counts[rule] += 1
        self._held[rule].append(finding)
        self._size += 1
        if self._size > self._limit + max(self._limit, _SLACK) + len(self._held):
            self._clear()

    def ranked(self) -> Iterator[Finding]:
        self._clear()
        turns = (
            (turn, self.counts[rule], rule)
            for rule, held in self._held.items()
            for turn in range(len(held))
        )
        for turn, _, rule in sorted(turns):
            yield self._held[rule][turn]

    def _clear(self) -> None:
        """Drop what ``limit`` findings come before, whatever else is added.

        A finding that is the n-th of its rule never comes to be an earlier one. So it can go once
        there are ``limit`` findings that are at most the (n-1)-th of theirs.
        """
        longest = max(map(len, self._held.values()), default=0)
        turns = bisect_left(range(longest), self._limit, key=self._upto)
        for held in self._held.values():
            held.sort(key=_place)
            del held[turns:]
        self._size = self._upto(turns)

    def _upto(self, turns: int) -> int:
        return sum(min(turns, len(held)) for held in self._held.values())


def _place(finding: Finding) -> _Place:
    return finding.source, finding.start, finding.end, finding.rules, finding.text or ""
