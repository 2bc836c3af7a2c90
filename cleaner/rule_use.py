"""How often rules find something: files in, for each rule the number of its findings out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from cleaner.batch import Outcome, Wish, run
from cleaner.cleaned import Sight
from cleaner.pipeline import Cleaner
from cleaner.settings import Settings
from cleaner.sources import find_sources

SIGHTS: frozenset[Sight] = frozenset(("proposed", "flags"))


def count_findings(
    paths: Sequence[str], settings: Settings, failed: Callable[[Outcome], None]
) -> Counter[str]:
    """Return for each rule how often it changes, would change or flags something in ``paths``.

    ``failed`` is told of each file that could not be cleaned. Raises ``CleanerError``.
    """
    cleaner = Cleaner(settings)
    counts: Counter[str] = Counter()
    for outcome in run(find_sources(paths, None), lambda _source: cleaner, Wish(SIGHTS)):
        if outcome.status == "error":
            failed(outcome)
        for finding in outcome.findings(SIGHTS):
            counts.update(finding.rules)
    return counts
