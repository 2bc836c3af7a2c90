"""Which findings count in a run: those on changed lines, and those that no baseline holds."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from pathlib import Path

from cleaner.baseline import Baseline
from cleaner.changed_lines import ChangedLines
from cleaner.findings import Finding


class Narrowing:
    """Says of each finding of a run whether it counts; keeps the baselines.

    ``since`` is a revision of git, or None for all lines. ``baseline_of`` gives for a source the
    file that holds its known findings, if any. With ``update`` findings are recorded, and none
    counts.
    """

    def __init__(
        self,
        since: str | None,
        baseline_of: Callable[[str], Path | None],
        *,
        update: bool = False,
    ) -> None:
        self.known = 0
        self._ran: Mapping[str, Container[str]] = {}
        self._changed = ChangedLines(since) if since else None
        self._baseline_of = baseline_of
        self._update = update
        self._baselines: dict[Path, Baseline] = {}

    def check(self, ran: Mapping[str, Container[str]]) -> None:
        """Take the sources of the run in, each with the rules that are asked, before it begins.

        Raises ``CleanerError`` for a baseline or a revision that cannot be used.
        """
        self._ran = ran
        for source in ran:
            self._baseline(source)
            if self._changed is not None:
                self._changed.check(Path(source))

    def wants(self, finding: Finding) -> bool:
        """Tell whether ``finding`` counts. What is held back never counts, so none is recorded."""
        if finding.kind != "proposed" and self._is_known(finding):
            return False
        return self._changed is None or self._changed.touches(
            Path(finding.source), finding.line, finding.last_line
        )

    def close(self, judged: Container[str]) -> Iterator[str]:
        """Write the baselines if asked to; yield what is to be said of them.

        ``judged`` are the sources that could be cleaned; of the others nothing is known.
        """
        if self.known and not self._update:
            yield f"{_findings(self.known)} of the baseline left out"
        for path, baseline in self._baselines.items():
            its = {
                source: rules
                for source, rules in self._ran.items()
                if source in judged and self._baseline_of(source) == path
            }
            if self._update:
                yield f"{path}: holds {_findings(baseline.write(its))}"
            elif gone := baseline.gone(its):
                yield f"{path}: {_findings(gone)} less than recorded; --update-baseline drops what is gone"

    def _is_known(self, finding: Finding) -> bool:
        baseline = self._baseline(finding.source)
        if baseline is None or not (baseline.knows(finding) or self._update):
            return False
        self.known += 1
        return True

    def _baseline(self, source: str) -> Baseline | None:
        path = self._baseline_of(source)
        if path is None:
            return None
        if path not in self._baselines:
            fresh = self._update and not path.exists()
            self._baselines[path] = Baseline(path) if fresh else Baseline.load(path)
        return self._baselines[path]


def _findings(count: int) -> str:
    return f"{count:,} finding" + ("" if count == 1 else "s")
