"""The baseline: findings that stood in a project when it was recorded in, which are new out."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from cleaner.errors import InputError
from cleaner.findings import Finding
from cleaner.formats.text import read_bytes, write_bytes

FORMAT = 1
HEAD = "cleaner-baseline"  # the first key of the file, by which it is known
SHOWN = 60  # code points of the text that stands beside a fingerprint for its readers

Key: TypeAlias = tuple[str, str, str]  # path, rules, fingerprint


class Baseline:
    """How often each finding was recorded, and how often it was met in this run.

    Paths are relative to the folder of the file, so that it says the same in every checkout.
    Nothing in it moves with line numbers or with time, and it is sorted, one finding a line: two
    branches that record findings merge.
    """

    def __init__(self, path: Path, texts: Mapping[Key, str], counts: Mapping[Key, int]) -> None:
        self.path = path
        self._texts = dict(texts)
        self._recorded = counts
        self._met: Counter[Key] = Counter()

    @classmethod
    def load(cls, path: Path) -> Baseline:
        """Return the baseline in ``path``. Raises ``InputError``."""
        if not path.exists():
            remedy = "record today's findings with --update-baseline"
            raise InputError(str(path), "is not there", remedy)
        try:
            content = json.loads(read_bytes(path))
            if content[HEAD] != FORMAT:
                what = f"format {content[HEAD]!r} is unknown"
                raise InputError(str(path), what, f"this version reads {FORMAT}")
            rows: list[Any] = content["findings"]
            texts = {_key(row): str(row["text"]) for row in rows}
            return cls(path, texts, {_key(row): int(row["count"]) for row in rows})
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            what = f"is no baseline: {type(error).__name__} {error}"
            remedy = "record it anew with --update-baseline"
            raise InputError(str(path), what, remedy) from error

    def knows(self, finding: Finding) -> bool:
        """Count ``finding``; tell whether the record answers for it, as often as it says."""
        key = self._relative(finding.source), finding.rule, finding.fingerprint
        self._met[key] += 1
        self._texts[key] = finding.original[:SHOWN]
        return self._met[key] <= self._recorded.get(key, 0)

    def gone(self, sources: Iterable[str]) -> int:
        """Return how many recorded findings of ``sources`` were not met."""
        seen = set(map(self._relative, sources))
        left = (count - self._met[key] for key, count in self._recorded.items() if key[0] in seen)
        return sum(count for count in left if count > 0)

    def write(self, sources: Iterable[str]) -> int:
        """Record what was met in ``sources``, and return how many findings the file holds.

        Entries of other files stay as long as their files are there.
        """
        seen = set(map(self._relative, sources))
        others = (key for key in self._recorded if key[0] not in seen)
        kept = {key: self._recorded[key] for key in others if (self.path.parent / key[0]).exists()}
        counts = kept | self._met
        rows = (_row(key, counts[key], self._texts[key]) for key in sorted(counts))
        content = f'{{"{HEAD}": {FORMAT}, "findings": [\n' + ",\n".join(rows) + "\n]}\n"
        write_bytes(self.path, content.encode())
        return sum(counts.values())

    def _relative(self, source: str) -> str:
        return Path(os.path.relpath(source, self.path.parent)).as_posix()


def _key(row: Mapping[str, Any]) -> Key:
    return str(row["path"]), str(row["rule"]), str(row["fingerprint"])


def _row(key: Key, count: int, text: str) -> str:
    names = ("path", "rule", "fingerprint", "count", "text")
    return json.dumps(dict(zip(names, (*key, count, text), strict=True)))
