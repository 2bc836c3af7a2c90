"""Which ``[[allow]]`` entries a run needed: outcomes in, the entries that nothing needed out."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from cleaner.batch import Outcome
from cleaner.config.configuration import AllowEntry


class AllowUse:
    """Watches a run for what its allow entries are good for."""

    def __init__(self, entries: Sequence[AllowEntry]) -> None:
        self._unused = dict.fromkeys(entries)

    def add(self, outcome: Outcome) -> None:
        """Take one outcome in."""
        if outcome.cleaned is None or not outcome.cleaned.allowed:
            return
        path = Path(outcome.source)
        for entry in list(self._unused):
            if entry.allow in outcome.cleaned.allowed and entry.applies_to(path):
                del self._unused[entry]

    def unused(self, paths: Iterable[str], ran: Mapping[str, Container[str]]) -> Iterator[str]:
        """Yield a warning for each entry that nothing needed, if ``paths`` are all it is for.

        ``ran`` are the rules by source whose findings were made. A hook that looks at three files
        cannot know what the others need, nor can a run without the rule.
        """
        folders = [Path(path).resolve() for path in paths if Path(path).is_dir()]
        for entry in self._unused:
            its = [rules for source, rules in ran.items() if entry.applies_to(Path(source))]
            asked = all(entry.allow.rule in rules for rules in its)
            if asked and any(entry.folder.resolve().is_relative_to(folder) for folder in folders):
                yield f"{entry.where}: nothing needs it; remove it"
