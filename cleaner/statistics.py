"""Statistics of a run: findings in, for each rule how many and a few of them at random out."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from cleaner.findings import KINDS, Finding, Kind

SHOWN = 20  # findings of a rule that are kept to be read


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a rule made, held back or flagged something; ``sample`` is sorted by place."""

    rule: str
    kind: Kind
    count: int
    sample: tuple[Finding, ...]


class Statistics:
    """Counts findings by rule; keeps of each rule a random sample, the same for the same run."""

    def __init__(self, shown: int = SHOWN) -> None:
        self._shown = shown
        self._random = random.Random(0)
        self._counts: Counter[tuple[Kind, str]] = Counter()
        self._samples: dict[tuple[Kind, str], list[Finding]] = {}

    def add(self, finding: Finding) -> None:
        """Count ``finding`` under each of its rules."""
        for rule in finding.rules:
            key = finding.kind, rule
            self._counts[key] += 1
            self._keep(self._samples.setdefault(key, []), self._counts[key], finding)

    def tallies(self) -> Iterator[Tally]:
        """Yield the tallies: edits, then what was held back, then flags; the commonest first."""
        keys = sorted(self._counts, key=lambda k: (KINDS.index(k[0]), -self._counts[k], k[1]))
        for kind, rule in keys:
            sample = sorted(self._samples[kind, rule], key=lambda f: (f.source, f.start))
            yield Tally(rule, kind, self._counts[kind, rule], tuple(sample))

    def _keep(self, sample: list[Finding], count: int, finding: Finding) -> None:
        """Keep ``finding``, the ``count``-th of its rule, so that each is as likely to be kept."""
        if len(sample) < self._shown:
            sample.append(finding)
        elif (place := self._random.randrange(count)) < self._shown:
            sample[place] = finding
