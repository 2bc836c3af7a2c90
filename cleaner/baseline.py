"""The baseline: findings that stood in a project when it was recorded in, which are new out."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, TypeAlias, TypeVar

import msgspec

from cleaner.errors import InputError
from cleaner.findings import Finding
from cleaner.formats.text import read_bytes
from cleaner.formats.whole_files import write_bytes

FORMAT = 1
HEAD = "cleaner-baseline"  # the first key of the file, by which it is known
SHOWN = 60  # code points of the text that stands beside a fingerprint for its readers

Key: TypeAlias = tuple[str, str, str]  # path, rules, fingerprint
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file; ``text`` is for its readers alone."""

    path: str
    rule: str
    fingerprint: str
    count: Annotated[int, msgspec.Meta(ge=1)]
    text: str = ""


class Baseline:
    """How often each finding was recorded, and how often it was met in this run.

    The file is JSON lines, a head and then a finding each. Paths are relative to its folder, so
    that it says the same in every checkout. Nothing in it moves with line numbers or with time,
    and it is sorted: two branches that record findings merge.
    """

    def __init__(self, path: Path, rows: Iterable[Row] = ()) -> None:
        self.path = path
        self._recorded = Counter[Key]()
        self._texts: dict[Key, str] = {}
        self._met = Counter[Key]()
        for row in rows:
            key = row.path, row.rule, row.fingerprint
            self._recorded[key] += row.count  # a merge may leave two lines of one finding
            self._texts[key] = row.text

    @classmethod
    def load(cls, path: Path) -> Baseline:
        """Return the baseline in ``path``. Raises ``InputError``, also for any other file."""
        if not path.exists():
            remedy = "record today's findings with --update-baseline"
            raise InputError(str(path), "is not there", remedy)
        head, *lines = read_bytes(path).splitlines() or [b""]
        form = _read(path, 1, head, dict[str, Any]).get(HEAD)
        if form is None:
            raise InputError(str(path), "is no baseline", "name another file")
        if form != FORMAT:
            raise InputError(
                str(path), f"format {form!r} is unknown", f"this version reads {FORMAT}"
            )
        return cls(path, (_read(path, n, line, Row) for n, line in enumerate(lines, 2) if line))

    def knows(self, finding: Finding) -> bool:
        """Count ``finding``; tell whether the record answers for it, as often as it says."""
        key = self._relative(finding.source), finding.rule, finding.fingerprint
        self._met[key] += 1
        self._texts[key] = finding.original[:SHOWN]
        return self._met[key] <= self._recorded[key]

    def gone(self, ran: Mapping[str, Container[str]]) -> int:
        """Return how many recorded findings were not met; ``ran`` are the rules by source."""
        was_asked = self._asked(ran)
        asked = ((key, count) for key, count in self._recorded.items() if was_asked(key))
        return sum(max(0, count - self._met[key]) for key, count in asked)

    def write(self, ran: Mapping[str, Container[str]]) -> int:
        """Record what was met, and return how many findings the file holds.

        Entries that this run did not ask for, of other files or rules, stay as long as their
        files are there.
        """
        was_asked = self._asked(ran)
        kept = {
            key: count
            for key, count in self._recorded.items()
            if not was_asked(key) and os.path.lexists(self.path.parent / key[0])
        }
        counts = kept | self._met
        rows = [Row(*key, counts[key], self._texts[key]) for key in sorted(counts)]
        # In ASCII: a name need be no UTF-8, and nothing in it acts on who reads it.
        lines = [json.dumps(row) for row in ({HEAD: FORMAT}, *map(asdict, rows))]
        # A link stays one: what it leads to is written.
        write_bytes(Path(os.path.realpath(self.path)), ("\n".join(lines) + "\n").encode())
        return sum(counts.values())

    def _asked(self, ran: Mapping[str, Container[str]]) -> Callable[[Key], bool]:
        """Return what tells whether a run of these rules looked for a recorded finding."""
        rules = {self._relative(source): its for source, its in ran.items()}
        return lambda key: all(rule in rules.get(key[0], ()) for rule in key[1].split(", "))

    def _relative(self, source: str) -> str:
        return Path(os.path.relpath(source, self.path.parent)).as_posix()


def _read(path: Path, number: int, line: bytes, kind: type[Read]) -> Read:
    try:
        return msgspec.convert(json.loads(line), kind)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        if number == 1:
            raise InputError(str(path), "is no baseline", "name another file") from error
        what = f"is no finding of a baseline: {error}"
        raise InputError(f"{path}:{number}", what, "mend the line, or take it out") from error
